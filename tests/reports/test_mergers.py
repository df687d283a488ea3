"""Figures of a day: the posting, the institution and the academy as they were then, and what any order of deeds gives."""

from dataclasses import astuple
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from elearn.certificates.rules import Status
from elearn.foundation import clock, facts
from elearn.foundation.db import db, transaction
from elearn.people.models import Institution, MergerUndone, Officer, OfficerRegistered, OfficersLinked, PlacesMerged
from elearn.people.queries import mergers
from elearn.people.rules.officers import same_person
from elearn.people.service import links, officers, projection, renaming, suggestions
from elearn.reports import service as reports
from elearn.reports.models import CompletedAs
from elearn.reports.queries import completions, figures, programmes
from elearn.reports.rules import Breakdown, Figures, Report
from tests import histories
from tests.databases import NOW
from tests.people.test_packs import kazakhstan
from tests.reports.test_counting import everything, stored_equals_counted
from tests.reports.test_pages import table
from tests.world import World

TODAY = date(2026, 9, 15)


@pytest.fixture
def programme_id(world: World) -> UUID:
    assert world
    histories.published("searches", "Searches")
    return histories.programme()


def report(by: Breakdown | None = None) -> Report:
    chosen = programmes.by_code("joint")
    assert chosen
    return figures.report_until(chosen, "2026Q3", TODAY, by)


def broken_down(by: Breakdown) -> dict[str, Figures]:
    """The rows of a breakdown that hold something. Whatever it is by, they add up to the total."""
    rows = report(by).by_group
    assert [sum(column) for column in zip(*(astuple(row) for _key, row in rows), strict=True)] == [
        *astuple(report().total)
    ]
    return {key: row for key, row in rows if row != Figures(0, 0, 0, 0, 0)}


def merge(world: World, place_id: UUID, into_id: UUID, since: date) -> UUID:
    with transaction():
        place = renaming.find_place(place_id)
        assert place
        assert renaming.merge(place, into_id, since, world.programme_administrator) is renaming.Done.DONE
    return db.session.execute(select(PlacesMerged.id).where(PlacesMerged.place_id == place_id)).scalars().all()[-1]


def undo(world: World, merger_id: UUID) -> None:
    with transaction():
        found = renaming.find_merger(merger_id)
        assert found
        assert renaming.undo(found, world.programme_administrator) is renaming.Done.DONE


def test_later_completions_count_at_the_successor_and_earlier_ones_stay(world: World, programme_id: UUID) -> None:
    one, other = world.kostanay, world.karaganda
    histories.completed(one, one.officers[0], on=date(2026, 4, 1))
    histories.completed(one, one.officers[1], on=date(2026, 6, 1))
    assert programme_id
    before = everything()
    academies = merge(world, one.academy_id, other.academy_id, date(2026, 5, 1))
    places = merge(world, one.institution_id, other.institution_id, date(2026, 5, 1))
    assert dict(report().by_academy) == {
        one.academy_id: Figures(1, 0, 0, 0, 1),
        other.academy_id: Figures(1, 0, 0, 0, 1),
    }
    assert report().total == Figures(2, 0, 0, 0, 2)
    served = select(CompletedAs.institution_id, CompletedAs.academy_id).order_by(CompletedAs.completed_on)
    assert [tuple(row) for row in db.session.execute(served)] == [
        (one.institution_id, one.academy_id),
        (other.institution_id, other.academy_id),
    ]
    for place, number in ((one, 1), (other, 1)):
        found = completions.totals(completions.Filters(institution_id=place.institution_id))
        assert (found.completions, found.people) == (number, number)
    stored_equals_counted()
    undo(world, academies)
    undo(world, places)
    assert everything() == before


def test_a_list_says_the_names_of_the_day(world: World, programme_id: UUID) -> None:
    one = world.kostanay
    histories.completed(one, one.officers[0], on=date(2026, 4, 1))
    histories.completed(one, one.officers[1], on=date(2026, 6, 1))
    assert programme_id
    with transaction():
        for place_id, name in ((one.institution_id, "Institution 7"), (one.academy_id, "Academy 7")):
            place = renaming.find_place(place_id)
            assert place
            renaming.rename(place, {"en": name}, date(2026, 5, 1))
    words = completions.Words(lambda names: names["en"], dict.fromkeys(Status, ""))
    (rows,) = completions.read(completions.listed(completions.Filters(), False, words))
    assert [tuple(row[:2]) for row in rows] == [
        ("Institution of kostanay", "Kostanay academy"),
        ("Institution 7", "Academy 7"),
    ]
    for day, name in ((date(2026, 4, 30), "Kostanay academy"), (date(2026, 5, 1), "Academy 7")):
        assert figures.academy_names([one.academy_id], day)[one.academy_id]["en"] == name


def test_figures_by_rank_group_use_the_rank_of_the_day(world: World, programme_id: UUID) -> None:
    one, two, three = world.kostanay.officers
    histories.completed(world.kostanay, one, on=date(2026, 4, 1), pre=10, post=90)
    assert programme_id
    assert broken_down(Breakdown.RANK_GROUP) == {"": report().total}  # a country without ranks
    kazakhstan()
    with transaction():
        for officer_id in (one, two):
            officers.post(officer_id, world.kostanay.institution_id, "sergeant", "other", date(2026, 3, 1))
            officers.post(officer_id, world.kostanay.institution_id, "major", "other", date(2026, 5, 1))
    second = histories.completed(world.kostanay, two, on=date(2026, 6, 1))
    histories.completed(world.kostanay, three, on=date(2026, 6, 1))  # whose rank was typed
    histories.certified(world.kostanay, two, second, date(2026, 6, 2), None, "A")
    groups = broken_down(Breakdown.RANK_GROUP)
    ranks = figures.groups(["KZ"], Breakdown.RANK_GROUP)
    junior, senior = (next(g for g, each in ranks.items() if f"KZ:{rank}" in each) for rank in ("sergeant", "major"))
    assert groups == {
        junior: Figures(1, 1, 1, 0, 1),
        senior: Figures(1, 0, 0, 1, 1),
        "": Figures(1, 0, 0, 0, 1),
    }
    assert report().total == Figures(3, 1, 1, 1, 3)
    stored_equals_counted()
    boss = world.signed_in(world.programme_administrator)
    page = boss.get("/programmes/joint?by=rank-group").text
    assert "<h2>Rank group</h2>" in page
    for group, officer_id in ((junior, one), (senior, two), ("", three)):
        shown = boss.get(f"/programmes/joint/people/trained?until=2026Q3&by=rank-group&group={group}").text
        assert [row[1] for row in table(shown)[1:]] == [str(officer_id)]
    shown = world.signed_in(world.monitor).get("/programmes/joint?by=rank-group").text
    assert {cell for row in table(shown, 3)[1:] for cell in row[1:]} == {"0", "under 10"}


def test_what_is_completed_after_the_end_of_a_posting_counts_without_one(world: World, programme_id: UUID) -> None:
    assert programme_id
    place, (one, two, _three) = world.kostanay, world.kostanay.officers
    for officer_id in (one, two):
        histories.completed(place, officer_id, on=date(2026, 6, 1))
    with transaction():
        assert officers.serve_no_longer(one, date(2026, 6, 1))
        assert officers.serve_no_longer(two, date(2026, 6, 2))
    columns = CompletedAs.officer_id, CompletedAs.institution_id, CompletedAs.rank, CompletedAs.track
    assert {tuple(row) for row in db.session.execute(select(*columns))} == {
        (one, None, "", ""),
        (two, place.institution_id, "сержант", "security-officer"),
    }
    assert broken_down(Breakdown.TRACK).keys() == {"", "security-officer"}
    stored_equals_counted()


def test_figures_by_region_track_age_and_mode_are_those_of_the_day(world: World, programme_id: UUID) -> None:
    kazakhstan()
    place, (one, two, three) = world.kostanay, world.kostanay.officers
    assert programme_id
    with transaction():
        for place_id, region in ((place.institution_id, "kostanay"), (world.karaganda.institution_id, "")):
            db.session.get_one(Institution, place_id).region = region
        officers.post(one, place.institution_id, "sergeant", "psychologist", date(2026, 3, 1))
        officers.post(one, world.karaganda.institution_id, "sergeant", "other", date(2026, 5, 1))
        officers.post(two, world.karaganda.institution_id, "sergeant", "other", date(2026, 3, 1))
    with clock.stopped_at(NOW + timedelta(seconds=1)), transaction():
        for officer_id, born in ((one, 2001), (two, 1971), (three, None)):
            known = {"officer_id": officer_id, "country": "KZ", "academy_id": place.academy_id}
            facts.add(OfficerRegistered(**known, sex="F", birth_year=born))
    first = histories.completed(place, one, on=date(2026, 4, 1), pre=10, post=90)
    histories.certified(place, one, first, date(2026, 4, 2), None, "A")
    for officer_id in (two, three):
        histories.completed(place, officer_id, on=date(2026, 6, 1))
    of_one, one_more = Figures(1, 1, 1, 1, 1), Figures(1, 0, 0, 0, 1)
    assert broken_down(Breakdown.REGION) == {"KZ:kostanay": Figures(2, 1, 1, 1, 2), "": one_more}
    assert broken_down(Breakdown.TRACK) == {"psychologist": of_one, "other": one_more, "security-officer": one_more}
    assert broken_down(Breakdown.AGE) == {"25-34": of_one, "55-over": one_more, "": one_more}
    assert broken_down(Breakdown.MODE) == {"online": report().total}
    stored_equals_counted()
    boss, monitor = world.signed_in(world.programme_administrator), world.signed_in(world.monitor)
    assert table(boss.get("/programmes/joint?by=age").text, 3)[1:] == [
        ["under 25", "0", "0", "0", "0", "0"],
        ["25 to 34", "1", "1", "1", "1", "1"],
        ["35 to 44", "0", "0", "0", "0", "0"],
        ["45 to 54", "0", "0", "0", "0", "0"],
        ["55 and older", "1", "0", "0", "0", "1"],
        ["Not known", "1", "0", "0", "0", "1"],
        ["Together", "3", "1", "1", "1", "3"],
    ]
    for by, group, people in (("region", "KZ:kostanay", [one, three]), ("age", "", [three]), ("mode", "blended", [])):
        shown = boss.get(f"/programmes/joint/people/trained?until=2026Q3&by={by}&group={group}").text
        found = [row[1] for row in table(shown)[1:]] if people else []
        assert sorted(found) == sorted(map(str, people)), by
    for by in Breakdown:
        shown = monitor.get(f"/programmes/joint?by={by}").text
        assert {cell for row in table(shown, 3)[1:] for cell in row[1:]} <= {"0", "under 10"}
        assert "/people/" not in shown
    assert boss.get("/programmes/joint?by=name").status_code == 404


DEEDS = st.lists(
    st.tuples(st.sampled_from(["link", "undo", "merge", "undo-merger", "apart"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=12,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(deeds=DEEDS, moved=st.permutations(range(4)))
def test_any_order_of_links_transfers_mergers_and_undoings(
    world: World, programme_id: UUID, deeds: list[tuple[str, int, int]], moved: list[int]
) -> None:
    assert programme_id
    everyone = [*world.kostanay.officers, *world.karaganda.officers]
    if not everything()[0]:
        for number, officer_id in enumerate(everyone):
            place = (world.kostanay, world.karaganda)[number // 3]
            histories.completed(place, officer_id, on=date(2026, 3 + number, 1), pre=20, post=85)
        kazakhstan()
    with transaction():  # transfers, written down in any order of their days
        for step in moved:
            place = (world.kostanay, world.karaganda)[step % 2]
            day = date(2026, 2 + step, 15)
            officers.post(everyone[0], place.institution_id, ("sergeant", "major")[step % 2], "other", day)
    before, people = everything(), persons()
    made, merged = _done(world, everyone, deeds)
    assert persons() == same_person(everyone, [pair for _link, pair in made])
    standing = mergers.all_standing()
    assert {row.place_id for row in db.session.execute(mergers.standing()).scalars()} == {
        place for place in (world.kostanay.institution_id, world.karaganda.institution_id) if standing.have_ended(place)
    }
    now = everything(), persons(), serving()
    with transaction():
        projection.rebuild()
        reports.rebuild()
    assert (everything(), persons(), serving()) == now
    with transaction():
        for link_id, _pair in made:
            links.undo_link(link_id, None)
    for merger_id in merged:
        undo(world, merger_id)
    assert (everything(), persons()) == (before, people)


def _done(
    world: World, everyone: list[UUID], deeds: list[tuple[str, int, int]]
) -> tuple[list[tuple[UUID, tuple[UUID, UUID]]], list[UUID]]:
    """Do all that can be done of it: the links and mergers that stand afterwards."""
    made: list[tuple[UUID, tuple[UUID, UUID]]] = []
    merged: list[UUID] = []
    places = world.kostanay.institution_id, world.karaganda.institution_id
    for deed, one, other in deeds:
        pair = everyone[one], everyone[other]
        if deed == "merge" and not merged:
            since = date(2026, 1 + other, 20)
            merge(world, places[one % 2], places[1 - one % 2], since)
            merged = [row.id for row in db.session.execute(mergers.standing()).scalars()]
        elif deed == "undo-merger" and merged:
            undo(world, merged.pop())
        elif deed == "undo" and made:
            link_id, _pair = made.pop(one % len(made))
            with transaction():
                links.undo_link(link_id, None)
        elif deed in ("link", "apart") and one != other:
            with transaction():
                if deed == "link":
                    made.append((links.link(*pair, None), pair))
                else:
                    suggestions.tell_apart(*pair, world.kostanay.administrator)
    return made, merged


def persons() -> dict[UUID, UUID]:
    db.session.rollback()
    return {row.id: row.person_id for row in db.session.execute(select(Officer.id, Officer.person_id))}


def serving() -> dict[UUID, UUID | None]:
    return {row.id: row.institution_id for row in db.session.execute(select(Officer.id, Officer.institution_id))}


def test_who_undoes_a_merger_is_written_down(world: World, programme_id: UUID) -> None:
    assert programme_id
    merger = merge(world, world.kostanay.institution_id, world.karaganda.institution_id, date(2026, 5, 1))
    undo(world, merger)
    by = [db.session.execute(select(table_.by_account)).scalars().all() for table_ in (PlacesMerged, MergerUndone)]
    assert by == [[world.programme_administrator]] * 2
    assert db.session.execute(select(OfficersLinked.id)).scalars().all() == []
