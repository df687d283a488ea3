"""Packs of countries in the database: loaded again and again, offered in forms, each country for itself."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from elearn.foundation import signing
from elearn.foundation.db import db, transaction
from elearn.people.content.packs import read_pack
from elearn.people.models import Academy, Country, Institution, Officer, PackEntry, PostingRecorded, RoleGranted
from elearn.people.queries import packs as read
from elearn.people.rules.packs import Listing, Pack
from elearn.people.service import officers, packs
from elearn.people.service.packs import Loaded
from tests.people.helpers import notices, rows, words
from tests.unit.test_country_files import COUNTRIES, FILE
from tests.world import World

SHORTER = FILE.replace("  guard:\n    group: junior\n    names: {en: Guard, fr: Surveillant}\n", "").replace(
    "  junior: {names: {en: Juniors, fr: Subalternes}}\n", ""
)
OTHER = FILE.replace("Guard", "Keeper").replace("Africa/Tunis", "Africa/Kampala").replace("fr: École", "fr: Lycée")


def pack(text: str = FILE) -> Pack:
    found = read_pack("xa.yaml", text.encode()).pack
    assert found
    return found


def load(text: str = FILE) -> Loaded:
    with transaction():
        return packs.load(pack(text))


def everything() -> dict[str, list[Any]]:
    """All that packs write, whole."""
    return {
        table.__name__: sorted(map(str, db.session.execute(select(*table.__table__.c)).all()))
        for table in (Country, PackEntry, Academy)
    }


def run(app: Flask, *words: str) -> tuple[int, str]:
    result: Result = app.test_cli_runner().invoke(args=["people", *words])
    return result.exit_code, result.output


# Loading


def test_a_pack_is_taken_into_the_tables(app: Flask) -> None:
    assert app
    assert load() == Loaded(added=9, changed=0, withdrawn=0, other_time_zone=False)
    country = db.session.execute(select(Country)).scalar_one()
    assert (country.code, country.names, country.time_zone, country.number_forms) == (
        "XA", {"en": "Exampleland", "fr": "Exemplie"}, "Africa/Tunis", ["@@ ####", "######"],
    )  # fmt: skip
    entries = select(PackEntry.listing, PackEntry.code, PackEntry.names, PackEntry.rank_group, PackEntry.offered)
    assert [tuple(row) for row in db.session.execute(entries.order_by(PackEntry.position))] == [
        ("region", "xa-1", {"en": "North", "fr": "Nord"}, None, True),
        ("region", "xa-2", {"en": "South", "fr": "Sud"}, None, True),
        ("institution-kind", "prison", {"en": "Prison", "fr": "Prison"}, None, True),
        ("rank-group", "junior", {"en": "Juniors", "fr": "Subalternes"}, None, True),
        ("rank-group", "senior", {"en": "Seniors", "fr": "Supérieurs"}, None, True),
        ("rank", "guard", {"en": "Guard", "fr": "Surveillant"}, "junior", True),
        ("rank", "major", {"en": "Major", "fr": "Commandant"}, "senior", True),
    ]
    academy = db.session.execute(select(Academy)).scalar_one()
    assert (academy.country, academy.code, academy.names, academy.own_choice, academy.contact) == (
        "XA", "school", {"en": "School", "fr": "École", "ru": "Школа"}, False, "",
    )  # fmt: skip


@pytest.mark.parametrize("file", sorted(COUNTRIES.iterdir()), ids=lambda file: file.stem)
def test_loading_a_country_twice_gives_the_same(app: Flask, file: Path) -> None:
    first = run(app, "load-country", str(file))
    assert first[0] == 0
    before = everything()
    db.session.rollback()
    code = file.stem.upper()
    reminder = f"Its key is missing. If there never was one, make it: flask people make-key {code}\n"
    assert run(app, "load-country", str(file)) == (0, f"{code}: nothing changed.\n{reminder}")
    assert everything() == before


def test_what_differs_is_changed_and_what_is_gone_is_no_longer_offered(world: World) -> None:
    assert world
    load()
    with transaction():
        academy = db.session.execute(select(Academy).where(Academy.country == "XA")).scalar_one()
        academy.contact = "room 7"
    before = everything()
    db.session.rollback()
    assert load(OTHER) == Loaded(added=0, changed=3, withdrawn=0, other_time_zone=True)
    assert [row.names["en"] for row in read.offered("XA", Listing.RANK)] == ["Keeper", "Major"]
    academy = db.session.execute(select(Academy).where(Academy.country == "XA")).scalar_one()
    assert (academy.names["fr"], academy.contact) == ("Lycée", "room 7")
    db.session.rollback()
    assert load() == Loaded(added=0, changed=3, withdrawn=0, other_time_zone=True)
    assert everything() == before
    db.session.rollback()
    assert load(SHORTER).withdrawn == 2
    assert [row.code for row in read.offered("XA", Listing.RANK)] == ["major"]
    assert db.session.execute(select(func.count()).select_from(PackEntry)).scalar() == 7
    db.session.rollback()
    assert load(SHORTER) == Loaded(added=0, changed=0, withdrawn=0, other_time_zone=False)
    load()
    assert everything() == before


def test_the_commands(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "xa.yaml"
    file.write_text(FILE)
    assert run(app, "check-country", str(file)) == (
        0,
        "XA: regions 2, institution kinds 1, academies 1, rank groups 2, ranks 2\n"
        "To review: service-number: Whether the letters are still in use.\n"
        "To review: academies.school: Its full name.\n",
    )
    assert everything() == {"Country": [], "PackEntry": [], "Academy": []}
    db.session.rollback()
    signing.make_key(app.config["KEYS"], "XA")
    assert run(app, "load-country", str(file)) == (0, "XA: 9 added, 0 changed, 0 no longer offered.\n")
    file.write_text(OTHER)
    assert run(app, "load-country", str(file)) == (
        0,
        "XA: 0 added, 3 changed, 0 no longer offered.\n"
        "Days end otherwise than before. Work the figures out anew: flask reports rebuild\n",
    )


def test_nothing_is_changed_while_something_is_wrong(app: Flask, tmp_path: Path) -> None:
    load()
    before = everything()
    db.session.rollback()
    file = tmp_path / "xa.yaml"
    file.write_text(OTHER.replace("[fr]", "[fr, ky]").replace("group: senior", "group: top"))
    said = run(app, "load-country", str(file))
    assert said == run(app, "check-country", str(file))
    lines = said[1].splitlines()
    assert (said[0], len(lines), lines[-1]) == (1, 11, "10 complaints.")
    assert lines[-2] == f"{file}:26: There is no rank group “top”. Use one of these: junior, senior."
    assert lines[0] == (
        f"{file}:2: “names” has no name in these languages: ky. "
        "Add them: a name is needed in English and in every language of the country."
    )
    assert everything() == before


# Forms


def kazakhstan() -> None:
    with transaction():
        packs.load(read_pack("kz.yaml", (COUNTRIES / "kz.yaml").read_bytes()).pack or pack())


def exampleland(world: World) -> Any:
    """A country of its own, with an academy, an institution and an officer."""
    load()
    signing.make_key(world.app.config["KEYS"], "XA")
    with transaction():
        academy = db.session.execute(select(Academy.id).where(Academy.country == "XA")).scalar_one()
        place = Institution(country="XA", code="xa", names={"en": "Prison of Exampleland"}, region="xa-1")
        db.session.add(place)
        db.session.flush()
        officer_id = officers.register_officer(
            country="XA", academy_id=academy, sex=None, birth_year=None, match_key=None
        )
        officers.post(officer_id, place.id, "guard", "other", date(2026, 1, 1))
        return academy, place.id, officer_id


def options(page: str, name: str) -> list[tuple[str, str]]:
    """The choices of a field of a page: value and words."""

    select_ = re.search(rf'<select[^>]*name="{name}"[^>]*>(.*?)</select>', page, re.DOTALL)
    return re.findall(r'<option[^>]*value="([^"]*)"[^>]*>([^<]*)</option>', select_[1]) if select_ else []


def posting(world: World, rank: str) -> dict[str, Any]:
    institution = world.kostanay.institution_id
    return {"institution": institution, "rank": rank, "track": "other", "since": "2026-02-01"}


def test_a_rank_is_chosen_from_the_countrys_list_in_the_readers_language(world: World) -> None:
    kazakhstan()
    exampleland(world)
    path = f"/officers/{world.kostanay.officers[0]}"
    for language, third in (("en", "Sergeant"), ("kk", "Сержант"), ("ru", "Сержант"), ("fr", "Sergeant")):
        page = world.signed_in(world.kostanay.administrator, language).get(f"{path}/posting").text
        ranks = options(page, "rank")
        assert [value for value, _ in ranks] == ["", *(row.code for row in read.offered("KZ", Listing.RANK))]
        assert ranks[3] == ("sergeant", third)
    administrator = world.signed_in(world.kostanay.administrator)
    for wrong in ("guard", "сержант"):  # of another country; typed
        answer = administrator.post(f"{path}/posting", data=posting(world, wrong))
        assert (answer.status_code, notices(answer)) == (422, ["Rank Please choose one."])
    answer = administrator.post(f"{path}/posting", data=posting(world, ""))
    assert (answer.status_code, notices(answer)) == (422, ["Rank Please fill this in."])
    assert administrator.post(f"{path}/posting", data=posting(world, "senior-lieutenant")).status_code == 303
    assert db.session.get_one(Officer, world.kostanay.officers[0]).rank == "senior-lieutenant"
    db.session.rollback()
    assert "Senior lieutenant" in words(administrator.get(path))
    assert "сержант" in words(administrator.get(path))  # as it was typed before there was a list
    assert rows(world.signed_in(world.kostanay.administrator, "kk").get("/officers"))[1] == (
        "Сейтқали Айгүл 000001 Institution of kostanay Аға лейтенант құпиясөзі әлі жоқ"
    )


def test_a_rank_that_is_no_longer_offered_keeps_its_name(world: World) -> None:
    academy, _place, officer_id = exampleland(world)
    with transaction():
        db.session.add(
            RoleGranted(account_id=world.kostanay.administrator, role="academy-administrator", scope=academy)
        )
    administrator = world.signed_in(world.kostanay.administrator)
    assert "Guard" in words(administrator.get(f"/officers/{officer_id}"))
    load(SHORTER)
    assert "Guard" in words(administrator.get(f"/officers/{officer_id}"))
    assert options(administrator.get(f"/officers/{officer_id}/posting").text, "rank") == [
        ("", "Please choose"),
        ("major", "Major"),
    ]


def test_where_there_is_no_list_a_rank_is_typed(world: World) -> None:
    administrator = world.signed_in(world.kostanay.administrator)
    path = f"/officers/{world.kostanay.officers[0]}"
    page = administrator.get(f"{path}/posting").text
    assert options(page, "rank") == []
    assert '<input autocomplete="off" id="rank" maxlength="60" name="rank" required type="text" value="">' in page
    assert administrator.post(f"{path}/posting", data=posting(world, " капитан ")).status_code == 303
    made = select(PostingRecorded.rank).where(PostingRecorded.since == date(2026, 2, 1))
    assert db.session.execute(made).scalars().all() == ["капитан"]


def test_a_new_officer_is_of_one_country_whose_lists_alone_are_offered(world: World) -> None:
    kazakhstan()
    academy, place, _officer = exampleland(world)
    with transaction():
        db.session.add(
            RoleGranted(account_id=world.kostanay.administrator, role="academy-administrator", scope=academy)
        )
    administrator = world.signed_in(world.kostanay.administrator)
    ours = administrator.get("/officers/new").text
    assert 'href="/officers/new?country=XA">' in ours
    assert len(options(ours, "rank")) == 16
    assert "is a digit" not in ours
    theirs = administrator.get("/officers/new?country=XA").text
    assert options(theirs, "rank") == [("", "Please choose"), ("guard", "Guard"), ("major", "Major")]
    assert options(theirs, "institution") == [("", "Please choose"), (str(place), "Prison of Exampleland")]
    assert "Its form: @@ ####, ###### (# is a digit, @ a letter)." in theirs
    assert 'action="/officers/new?country=XA"' in theirs
    data = {"service_number": "AB 1234", "family_name": "Nobody", "given_name": "Ann", "sex": "F", "track": "other"}
    data |= {"since": "2026-02-01", "academy": str(academy), "institution": str(place), "rank": "major"}
    assert administrator.post("/officers/new", data=data).status_code == 422
    assert administrator.post("/officers/new?country=XA", data=data | {"rank": "sergeant"}).status_code == 422
    assert administrator.post("/officers/new?country=XA", data=data).status_code == 303
    other = world.signed_in(world.karaganda.administrator)
    assert "country=" not in other.get("/officers/new").text
    assert other.get("/officers/new?country=XA").status_code == 404
    assert other.post("/officers/new?country=XA", data=data).status_code == 404


def test_ranks_bring_no_further_queries(world: World, queries: list[str]) -> None:
    kazakhstan()
    administrator = world.signed_in(world.kostanay.administrator)
    administrator.get("/officers")
    counts = []
    for rank in ("sergeant", "major", "captain"):
        administrator.post(f"/officers/{world.kostanay.officers[0]}/posting", data=posting(world, rank))
        queries.clear()
        administrator.get("/officers")
        counts.append(len(queries))
    assert len({*counts}) == 1


def test_an_institution_has_a_region_and_a_kind_of_its_country(world: World) -> None:
    kazakhstan()
    exampleland(world)
    boss = world.signed_in(world.programme_administrator)
    page = boss.get("/site/institutions/new").text
    assert options(page, "country") == [("KZ", "Kazakhstan")]
    assert len(options(page, "region")) == 21
    assert 'href="/site/institutions/new?country=XA">' in page
    assert boss.get("/site/institutions/new?country=XB").status_code == 404
    data = {"country": "XA", "code": "new", "en": "New prison", "region": "kz-10", "kind": "remand-prison"}
    answer = boss.post("/site/institutions/new", data=data)
    assert (answer.status_code, notices(answer)) == (422, ["Country Please choose one."])
    answer = boss.post("/site/institutions/new?country=XA", data=data)
    assert (answer.status_code, notices(answer)) == (
        422, ["Region Please choose one.", "Kind of institution Please choose one."],
    )  # fmt: skip
    assert options(answer.text, "region") == [("", "Please choose"), ("xa-1", "North"), ("xa-2", "South")]
    assert options(answer.text, "kind") == [("", "Please choose"), ("prison", "Prison")]
    assert boss.post("/site/institutions/new?country=XA", data=data | {"region": "xa-1", "kind": ""}).status_code == 303
    made = db.session.execute(select(Institution).where(Institution.code == "new")).scalar_one()
    assert (made.country, made.region, made.kind) == ("XA", "xa-1", None)
    path = f"/site/institutions/{made.id}"
    db.session.rollback()
    assert boss.post(path, data={"en": "New prison", "region": "xa-2", "kind": "prison"}).status_code == 303
    assert '<option selected value="xa-2">South</option>' in boss.get(path).text
    assert '<option selected value="prison">Prison</option>' in boss.get(path).text
    assert rows(boss.get("/site/institutions")) == [
        "Institution of karaganda KZ karaganda-1 Karaganda",
        "Institution of kostanay KZ kostanay-1 Kostanay",
        "New prison XA new South Prison",
        "Prison of Exampleland XA xa North",
    ]
