"""Lists that are made every month by themselves: once a month, for who still may, until they are stopped."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import delete, select

from elearn.foundation import clock, jobs, worker
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Country, RoleGranted
from elearn.people.rules.roles import Role
from elearn.reports.models import ExportMade, MonthlyOrder
from tests.reports.test_pages import filled, read
from tests.world import World

__all__ = ["filled"]  # a fixture


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def asked() -> list[tuple[str, str]]:
    """First and last day of the lists that were asked for."""
    db.session.rollback()
    rows = db.session.execute(select(jobs.Job.parameters).order_by(jobs.Job.asked_at)).scalars()
    filters = [row["filters"] for row in rows if "filters" in row]  # other features have jobs of their own
    return [(asked["first_day"], asked["last_day"]) for asked in filters]


def chores(*moments: datetime) -> None:
    for moment in moments:
        with clock.stopped_at(moment):
            worker.do_chores()


def work() -> None:
    while jobs.run_next():
        pass


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
        work()
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


def test_what_is_asked_for_twice_is_made_once(filled: World) -> None:
    office = filled.kostanay.administrator
    asked_for: list[dict[str, str]] = [{}, {}, {"format": "xlsx"}, {"sex": "F"}, {"sex": "F"}]
    assert [order(filled, office, **data) for data in asked_for] == [303] * 5
    assert order(filled, office, "without-names") == 303
    assert order(filled, filled.karaganda.administrator) == 303
    made = select(MonthlyOrder.form, MonthlyOrder.named, MonthlyOrder.filters["sex"].as_string())
    assert sorted(map(tuple, db.session.execute(made)), key=str) == [
        ("csv", False, None),
        ("csv", True, "F"),
        ("csv", True, None),
        ("csv", True, None),
        ("xlsx", True, None),
    ]


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


def test_figures_of_the_month_are_made_by_themselves(filled: World) -> None:
    with clock.stopped_at(at(7, 15)):
        for account in (filled.kostanay.administrator, filled.programme_administrator):
            assert order(filled, account, "figures", by="module") == 303
        assert "Figures by Module, CSV" in filled.signed_in(filled.kostanay.administrator).get("/exports").text
    chores(at(8, 2))
    assert asked() == [("2026-07-01", "2026-07-31")] * 2
    with clock.stopped_at(at(8, 2)):
        work()
        found = []
        for account in (filled.kostanay.administrator, filled.programme_administrator):
            job = jobs.latest(account, "completion-figures")[0]
            assert (job.state, job.file_name) == ("done", "statistics-module-2026-07-01_2026-07-31.csv")
            found.append(read(filled.signed_in(account).get(f"/jobs/{job.id}/file").data)[1:])
        page = filled.signed_in(filled.kostanay.administrator).get("/exports").text
        taken = page[page.index("Made for you in the background") :]
        assert "Figures by Module, statistics-module-2026-07-01_2026-07-31.csv" in taken
        assert "Academy: Kostanay academy" in taken
    assert found == [[["Searches", "1", "1", "2", "0", "0"]], [["Searches", *["under 10"] * 3, "0", "0"]]]
    made = select(ExportMade.account_id, ExportMade.named, ExportMade.filters["by"].as_string())
    assert sorted(map(tuple, db.session.execute(made)), key=str) == sorted(
        [(filled.kostanay.administrator, False, "module"), (filled.programme_administrator, False, "module")], key=str
    )


def test_a_month_is_over_when_it_is_over_at_every_academy(filled: World) -> None:
    """1 September comes to Tunis four hours later than to Almaty."""
    with transaction():
        db.session.add(Country(code="TN", names={"en": "Tunisia"}, time_zone="Africa/Tunis"))
        db.session.flush()
        db.session.add(Academy(country="TN", code="zz", names={"en": "Academy of Tunis"}))
    with clock.stopped_at(at(8, 15)):
        order(filled, filled.programme_administrator, "without-names")
    chores(at(8, 31, 20))
    assert asked() == []
    chores(at(8, 31, 23))
    assert asked() == [("2026-08-01", "2026-08-31")]


def test_an_order_over_two_academies_ends_with_one_of_the_roles(filled: World) -> None:
    """And the file that was made can no longer be fetched."""
    both = filled.kostanay.administrator
    with transaction():
        role = RoleGranted(account_id=both, role=Role.ACADEMY_ADMINISTRATOR, scope=filled.karaganda.academy_id)
        db.session.add(role)
    with clock.stopped_at(at(7, 15)):
        assert order(filled, both) == 303
    chores(at(8, 2))
    with clock.stopped_at(at(8, 2)):
        work()
        address = f"/jobs/{jobs.latest(both, 'completions-named')[0].id}/file"
        assert len(read(filled.signed_in(both).get(address).data)) == 2
        with transaction():
            lost = (RoleGranted.account_id == both, RoleGranted.scope == filled.karaganda.academy_id)
            db.session.execute(delete(RoleGranted).where(*lost))
        assert filled.signed_in(both).get("/exports").status_code == 200
        assert filled.signed_in(both).get(address).status_code == 404
    chores(at(9, 2))
    assert asked() == []  # the first file is forgotten meanwhile
    assert db.session.execute(select(MonthlyOrder.id).where(MonthlyOrder.stopped_at.is_(None))).all() == []
