"""Who may be registered twice: suggested to whoever sees both records, and decided by people."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from elearn.foundation import clock, jobs, worker
from elearn.foundation.db import db, transaction
from elearn.people.models import Identity, Officer, OfficersLinked, OfficersToldApart, RoleGranted, SuggestedPair
from elearn.people.service import links, suggestions
from elearn.people.service import officers as service
from elearn.people.service.erasing import erase_identity
from tests.databases import NOW
from tests.people.helpers import notices, rows, where, words
from tests.people.test_packs import run
from tests.world import Place, World, officer

BORN = date(1986, 7, 23)


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def again(
    world: World, place: Place, family: str, given: str, number: str, born: date | None = BORN, **more: Any
) -> UUID:
    """One more record at the academy: its id."""
    with transaction():
        made, _account = officer(world.app, place.academy_id, place.institution_id, family, given, "M", number, **more)
        db.session.get_one(Identity, made).birth_date = born
    return made


def twice(world: World, place: Place) -> tuple[UUID, UUID]:
    """One officer, registered in Kazakh and in Latin letters."""
    number = str(place.academy_id.int % 1000)
    return (
        again(world, place, "Жұмабаев", "Ерболат", f"{number}1"),
        again(world, place, "Zhumabayev", "Yerbolat", f"{number}2"),
    )


def suggested(client: FlaskClient) -> list[str]:
    return [row.split(" Because ")[0] for row in rows(client.get("/officers/links/suggested"))]


SEEN = "The same name, however it is spelled The same date of birth"


def test_a_pair_is_suggested_with_reasons_and_linked(world: World, administrator: FlaskClient) -> None:
    assert "No two of your records look like one person." in words(administrator.get("/officers/links/suggested"))
    one, other = twice(world, world.kostanay)
    twice(world, world.karaganda)
    records = [db.session.get_one(Identity, each) for each in sorted((one, other))]
    both = " ".join(f"{r.family_name} {r.given_name} {r.service_number} Kostanay academy" for r in records)
    db.session.rollback()
    assert suggested(administrator) == [f"{both} likely {SEEN} Compare"]
    page = words(administrator.get(f"/officers/links/{one}/{other}"))
    assert "Date of birth Jul 23, 1986 Jul 23, 1986" in page
    assert f"What the two have in common {SEEN}" in page
    assert where(administrator.post(f"/officers/links/{one}/{other}")) == (303, "/officers/links")
    assert suggested(administrator) == []
    link = db.session.execute(select(OfficersLinked.id)).scalar_one()
    administrator.post(f"/officers/links/{link}")
    assert len(suggested(administrator)) == 1  # somebody still has to decide


def test_who_was_told_apart_is_not_suggested_again_until_it_is_taken_back(
    world: World, administrator: FlaskClient
) -> None:
    one, other = twice(world, world.kostanay)
    path = f"/officers/links/{one}/{other}/apart"
    for _ in range(2):
        assert where(administrator.post(path)) == (303, "/officers/links/suggested")
    page = administrator.get("/officers/links/suggested")
    assert notices(page)[0] == "They are two people. These two records are not suggested again."
    assert rows(page) == []
    assert "Somebody confirmed that these are two people." in words(administrator.get(f"/officers/links/{one}/{other}"))
    numbers = [db.session.get_one(Identity, each).service_number for each in (one, other)]
    assert rows(administrator.get("/officers/links/apart")) == [
        f"Жұмабаев Ерболат {numbers[0]} Zhumabayev Yerbolat {numbers[1]} Kostanay-Admin Sep 15, 2026 Take back"
    ]
    apart = db.session.execute(select(OfficersToldApart.id)).scalar_one()
    for said in (
        "Taken back. The two records may be suggested again.",
        "This was taken back already. Nothing is changed.",
    ):
        assert where(administrator.post(f"/officers/links/apart/{apart}")) == (303, "/officers/links/apart")
        assert notices(administrator.get("/officers/links/apart")) == [said]
    assert len(suggested(administrator)) == 1


def test_of_linked_records_one_decision_holds_for_all(world: World, administrator: FlaskClient) -> None:
    one, other = twice(world, world.kostanay)
    third = again(world, world.kostanay, "Жумабаев", "Ерболат", "77777")
    with transaction():
        links.link(one, third, None)
    assert len(suggested(administrator)) == 1  # of the surest two of their records
    administrator.post(f"/officers/links/{one}/{other}/apart")
    assert suggested(administrator) == []


def test_another_academy_sees_nothing_and_decides_nothing(world: World, administrator: FlaskClient) -> None:
    one, other = twice(world, world.karaganda)
    mine = again(world, world.kostanay, "Joumabaev", "Erbolat", "88888")
    assert suggested(administrator) == []
    for pair in ((one, other), (mine, other), (mine, mine)):
        assert administrator.post("/officers/links/{}/{}/apart".format(*pair)).status_code == 404
    theirs = world.signed_in(world.karaganda.administrator)
    assert len(suggested(theirs)) == 1
    theirs.post(f"/officers/links/{one}/{other}/apart")
    apart = db.session.execute(select(OfficersToldApart.id)).scalar_one()
    assert administrator.post(f"/officers/links/apart/{apart}").status_code == 404
    assert rows(administrator.get("/officers/links/apart")) == []
    with (
        transaction()
    ):  # who manages both academies sees the pair across them, and so does who trains the other's officer
        db.session.add(
            RoleGranted(
                account_id=world.kostanay.administrator, role="academy-administrator", scope=world.karaganda.academy_id
            )
        )
    assert len(suggested(administrator)) == 2


def test_an_officer_of_another_academy_that_one_trains_is_compared_too(
    world: World, administrator: FlaskClient
) -> None:
    one, _other = twice(world, world.karaganda)
    mine = again(world, world.kostanay, "Joumabaev", "Erbolat", "88888")
    with transaction():
        service.let_see(world.kostanay.academy_id, [one])
    assert len(suggested(administrator)) == 1
    administrator.post(f"/officers/links/{mine}/{one}")
    assert suggested(administrator) == []
    assert len(suggested(world.signed_in(world.karaganda.administrator))) == 1


def test_test_people_and_erased_names_are_not_compared(world: World, administrator: FlaskClient) -> None:
    one, _other = twice(world, world.kostanay)
    again(world, world.kostanay, "Жұмабаев", "Ерболат", "66666", is_test=True)
    assert len(suggested(administrator)) == 1
    with transaction():
        erase_identity(one)
    assert suggested(administrator) == []


def test_for_many_officers_a_command_works_them_out(
    world: World, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = twice(world, world.kostanay)
    theirs = twice(world, world.karaganda)
    at_once = suggested(administrator)
    monkeypatch.setattr(suggestions, "MOST_AT_ONCE", 4)
    assert "It is done in the background" in words(administrator.get("/officers/links/suggested"))
    assert suggested(administrator) == []
    code, said = run(world.app, "suggest", "KZ", "--ids")
    pairs = {frozenset(line.split("\t")[1:]) for line in said.splitlines()[1:]}
    assert (code, said.splitlines()[0]) == (0, "KZ: 6 pairs to decide.")
    assert {frozenset(map(str, pair)) for pair in ((one, other), theirs)} <= pairs
    assert "Жұмабаев" not in said
    assert suggested(administrator) == at_once
    assert "Worked out on Sep 15, 2026." in words(administrator.get("/officers/links/suggested"))
    administrator.post(f"/officers/links/{one}/{other}/apart")
    assert suggested(administrator) == []
    assert run(world.app, "suggest")[0] == 0
    assert suggested(administrator) == []
    with transaction():
        erase_identity(theirs[0])
    assert suggested(world.signed_in(world.karaganda.administrator)) == []
    run(world.app, "suggest")
    left = select(func.count()).select_from(SuggestedPair).where(SuggestedPair.one_id == theirs[0])
    assert db.session.execute(left).scalar_one() == 0


def test_who_was_told_apart_is_not_linked_by_an_equal_number(world: World, administrator: FlaskClient) -> None:
    one, other = twice(world, world.kostanay)
    administrator.post(f"/officers/links/{one}/{other}/apart")
    key = db.session.get_one(Officer, one).match_key
    with transaction():
        links.link_equal_numbers(other, "KZ", key or "")
    assert db.session.execute(select(func.count()).select_from(OfficersLinked)).scalar_one() == 0


def test_the_pages_take_as_many_queries_for_one_pair_as_for_more(
    world: World, administrator: FlaskClient, queries: list[str]
) -> None:
    counts = []
    administrator.get("/officers/links/suggested")
    again(world, world.kostanay, "Жұмабаев", "Нұрлан", "401")
    again(world, world.kostanay, "Жумабаев", "Нұрлан", "402")
    suggested(administrator)  # the look of the day is written down
    for number, name in enumerate(("Ерболат", "Дәурен", "Мақсат")):
        again(world, world.kostanay, "Жұмабаев", name, f"5{number}1")
        again(world, world.kostanay, "Жумабаев", name, f"5{number}2")
        queries.clear()
        assert len(suggested(administrator)) == number + 2
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_for_many_officers_they_are_worked_out_by_themselves(
    world: World, administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every day, and within an hour or two after officers were registered."""
    twice(world, world.kostanay)
    worker.do_chores()
    assert not jobs.run_next()  # few are compared while somebody waits
    at_once = suggested(administrator)
    monkeypatch.setattr(suggestions, "MOST_AT_ONCE", 4)
    for _ in range(2):
        worker.do_chores()  # asks once
    assert jobs.run_next()
    assert not jobs.run_next()
    assert suggested(administrator) == at_once
    worker.do_chores()
    assert not jobs.run_next()  # nothing is new
    again(world, world.kostanay, "Joumabaev", "Erbolat", "88888")
    for hours, is_asked in ((0.5, False), (1.5, True), (3, False), (30, True)):
        with clock.stopped_at(NOW + timedelta(hours=hours)):
            worker.do_chores()
            assert jobs.run_next() == is_asked, hours
    assert len(suggested(administrator)) > len(at_once)
