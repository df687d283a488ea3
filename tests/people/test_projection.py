"""The table of officers follows from the facts, in whatever order they arrive, and is made anew from them."""

import random
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from elearn.foundation import clock, facts, ids, signing
from elearn.foundation.db import db, transaction
from elearn.people.models import MatchKeyRecorded, Officer, OfficerRegistered, PlacesMerged, PostingRecorded
from elearn.people.queries import links as read
from elearn.people.queries import officers as read_officers
from elearn.people.rules.officers import same_person
from elearn.people.service import links, officers, projection
from tests.databases import NOW
from tests.world import World


def table() -> list[tuple[object, ...]]:
    """All of Officer, by id."""
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(Officer.__table__).order_by(Officer.id))]


def rebuilt() -> list[tuple[object, ...]]:
    with transaction():
        assert projection.rebuild() == len(table())
    return table()


def test_rebuilding_changes_nothing(world: World) -> None:
    history(world, random.Random(7))  # noqa: S311 - decides nothing but the story
    before = table()
    assert len({row[1] for row in before}) < len(before)  # some are linked
    assert rebuilt() == before


def history(world: World, dice: random.Random) -> None:
    """Corrections, postings, links and undoings, one a minute."""
    everyone = [*world.kostanay.officers, *world.karaganda.officers]
    standing: list[UUID] = []
    for minutes in range(1, 40):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)), transaction():
            one, other = dice.sample(everyone, 2)
            match dice.randrange(5):
                case 0:
                    key = signing.match_key(world.app.config["KEYS"], "KZ", str(dice.randrange(1000, 1003)))
                    facts.add(MatchKeyRecorded(officer_id=one, country="KZ", match_key=key))
                case 1:
                    officers.post(
                        one, world.karaganda.institution_id, "x", "other", date(2026, 1, dice.randrange(1, 29))
                    )
                case 2 if standing:
                    links.undo_link(standing.pop(dice.randrange(len(standing))), None)
                case 3:
                    correction = OfficerRegistered(
                        officer_id=one,
                        country="KZ",
                        academy_id=dice.choice([world.kostanay, world.karaganda]).academy_id,
                        sex=dice.choice(["F", "M", None]),
                        birth_year=dice.randrange(1960, 2000),
                    )
                    facts.add(correction)
                case _:
                    standing.append(links.link(one, other, None))


def test_people_are_the_same_after_any_order_of_links_and_undoings(world: World) -> None:
    everyone = [*world.kostanay.officers, *world.karaganda.officers]
    for seed in range(6):
        dice = random.Random(seed)  # noqa: S311 - decides nothing but the story
        made: list[UUID] = []
        for _ in range(12):
            with transaction():
                if made and dice.random() < 0.4:
                    links.undo_link(made.pop(dice.randrange(len(made))), None)
                else:
                    one, other = dice.sample(everyone, 2)
                    made.append(links.link(one, other, None))
            wanted = same_person(everyone, read.all_pairs())
            assert {row[0]: row[1] for row in table()} == wanted
        with transaction():
            for link_id in made:
                links.undo_link(link_id, None)
        assert {row[0]: row[1] for row in table()} == {one: one for one in everyone}


def test_what_was_recorded_last_holds_even_when_it_arrives_first(world: World) -> None:
    """As when a stick from another site brings older facts."""
    officer_id = world.kostanay.officers[0]

    def arrive(number: int, key: str, year: int) -> None:
        place = {"country": "KZ", "academy_id": world.kostanay.academy_id}
        with transaction():
            facts.add(MatchKeyRecorded(officer_id=officer_id, country="KZ", match_key=key, number=number))
            facts.add(OfficerRegistered(officer_id=officer_id, sex="F", birth_year=year, number=number, **place))

    arrive(3, "later", 1992)
    arrive(2, "earlier", 1991)
    officer = db.session.get_one(Officer, officer_id)
    assert (officer.match_key, officer.birth_year) == ("later", 1992)
    assert rebuilt() == table()


def test_what_is_recorded_while_the_clock_is_behind_is_the_latest(world: World) -> None:
    officer_id, keys = world.kostanay.officers[0], world.app.config["KEYS"]
    with clock.stopped_at(NOW - timedelta(days=400)), transaction():
        officers.post(
            officer_id, world.karaganda.institution_id, "major", "other", date(2026, 1, 1)
        )  # the day that stood
        key = signing.match_key(keys, "KZ", "777")
        facts.add_many(
            [
                MatchKeyRecorded(officer_id=officer_id, country="KZ", match_key="between"),
                MatchKeyRecorded(officer_id=officer_id, country="KZ", match_key=key),
            ]
        )
    officer = db.session.get_one(Officer, officer_id)
    assert (officer.rank, officer.institution_id, officer.match_key) == ("major", world.karaganda.institution_id, key)
    assert read_officers.postings(officer_id)[0].rank == "major"
    assert rebuilt() == table()


def test_the_posting_with_the_latest_date_holds_whenever_it_was_written_down(world: World) -> None:
    officer_id = world.kostanay.officers[0]
    for minutes, rank, since in (
        (1, "captain", date(2026, 5, 1)),
        (2, "cadet", date(2019, 1, 1)),
        (3, "major", date(2026, 5, 1)),
    ):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)), transaction():
            officers.post(officer_id, world.kostanay.institution_id, rank, "other", since)
    assert db.session.get_one(Officer, officer_id).rank == "major"
    assert (
        db.session.execute(select(PostingRecorded.rank).where(PostingRecorded.officer_id == officer_id)).scalars().all()
    )


def test_a_new_record_with_a_number_of_two_different_people_is_linked_to_neither(world: World) -> None:
    """Somebody found that the number was given to two people: a machine cannot tell which of them this is."""
    one, other = world.kostanay.officers[0], world.karaganda.officers[0]

    def register() -> UUID:
        return officers.register_officer(
            country="KZ", academy_id=world.karaganda.academy_id, sex=None, birth_year=None, match_key="shared"
        )

    with clock.stopped_at(NOW + timedelta(minutes=1)), transaction():
        for officer_id in (one, other):
            facts.add(MatchKeyRecorded(officer_id=officer_id, country="KZ", match_key="shared"))
        alone = register()
    assert db.session.get_one(Officer, alone).person_id == alone
    with transaction():
        links.link(one, other, None)
        links.link(one, alone, None)
    with transaction():
        together = register()
    assert len({row[1] for row in table() if row[0] in (one, other, alone, together)}) == 1


def test_first_facts_say_the_same_as_facts_one_by_one(world: World) -> None:
    """With and without a posting, and posted to a place that is part of another one now."""
    academy = world.kostanay
    posted, alone = ids.new(), ids.new()
    registered = {"country": "KZ", "academy_id": academy.academy_id, "sex": None, "birth_year": 1990, "is_test": False}
    place = {"institution_id": academy.institution_id, "rank": "major", "track": "other", "since": date(2026, 1, 1)}
    with transaction():
        facts.add(
            PlacesMerged(
                place_id=academy.institution_id, into_id=world.karaganda.institution_id, since=date(2026, 1, 1)
            )
        )
        facts.add_first(
            {
                OfficerRegistered: [{"officer_id": each, **registered} for each in (posted, alone)],
                MatchKeyRecorded: [{"officer_id": posted, "country": "KZ", "match_key": "new"}],
                PostingRecorded: [{"officer_id": posted, **place}],
            }
        )
    assert db.session.get_one(Officer, posted).institution_id == world.karaganda.institution_id
    assert rebuilt() == table()
    for kind in (OfficerRegistered, MatchKeyRecorded, PostingRecorded):
        numbers = select(kind.number).where(kind.officer_id.in_([posted, alone])).distinct()
        assert db.session.execute(numbers).scalars().all() == [1]
    db.session.rollback()
    with transaction():
        officers.post(posted, academy.institution_id, "captain", "other", date(2026, 1, 1))
    assert db.session.get_one(Officer, posted).rank == "captain"
