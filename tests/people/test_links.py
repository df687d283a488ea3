"""Linking two records of one person and undoing it, between officers that one academy sees."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from elearn.foundation import facts, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import LinkUndone, MatchKeyRecorded, Officer, OfficersLinked
from elearn.people.service import links, places
from elearn.people.service import officers as service
from elearn.people.service.links import Linking, Undoing
from tests.people.helpers import notices, rows, where, words
from tests.racing import at_once
from tests.world import World

ALREADY = "These records were one person already. Nothing is changed."


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def persons(*officer_ids: UUID) -> int:
    """How many people these records are."""
    db.session.rollback()
    found = db.session.execute(select(Officer.person_id).where(Officer.id.in_(officer_ids))).scalars()
    return len(set(found))


def compare(client: FlaskClient, one: object, other: object) -> tuple[int, str | None, list[str]]:
    answer = client.post("/officers/links", data={"one": one, "other": other})
    return answer.status_code, answer.location, notices(answer)


def number_of_links() -> int:
    db.session.rollback()
    return db.session.execute(select(func.count()).select_from(OfficersLinked)).scalar_one()


def test_two_records_are_compared_linked_and_parted_again(world: World, administrator: FlaskClient) -> None:
    one, other, third = world.kostanay.officers
    status, path, _ = compare(administrator, "000-001", str(other))
    assert (status, path) == (303, f"/officers/links/{one}/{other}")
    assert path
    assert words(administrator.get(path)) == (
        "← Same person, two records Are these the same person? The two records side by side One record The other "
        "Name Сейтқали Айгүл Ермолаева Вера Service number 000001 000002 Sex Woman Woman Year of birth 1990 1990 "
        "Registered at Kostanay academy Kostanay academy "
        "Postings Jan 1, 2026: Institution of kostanay, сержант , Security officer "
        "Jan 1, 2026: Institution of kostanay, сержант , Security officer "
        f"Record {one} {other} Yes, link them No, two people Decide later"
    )
    assert where(administrator.post(path)) == (303, "/officers/links")
    assert persons(one, other) == 1
    page = administrator.get("/officers/links")
    assert notices(page) == ["The two records are one person from now on."]
    assert rows(page) == ["Сейтқали Айгүл 000001 Ермолаева Вера 000002 Confirmed by Kostanay-Admin Sep 15, 2026 Undo"]
    assert "linked already" in words(administrator.get(path))
    assert "Other records of the same person Ермолаева Вера Kostanay academy" in words(
        administrator.get(f"/officers/{one}")
    )
    link_id = db.session.execute(select(OfficersLinked.id)).scalar_one()
    assert where(administrator.post(f"/officers/links/{link_id}")) == (303, "/officers/links")
    assert persons(one, other, third) == 3
    page = administrator.get("/officers/links")
    assert notices(page) == ["The link is undone. The two records are two people again."]
    assert rows(page) == [
        "Сейтқали Айгүл 000001 Ермолаева Вера 000002 Confirmed by Kostanay-Admin Sep 15, 2026 undone on Sep 15, 2026"
    ]
    assert words(administrator.get(f"/officers/{one}")).find("Other records") == -1
    by = select(OfficersLinked.by_account).union(select(LinkUndone.by_account))
    assert db.session.execute(by).scalars().all() == [world.kostanay.administrator]


def test_linking_twice_and_undoing_twice_change_nothing_more(world: World, administrator: FlaskClient) -> None:
    one, other, _ = world.kostanay.officers
    for path in (f"/officers/links/{one}/{other}", f"/officers/links/{one}/{other}", f"/officers/links/{other}/{one}"):
        administrator.post(path)
    assert notices(administrator.get("/officers/links"))[-1] == ALREADY
    assert number_of_links() == 1
    link_id = db.session.execute(select(OfficersLinked.id)).scalar_one()
    for _ in range(2):
        administrator.post(f"/officers/links/{link_id}")
    assert notices(administrator.get("/officers/links"))[-1] == "This link was undone already. Nothing is changed."
    administrator.post(f"/officers/links/{one}/{other}")  # and linked once more
    assert persons(one, other) == 1


def test_a_link_undone_where_another_way_joins_the_records(world: World, administrator: FlaskClient) -> None:
    one, other, third = world.kostanay.officers
    with transaction():
        undone = links.link(one, other, None)
        for pair in ((other, third), (third, one)):
            links.link(*pair, None)
    administrator.post(f"/officers/links/{undone}")
    assert notices(administrator.get("/officers/links")) == [
        "The link is undone. Another link still makes the two records one person."
    ]
    assert persons(one, other, third) == 1


def test_records_of_others_can_neither_be_chosen_nor_linked_nor_parted(
    world: World, administrator: FlaskClient
) -> None:
    mine, theirs = world.kostanay.officers[0], world.karaganda.officers[0]
    unknown = "Service number or record of the other None of your officers has this number or record."
    for typed in ("000004", str(theirs), "999999", str(UUID(int=7)), "nonsense", "---"):
        assert compare(administrator, "000001", typed) == (422, None, [unknown])
    for path in (
        f"/officers/links/{mine}/{theirs}",
        f"/officers/links/{theirs}/{mine}",
        f"/officers/links/{mine}/{mine}",
    ):
        assert administrator.get(path).status_code == 404
        assert administrator.post(path).status_code == 404
    with transaction():
        between = links.link(mine, theirs, None)
        among_them = links.link(world.karaganda.officers[0], world.karaganda.officers[1], None)
    assert rows(administrator.get("/officers/links")) == []
    for link_id in (between, among_them, UUID(int=7)):
        assert administrator.post(f"/officers/links/{link_id}").status_code == 404
    assert db.session.execute(select(func.count()).select_from(LinkUndone)).scalar() == 0
    assert "No two of your records are linked." in words(administrator.get("/officers/links"))


def test_officers_of_another_academy_that_one_trains_can_be_linked(world: World, administrator: FlaskClient) -> None:
    mine, theirs = world.kostanay.officers[0], world.karaganda.officers[0]
    with transaction():
        service.let_see(world.kostanay.academy_id, [theirs])
    assert compare(administrator, "000001", "000004")[1] == f"/officers/links/{mine}/{theirs}"
    administrator.post(f"/officers/links/{mine}/{theirs}")
    assert persons(mine, theirs) == 1
    assert len(rows(administrator.get("/officers/links"))) == 1
    assert rows(world.signed_in(world.karaganda.administrator).get("/officers/links")) == []


def test_what_the_form_asks_for(administrator: FlaskClient) -> None:
    assert compare(administrator, "", "000002")[2] == ["Service number or record of the one Please fill this in."]
    assert compare(administrator, "000001", "000-001")[2] == [
        "Service number or record of the other This is the same record twice."
    ]


def test_a_number_that_several_records_have_asks_for_the_record(world: World, administrator: FlaskClient) -> None:
    key = db.session.execute(select(Officer.match_key).where(Officer.id == world.kostanay.officers[0])).scalar_one()
    with transaction():
        facts.add(
            MatchKeyRecorded(officer_id=world.kostanay.officers[1], country="KZ", match_key=key, id=UUID(int=2**127))
        )
    said = (
        "Service number or record of the one Several records have this number. "
        "Please give the record's own id: it stands on the officer's page."
    )
    assert compare(administrator, "000001", "000003") == (422, None, [said])


def test_people_of_two_countries_are_not_linked(world: World) -> None:
    with transaction():
        places.add_country("KG", {"en": "Kyrgyzstan"}, "Asia/Bishkek")
        places.add_academy("KG", "bishkek", {"names": {"en": "Bishkek"}, "own_choice": False, "contact": ""})
        foreign = service.register_officer(
            country="KG", academy_id=world.kostanay.academy_id, sex=None, birth_year=None, match_key=None
        )
        assert links.join(foreign, world.kostanay.officers[0], ids.new()) is Linking.TWO_COUNTRIES
    assert number_of_links() == 0


def test_one_pair_linked_at_once_is_linked_once_and_parted_once(world: World) -> None:
    one, other, third = world.kostanay.officers
    by = world.kostanay.administrator

    def join(first: UUID, second: UUID) -> Linking:
        with transaction():
            return links.join(first, second, by)

    def part(link_id: UUID) -> Undoing:
        with transaction():
            return links.part(db.session.get_one(OfficersLinked, link_id), by)

    same = at_once(world.app, lambda: join(one, other), lambda: join(other, one))
    assert sorted(same, key=str) == [Linking.ALREADY, Linking.DONE]
    link_id = db.session.execute(select(OfficersLinked.id)).scalar_one()
    assert sorted(at_once(world.app, *[lambda: part(link_id)] * 2), key=str) == [Undoing.ALREADY, Undoing.APART]
    assert persons(one, other, third) == 3


def test_links_made_at_once_that_meet_in_one_record_make_one_person(world: World) -> None:
    one, other, third = world.kostanay.officers
    by = world.kostanay.administrator

    def join(first: UUID, second: UUID) -> Linking:
        with transaction():
            return links.join(first, second, by)

    assert at_once(world.app, lambda: join(one, other), lambda: join(other, third)) == [Linking.DONE] * 2
    assert persons(one, other, third) == 1


def test_the_list_takes_as_many_queries_for_one_link_as_for_three(world: World, queries: list[str]) -> None:
    one, other, third = world.kostanay.officers
    counts = []
    for pairs in ([(one, other)], [(other, third), (third, one)]):
        with transaction():
            for pair in pairs:
                links.link(*pair, None)
        client = world.signed_in(world.kostanay.administrator)
        client.get("/officers/links")
        queries.clear()
        client.get("/officers/links")
        counts.append(len(queries))
    assert counts[0] == counts[1] == 4
