"""Counting with plain values: every rule of the definition, and invariants over random histories."""

from dataclasses import astuple
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from elearn.reports.rules import (
    DEFINITIONS,
    Approval,
    Cell,
    Completion,
    Figures,
    Flags,
    Holding,
    Profile,
    Report,
    Tally,
    Terms,
    approved_on,
    count,
    figures,
    for_monitor,
    held,
    merge,
    posting_on,
    quarter,
    quarter_end,
    quarters,
    target_on,
    total,
)

AIGUL, NURLAN = UUID(int=1), UUID(int=2)
KOSTANAY, KARAGANDA = UUID(int=11), UUID(int=12)
TERMS = Terms(frozenset({"KZ"}), date(2026, 1, 1), date(2027, 12, 31), frozenset(), DEFINITIONS[1])
APPROVALS = [Approval("searches", date(2026, 1, 1), True), Approval("standards", date(2026, 1, 1), True)]


def completion(number: int, module: str = "searches", on: date = date(2026, 3, 1), **more: object) -> Completion:
    values: dict[str, object] = {
        "enrolment_id": UUID(int=100 + number),
        "person_id": AIGUL,
        "country": "KZ",
        "module_id": module,
        "academy_id": KOSTANAY,
        "sex": "F",
        "on": on,
        "pre": None,
        "post": None,
        "profile": Profile(track="security-officer"),
    }
    return Completion(**{**values, **more})  # type: ignore[arg-type]


def test_a_person_counts_once_and_each_completion_is_a_participation() -> None:
    first = completion(1)
    elsewhere = completion(2, "standards", date(2026, 5, 1), academy_id=KARAGANDA)
    again = completion(3, "searches", date(2026, 6, 1))
    assert count(TERMS, APPROVALS, [again, elsewhere, first]) == [
        (first, Flags(True, True, False, False, False, False)),
        (elsewhere, Flags(False, True, False, False, False, False)),
        (again, Flags(False, False, False, False, False, False)),
    ]


def test_what_does_not_count() -> None:
    approvals = [*APPROVALS, Approval("searches", date(2026, 7, 1), False)]
    assert count(TERMS, approvals, [completion(1, on=date(2025, 12, 31))]) == []  # before the baseline
    assert count(TERMS, approvals, [completion(2, on=date(2028, 1, 1))]) == []  # after the end
    assert count(TERMS, approvals, [completion(3, "cooking")]) == []  # never approved
    assert count(TERMS, approvals, [completion(4, on=date(2026, 7, 1))]) == []  # approval withdrawn that day
    assert count(TERMS, approvals, [completion(5, country="KG")]) == []
    assert [c for c, _ in count(TERMS, approvals, [completion(6, on=date(2026, 6, 30))])] == [
        completion(6, on=date(2026, 6, 30))
    ]


def test_only_the_programmes_job_tracks_are_officers() -> None:
    psychologists = Terms(TERMS.countries, TERMS.starts_on, TERMS.ends_on, frozenset({"psychologist"}), DEFINITIONS[1])
    one = completion(1, profile=Profile(track="psychologist"))
    assert [c for c, _ in count(psychologists, APPROVALS, [one, completion(2), completion(3, profile=Profile())])] == [
        one
    ]


def test_improved_needs_both_tests_and_the_margin() -> None:
    def flags(pre: int | None, post: int | None) -> tuple[bool, bool]:
        ((_, found),) = count(TERMS, APPROVALS, [completion(1, pre=pre, post=post)])
        return found.matched, found.improved

    assert flags(50, 60) == (True, True)
    assert flags(50, 59) == (True, False)
    assert flags(90, 70) == (True, False)
    assert flags(None, 90) == (False, False)
    assert flags(40, None) == (False, False)


def test_approval_is_decided_by_the_latest_fact_up_to_the_day() -> None:
    history = [
        Approval("searches", date(2026, 1, 1), True),
        Approval("searches", date(2026, 3, 1), False),
        Approval("searches", date(2026, 5, 1), True),
    ]
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 1)]
    assert [approved_on(history, "searches", day) for day in days] == [False, True, True, False, True]


def holding(first: date, last: date, academy: UUID = KOSTANAY, module: str = "searches") -> Holding:
    return Holding(AIGUL, "KZ", module, academy, "F", first, last)


def test_two_certificates_at_once_are_one_holder() -> None:
    one = holding(date(2026, 1, 10), date(2028, 1, 10))
    other = holding(date(2026, 6, 1), date(2028, 6, 1), KARAGANDA, "standards")
    assert held(TERMS, APPROVALS, [other, one]) == [
        (None, holding(date(2026, 1, 10), date(2028, 6, 1))),
        (KARAGANDA, other),
        (KOSTANAY, one),
    ]


def test_a_gap_stays_a_gap_and_one_revoked_on_its_day_was_never_held() -> None:
    early, late = holding(date(2026, 1, 1), date(2026, 2, 1)), holding(date(2026, 4, 1), date(2026, 5, 1))
    assert merge([late, early, holding(date(2026, 3, 1), date(2026, 2, 28))]) == [early, late]


def test_quarters() -> None:
    assert [quarter(day) for day in (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1), date(2026, 12, 31))] == [
        "2026Q1",
        "2026Q1",
        "2026Q2",
        "2026Q4",
    ]
    assert quarter_end("2026Q4") == date(2026, 12, 31)
    assert quarters(date(2026, 11, 5), date(2027, 4, 1)) == ["2026Q4", "2027Q1", "2027Q2"]


def test_totals_targets_and_tracks() -> None:
    cells = {
        Cell(KOSTANAY, "F", "2026Q1"): Tally(2, 2, 1, 1, 1, 1, 3),
        Cell(KARAGANDA, "M", "2026Q2"): Tally(1, 2, 0, 0, 0, 0, 2),
    }
    assert figures(total(cells), 2) == Figures(trained=3, matched=1, improved=1, holding=2, participations=5)
    assert figures(total(cells, academy_id=KARAGANDA), 0, here=True) == Figures(2, 0, 0, 0, 2)
    targets = [(date(2026, 6, 30), 100), (date(2026, 12, 31), 200)]
    assert [target_on(targets, day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2027, 1, 1))] == [
        100,
        200,
        200,
    ]
    assert target_on([], date(2026, 1, 1)) is None
    postings = [(date(2026, 1, 1), "other"), (date(2026, 3, 1), "psychologist")]
    assert [posting_on(postings, day) for day in (date(2025, 1, 1), date(2026, 2, 1), date(2026, 3, 1))] == [
        None,
        "other",
        "psychologist",
    ]


COUNTS = st.integers(0, 45)
ROWS = st.builds(Figures, COUNTS, COUNTS, COUNTS, COUNTS, COUNTS)


@given(ROWS, ROWS, ROWS, COUNTS)
def test_no_subtraction_of_what_a_monitor_sees_gives_a_number_under_ten(
    total: Figures, women: Figures, kostanay: Figures, new: int
) -> None:
    """Whatever stands on one page or on two: differences of multiples of ten are multiples of ten."""
    full = Report(
        "2026Q3", date(2026, 9, 15), total, new, (("F", women),), ((KOSTANAY, kostanay),), (("2026Q3", total),), 3
    )
    seen = for_monitor(full)
    rows = [seen.total, seen.by_sex[0][1], seen.by_academy[0][1], seen.by_quarter[0][1]]
    numbers = [n for row in rows for n in astuple(row)] + [seen.new]
    assert seen.at_several is None
    assert all(n is None or n % 10 == 0 for n in numbers)
    assert all((n is None) == (0 < real < 10) for n, real in zip(astuple(seen.total), astuple(total), strict=True))


HISTORIES = st.lists(
    st.builds(
        completion,
        st.integers(0, 10_000),
        st.sampled_from(["searches", "standards", "cooking"]),
        st.dates(date(2025, 6, 1), date(2028, 6, 1)),
        academy_id=st.sampled_from([KOSTANAY, KARAGANDA]),
        pre=st.none() | st.integers(0, 100),
        post=st.none() | st.integers(0, 100),
    ),
    max_size=8,
    unique_by=lambda c: c.enrolment_id,
)


@given(HISTORIES, st.randoms())
def test_one_person_is_never_counted_twice_in_any_order(history: list[Completion], chance) -> None:
    counted = count(TERMS, APPROVALS, history)
    sums = [sum(getattr(flags, name) for _, flags in counted) for name in ("first", "matched", "improved")]
    assert sums[0] == bool(counted)
    assert sums[0] >= sums[1] >= sums[2]
    assert sum(flags.first_here for _, flags in counted) == len({c.academy_id for c, _ in counted})
    chance.shuffle(history)
    assert count(TERMS, APPROVALS, history) == counted


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30)), max_size=6))
def test_merging_keeps_exactly_the_days(spans: list[tuple[int, int]]) -> None:
    start = date(2026, 1, 1)
    holdings = [holding(start + timedelta(a), start + timedelta(a + length)) for a, length in spans]
    days = [start + timedelta(n) for n in range(100)]

    def covered(some: list[Holding], day: date) -> int:
        return sum(h.first_day <= day <= h.last_day for h in some)

    assert [covered(merge(holdings), day) for day in days] == [int(covered(holdings, day) > 0) for day in days]
