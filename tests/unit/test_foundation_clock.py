"""The clock: stopped where a test wants it, and days as they are on the wall of a place."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

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


def test_a_stopped_clock_may_be_wrong_and_steady() -> None:
    moment, hour = datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1)
    with clock.stopped_at(moment):
        then = clock.boot()
    with clock.stopped_at(moment + hour):
        assert (clock.boot(), clock.moved_since(then, moment)) == (then, timedelta())
    for wrong_by in (hour, -hour, timedelta(days=-20_000)):
        with clock.stopped_at(moment + hour, wrong_by=wrong_by):
            assert (clock.now(), clock.moved_since(then, moment)) == (moment + hour + wrong_by, wrong_by)
            now = clock.boot()
        with clock.stopped_at(moment + 2 * hour):
            assert clock.moved_since(now, moment + hour + wrong_by) == -wrong_by


def test_of_an_earlier_run_is_known_that_nothing_noted_lies_ahead() -> None:
    moment, hour = datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1)
    with clock.stopped_at(moment):
        then = clock.boot()
    with clock.stopped_at(moment + hour, wrong_by=hour, boot_id="another"):
        assert clock.moved_since(then, moment) == timedelta()
    with clock.stopped_at(moment + hour, wrong_by=-3 * hour, boot_id="another"):
        assert clock.moved_since(then, moment) == -2 * hour


def test_what_was_noted_again_in_this_run_goes_on_until_the_clock_turns_out_to_have_been_slow() -> None:
    moment, hour = datetime(2026, 1, 1, tzinfo=UTC), timedelta(hours=1)
    with clock.stopped_at(moment):
        then = clock.boot()
        assert not clock.lies_ahead(then, moment + hour)  # in the run in which it was noted it cannot
    with clock.stopped_at(moment, wrong_by=-3 * hour, boot_id="another"):
        again = clock.Noted(clock.now(), clock.boot())
        assert clock.lies_ahead(then, moment)
        assert not clock.lies_ahead(then, moment, again)
    with clock.stopped_at(moment + hour, wrong_by=-3 * hour, boot_id="another"):
        assert clock.moved_since(then, moment, again) == -3 * hour
    with clock.stopped_at(moment + hour, wrong_by=-2 * hour, boot_id="another"):
        assert clock.moved_since(then, moment, again) == -2 * hour
    with clock.stopped_at(moment + hour, boot_id="another"):
        assert clock.moved_since(then, moment, again) == timedelta()
    with clock.stopped_at(moment + 2 * hour, wrong_by=-3 * hour, boot_id="a third"):
        assert (clock.moved_since(then, moment, again), clock.lies_ahead(then, moment, again)) == (-hour, True)


def test_the_real_clock_is_one_run_and_was_not_moved() -> None:
    then, moment = clock.boot(), clock.now()
    assert then.id == clock.boot().id
    assert then.at < moment
    assert clock.moved_since(then, moment) == timedelta()


def test_where_the_system_has_no_name_for_its_run_the_process_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    clock._boot_id.cache_clear()
    monkeypatch.setattr(clock, "Path", lambda _path: Path("/nowhere"))
    name = clock.boot().id
    assert name == clock.boot().id
    monkeypatch.undo()
    clock._boot_id.cache_clear()
    assert name != clock.boot().id


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
