"""A country that nobody thought of: a file, its key, and the pages do the rest."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from elearn.foundation import signing
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Country, Institution, OfficerRegistered, RoleGranted
from elearn.people.rules.officers import Track
from elearn.people.rules.packs import fits
from tests.people.helpers import notices, rows, where, words
from tests.people.test_packs import exampleland, load, options, run
from tests.unit.test_country_files import FILE
from tests.world import World

STRICT = FILE.replace('  forms: ["@@ ####", "######"]\n', '  forms: ["@@ ####", "######"]\n  only-these: true\n')
SAID = "Service numbers look like this: @@ ####, ###### (# is a digit, @ a letter)."


def test_a_new_country_is_a_file_and_an_officer_of_it_is_registered_through_the_pages(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "xa.yaml"
    file.write_text(FILE)
    assert run(world.app, "load-country", str(file))[0] == 0
    assert run(world.app, "make-key", "XA")[0] == 0
    boss = world.signed_in(world.programme_administrator)
    prison = {"country": "XA", "code": "north-1", "en": "North prison", "region": "xa-1", "kind": "prison"}
    assert where(boss.post("/site/institutions/new?country=XA", data=prison)) == (303, "/site/institutions")
    added = boss.post("/site/staff/new", data={"user_name": "clerk", "display_name": "A clerk"})
    academy = db.session.execute(select(Academy.id).where(Academy.country == "XA")).scalar_one()
    boss.post(f"{added.location}/roles", data={"role": "academy-administrator", "academy": academy})
    clerk_id = db.session.execute(select(RoleGranted.account_id).where(RoleGranted.scope == academy)).scalar_one()
    clerk = world.signed_in(clerk_id, "fr")
    form = clerk.get("/officers/new").text
    assert options(form, "rank")[1:] == [("guard", "Surveillant"), ("major", "Commandant")]
    assert [value for value, _words in options(form, "track")] == list(Track)
    [(_none, _words), (place, name)] = options(form, "institution")
    assert name == "North prison"
    data = {"academy": str(academy), "service_number": "ab-1234", "family_name": "Personne", "given_name": "Anne"}
    data |= {"sex": "F", "track": "other", "since": "2026-02-01", "institution": place, "rank": "major"}
    made = clerk.post("/officers/new", data=data)
    assert made.status_code == 303
    assert rows(clerk.get("/officers")) == ["Personne Anne ab-1234 North prison Commandant pas encore de mot de passe"]
    again = clerk.post("/officers/new", data=data | {"service_number": "АВ 12 34"})  # Cyrillic letters
    assert again.status_code == 422
    assert len(rows(world.signed_in(world.kostanay.administrator).get("/officers"))) == 3


@pytest.mark.parametrize(
    ("number", "taken"),
    [
        ("AB 1234", True), ("ab-1234", True), ("АВ1234", True), ("123456", True), ("12 34 56", True), ("A1 1234", False),
        ("12345", False), ("AB 12345", False), ("ABC 1234", False),
    ],
)  # fmt: skip
def test_whether_a_number_has_a_form(number: str, taken: bool) -> None:
    assert fits(["@@ ####", "######"], number, signing.normalised_number) is taken
    assert fits([], number, signing.normalised_number)


def test_what_is_always_the_same_in_a_form_is_compared_like_a_number() -> None:
    for number in ("КР-123", "KP 123", "kp123"):
        assert fits(["KP ###"], number, signing.normalised_number)
    assert not fits(["KP ###"], "KT 123", signing.normalised_number)


def test_a_number_of_another_form_is_taken_with_a_warning_or_refused_as_the_pack_says(world: World) -> None:
    academy, place, _officer = exampleland(world)
    with transaction():
        db.session.add(
            RoleGranted(account_id=world.kostanay.administrator, role="academy-administrator", scope=academy)
        )
    client = world.signed_in(world.kostanay.administrator)
    data = {"academy": str(academy), "family_name": "Personne", "given_name": "Anne", "sex": "F", "track": "other"}
    data |= {"since": "2026-02-01", "institution": str(place), "rank": "major"}

    def register(number: str) -> Any:
        return client.post("/officers/new?country=XA", data=data | {"service_number": number})

    assert notices(register("A-1"))[0] == "Service number A service number has at least three letters or digits."
    made = register("12345").location
    assert notices(client.get(made)) == [
        "Registered. Now print a code, with which the officer can sign in.",
        "The service number has another form than those of the country. Please compare it with the card.",
    ]
    load(STRICT)
    assert db.session.get_one(Country, "XA").only_these_forms
    answer = register("12346")
    assert (answer.status_code, notices(answer)) == (422, [f"Service number {SAID}"])
    correction = {"service_number": "77", "family_name": "Personne", "given_name": "Anne", "sex": "F"}
    answer = client.post(f"{made}/correction", data=correction | {"service_number": "7777"})
    assert (answer.status_code, notices(answer)) == (422, [f"Service number {SAID}"])
    assert where(client.post(f"{made}/correction", data=correction | {"service_number": "12345"})) == (303, made)
    assert where(client.post(f"{made}/correction", data=correction | {"service_number": "AB 1234"})) == (303, made)


def test_a_date_of_birth_gives_the_year_and_must_agree_with_it(world: World) -> None:
    client = world.signed_in(world.kostanay.administrator)
    path = f"/officers/{world.kostanay.officers[0]}"
    data = {"service_number": "000001", "family_name": "Сейтқали", "given_name": "Айгүл", "sex": "F"}
    for born, year, said in (
        ("1986-07-23", "1987", "Year of birth The date of birth says another year."),
        ("2024-07-23", "", "Date of birth Nobody who serves was born on this day."),
        ("someday", "", "Date of birth Please give a date, such as 2026-09-15."),
    ):
        answer = client.post(f"{path}/correction", data=data | {"birth_date": born, "birth_year": year})
        assert (answer.status_code, notices(answer)) == (422, [said])
    assert where(client.post(f"{path}/correction", data=data | {"birth_date": "1986-07-23"})) == (303, path)
    assert "Sex Woman Date of birth Jul 23, 1986 Registered at" in words(client.get(path))
    assert re.search('value="1986-07-23"', client.get(f"{path}/correction").text)
    years = select(OfficerRegistered.birth_year).where(OfficerRegistered.officer_id == world.kostanay.officers[0])
    assert {*db.session.execute(years).scalars()} == {1986, 1990}


def test_every_institution_of_another_country_is_left_out(world: World) -> None:
    exampleland(world)
    db.session.rollback()
    form = world.signed_in(world.kostanay.administrator).get("/officers/new").text
    names = [name for _value, name in options(form, "institution")]
    assert names == ["Please choose", "Institution of karaganda", "Institution of kostanay"]
    assert db.session.execute(select(Institution.code).where(Institution.country == "XA")).scalars().all() == ["xa"]
