"""Lists that are made every month by themselves: once a month, for who still may, until they are stopped."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select

from elearn.foundation import clock, jobs, worker
from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from elearn.reports.models import MonthlyOrder
from tests.reports.test_pages import filled, read
from tests.world import World

__all__ = ["filled"]  # a fixture


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def asked() -> list[tuple[str, str]]:
    """First and last day of the lists that were asked for."""
    db.session.rollback()
    rows = db.session.execute(select(jobs.Job.parameters).order_by(jobs.Job.asked_at)).scalars()
    return [(row["filters"]["first_day"], row["filters"]["last_day"]) for row in rows]


def chores(*moments: datetime) -> None:
    for moment in moments:
        with clock.stopped_at(moment):
            worker.do_chores()


def order(world: World, account: UUID, path: str = "named", **data: str) -> int:
    client = world.signed_in(account)
    return client.post(f"/exports/monthly/{path}", data={"format": "csv"} | data).status_code


def test_an_order_is_taken_up_once_a_month(filled: World) -> None:
    with clock.stopped_at(at(6, 15)):
        order(filled, filled.kostanay.administrator, first_day="2026-01-01", module="searches")
    chores(at(6, 16), at(6, 30, 18))
    assert asked() == []
    # The first of July in Almaty begins at 19:00 UTC of the day before.
    chores(at(6, 30, 19), at(6, 30, 20), at(7, 2), at(7, 31))
    assert asked() == [("2026-06-01", "2026-06-30")]
    chores(at(8, 9))  # the site stood still for some days
    assert asked() == [("2026-06-01", "2026-06-30"), ("2026-07-01", "2026-07-31")]
    with clock.stopped_at(at(8, 9)):
        assert jobs.run_next()
        assert jobs.run_next()
        client = filled.signed_in(filled.kostanay.administrator)
        latest = jobs.latest(filled.kostanay.administrator, "completions-named")[0].id
        rows = read(client.get(f"/jobs/{latest}/file").data)
    assert [(row[1], row[10]) for row in rows[1:]] == [("Ермолаева", "2026-07-02")]


def test_an_order_is_seen_and_stopped_by_its_owner_only(filled: World) -> None:
    assert order(filled, filled.kostanay.administrator, sex="F") == 303
    order_id = db.session.execute(select(MonthlyOrder.id)).scalar_one()
    office = filled.signed_in(filled.kostanay.administrator)
    page = office.get("/exports").text
    assert "Made every month by itself" in page
    assert "Sex: Women" in page
    for other in (filled.karaganda.administrator, filled.programme_administrator):
        client = filled.signed_in(other)
        assert "Made every month by itself" not in client.get("/exports").text
        assert client.post(f"/exports/monthly/{order_id}/stop").status_code == 404
    assert office.post(f"/exports/monthly/{order_id}/stop").status_code == 303
    assert office.post(f"/exports/monthly/{order_id}/stop").status_code == 404
    assert "Made every month by itself" not in office.get("/exports").text
    chores(at(10, 1))
    assert asked() == []


def test_who_lost_the_role_has_nothing_made_any_more(filled: World) -> None:
    order(filled, filled.kostanay.administrator)
    order(filled, filled.programme_administrator, "without-names")
    with transaction():
        db.session.execute(delete(RoleGranted).where(RoleGranted.account_id == filled.kostanay.administrator))
    chores(at(10, 1), at(11, 1))
    assert asked() == [("2026-09-01", "2026-09-30"), ("2026-10-01", "2026-10-31")]
    standing = select(MonthlyOrder.account_id).where(MonthlyOrder.stopped_at.is_(None))
    assert db.session.execute(standing).scalars().all() == [filled.programme_administrator]


def test_an_order_that_makes_no_sense_is_refused(filled: World) -> None:
    assert order(filled, filled.karaganda.administrator, academy=str(filled.kostanay.academy_id)) == 422
    assert order(filled, filled.karaganda.administrator, format="pdf") == 404
    assert order(filled, filled.programme_administrator, "named") == 403
    assert db.session.execute(select(MonthlyOrder)).all() == []
