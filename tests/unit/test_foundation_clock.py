"""The clock: stopped where a test wants it, and days as they are on the wall of a place."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from elearn.foundation import clock


def test_it_goes_on_and_is_in_utc() -> None:
    first = clock.now()
    assert first.tzinfo is UTC
    assert timedelta(0) <= clock.now() - first < timedelta(minutes=1)


def test_it_stands_where_it_was_stopped_also_within_another_stop_and_goes_on_afterwards() -> None:
    outer = datetime(2026, 1, 1, 5, tzinfo=timezone(timedelta(hours=5)))
    inner = datetime(2025, 1, 1, tzinfo=UTC)
    with clock.stopped_at(outer):
        assert clock.now() == datetime(2026, 1, 1, tzinfo=UTC)
        assert clock.now().tzinfo is UTC
        with clock.stopped_at(inner):
            assert clock.now() == inner
        assert clock.now() == outer
    assert clock.now() > outer


def test_a_moment_needs_its_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.stopped_at(datetime(2026, 1, 1)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", date(2026, 9, 14)), ("Asia/Almaty", date(2026, 9, 15)), ("Africa/Tunis", date(2026, 9, 14))],
)
def test_a_day_is_that_of_the_place(zone: str, day: date) -> None:
    with clock.stopped_at(datetime(2026, 9, 14, 19, 30, tzinfo=UTC)):
        assert clock.today(zone) == day
