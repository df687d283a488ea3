"""Institutions and academies that are renamed and merged, from a day on, and back again."""

from datetime import date
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.foundation.db import db, transaction
from elearn.people.models import FormerNames, Institution, MergerUndone, Officer, PlacesMerged
from elearn.people.rules.mergers import Merger, Mergers
from elearn.people.service import officers, projection
from tests.people.helpers import notices, rows, where, words
from tests.people.test_packs import options
from tests.world import World


@pytest.fixture
def boss(world: World) -> FlaskClient:
    return world.signed_in(world.programme_administrator)


def serves(officer_id: UUID) -> UUID | None:
    db.session.rollback()
    return db.session.get_one(Officer, officer_id).institution_id


def test_a_place_gets_another_name_and_keeps_the_earlier_one(world: World, boss: FlaskClient) -> None:
    place = world.kostanay.institution_id
    path = f"/site/places/{place}"
    assert f'href="{path}/history"' in boss.get(f"/site/institutions/{place}").text
    new = {"en": "Institution 7", "kk": "7-мекеме", "since": "2026-03-01"}
    assert where(boss.post(f"{path}/names", data=new)) == (303, f"{path}/history")
    page = boss.get(f"{path}/history")
    assert notices(page) == ["Recorded."]
    assert rows(page) == ["Institution of kostanay Mar 1, 2026"]
    assert 'value="7-мекеме"' in page.text
    for since, said in (
        ("2026-03-01", "The place has had its present name since a later day, or since this one."),
        ("2099-01-01", "This day has not come yet."),
        ("", "Please give a date, such as 2026-09-15."),
        (
            "0212-03-01",
            "This day lies more than 5 years from today, September 15, 2026. Please check the year.",
        ),
    ):
        answer = boss.post(f"{path}/names", data={**new, "since": since})
        assert (answer.status_code, notices(answer)) == (422, [f"From this day on {said}"])
    assert db.session.execute(select(FormerNames.names)).scalars().all() == [{"en": "Institution of kostanay"}]
    assert rows(boss.get("/site/institutions"))[1].startswith("Institution 7 ")
    officer = words(world.signed_in(world.kostanay.administrator).get(f"/officers/{world.kostanay.officers[0]}"))
    assert "Jan 1, 2026 Institution of kostanay" in officer  # as it was called then


def test_a_merged_institution_is_offered_no_more_and_its_officers_serve_at_the_other(
    world: World, boss: FlaskClient
) -> None:
    one, into = world.kostanay.institution_id, world.karaganda.institution_id
    path = f"/site/places/{one}"
    before = table()
    assert where(boss.post(f"{path}/merger", data={"into": into, "from_day": "2026-05-01"})) == (303, f"{path}/history")
    page = boss.get(f"{path}/history")
    assert "Institution of kostanay Institution of karaganda May 1, 2026 Programme Undo" in words(page)
    assert "Record the merger" not in words(page)
    assert rows(boss.get("/site/institutions"))[1].startswith("Institution of kostanay merged ")
    administrator = world.signed_in(world.kostanay.administrator)
    assert options(administrator.get("/officers/new").text, "institution") == [
        ("", "Please choose"), (str(into), "Institution of karaganda"),
    ]  # fmt: skip
    assert serves(world.kostanay.officers[0]) == into
    assert "Institution of karaganda" in rows(administrator.get("/officers"))[0]
    assert "Jan 1, 2026 Institution of kostanay" in words(administrator.get(f"/officers/{world.kostanay.officers[0]}"))
    for target in (into, one, world.kostanay.academy_id, UUID(int=7), ""):
        assert boss.post(f"{path}/merger", data={"into": target, "from_day": "2026-05-01"}).status_code == 422
    twice = boss.post(f"{path}/merger", data={"into": into, "from_day": "2026-05-01"})
    assert "One of the two is part of another place already." in words(twice)  # also where the form is gone
    answer = boss.post(f"/site/places/{into}/merger", data={"into": one, "from_day": "2026-05-01"})
    assert answer.status_code == 422  # nothing is merged into what has ended
    merger = db.session.execute(select(PlacesMerged.id)).scalar_one()
    for said in ("Recorded.", "This was undone already. Nothing is changed."):
        assert where(boss.post(f"/site/mergers/{merger}")) == (303, f"{path}/history")
        assert notices(boss.get(f"{path}/history")) == [said]
    assert table() == before
    assert db.session.execute(select(MergerUndone.by_account)).scalars().all() == [world.programme_administrator]


def table() -> list[tuple[object, ...]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(Officer.__table__).order_by(Officer.id))]


def test_mergers_one_after_the_other_and_undone_in_any_order(world: World, boss: FlaskClient) -> None:
    one, other = world.kostanay.institution_id, world.karaganda.institution_id
    with transaction():
        third = Institution(country="KZ", code="third", names={"en": "Third"}, region="x")
        db.session.add(third)
        db.session.flush()
        third_id = third.id
    before = table()
    for place, into in ((one, other), (other, third_id)):
        assert (
            boss.post(f"/site/places/{place}/merger", data={"into": into, "from_day": "2026-05-01"}).status_code == 303
        )
    officer_id = world.kostanay.officers[0]
    assert serves(officer_id) == third_id
    with transaction():  # a posting that is written down afterwards leads there, too
        officers.post(world.karaganda.officers[0], one, "x", "other", date(2026, 4, 1))
    assert serves(world.karaganda.officers[0]) == third_id
    merged = table()
    with transaction():
        projection.rebuild()
    assert table() == merged
    by_place = {row.place_id: row.id for row in db.session.execute(select(PlacesMerged)).scalars()}
    boss.post(f"/site/mergers/{by_place[other]}")
    assert serves(officer_id) == other
    boss.post(f"/site/mergers/{by_place[one]}")
    assert serves(officer_id) == one
    assert [row for row in table() if row[0] != world.karaganda.officers[0]] == [
        row for row in before if row[0] != world.karaganda.officers[0]
    ]


def test_the_staff_of_an_academy_manages_what_became_part_of_it(world: World, boss: FlaskClient) -> None:
    one, into = world.kostanay.academy_id, world.karaganda.academy_id
    theirs = world.signed_in(world.karaganda.administrator)
    assert len(rows(theirs.get("/officers"))) == 3
    boss.post(f"/site/places/{one}/merger", data={"into": into, "from_day": "2026-05-01"})
    assert len(rows(theirs.get("/officers"))) == 6
    assert theirs.get(f"/officers/{world.kostanay.officers[0]}/correction").status_code == 200
    assert "Kostanay" not in str(options(theirs.get("/officers/new").text, "academy"))
    ours = world.signed_in(world.kostanay.administrator)
    assert len(rows(ours.get("/officers"))) == 3  # their own, as before
    assert rows(boss.get("/site"))[1].startswith("Kostanay academy merged ")
    merger = db.session.execute(select(PlacesMerged.id)).scalar_one()
    boss.post(f"/site/mergers/{merger}")
    assert len(rows(theirs.get("/officers"))) == 3


def test_only_those_who_administer_the_whole_site_get_there(world: World, boss: FlaskClient) -> None:
    client = world.signed_in(world.kostanay.administrator)
    path = f"/site/places/{world.kostanay.institution_id}"
    assert client.get(f"{path}/history").status_code == 403
    assert client.post(f"{path}/merger", data={}).status_code == 403
    for unknown in (f"/site/places/{UUID(int=7)}/history",):
        assert boss.get(unknown).status_code == 404
    assert boss.post(f"/site/mergers/{UUID(int=7)}").status_code == 404


def test_what_a_place_is_on_a_day() -> None:
    one, other, third = (UUID(int=n) for n in (1, 2, 3))
    mergers = Mergers([Merger(one, other, date(2026, 5, 1)), Merger(other, third, date(2026, 7, 1))])
    days = (date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [mergers.on(one, day) for day in days] == [one, other, other, third]
    assert [mergers.on(third, day) for day in days] == [third] * 4
    assert [mergers.have_ended(place) for place in (one, other, third)] == [True, True, False]
