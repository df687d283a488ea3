"""Rules of courses on plain values: standing, the projection from facts, lists of numbers, playing a scenario."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.courses.rules import play, standing
from elearn.courses.rules.enrolling import (
    Found,
    Known,
    Line,
    Listed,
    Lookup,
    Obstacle,
    OwnChoice,
    judged,
    listed,
    own_choice,
)
from elearn.courses.rules.module import Choice, Part, Published, Scenario, Scene
from elearn.courses.rules.play import Decision, Taken
from elearn.courses.rules.standing import Enrolment, NotOpen, Standing, State, Step
from elearn.courses.rules.tally import (
    Mark,
    Move,
    Reading,
    Rule,
    Sitting,
    Tally,
    days_attended,
    pinned_revision,
    shared_among,
    shared_out,
    tally,
    tally_across,
)
from elearn.quizzes.rules.papers import Blueprint, by_objective

REQUIRED = ("one", "two", "scenario-case")
RULE = Rule(REQUIRED, attempts=3)
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def at(hours: int) -> datetime:
    return START + timedelta(hours=hours)


def module(**changes: Any) -> Published:
    """A module of two lessons and a scenario that gives a certificate."""
    plain = Published(
        revision_id="r1",
        module_id="searches",
        number=1,
        source="en",
        titles={"en": "Searches"},
        summaries={},
        objectives={},
        topics=(),
        tracks=(),
        hours=2,
        gives_certificate=True,
        valid_months=24,
        rule76=(),
        requires=(),
        reviewers=(),
        contents=tuple(Part(part, {"en": part.title()}, 10) for part in REQUIRED),
        papers={},
        scenarios={},
    )
    return replace(plain, **changes)


def test_the_parts_of_a_module() -> None:
    assert module().part_ids == REQUIRED
    assert module().part("two") == Part("two", {"en": "Two"}, 10)
    assert module().part("three") is None
    assert [part.is_scenario for part in module().contents] == [False, False, True]
    one, two, case = module().contents
    assert [module().before(part) for part in (one, two, case)] == [None, one, two]
    assert [module().after(part) for part in (one, two, case)] == [two, case, None]
    assert not module().reviewed
    assert module(reviewers=({"name": "A. Expert"},)).reviewed


# --- standing --------------------------------------------------------------------------------------------------------

NOTHING = Standing(frozenset(), 0, False)
ALL = frozenset(REQUIRED)


@pytest.mark.parametrize(
    ("where", "pre_tested", "expected"),
    [
        (NOTHING, False, State.NOT_STARTED),
        (NOTHING, True, State.STARTED),
        (Standing(frozenset({"one"}), 0, False), False, State.STARTED),
        (Standing(ALL, 0, False), False, State.STARTED),
        (Standing(ALL, 2, False), False, State.STARTED),
        (Standing(ALL, 3, False), False, State.FAILED),
        (Standing(ALL, 3, True), False, State.PASSED),
        (Standing(ALL, 1, True), False, State.PASSED),
        (Standing(ALL | {"left over from an older revision"}, 1, True), False, State.PASSED),
        (Standing(frozenset({"one", "two"}), 1, True), False, State.STARTED),
        (Standing(frozenset({"one", "two"}), 3, True), False, State.STARTED),
    ],
)
def test_state(where: Standing, pre_tested: bool, expected: State) -> None:
    assert standing.state_of(REQUIRED, where, 3, pre_tested) is expected


def test_without_a_limit_nobody_fails_for_good() -> None:
    assert standing.state_of(REQUIRED, Standing(ALL, 99, False), None, False) is State.STARTED


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.STARTED, State.PASSED, State.FAILED])
def test_late_is_who_is_still_open_the_day_after(state: State) -> None:
    due = date(2026, 9, 20)
    assert standing.state_on(state, due, due) is state
    assert standing.state_on(state, None, date.max) is state
    late = standing.state_on(state, due, date(2026, 9, 21))
    assert late is (State.LATE if state in (State.NOT_STARTED, State.STARTED) else state)


def test_when_the_pre_test_is_open() -> None:
    assert standing.pre_test_refusal(NOTHING, 0) is None
    assert standing.pre_test_refusal(NOTHING, 1) is NotOpen.NO_ATTEMPT
    assert standing.pre_test_refusal(Standing(frozenset({"one"}), 0, False), 0) is NotOpen.TOO_LATE
    assert standing.pre_test_refusal(Standing(frozenset(), 1, False), 0) is NotOpen.TOO_LATE


@pytest.mark.parametrize(
    ("where", "allowed", "refusal"),
    [
        (Standing(ALL, 0, False), 3, None),
        (Standing(ALL, 2, False), 3, None),
        (Standing(ALL, 99, False), None, None),
        (Standing(ALL, 3, False), 3, NotOpen.NO_ATTEMPT),
        (Standing(ALL, 1, True), 3, NotOpen.PASSED),
        (Standing(frozenset({"one", "two"}), 0, False), 3, NotOpen.PARTS),
    ],
)
def test_when_the_final_assessment_is_open(where: Standing, allowed: int | None, refusal: NotOpen | None) -> None:
    assert standing.final_refusal(REQUIRED, where, allowed) is refusal


def test_the_final_assessment_waits_when_nothing_else_keeps_it_closed() -> None:
    assert standing.final_refusal(REQUIRED, Standing(ALL, 1, False), 3, waits=True) is NotOpen.WAIT
    assert standing.final_refusal(REQUIRED, Standing(ALL, 1, True), 3, waits=True) is NotOpen.PASSED
    assert standing.final_refusal(REQUIRED, Standing(ALL, 3, False), 3, waits=True) is NotOpen.NO_ATTEMPT


def test_when_the_next_attempt_opens() -> None:
    paper = Blueprint("final", by_objective({"lawful": 1}), 20, 80, 3, wait_hours=24)
    handed_in = [at(30), at(0), at(60)]
    opens = [standing.opens_at(paper, handed_in[:count]) for count in range(4)]
    assert opens == [None, at(54), at(54), None]  # the fourth would be a granted one
    endless = replace(paper, attempts=None)
    assert standing.opens_at(endless, handed_in) == at(84)
    assert standing.opens_at(replace(paper, wait_hours=None), handed_in[:1]) is None


def test_how_far_and_where_to_go_on() -> None:
    assert standing.next_part(REQUIRED, ()) == "one"
    assert standing.next_part(REQUIRED, {"one", "scenario-case"}) == "two"
    assert standing.next_part(REQUIRED, ALL) is None
    assert [standing.percent_done(REQUIRED, Standing(frozenset(REQUIRED[:n]), 0, False)) for n in range(4)] == [
        0,
        25,
        50,
        75,
    ]
    assert standing.percent_done(REQUIRED, Standing(ALL, 1, True)) == 100
    assert standing.percent_done(REQUIRED, Standing(ALL | {"left over"}, 0, False)) == 75


@pytest.mark.parametrize(
    ("where", "state", "gives", "expected"),
    [
        (NOTHING, State.NOT_STARTED, True, Step.PART),
        (Standing(ALL, 0, False), State.STARTED, True, Step.FINAL),
        (Standing(ALL, 1, True), State.PASSED, True, Step.CERTIFICATE),
        (Standing(ALL, 1, True), State.PASSED, False, Step.NOTHING),
        (Standing(ALL, 3, False), State.FAILED, True, Step.ASK),
        (Standing(frozenset({"one"}), 1, True), State.STARTED, True, Step.PART),
    ],
)
def test_next_step(where: Standing, state: State, gives: bool, expected: Step) -> None:
    assert standing.next_step(module(gives_certificate=gives), where, state) is expected


def enrolment(number: int, state: State, day: int = 1, due: date | None = None) -> Enrolment:
    return Enrolment(
        id=UUID(int=number),
        officer_id=UUID(int=1),
        module_id="searches",
        academy_id=UUID(int=2),
        enrolled_on=date(2026, 9, day),
        due_on=due,
        revision_id="r1",
        state=state,
        done=frozenset(),
        finals=0,
        best_percent=None,
        passed=False,
        waiting=False,
        time_zone="Asia/Almaty",
    )


def test_of_several_enrolments_the_latest_open_one_is_shown_else_the_latest() -> None:
    old, new = enrolment(9, State.STARTED, 1), enrolment(1, State.NOT_STARTED, 2)
    passed = enrolment(5, State.PASSED, 3)
    assert standing.in_force([]) is None
    assert standing.in_force([old, passed]) is old
    assert standing.in_force([passed, new, old]) is new
    assert standing.in_force([enrolment(1, State.FAILED, 1), passed]) is passed


def test_what_is_due_first_comes_first() -> None:
    undated, begun = enrolment(1, State.NOT_STARTED), enrolment(2, State.STARTED, 5)
    soon, later = (
        enrolment(3, State.NOT_STARTED, 1, date(2026, 9, 20)),
        enrolment(4, State.STARTED, 1, date(2026, 9, 21)),
    )
    done = enrolment(5, State.PASSED, 1, date(2026, 9, 1))
    assert standing.by_urgency([undated, begun, later, done, soon]) == [soon, later, begun, undated]


# --- tally -----------------------------------------------------------------------------------------------------------


def read(part: str, hour: int, revision: str = "r1", language: str = "en") -> Reading:
    return Reading(part, revision, language, at(hour))


def sat(
    paper: str, number: int, hour: int, percent: int, passed: bool = False, revision: str = "r1", answered: int = 9
) -> Sitting:
    return Sitting(paper, number, revision, answered, 9, percent, passed, at(hour) - timedelta(minutes=30), at(hour))


def test_nothing_done() -> None:
    assert tally([], [], Rule()) == Tally(
        None, None, (), None, None, 0, False, None, None, None, State.NOT_STARTED, None
    )


def test_a_whole_course_of_events() -> None:
    readings = [read("one", 2), read("two", 3, language="kk"), read("scenario-case", 4, language="kk")]
    sittings = [sat("pre-test", 1, 1, 40), sat("final", 1, 5, 70), sat("final", 2, 6, 85, True)]
    assert tally(readings, sittings, RULE) == Tally(
        revision_id="r1",
        started_at=at(1) - timedelta(minutes=30),
        done=REQUIRED,
        pre_percent=40,
        post_percent=70,
        finals=2,
        waiting=False,
        best_percent=85,
        passed_at=at(6),
        completed_at=at(6),
        state=State.PASSED,
        language="kk",
        active_at=at(6),
    )


def test_an_attempt_granted_takes_failed_back_until_it_is_used() -> None:
    readings = [read(part, hour) for hour, part in enumerate(REQUIRED)]
    failed = [sat("final", number, number + 5, 40) for number in (1, 2, 3, 4)]
    states = [tally(readings, failed[:count], RULE, granted).state for count, granted in ((3, 0), (3, 1), (4, 1))]
    assert states == [State.FAILED, State.STARTED, State.FAILED]
    assert tally([], [], Rule(), 2).granted == 2


def test_a_pre_test_after_the_first_part_is_no_measure_of_what_one_knew_before() -> None:
    assert tally([read("one", 1)], [sat("pre-test", 1, 2, 40)], RULE).pre_percent is None
    assert tally([], [sat("pre-test", 1, 2, 40)], RULE).pre_percent == 40


def test_a_pre_test_that_was_only_looked_at_is_no_measure_of_what_one_knew() -> None:
    percents = [tally([], [sat("pre-test", 1, 2, 30, answered=answered)], RULE).pre_percent for answered in (4, 5)]
    assert percents == [None, 30]


def test_what_arrives_last_completes() -> None:
    """Facts of another site may say that the assessment was passed before the last lesson was done."""
    late = tally([read("one", 1), read("two", 2), read("scenario-case", 9)], [sat("final", 1, 5, 90, True)], RULE)
    assert (late.passed_at, late.completed_at) == (at(5), at(9))
    lacking = tally([read("one", 1)], [sat("final", 1, 5, 90, True)], RULE)
    assert (lacking.passed_at, lacking.completed_at, lacking.state) == (at(5), None, State.STARTED)


def test_the_first_thing_done_pins_the_revision() -> None:
    assert pinned_revision([], []) is None
    assert pinned_revision([read("one", 2, "r2")], [sat("pre-test", 1, 1, 40, revision="r1")]) == "r1"
    assert (
        pinned_revision([read("one", 1, "r1"), read("two", 2, "r2")], [sat("final", 1, 3, 40, revision="r2")]) == "r1"
    )


readings = st.lists(
    st.builds(read, st.sampled_from([*REQUIRED, "left-over"]), st.integers(0, 50), st.sampled_from(["r1", "r2"])),
    unique_by=lambda each: each.part_id,
)
sittings = st.lists(
    st.builds(
        sat,
        st.sampled_from(["pre-test", "final"]),
        st.integers(1, 4),
        st.integers(0, 50),
        st.integers(0, 100),
        st.booleans(),
    ),
    unique_by=lambda each: (each.paper, each.number),
    max_size=6,
)


@given(readings, sittings, st.randoms())
def test_the_order_in_which_facts_arrive_changes_nothing_that_counts(
    read_: list[Reading], sat_: list[Sitting], chance: object
) -> None:
    mixed, moved = list(read_), list(sat_)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    chance.shuffle(moved)  # type: ignore[attr-defined]
    assert tally(mixed, moved, RULE) == tally(read_, sat_, RULE)


@given(readings, sittings, st.integers(0, 2))
def test_completed_means_all_parts_and_a_passed_assessment(
    read_: list[Reading], sat_: list[Sitting], granted: int
) -> None:
    result = tally(read_, sat_, RULE, granted)
    passed = any(each.paper == "final" and each.passed for each in sat_)
    assert (
        (result.completed_at is not None)
        == (passed and set(result.done) >= set(REQUIRED))
        == (result.state is State.PASSED)
    )
    assert result.finals == sum(each.paper == "final" for each in sat_)
    assert (result.state is State.FAILED) == (result.finals >= 3 + granted and not passed)
    assert (result.state is State.NOT_STARTED) == (not read_ and not sat_)
    if result.completed_at and result.passed_at:
        assert result.completed_at >= result.passed_at


@given(readings, sittings, st.integers(0, 10))
def test_a_further_fact_never_takes_a_completion_back(read_: list[Reading], sat_: list[Sitting], left_out: int) -> None:
    fewer = tally(read_[: len(read_) - left_out], sat_[: len(sat_) - left_out], RULE)
    more = tally(read_, sat_, RULE)
    assert not (fewer.completed_at and not more.completed_at)


# --- lists of numbers ------------------------------------------------------------------------------------------------


def test_a_pasted_list_is_read_with_its_lines() -> None:
    assert listed("000001\n\n 000002, 000003;000004\t000005\r\n000006\n") == [
        Listed(1, "000001"),
        Listed(3, "000002"),
        Listed(3, "000003"),
        Listed(3, "000004"),
        Listed(3, "000005"),
        Listed(4, "000006"),
    ]
    assert listed(" \n;,،\n") == []
    assert listed("KZ 77 001, 000002 000003") == [Listed(1, "KZ 77 001"), Listed(1, "000002"), Listed(1, "000003")]


def test_what_becomes_of_each_number() -> None:
    known = Known(UUID(int=7), "Сейтқали Айгүл")
    entry = Listed(3, "000007")
    assert judged(entry, None, (), ()) == Line(3, "000007", Found.UNKNOWN)
    for enrolled, before, found in (
        ((), (), Found.FREE),
        ({known.officer_id}, (), Found.ENROLLED),
        ((), {known.officer_id}, Found.REPEATED),
        ({known.officer_id}, {known.officer_id}, Found.REPEATED),
    ):
        assert judged(entry, known, enrolled, before) == Line(3, "000007", found, known.officer_id, known.name)


@pytest.mark.parametrize(
    ("found", "obstacle", "may"),
    [
        ([Found.FREE, Found.ENROLLED, Found.REPEATED], None, True),
        ([Found.FREE, Found.UNKNOWN], None, False),
        ([Found.ENROLLED], None, False),
        ([], None, False),
        ([Found.FREE], Obstacle.DUE_IS_PAST, False),
    ],
)
def test_all_of_a_list_or_none(found: list[Found], obstacle: Obstacle | None, may: bool) -> None:
    lookup = Lookup(tuple(Line(n, str(n), each, UUID(int=n + 1)) for n, each in enumerate(found)), obstacle)
    assert lookup.may_be_enrolled is may
    assert lookup.free == [UUID(int=n + 1) for n, each in enumerate(found) if each is Found.FREE]
    assert lookup.unknown == found.count(Found.UNKNOWN)


def test_what_officers_may_choose() -> None:
    more = module(module_id="more", requires=("searches",))
    begun, passed = enrolment(1, State.STARTED), enrolment(2, State.PASSED)
    assert own_choice(module(), [], allowed=True) is OwnChoice.GRANTED
    assert own_choice(module(), [], allowed=False) is OwnChoice.NOT_ALLOWED
    assert own_choice(module(), [passed], allowed=True) is OwnChoice.THERE
    assert own_choice(more, [begun], allowed=True) is OwnChoice.REQUIRES
    assert own_choice(more, [begun, passed], allowed=True) is OwnChoice.GRANTED


# --- playing ---------------------------------------------------------------------------------------------------------

GATE = Scenario(
    "scenario-gate",
    (
        Scene("parcel", (Choice("ask", 2), Choice("search", -1))),
        Scene("ask", ending="good"),
        Scene("search", (Choice("ask", 1), Choice("angry", -2))),
        Scene("angry", ending="poor"),
    ),
)


def take(path: Sequence[Taken], step: int, scene_id: str, choice: int) -> Taken | None:
    return play.take(GATE, path, Decision(UUID(int=1), step, scene_id, choice))


def test_a_play_goes_from_scene_to_scene() -> None:
    assert play.here(GATE, ()).id == "parcel"
    first = take((), 0, "parcel", 1)
    assert first == Taken("parcel", 1, "search", -1)
    assert play.here(GATE, [first]).id == "search"
    second = take([first], 1, "search", 0)
    assert second == Taken("search", 0, "ask", 1)
    assert play.here(GATE, [first, second]).ending == "good"
    assert play.points([first, second]) == 0


@pytest.mark.parametrize(
    ("step", "scene", "choice"),
    [(0, "parcel", 1), (2, "search", 0), (1, "parcel", 0), (1, "search", 2), (1, "search", -1), (1, "nowhere", 0)],
)
def test_a_choice_that_the_play_does_not_offer_now_is_not_taken(step: int, scene: str, choice: int) -> None:
    assert take([Taken("parcel", 1, "search", -1)], step, scene, choice) is None


def test_after_the_ending_nothing_is_taken() -> None:
    assert take([Taken("parcel", 0, "ask", 2)], 1, "ask", 0) is None


def test_a_play_that_stands_nowhere_cannot_be() -> None:
    with pytest.raises(ValueError, match="scenario-gate has no scene gone"):
        play.here(GATE, [Taken("parcel", 0, "gone", 2)])


def test_the_best_that_can_be_reached() -> None:
    assert play.best_points(GATE) == 2
    back = Scenario(
        "s",
        (Scene("a", (Choice("b", -1), Choice("end", 1))), Scene("b", (Choice("a", 0),)), Scene("end", ending="good")),
    )
    assert play.best_points(back) == 1
    detour = Scenario(
        "s",
        (Scene("a", (Choice("end", 1), Choice("b", 0))), Scene("b", (Choice("end", 5),)), Scene("end", ending="good")),
    )
    assert play.best_points(detour) == 5


@given(st.lists(st.integers(0, 2), max_size=30))
def test_no_play_brings_more_than_the_best(wishes: list[int]) -> None:
    path: list[Taken] = []
    for wish in wishes:
        taken = take(path, len(path), play.here(GATE, path).id, wish)
        if taken:
            path.append(taken)
    assert play.points(path) <= play.best_points(GATE)
    assert all(before.target == after.scene_id for before, after in pairwise(path))


def test_while_a_result_waits_nobody_has_failed_and_nobody_starts_again() -> None:
    readings = [read("one", 2), read("two", 3), read("scenario-case", 4)]
    handed_in = replace(sat("final", 1, 5, 0), percent=None, passed=None)
    came_to = tally(readings, [handed_in], Rule(REQUIRED, attempts=1))
    assert (came_to.state, came_to.waiting, came_to.post_percent, came_to.best_percent) == (
        State.STARTED,
        True,
        None,
        None,
    )
    where = Standing(frozenset(REQUIRED), 1, passed=False, waiting=True)
    assert standing.final_refusal(REQUIRED, where, 1) is NotOpen.NO_RESULT
    assert standing.final_refusal(REQUIRED, where, None) is NotOpen.NO_RESULT
    assert standing.next_step(module(), where, State.STARTED) is Step.WAIT
    passed = tally(readings, [replace(handed_in, percent=90, passed=True)], Rule(REQUIRED, attempts=1))
    assert (passed.state, passed.waiting, passed.completed_at) == (State.PASSED, False, at(5))


# --- attendance ------------------------------------------------------------------------------------------------------

WEEK, FORUM = UUID(int=1), UUID(int=2)
CLASS = Rule(REQUIRED, attendance=2, attempts=3)


def marked(day: int, present: bool = True, serial: int = 1, session: UUID = WEEK, hour: int = 17) -> Mark:
    return Mark(session, date(2026, 9, day), serial, present, datetime(2026, 9, day, hour, tzinfo=UTC))


def test_the_latest_mark_of_a_day_holds_and_a_date_counts_once() -> None:
    marks = [
        marked(1),
        marked(2),
        marked(2, False, 2),
        marked(3, False),
        marked(3, True, 2),
        marked(1, session=FORUM, hour=12),
    ]
    ended = [datetime(2026, 9, 1, 12, tzinfo=UTC), datetime(2026, 9, 3, 17, tzinfo=UTC)]
    assert days_attended(marks) == {each.date(): each for each in ended}


def test_a_day_counts_for_the_enrolment_made_before_it_ended_and_else_for_the_first() -> None:
    days = [datetime(2026, 9, day, 17, tzinfo=UTC) for day in (1, 5, 9)]
    first, again = UUID(int=8), UUID(int=7)
    begun = [(again, datetime(2026, 9, 5, 8, tzinfo=UTC)), (first, datetime(2026, 9, 2, tzinfo=UTC))]
    assert shared_out(days, begun) == {first: days[:1], again: days[1:]}
    assert shared_out(days, begun[1:]) == {first: days}


def test_a_day_counts_under_either_record_of_a_person_and_a_link_takes_none_away() -> None:
    one, other = UUID(int=1), UUID(int=2)
    old, new, theirs = UUID(int=7), UUID(int=8), UUID(int=9)
    ended = [datetime(2026, 9, day, 17, tzinfo=UTC) for day in (1, 5, 9)]
    days = {each.date(): each for each in ended}
    early, late = datetime(2026, 9, 2, tzinfo=UTC), datetime(2026, 9, 8, tzinfo=UTC)
    there = {one: days}
    # Only the other record is enrolled: as if it were the one.
    assert shared_among(there, {other: [(old, early), (new, late)]}) == {old: ended[:2], new: ended[2:]}
    # Both are: what came before the other's enrolment, and after one's own, is of an earlier round.
    begun = {one: [(old, early)], other: [(theirs, late)]}
    assert shared_among(there, begun) == {old: ended, theirs: [ended[0], ended[2]]}
    # A date counts once, and ended with the first of its sessions.
    twice = {one: days, other: {ended[2].date(): ended[2] - timedelta(hours=3)}}
    assert shared_among(twice, {one: [(old, early)]}) == {old: [*ended[:2], ended[2] - timedelta(hours=3)]}


def test_required_days_complete_whatever_comes_last() -> None:
    readings, sittings = [read(part, 1) for part in REQUIRED], [sat("final", 1, 5, 90, True)]
    days = [at(3), at(9), at(20)]
    assert tally(readings, sittings, CLASS, days=days).completed_at == at(9)
    assert tally(readings, sittings, CLASS, days=[at(2), at(3)]).completed_at == at(5)
    lacking = tally(readings, sittings, CLASS, days=days[:1])
    assert (lacking.state, lacking.completed_at, lacking.attended) == (State.STARTED, None, 1)
    only_there = tally([], [], Rule(), days=days)
    assert (only_there.state, only_there.started_at, only_there.revision_id) == (State.STARTED, at(3), None)


def test_days_to_attend_are_steps_of_the_module() -> None:
    passed = Standing(ALL, 1, True, attended=1)
    assert standing.percent_done(REQUIRED, passed, 2) == 83
    assert standing.percent_done(REQUIRED, replace(passed, attended=9), 2) == 100
    assert standing.next_step(module(attendance=2), passed, State.STARTED) is Step.ATTEND


marks = st.lists(
    st.builds(marked, st.integers(1, 4), st.booleans(), st.integers(1, 6), st.sampled_from([WEEK, FORUM]), st.just(17)),
    unique_by=lambda each: (each.session_id, each.day, each.serial),
)


@given(marks, st.randoms())
def test_the_order_of_marks_and_corrections_changes_nothing(there: list[Mark], chance: object) -> None:
    moved = list(there)
    chance.shuffle(moved)  # type: ignore[attr-defined]
    assert days_attended(moved) == days_attended(there)
    present = {
        each.day
        for each in there
        if each.present
        and not any(
            other.session_id == each.session_id and other.day == each.day and other.serial > each.serial
            for other in there
        )
    }
    assert days_attended(there).keys() == present


# --- officers under way when a revision is published -----------------------------------------------------------------

TERMS = {
    "r1": Rule(("one", "two"), 0, 3, {"one": "a", "two": "a"}),
    "r2": Rule(("one", "two"), 0, 3, {"one": "a", "two": "b"}),
    "r3": Rule(("one", "two", "three"), 0, 3, {"one": "a", "two": "b", "three": "a"}),
}
PASSED = sat("final", 1, 4, 90, True)


def across(readings: list[Reading], sittings: list[Sitting], *moves: tuple[int, str]) -> Tally:
    return tally_across(readings, sittings, [Move(at(hour), revision) for hour, revision in moves], TERMS.__getitem__)


def test_without_a_move_the_first_revision_holds() -> None:
    readings = [read("one", 1), read("two", 2)]
    assert across(readings, [PASSED]) == replace(
        tally(readings, [PASSED], Rule(("one", "two"), 0, 3)), revision_id="r1"
    )
    assert across([], [], (5, "r2")) == tally([], [], Rule())


def test_who_is_under_way_does_the_changed_parts_again() -> None:
    moved = across([read("one", 1), read("two", 2)], [], (3, "r2"))
    assert (moved.revision_id, moved.done, moved.state) == ("r2", ("one",), State.STARTED)
    again = across([read("one", 1), read("two", 2), read("two", 5, "r2")], [], (3, "r2"))
    assert (again.done, again.started_at) == (("one", "two"), at(1))
    twice = across([read("one", 1), read("two", 2), read("two", 5, "r2")], [], (3, "r2"), (6, "r3"))
    assert (twice.revision_id, twice.done) == ("r3", ("one", "two"))


def test_who_has_completed_is_not_moved() -> None:
    readings = [read("one", 1), read("two", 2)]
    before = across(readings, [PASSED])
    assert before.completed_at == at(4)
    assert across(readings, [PASSED], (5, "r2"), (6, "r3")) == before
    assert across(readings, [PASSED], (3, "r2")).completed_at is None


def test_a_result_that_comes_late_counts_from_when_it_was_handed_in() -> None:
    readings, waits = [read("one", 1), read("two", 2)], replace(PASSED, percent=None, passed=None)
    assert across(readings, [waits], (5, "r2")).revision_id == "r2"
    assert across(readings, [PASSED], (5, "r2")) == across(readings, [PASSED])


def test_moves_before_the_beginning_are_no_moves() -> None:
    assert across([read("one", 3)], [], (2, "r2")).revision_id == "r1"


def test_who_has_completed_is_not_moved_by_a_revision_that_comes_back() -> None:
    readings = [read("one", 1), read("two", 2), read("two", 3, "r2")]
    before = across(readings, [PASSED], (2, "r2"))
    assert (before.revision_id, before.completed_at) == ("r2", at(4))
    assert across(readings, [PASSED], (2, "r2"), (6, "r1")) == before


def test_a_paper_that_was_begun_before_a_move_is_under_way() -> None:
    assert across([], [replace(PASSED, started_at=at(1))], (2, "r2")).revision_id == "r2"
    assert across([], [replace(PASSED, started_at=at(3))], (2, "r2")).revision_id == "r1"


def test_who_lacks_nothing_after_a_move_has_completed_on_its_day() -> None:
    """The new revision no longer has the part that was missing."""
    rules = {**TERMS, "r4": Rule(("one",), 0, 3, {"one": "a"})}
    found = tally_across([read("one", 1)], [PASSED], [Move(at(9), "r4")], rules.__getitem__)
    assert (found.completed_at, found.passed_at, found.state) == (at(9), at(4), State.PASSED)
    later = tally_across([read("one", 10)], [PASSED], [Move(at(9), "r4")], rules.__getitem__)
    assert later.completed_at == at(10)
    again = tally_across([read("one", 1)], [PASSED], [Move(at(9), "r4"), Move(at(11), "r2")], rules.__getitem__)
    assert again == found  # who has completed by then is not moved


def test_a_clock_that_went_back_undoes_no_move() -> None:
    readings = [read("one", 2), read("two", 2), read("two", 1, "r2")]
    found = across(readings, [replace(PASSED, revision_id="r2", submitted_at=at(2))], (2, "r2"))
    assert (found.revision_id, found.state) == ("r2", State.PASSED)
