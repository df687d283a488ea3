"""Reminders by e-mail: once for each stage, in the officer's language, naming nobody; tried again when the server fails."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask

from config import Settings, UnsafeSettings
from elearn.cohorts.cli.cohorts import commands
from elearn.cohorts.models.mailing import Letter, Reminded
from elearn.cohorts.rules.mailing import MOST_TRIES
from elearn.foundation import clock, jobs, worker
from elearn.foundation.db import db, transaction
from elearn.people.models import Account, Identity
from elearn.people.service import staff
from elearn.people.service.erasing import erase_identity
from tests import factories_courses as factories
from tests.cohorts.groups import finished, rows
from tests.cohorts.post_office import Office, opened
from tests.databases import NOW, settings
from tests.quizzes.pages import main_text
from tests.world import World

pytestmark = pytest.mark.usefixtures("course")

DUE = date(2026, 10, 1)  # 16 days after NOW


@pytest.fixture
def office(app: Flask) -> Iterator[Office]:
    with opened() as office:
        app.config["SMTP"], app.config["MAIL_FROM"] = office.address, "elearn@example.kz"
        app.config["ADDRESS"] = "https://elearn.lan"
        yield office


@pytest.fixture
def addressed(world: World) -> World:
    """The first officer of each academy has an address; Kostanay's reads Russian."""
    with transaction():
        for place, address in ((world.kostanay, "aigul@example.kz"), (world.karaganda, "asan@example.kz")):
            db.session.get_one(Identity, place.officers[0]).email = address
        db.session.get_one(Account, world.kostanay.accounts[0]).language = "ru"
    return world


def run(app: Flask, command: str, days: float = 0) -> str:
    db.session.rollback()
    with clock.stopped_at(NOW + timedelta(days=days)):
        return str(app.test_cli_runner().invoke(commands, [command]).output)


SENT = "Letters sent: {}, not needed any more: {}, failed: {}\n"


def test_a_reminder_from_the_queue_to_the_officer(app: Flask, addressed: World, office: Office) -> None:
    for place in (addressed.kostanay, addressed.karaganda):
        for officer in (0, 1):
            factories.enrol(place, officer, due_on=DUE)
    factories.enrol(addressed.kostanay, module_id="visits", due_on=DUE + timedelta(days=3))
    assert run(app, "remind") == "Officers to be reminded: 0\n"
    assert run(app, "remind", 6) == "Officers to be reminded: 2\n"  # those without an address have a printed list
    assert run(app, "remind", 6) == "Officers to be reminded: 0\n"
    assert run(app, "send", 6) == SENT.format(2, 0, 0)
    assert run(app, "send", 6) == SENT.format(0, 0, 0)
    letters = {str(letter["To"]): letter for letter in office.kept}
    asan = letters.pop("asan@example.kz")
    assert (asan["Subject"], asan["From"]) == ("Your training is due", "elearn@example.kz")
    assert asan.get_content().replace("\r\n", "\n") == (
        "You have 1 module to complete. It is due on October 1, 2026.\n\nSign in here to see more: https://elearn.lan\n"
    )
    (aigul,) = letters.values()
    said = aigul.get_content() + str(aigul["Subject"])
    assert "https://elearn.lan" in said
    for secret in ("Сейтқали", "Айгүл", "000001", "Searches", "Обыск", "Kostanay"):
        assert secret not in said
    assert {row[0] for row in rows(Letter, "state")} == {"sent"}


def test_each_stage_once_and_anew_when_the_date_moves(app: Flask, addressed: World, office: Office) -> None:
    factories.enrol(addressed.kostanay, due_on=DUE)
    told = [run(app, "remind", day).split()[-1] for day in (5, 6, 13, 14, 16, 17, 30)]
    assert told == ["1", "0", "1", "0", "0", "1", "0"]
    assert [stage for (stage,) in rows(Reminded, "stage")] == ["late", "near", "soon"]


def test_what_is_not_needed_any_more_is_not_sent(app: Flask, addressed: World, office: Office) -> None:
    place = addressed.kostanay
    factories.enrol(place, due_on=DUE)
    factories.enrol(addressed.karaganda, due_on=DUE)
    run(app, "remind", 6)
    finished(place)
    with transaction():
        erase_identity(addressed.karaganda.officers[0])
    assert run(app, "send", 6) == SENT.format(0, 2, 0)
    assert office.kept == []
    assert {row[0] for row in rows(Letter, "state")} == {"not-needed"}


def test_who_may_not_sign_in_gets_no_letter(app: Flask, addressed: World, office: Office) -> None:
    factories.enrol(addressed.kostanay, due_on=DUE)
    with transaction():
        staff.disable(addressed.kostanay.accounts[0])
    run(app, "remind", 6)
    assert run(app, "send", 6) == SENT.format(0, 0, 0)


def test_a_server_that_fails_is_tried_again(app: Flask, addressed: World, office: Office) -> None:
    factories.enrol(addressed.kostanay, due_on=DUE)
    run(app, "remind", 6)
    office.answers[:] = [b"451 later", b"451 later"]
    minutes = [0, 1, 5, 6, 14, 16]
    counts = [run(app, "send", 6 + minute / 1440).split()[-1] for minute in minutes]
    assert counts == ["1", "0", "1", "0", "0", "0"]
    assert len(office.kept) == 1
    assert rows(Letter, "state", "tries") == [("sent", 3)]


def test_a_server_that_is_not_there(app: Flask, addressed: World, office: Office) -> None:
    factories.enrol(addressed.kostanay, due_on=DUE)
    run(app, "remind", 6)
    app.config["SMTP"] = "smtp://127.0.0.1:1"
    for day in range(MOST_TRIES + 1):
        run(app, "send", 6 + day)
    assert rows(Letter, "state", "tries") == [("given-up", MOST_TRIES)]


def test_the_others_wait_when_the_server_is_not_there(app: Flask, addressed: World, office: Office) -> None:
    for place in (addressed.kostanay, addressed.karaganda):
        factories.enrol(place, due_on=DUE)
    run(app, "remind", 6)
    there, app.config["SMTP"] = app.config["SMTP"], "smtp://127.0.0.1:1"
    assert run(app, "send", 6) == SENT.format(0, 0, 1)
    app.config["SMTP"] = there
    assert run(app, "send", 6) == SENT.format(1, 0, 0)
    assert run(app, "send", 7) == SENT.format(1, 0, 0)
    assert sorted(rows(Letter, "state", "tries")) == [("sent", 1), ("sent", 2)]


def test_the_worker_reminds_and_sends_by_itself(app: Flask, addressed: World, office: Office) -> None:
    for place in (addressed.kostanay, addressed.karaganda):
        for officer in (0, 1):
            factories.enrol(place, officer, due_on=DUE)

    def an_hour(days: float) -> list[str]:
        """To whom letters go in an hour of that day."""
        office.kept.clear()
        with clock.stopped_at(NOW + timedelta(days=days)):
            worker.do_chores()
            while jobs.run_next():
                pass
        return sorted(str(letter["To"]) for letter in office.kept)

    there, app.config["SMTP"] = app.config["SMTP"], None
    assert (an_hour(2), rows(Letter, "id")) == ([], [])  # nobody queues what cannot be sent
    app.config["SMTP"] = there
    assert [an_hour(day) for day in (1, 2, 2.1)] == [[], ["aigul@example.kz", "asan@example.kz"], []]


def test_an_address_that_does_not_exist_is_given_up_at_once(app: Flask, addressed: World, office: Office) -> None:
    factories.enrol(addressed.kostanay, due_on=DUE)
    run(app, "remind", 6)
    office.answers[:] = [b"550 nobody here"]
    assert run(app, "send", 6) == SENT.format(0, 0, 1)
    assert rows(Letter, "state", "tries") == [("given-up", 1)]


def test_without_a_server_letters_wait(app: Flask, addressed: World) -> None:
    factories.enrol(addressed.kostanay, due_on=DUE)
    run(app, "remind", 6)
    assert run(app, "send", 6) == (
        "Error: No mail server is set (ELEARN_SMTP). Letters that wait: 1. Print the list of what is due instead.\n"
    )


def test_an_administrator_keeps_the_address(addressed: World) -> None:
    officer, client = addressed.kostanay.officers[1], addressed.signed_in(addressed.kostanay.administrator)
    form = {
        "service_number": "000002",
        "family_name": "Ермолаева",
        "given_name": "Вера",
        "sex": "F",
        "birth_year": "1990",
    }
    answer = client.post(f"/officers/{officer}/correction", data=form | {"email": "no address"})
    assert "E-mail for reminders This is no e-mail address." in main_text(answer)
    assert client.post(f"/officers/{officer}/correction", data=form | {"email": "vera@example.kz"}).status_code == 303
    assert "E-mail for reminders vera@example.kz" in main_text(client.get(f"/officers/{officer}"))
    stranger = addressed.signed_in(addressed.karaganda.administrator)
    assert stranger.post(f"/officers/{officer}/correction", data=form | {"email": "x@example.kz"}).status_code == 404


def test_settings_that_make_no_sense(tmp_path: Path) -> None:
    good = replace(settings("sqlite://", tmp_path), smtp="smtps://u:p@mail.lan", mail_from="elearn@mail.lan")
    good.refuse_if_unsafe()
    for changes in ({"smtp": "mail.lan:25"}, {"smtp": "http://mail.lan"}, {"mail_from": None}, {"mail_from": "elearn"}):
        with pytest.raises(UnsafeSettings, match="ELEARN_"):
            replace(good, **changes).refuse_if_unsafe()
    read = Settings.from_environment({"ELEARN_DATA": str(tmp_path), "ELEARN_SMTP": "smtp://a:25"})
    assert (read.smtp, read.mail_from) == ("smtp://a:25", None)
