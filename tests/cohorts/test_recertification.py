"""A certificate that runs out is to be renewed: the module falls due again by itself, once, before its last day."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser

from elearn.certificates import service as certificates
from elearn.certificates.cli import commands
from elearn.certificates.models import CertificateIssued
from elearn.courses.models import Enrolled
from elearn.courses.service import enrolment
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.foundation.worker import do_chores
from elearn.people.service import links
from elearn.people.service.erasing import erase_identity
from tests import factories_courses as factories
from tests.browser import sign_in
from tests.cohorts.groups import finished, rows
from tests.databases import NOW
from tests.world import Place, World

pytestmark = pytest.mark.usefixtures("course")

LAST = date(2028, 9, 15)  # the module's certificate is good for 24 months


def certified(place: Place, officer: int = 0) -> UUID:
    factories.enrol(place, officer)
    finished(place, officer=officer)
    with transaction():
        issued = certificates.issue(place.officers[officer], "searches", "en", lambda _name: True)
    assert isinstance(issued, UUID)
    return issued


def run(app: Flask, day: date) -> int:
    db.session.rollback()
    with clock.stopped_at(datetime(day.year, day.month, day.day, 6, tzinfo=UTC)):
        return int(app.test_cli_runner().invoke(commands, ["enrol-again"]).output.removeprefix("Enrolled again: "))


def test_it_falls_due_once_before_the_certificate_runs_out(app: Flask, world: World) -> None:
    certified(world.kostanay)
    certified(world.karaganda, 1)
    assert run(app, LAST - timedelta(days=91)) == 0
    assert run(app, LAST - timedelta(days=90)) == 2
    assert run(app, LAST - timedelta(days=90)) == 0
    assert run(app, LAST + timedelta(days=1)) == 0
    new = [row for row in rows(Enrolled, "officer_id", "academy_id", "due_on", "enrolled_on") if row[2]]
    on = LAST - timedelta(days=90)
    assert new == sorted(
        [
            (world.kostanay.officers[0], world.kostanay.academy_id, LAST, on),
            (world.karaganda.officers[1], world.karaganda.academy_id, LAST, on),
        ],
        key=str,
    )


def test_one_that_has_run_out_leaves_time(app: Flask, world: World) -> None:
    certified(world.kostanay)
    assert run(app, LAST + timedelta(days=366)) == 0
    assert run(app, LAST + timedelta(days=5)) == 1
    assert (LAST + timedelta(days=35),) in rows(Enrolled, "due_on")


def test_the_worker_does_it_by_itself(world: World) -> None:
    certified(world.kostanay)
    certified(world.karaganda, 1)
    for _time in range(2):
        with clock.stopped_at(datetime(LAST.year, LAST.month, LAST.day, 6, tzinfo=UTC) - timedelta(days=30)):
            do_chores()
    assert sorted(row for row in rows(Enrolled, "officer_id", "due_on") if row[1]) == sorted(
        [(world.kostanay.officers[0], LAST), (world.karaganda.officers[1], LAST)]
    )


@pytest.mark.parametrize("why", ["revoked", "erased", "renewed", "enrolled", "withdrawn"])
def test_who_is_left_out(app: Flask, world: World, why: str) -> None:
    place = world.kostanay
    issued = certified(place)
    with clock.stopped_at(NOW + timedelta(days=600)):
        if why == "revoked":
            with transaction():
                certificates.revoke(issued, None)
        elif why == "erased":
            with transaction():
                erase_identity(place.officers[0])
        elif why == "renewed":
            certified(place)
        else:
            again = factories.enrol(place)
            if why == "withdrawn":  # the academy decided: no machine enrols again every hour
                with transaction():
                    enrolment.withdraw({again: place.officers[0]}, place.administrator)
    assert run(app, LAST - timedelta(days=10)) == 0


def test_a_person_with_two_records_renews_once(app: Flask, world: World) -> None:
    one, other = world.kostanay.officers[:2]
    certified(world.kostanay)
    certified(world.kostanay, 1)
    with transaction():
        links.link(one, other, None)
    assert run(app, LAST - timedelta(days=10)) == 1
    assert run(app, LAST - timedelta(days=10)) == 0


def test_a_recertification_in_the_browser(chromium: Browser, site: str, world: World, app: Flask) -> None:
    """A certificate of 22 months ago: the officer finds the module due, takes it again, and holds a certificate for longer."""
    place, now = world.kostanay, datetime.now(UTC)
    with clock.stopped_at(now - timedelta(days=670)):
        certified(place)
    with clock.stopped_at(now):
        assert run(app, now.date()) == 1
    context = chromium.new_context(base_url=site, locale="en-GB")
    sign_in(world, context, site, place.accounts[0])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/modules")
    assert "To be completed by a date" in page.inner_text("main")
    page.get_by_role("link", name="Searches").first.click()
    assert "due on" in page.inner_text("main")
    with clock.stopped_at(datetime.now(UTC)):
        factories.read(place, *factories.PARTS)
    page.reload()
    page.get_by_role("button", name="Start the final assessment").click()
    page.wait_for_url("**/attempts/**")
    with clock.stopped_at(datetime.now(UTC)):
        factories.sit(place, "final", right=True)
    page.goto("/modules/searches")
    page.get_by_role("button", name="To your certificate").click()
    page.wait_for_url("**/certificates*")
    assert page.locator("h1").inner_text() == "Certificates"
    dates = sorted(valid for (valid,) in rows(CertificateIssued, "valid_until"))
    assert len(dates) == 2
    assert dates[0] < now.date() + timedelta(days=90) < dates[1]
    assert said == []


def test_what_was_taken_up_and_withdrawn_again_stays_withdrawn(app: Flask, world: World) -> None:
    place = world.kostanay
    certified(place)
    again = factories.enrol(place)  # on the day of the certificate

    def withdraw() -> None:
        with transaction():
            enrolment.withdraw({again: place.officers[0]}, place.administrator)

    withdraw()
    assert run(app, LAST - timedelta(days=10)) == 1
    with clock.stopped_at(datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC) - timedelta(days=9)):
        withdraw()
    assert run(app, LAST - timedelta(days=8)) == 0
