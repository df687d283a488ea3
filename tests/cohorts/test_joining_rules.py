"""Which enrolment a cohort takes over, when a date moves with it, and when an officer is reminded."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from elearn.cohorts.rules.cohorts import DateProblem, Taken, counting, date_problem, moves_with
from elearn.cohorts.rules.mailing import Stage, next_try, stage

DUE = date(2026, 10, 1)


def taken(number: int, *, here: bool = True, done: date | None = None, until: date | None = None) -> Taken:
    return Taken(UUID(int=number), here, done is None, done, until, None)


def test_the_enrolment_under_way_here_counts_before_any_completion() -> None:
    done, under_way = taken(1, done=date(2026, 1, 1)), taken(2)
    assert counting([done, under_way], DUE) == under_way
    assert counting([done, taken(2, here=False)], DUE) == done
    assert counting([taken(2, here=False)], DUE) is None


def test_a_completion_counts_while_it_is_good_on_the_last_day() -> None:
    early, late = taken(1, done=date(2026, 1, 1), until=DUE), taken(2, done=date(2026, 2, 1), until=DUE - timedelta(1))
    assert counting([early, late], DUE) == early
    assert counting([late], DUE) is None
    assert counting([], DUE) is None


def test_dates_that_move_with_the_cohort() -> None:
    earlier, later = DUE - timedelta(1), DUE + timedelta(1)
    assert [moves_with(due, None, DUE) for due in (None, earlier, DUE, later)] == [True, False, False, True]
    assert [moves_with(due, DUE, later) for due in (None, earlier, DUE, later)] == [True, False, True, False]
    assert not moves_with(DUE, DUE, DUE)


def test_dates_of_a_cohort() -> None:
    assert date_problem(DUE, DUE, DUE) is None
    assert date_problem(DUE, DUE - timedelta(1), DUE) is DateProblem.DUE_BEFORE_START
    assert date_problem(DUE, DUE, DUE + timedelta(1)) is DateProblem.DUE_IS_PAST


def test_when_one_is_reminded() -> None:
    days = {15: None, 14: Stage.SOON, 4: Stage.SOON, 3: Stage.NEAR, 0: Stage.NEAR, -1: Stage.LATE}
    assert {days_off: stage(DUE, DUE - timedelta(days_off)) for days_off in days} == days


def test_pauses_grow_up_to_half_a_day() -> None:
    now = datetime(2026, 9, 15, tzinfo=UTC)
    minutes = [(next_try(tries, now) - now) // timedelta(minutes=1) for tries in (1, 2, 3, 8, 20)]
    assert minutes == [5, 10, 20, 640, 720]
