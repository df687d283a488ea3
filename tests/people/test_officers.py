"""Officers as one academy sees them, beside a second academy whose officers must not show."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update

from elearn.foundation import clock, signing
from elearn.foundation.db import db, transaction
from elearn.people.models import (
    Account,
    Identity,
    MatchKeyRecorded,
    NamesSeen,
    Officer,
    OfficerRegistered,
    OfficersLinked,
    PostingRecorded,
)
from elearn.people.queries import places as read
from elearn.people.service import links, places, projection
from elearn.people.service import officers as service
from tests.databases import NOW
from tests.people.helpers import give_password, notices, plain, rows, where, words
from tests.racing import at_once
from tests.world import World, officer, staff

ROWS = [
    "Ермолаева Вера 000002 Institution of kostanay сержант has no password yet",
    "Сейтқали Айгүл 000001 Institution of kostanay сержант has no password yet",
    "Төлегенов Нұрлан 000003 Institution of kostanay сержант has no password yet",
]


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def form(world: World, number: object = "000500", **other: object) -> dict[str, object]:
    """What is typed to register an officer at Kostanay."""
    return {
        "academy": world.kostanay.academy_id,
        "service_number": number,
        "family_name": "Дюсенова",
        "given_name": "Сания",
        "patronymic": "",
        "sex": "F",
        "birth_year": "1991",
        "institution": world.kostanay.institution_id,
        "rank": "лейтенант",
        "track": "psychologist",
        "since": "2026-03-01",
        **other,
    }


def search(client: FlaskClient, typed: str) -> list[str]:
    return rows(client.post("/officers", data={"search": typed}))


def count(table: type) -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(table)).scalar_one()


# The list and the search


def test_the_list_holds_the_academys_own_officers_by_name(world: World, administrator: FlaskClient) -> None:
    page = administrator.get("/officers")
    assert rows(page) == ROWS
    assert words(page).startswith(
        "Officers New officer Lists in and out Same person, two records Family name or service number Find "
        "Institution All Institution of kostanay No institution yet "
        "Account All can sign in has no password yet disabled Sorted by Name Name ↓ Service number "
        "Service number ↓ Institution Institution ↓ Rank Rank ↓ Show 3 officers "
        "Officers Name ↑ Service number Institution Rank Account"
    )


def test_the_list_takes_as_many_queries_for_one_officer_as_for_three(world: World, queries: list[str]) -> None:
    moved = Officer.id.in_(world.kostanay.officers[1:])
    with transaction():
        db.session.execute(update(Officer).where(moved).values(academy_id=world.karaganda.academy_id))
    counts = []
    for place, many in ((world.kostanay, 1), (world.karaganda, 5)):
        client = world.signed_in(place.administrator)
        client.get("/officers")  # the look is noted
        queries.clear()
        assert len(rows(client.get("/officers"))) == many
        counts.append(len(queries))
    assert counts[0] == counts[1] == 5  # who asks, the rows, how many, where they serve, noted already


def test_lists_are_cut_into_pages_of_fifty(world: World, administrator: FlaskClient) -> None:
    with transaction():
        for n in range(51):
            officer(
                world.app, world.kostanay.academy_id, world.kostanay.institution_id, f"Яя{n:02}", "Т", None, f"9{n:05}"
            )
    first, second = administrator.get("/officers"), administrator.get("/officers?page=2")
    assert (len(rows(first)), len(rows(second))) == (50, 4)
    assert "Page 2 of 2" in words(second)
    assert [administrator.get(f"/officers?page={page}").status_code for page in (0, 3)] == [404, 404]
    found = administrator.post("/officers", data={"search": "яя"})
    assert len(rows(found)) == 50
    assert "51 officers found" in words(found)
    assert "Page 1 of 2" in words(found)
    rest = administrator.post("/officers?page=2", data={"search": "яя"})
    assert rows(rest) == ["Яя50 Т 900050 Institution of kostanay сержант has no password yet"]


def test_an_officer_is_found_by_the_beginning_of_the_name_or_by_number(administrator: FlaskClient) -> None:
    for typed in ["Сейтқали", "сейткали", "СЕЙТКАЛИ АЙГУЛ", "сей", "000001", "000-001", " 000 001 "]:
        assert search(administrator, typed) == [ROWS[1]], typed


def test_what_is_not_found(administrator: FlaskClient) -> None:
    """Officers of the second academy least of all: they are as unknown as a number that nobody has."""
    for typed in ("Жумабаев", "000004", "айгул", "00000", "%", "_", "---", "' OR 1=1 --", "x" * 100):
        answer = administrator.post("/officers", data={"search": typed})
        assert rows(answer) == [], typed
        assert "None of your officers is called that or has that number." in words(answer)


def test_a_search_stands_in_no_address(administrator: FlaskClient) -> None:
    """Nor does what is chosen beside it lose it: that form is sent as the search is."""

    def forms(page: str) -> list[tuple[str, list[str]]]:
        found = re.findall(r'<form class="filters" method="(\w+)"(.*?)</form>', page, re.DOTALL)
        return [(method, re.findall(r' name="(\w+)"', fields)) for method, fields in found]

    searching, chosen = ("post", ["csrf_token", "search"]), ["institution", "account", "sort"]
    page = administrator.get("/officers").get_data(as_text=True)
    assert forms(page) == [searching, ("get", chosen)]
    found = administrator.post("/officers", data={"search": "сей"}).get_data(as_text=True)
    assert forms(found) == [searching, ("post", ["csrf_token", "search", *chosen])]
    assert rows(administrator.get("/officers?search=000001")) == ROWS


def test_an_empty_academy_says_what_to_do(world: World) -> None:
    with transaction():
        places.add_academy("KZ", "empty", {"names": {"en": "New academy"}, "own_choice": False, "contact": ""})
        academy_id = next(row.id for row in read.academies() if row.code == "empty")
        account_id = staff("empty-admin", "academy-administrator", academy_id)
    assert words(world.signed_in(account_id).get("/officers")) == (
        "Officers New officer Lists in and out Same person, two records "
        "There are no officers yet. Register the first one with the button above."
    )


# One officer


def test_the_page_of_an_officer(world: World, administrator: FlaskClient) -> None:
    page = administrator.get(f"/officers/{world.kostanay.officers[0]}")
    assert words(page) == (
        "← All officers Сейтқали Айгүл Who it is Service number 000001 Sex Woman Year of birth 1990 "
        f"Registered at Kostanay academy Record {world.kostanay.officers[0]} Correct something "
        "Postings Postings, the latest first Since Institution Rank Job Jan 1, 2026 Institution of kostanay сержант "
        "Security officer New posting Wing or unit From today on, in the same institution. Leave it empty if there is none. "
        "Change the wing or unit End of the posting "
        "Account has no password yet A printed code lets the officer choose a password and sign in for the first time. "
        "Language of the slip Қазақша Русский Кыргызча العربية Français English Print a code Disable the account"
    )


def test_another_academys_officer_is_not_there(world: World, administrator: FlaskClient) -> None:
    theirs = world.karaganda.officers[0]
    for path in (
        f"/officers/{theirs}",
        f"/officers/{theirs}/posting",
        f"/officers/{theirs}/posting/end",
        f"/officers/{theirs}/correction",
    ):
        answer = administrator.get(path)
        assert answer.status_code == 404
        assert words(answer) == words(administrator.get(path.replace(str(theirs), str(UUID(int=7)))))
    before = [count(table) for table in (PostingRecorded, OfficerRegistered, MatchKeyRecorded)]
    posting = {"institution": world.karaganda.institution_id, "rank": "x", "track": "other", "since": "2026-02-01"}
    for path, data in {
        f"/officers/{theirs}/posting": posting,
        f"/officers/{theirs}/posting/end": {"since": "2026-02-01"},
        f"/officers/{theirs}/unit": {"unit": "3"},
        f"/officers/{theirs}/correction": form(world),
        f"/officers/{theirs}/state": {},
        f"/officers/{theirs}/code": {"language": "en"},
    }.items():
        assert administrator.post(path, data=data).status_code == 404
    assert [count(table) for table in (PostingRecorded, OfficerRegistered, MatchKeyRecorded)] == before
    assert db.session.execute(select(Account.disabled_at).where(Account.officer_id == theirs)).scalar() is None


def test_an_academy_sees_officers_of_others_that_it_trains_but_changes_nothing_about_them(world: World) -> None:
    theirs = world.karaganda.officers[0]
    with transaction():
        service.let_see(world.kostanay.academy_id, [theirs, world.kostanay.officers[0]])
        service.let_see(world.kostanay.academy_id, [theirs])
    administrator = world.signed_in(world.kostanay.administrator)
    assert len(rows(administrator.get("/officers"))) == 4
    assert search(administrator, "000004") == [
        "Жумабаев Асан 000004 Institution of karaganda сержант has no password yet"
    ]
    page = administrator.get(f"/officers/{theirs}")
    assert "Another academy registered this officer. Ask there for a code or a correction." in words(page)
    assert not re.search(r"Correct something|New posting|Print a code|Disable", words(page))
    for path in ("posting", "correction"):
        assert administrator.get(f"/officers/{theirs}/{path}").status_code == 404
    for path in ("posting", "correction", "code", "state"):
        assert administrator.post(f"/officers/{theirs}/{path}", data={"language": "en"}).status_code == 404
    assert len(rows(world.signed_in(world.karaganda.administrator).get("/officers"))) == 3


def test_an_account_is_disabled_and_enabled(world: World, administrator: FlaskClient) -> None:
    give_password(world.kostanay.accounts[0])
    path = f"/officers/{world.kostanay.officers[0]}"
    officer_client = world.signed_in(world.kostanay.accounts[0])
    assert "can sign in" in words(administrator.get(path))
    assert where(administrator.post(f"{path}/state", data={})) == (303, path)
    assert officer_client.get("/account").status_code == 303
    page = words(administrator.get(path))
    assert "The account is disabled. Nobody can sign in to it." in page
    assert page.endswith("Account disabled Enable the account")
    assert where(administrator.post(f"{path}/code", data={"language": "en"})) == (303, path)
    assert notices(administrator.get(path)) == ["This account is disabled. Enable it before you print a code."]
    administrator.post(f"{path}/state", data={"enable": "1"})
    assert "can sign in" in words(administrator.get(path))


# Registering


def test_registering_an_officer(world: World, administrator: FlaskClient) -> None:
    answer = administrator.post("/officers/new", data=form(world))
    officer_id = UUID(answer.location.rsplit("/", 1)[1])
    assert notices(administrator.get(answer.location)) == [
        "Registered. Now print a code, with which the officer can sign in."
    ]
    assert search(administrator, "000500") == [
        "Дюсенова Сания 000500 Institution of kostanay лейтенант has no password yet"
    ]
    key = signing.match_key(world.app.config["KEYS"], "KZ", "000500")
    db.session.rollback()
    made = db.session.get_one(Officer, officer_id)
    assert (made.person_id, made.country, made.academy_id, made.sex, made.birth_year, made.is_test, made.match_key) == (
        officer_id, "KZ", world.kostanay.academy_id, "F", 1991, False, key,
    )  # fmt: skip
    assert (made.institution_id, made.rank, made.track) == (world.kostanay.institution_id, "лейтенант", "psychologist")
    account = db.session.execute(select(Account).where(Account.officer_id == officer_id)).scalar_one()
    assert (account.password_hash, account.user_name, account.disabled_at) == (None, None, None)
    assert rows(world.signed_in(world.karaganda.administrator).get("/officers")) != []
    assert search(world.signed_in(world.karaganda.administrator), "Дюсенова") == []


def test_a_name_that_is_markup_or_a_formula_is_shown_as_it_is(world: World, administrator: FlaskClient) -> None:
    name = '"><img src=x onerror=alert(1)>{{1234567*2}}'
    answer = administrator.post("/officers/new", data=form(world, family_name=name, rank="</td><script>"))
    for path in (answer.location, "/officers", "/officers/links"):
        page = administrator.get(path).get_data(as_text=True)
        assert "<img src=x" not in page
        assert "<script>" not in page
        assert "2469134" not in words(administrator.get(path))
    assert name in [identity.family_name for identity in db.session.execute(select(Identity)).scalars()]


def test_what_must_be_typed(world: World, administrator: FlaskClient) -> None:
    before = count(OfficerRegistered)
    assert notices(administrator.post("/officers/new", data={})) == [
        f"{label} {said}"
        for label, said in (
            ("Service number", "Please fill this in."),
            ("Family name", "Please fill this in."),
            ("Given name", "Please fill this in."),
            ("Sex", "Please choose one."),
            ("Institution", "Please fill this in."),
            ("Rank", "Please fill this in."),
            ("Job", "Please choose one."),
            ("Serves there since", "Please fill this in."),
            ("Academy", "Please choose one."),
        )
    ]
    for field, value, said in (
        ("service_number", "-1", "Service number A service number has at least three letters or digits."),
        ("service_number", "x" * 33, "Service number Please use at most 32 characters."),
        ("family_name", "x" * 101, "Family name Please use at most 100 characters."),
        ("sex", "Y", "Sex Please choose one."),
        ("birth_year", "90", "Year of birth Please give a year of four digits, such as 1990."),
        ("birth_year", "about 1990", "Year of birth Please give a whole number."),
        ("institution", "", "Institution Please fill this in."),
        ("institution", "x", "Institution Please fill this in."),
        ("institution", UUID(int=7), "Institution Please choose one."),
        ("track", "boss", "Job Please choose one."),
        ("since", "1.3.2026", "Serves there since Please give a date, such as 2026-09-15."),
        ("since", "2026-09-17", "Serves there since This day has not come yet."),
        ("academy", world.karaganda.academy_id, "Academy Please choose one."),
    ):
        answer = administrator.post("/officers/new", data=form(world, **{field: value}))
        assert (answer.status_code, notices(answer)) == (422, [said]), field
    assert count(OfficerRegistered) == before


def test_what_was_not_stated_stays_so_and_a_record_for_trying_out_is_marked(
    world: World, administrator: FlaskClient
) -> None:
    answer = administrator.post("/officers/new", data=form(world, sex="-", birth_year="", is_test="y"))
    made = db.session.get_one(Officer, UUID(answer.location.rsplit("/", 1)[1]))
    assert (made.sex, made.birth_year, made.is_test) == (None, None, True)
    assert "A record for trying things out, not a person." in words(administrator.get(answer.location))


def test_fields_that_are_not_asked_for_change_nothing(world: World, administrator: FlaskClient) -> None:
    more = {
        "officer_id": UUID(int=1),
        "person_id": world.kostanay.officers[0],
        "role": "programme-administrator",
        "id": "x",
    }
    answer = administrator.post("/officers/new", data=form(world, **more))
    made = db.session.get_one(Officer, UUID(answer.location.rsplit("/", 1)[1]))
    assert made.person_id == made.id != UUID(int=1)


def test_a_number_that_is_known_here_makes_no_second_record(world: World, administrator: FlaskClient) -> None:
    before = count(OfficerRegistered)
    answer = administrator.post("/officers/new", data=form(world, "000-001"))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "This officer is registered already" in words(answer)
    assert f'href="/officers/{world.kostanay.officers[0]}"' in page
    assert 'href="/enrolment"' in page
    assert count(OfficerRegistered) == before


def test_a_number_that_is_known_elsewhere_makes_a_linked_record_and_tells_nothing(
    world: World, administrator: FlaskClient
) -> None:
    answers, pages = [], []
    for number in ("000004", "000600"):
        answers.append(
            administrator.post("/officers/new", data=form(world, number, family_name="Новая", given_name=number))
        )
        pages.append(administrator.get(answers[-1].location))
    assert [answer.status_code for answer in answers] == [303, 303]
    assert [notices(page) for page in pages] == [
        ["Registered. Now print a code, with which the officer can sign in."]
    ] * 2
    theirs = world.karaganda.officers[0]
    made, other = (UUID(answer.location.rsplit("/", 1)[1]) for answer in answers)
    # The two pages say the same but for what was typed: nothing tells that one number is known elsewhere.
    assert words(pages[0]).replace("000004", "000600").replace(str(made), str(other)) == words(pages[1])
    listed = [row for row in rows(administrator.get("/officers")) if row.startswith("Новая")]
    assert listed == [
        f"Новая {number} {number} Institution of kostanay лейтенант has no password yet"
        for number in ("000004", "000600")
    ]
    assert search(administrator, "Новая") == listed
    assert administrator.get(f"/officers/{theirs}").status_code == 404
    db.session.rollback()
    assert db.session.get_one(Officer, made).person_id == db.session.get_one(Officer, theirs).person_id
    link = db.session.execute(select(OfficersLinked)).scalar_one()
    assert ({link.one_id, link.other_id}, link.basis, link.by_account) == ({made, theirs}, "match-key", None)


def test_a_link_to_a_record_elsewhere_shows_once_the_academy_sees_that_record(
    world: World, administrator: FlaskClient
) -> None:
    mine, theirs = world.kostanay.officers[0], world.karaganda.officers[0]
    with transaction():
        links.link(mine, theirs, None)
    assert rows(administrator.get("/officers")) == ROWS
    assert "Other records" not in words(administrator.get(f"/officers/{mine}"))
    with transaction():
        service.let_see(world.kostanay.academy_id, [theirs])
    assert [" linked " in row for row in rows(administrator.get("/officers"))] == [False, True, True, False]
    page = words(administrator.get(f"/officers/{mine}"))
    assert "Other records of the same person Жумабаев Асан Karaganda training centre" in page
    karaganda = world.signed_in(world.karaganda.administrator)
    assert "Other records" not in words(karaganda.get(f"/officers/{theirs}"))
    assert not any(" linked " in row for row in rows(karaganda.get("/officers")))


def test_one_number_registered_twice_at_once_makes_one_record_here_and_a_link_elsewhere(world: World) -> None:
    def register(administrator: UUID, academy_id: UUID, institution_id: UUID) -> int:
        client = world.signed_in(administrator)
        data = form(world, "000700", academy=academy_id, institution=institution_id)
        return client.post("/officers/new", data=data).status_code

    here, there = world.kostanay, world.karaganda
    outcomes = at_once(
        world.app,
        lambda: register(here.administrator, here.academy_id, here.institution_id),
        lambda: register(here.administrator, here.academy_id, here.institution_id),
        lambda: register(there.administrator, there.academy_id, there.institution_id),
    )
    assert sorted(outcomes) == [303, 303, 422]
    key = signing.match_key(world.app.config["KEYS"], "KZ", "000700")
    persons = db.session.execute(select(Officer.person_id).where(Officer.match_key == key)).scalars().all()
    assert (len(persons), len(set(persons))) == (2, 1)


def test_without_the_countrys_key_nobody_is_registered_and_the_page_says_why(
    world: World, administrator: FlaskClient
) -> None:
    (world.app.config["KEYS"] / "KZ.key").unlink()
    answer = administrator.post("/officers/new", data=form(world))
    assert (answer.status_code, notices(answer)) == (
        422,
        [
            "Service number Numbers cannot be compared, because the key of KZ is not on this computer. "
            "Tell whoever looks after the site."
        ],
    )
    assert search(administrator, "Сейтқали") == [ROWS[1]]
    assert search(administrator, "000001") == []


# Postings and corrections


def test_a_new_posting_is_added_to_the_earlier_ones(world: World, administrator: FlaskClient) -> None:
    path = f"/officers/{world.kostanay.officers[0]}"
    data = {"institution": world.karaganda.institution_id, "rank": "майор", "track": "probation", "since": "2026-06-01"}
    assert where(administrator.post(f"{path}/posting", data=data)) == (303, path)
    earlier = {"institution": world.kostanay.institution_id, "rank": "рядовой", "track": "other", "since": "2020-01-01"}
    administrator.post(f"{path}/posting", data=earlier)
    page = administrator.get(path)
    assert rows(page) == [
        "Jun 1, 2026 Institution of karaganda майор Probation officer",
        "Jan 1, 2026 Institution of kostanay сержант Security officer",
        "Jan 1, 2020 Institution of kostanay рядовой Other",
    ]
    made = db.session.get_one(Officer, world.kostanay.officers[0])
    assert (made.institution_id, made.rank, made.track) == (world.karaganda.institution_id, "майор", "probation")
    assert administrator.post(f"{path}/posting", data={**data, "since": "2027-01-01"}).status_code == 422


def test_the_wing_of_an_officer(world: World, administrator: FlaskClient) -> None:
    place, path = world.kostanay, f"/officers/{world.kostanay.officers[0]}"
    theirs, theirs_path = world.signed_in(world.karaganda.administrator), f"/officers/{world.karaganda.officers[0]}"
    posting = {"institution": place.institution_id, "rank": "майор", "track": "other", "since": "2026-06-01"}
    assert where(administrator.post(f"{path}/posting", data=posting | {"unit": " 3-корпус"})) == (303, path)
    assert where(theirs.post(f"{theirs_path}/unit", data={"unit": "Wing A"})) == (303, theirs_path)

    def units() -> list[str | None]:
        db.session.rollback()
        return [db.session.get_one(Officer, each.officers[0]).unit for each in (place, world.karaganda)]

    assert units() == ["3-корпус", "Wing A"]
    answer = administrator.post(f"{path}/unit", data={"unit": "x" * 41})
    assert (answer.status_code, "Please use at most 40 characters." in words(answer)) == (422, True)
    before = count(PostingRecorded)
    assert where(administrator.post(f"{path}/unit", data={"unit": "3-корпус"})) == (303, path)
    assert count(PostingRecorded) == before  # it says so already
    for unit in ("1-корпус", ""):
        assert where(administrator.post(f"{path}/unit", data={"unit": unit})) == (303, path)
    assert rows(administrator.get(path)) == [
        "Sep 15, 2026 Institution of kostanay майор Other",
        "Sep 15, 2026 Institution of kostanay · 1-корпус майор Other",
        "Jun 1, 2026 Institution of kostanay · 3-корпус майор Other",
        "Jan 1, 2026 Institution of kostanay сержант Security officer",
    ]
    assert units() == [None, "Wing A"]
    with transaction():
        projection.rebuild()
    assert units() == [None, "Wing A"]
    administrator.post(f"{path}/posting/end", data={"since": "2026-09-15"})
    assert administrator.post(f"{path}/unit", data={"unit": "2"}).status_code == 404
    assert "Wing or unit" not in words(administrator.get(path))


def test_a_posting_ends_without_another_one(world: World, administrator: FlaskClient) -> None:
    place, path = world.kostanay, f"/officers/{world.kostanay.officers[0]}"
    page = administrator.get(f"{path}/posting/end")
    assert words(page) == (
        "← Сейтқали Айгүл End of the posting Institution of kostanay Only for an officer who does not serve anywhere else yet: "
        "a new posting ends the one before by itself. Serves there no longer since Record the end"
    )
    for since, why in (
        ("2025-12-31", "The posting began after this day."),
        ("2027-01-01", "This day has not come yet."),
        ("", "Please give a date, such as 2026-09-15."),
    ):
        answer = administrator.post(f"{path}/posting/end", data={"since": since})
        assert (answer.status_code, why in words(answer)) == (422, True)
    assert where(administrator.post(f"{path}/posting/end", data={"since": "2026-06-01"})) == (303, path)
    assert rows(administrator.get(path)) == [
        "Jun 1, 2026 Serves nowhere: the posting ended",
        "Jan 1, 2026 Institution of kostanay сержант Security officer",
    ]
    assert "End of the posting" not in words(administrator.get(path)).replace("The end of the posting", "")
    assert administrator.get(f"{path}/posting/end").status_code == 404
    assert administrator.post(f"{path}/posting/end", data={"since": "2026-06-01"}).status_code == 404

    def serves() -> tuple[UUID | None, str | None, str | None]:
        db.session.rollback()
        made = db.session.get_one(Officer, place.officers[0])
        return made.institution_id, made.rank, made.track

    assert serves() == (None, None, None)
    with transaction():
        projection.rebuild()
    assert serves() == (None, None, None)
    again = {"institution": place.institution_id, "rank": "майор", "track": "other", "since": "2026-07-01"}
    assert administrator.post(f"{path}/posting", data=again).status_code == 303
    assert serves() == (place.institution_id, "майор", "other")


def correct(world: World, client: FlaskClient, **changed: object) -> list[str]:
    """What the page says to a correction of the first officer."""
    data = {
        "service_number": "000001",
        "family_name": "Сейтқали",
        "given_name": "Айгүл",
        "patronymic": "",
        "sex": "F",
        "birth_year": "1990",
        **changed,
    }
    path = f"/officers/{world.kostanay.officers[0]}/correction"
    return notices(client.post(path, data=data, follow_redirects=True))


def test_a_correction_is_a_fact_and_the_earlier_one_stays(world: World, administrator: FlaskClient) -> None:
    page = administrator.get(f"/officers/{world.kostanay.officers[0]}/correction").get_data(as_text=True)
    assert 'value="000001"' in page
    assert re.search(r'<input checked[^>]*value="F"', page)
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert correct(world, administrator, sex="-", birth_year="1991", family_name="Сейтқалиева") == [
            "The correction is recorded."
        ]
    recorded = select(OfficerRegistered.sex, OfficerRegistered.birth_year).order_by(OfficerRegistered.recorded_at)
    mine = OfficerRegistered.officer_id == world.kostanay.officers[0]
    assert db.session.execute(recorded.where(mine)).all() == [("F", 1990), (None, 1991)]
    made = db.session.get_one(Officer, world.kostanay.officers[0])
    assert (made.sex, made.birth_year) == (None, 1991)
    assert search(administrator, "Сейтқалиева") == [ROWS[1].replace("Сейтқали", "Сейтқалиева")]


def test_what_is_not_changed_makes_no_fact(world: World, administrator: FlaskClient) -> None:
    before = [count(table) for table in (OfficerRegistered, MatchKeyRecorded, OfficersLinked)]
    assert correct(world, administrator, service_number="000-001", given_name="Айгуль") == [
        "The correction is recorded."
    ]
    assert [count(table) for table in (OfficerRegistered, MatchKeyRecorded, OfficersLinked)] == before


def test_an_erased_identity_leaves_the_record_and_can_be_written_down_again(
    world: World, administrator: FlaskClient
) -> None:
    with transaction():
        db.session.execute(delete(Identity).where(Identity.officer_id == world.kostanay.officers[0]))
    erased = "(name erased) Institution of kostanay сержант has no password yet"
    assert rows(administrator.get("/officers")) == [ROWS[0], ROWS[2], erased]
    assert words(administrator.get(f"/officers/{world.kostanay.officers[0]}")).startswith(
        "← All officers (name erased)"
    )
    assert administrator.get(f"/officers/{world.kostanay.officers[0]}/correction").status_code == 200
    assert correct(world, administrator) == ["The correction is recorded."]
    assert rows(administrator.get("/officers")) == ROWS


def person(officer_id: UUID) -> UUID:
    db.session.rollback()
    return db.session.get_one(Officer, officer_id).person_id


def test_another_number_ends_the_links_of_the_wrong_one_and_makes_those_of_the_right_one(
    world: World, administrator: FlaskClient
) -> None:
    mine, first, second = world.kostanay.officers[0], *world.karaganda.officers[:2]
    for minutes, number, together in (
        (1, "000004", first),
        (2, "000005", second),
        (3, "000009", None),
        (4, "000004", first),
    ):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            assert correct(world, administrator, service_number=number) == ["The correction is recorded."]
        for other in (first, second):
            assert (person(mine) == person(other)) is (other == together)


def test_a_number_of_another_officer_here_is_refused(world: World, administrator: FlaskClient) -> None:
    assert correct(world, administrator, service_number="000002") == [
        "Service number An officer with this number is registered already."
    ]
    assert person(world.kostanay.officers[0]) != person(world.kostanay.officers[1])


# Looks at names


def looks() -> list[tuple[object, ...]]:
    db.session.rollback()
    recorded = select(NamesSeen.account_id, NamesSeen.academy_id, NamesSeen.what, NamesSeen.how_many)
    return sorted((tuple(row) for row in db.session.execute(recorded)), key=str)


def test_looks_are_noted_once_a_day_for_each_page_and_every_time_for_a_search(
    world: World, administrator: FlaskClient
) -> None:
    def look() -> None:
        for _ in range(2):
            for path in ("/officers", *(f"/officers/{officer_id}" for officer_id in world.kostanay.officers)):
                administrator.get(path)
            administrator.post("/officers", data={"search": "000001"})

    look()
    here = (world.kostanay.administrator, world.kostanay.academy_id)
    opened = [(*here, f"officer {officer_id}", 1) for officer_id in world.kostanay.officers]
    day = [*opened, (*here, "officers page 1", 3), (*here, "search", 1), (*here, "search", 1)]
    assert looks() == sorted(day, key=str)
    with clock.stopped_at(NOW + timedelta(days=1, minutes=1)):
        administrator = world.signed_in(world.kostanay.administrator)
        look()
    assert looks() == sorted(day * 2, key=str)
    world.signed_in(world.karaganda.administrator).get("/officers")
    assert len(looks()) == 2 * len(day) + 1


def test_comparing_two_records_and_the_list_of_links_are_looks(world: World, administrator: FlaskClient) -> None:
    one, other, _ = world.kostanay.officers
    administrator.get("/officers/links")  # empty: no name
    administrator.get(f"/officers/{one}")
    administrator.get(f"/officers/links/{one}/{other}")
    administrator.post(f"/officers/links/{one}/{other}")
    administrator.get("/officers/links")
    here = (world.kostanay.administrator, world.kostanay.academy_id)
    noted = [(*here, f"officer {one}", 1), (*here, f"officer {other}", 1), (*here, "links page 1", 2)]
    assert looks() == sorted(noted, key=str)


def test_where_no_name_was_shown_nothing_is_noted(world: World, administrator: FlaskClient) -> None:
    administrator.post("/officers", data={"search": "000004"})
    administrator.get(f"/officers/{world.karaganda.officers[0]}")
    assert looks() == []


def test_who_manages_no_officers_sees_none(world: World) -> None:
    for account_id in (
        world.kostanay.instructor,
        world.kostanay.accounts[0],
        world.monitor,
        world.programme_administrator,
    ):
        client = world.signed_in(account_id)
        for path in ("/officers", "/officers/new", "/officers/links", f"/officers/{world.kostanay.officers[0]}"):
            answer = client.get(path)
            assert answer.status_code == 403
            assert "Ермолаева" not in plain(answer.get_data(as_text=True))
