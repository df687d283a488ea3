"""Enrolling: by a list, all of it or nobody; by one's own choice; never twice; and only whom the academy may see."""

from collections.abc import Sequence
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from elearn.courses.models import Enrolled
from elearn.courses.queries import enrolment as queries
from elearn.courses.rules.module import Published
from elearn.courses.service import enrolment
from elearn.foundation import clock, signing
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, AcademyOfficer, Identity, NamesSeen
from elearn.people.service import officers as people
from tests import factories_courses as factories
from tests.databases import NOW
from tests.quizzes.pages import main_text
from tests.world import World, staff

pytestmark = pytest.mark.usefixtures("searches")

HEAD = "Enrolment Enrol officers in a module by their service numbers."
FORM = (
    "Academy Kostanay academy Module Searches To be completed by May be left empty. Service numbers "
    "One in each line, or parted by commas, semicolons, spaces or tabs."
)


@pytest.fixture
def administrator(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def enrolled() -> list[tuple[Any, ...]]:
    """All facts of enrolment, but for their ids and dates of today."""
    db.session.rollback()
    fact = Enrolled
    found = db.session.execute(
        select(fact.officer_id, fact.academy_id, fact.module_id, fact.due_on, fact.own_choice).order_by(fact.officer_id)
    )
    return [tuple(row) for row in found]


def send(client: FlaskClient, world: World, numbers: str, due_on: str = "", **more: Any) -> Any:
    form = {"academy": str(world.kostanay.academy_id), "module": "searches", "due_on": due_on, "numbers": numbers}
    return client.post("/enrolment", data=form | more)


def text(response: Any) -> str:
    """The page's words without the text area, which holds what was sent."""
    return main_text(response).replace("\n", " ")


def test_the_form_offers_own_academies_and_published_modules(administrator: FlaskClient) -> None:
    assert text(administrator.get("/enrolment")) == f"{HEAD} {FORM} Check the list"


def test_a_list_is_looked_up_line_by_line_and_nobody_enrolled(administrator: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay, 1)
    response = send(administrator, world, "000001\n000002, 00-0001\n\n000004\n999999")
    assert text(response).removesuffix(f"{FORM} 000001 000002, 00-0001 000004 999999 Check the list") == (
        f"{HEAD} 2 numbers are not known at this academy. Nobody is enrolled before they are corrected or taken out. "
        "The list, line by line Line Service number Name What happens "
        "1 000001 Сейтқали Айгүл will be enrolled "
        "2 000002 Ермолаева Вера is enrolled already "
        "2 00-0001 Сейтқали Айгүл stands in the list twice "
        "4 000004 is not known at this academy "  # Karaganda's
        "5 999999 is not known at this academy "  # nobody's
    )
    assert len(enrolled()) == 1


def test_who_looked_at_names_is_written_down(administrator: FlaskClient, world: World) -> None:
    send(administrator, world, "000001 000002 000004")
    seen = [
        (fact.account_id, fact.academy_id, fact.what, fact.how_many)
        for fact in db.session.execute(select(NamesSeen)).scalars()
    ]
    assert seen == [(world.kostanay.administrator, world.kostanay.academy_id, "enrolment", 2)]


def test_a_good_list_is_enrolled(administrator: FlaskClient, world: World) -> None:
    numbers = "000003;000001"
    looked_up = text(send(administrator, world, numbers, "2026-10-01"))
    assert looked_up == (
        f"{HEAD} 2 officers can be enrolled. The list, line by line Line Service number Name What happens "
        "1 000003 Төлегенов Нұрлан will be enrolled 1 000001 Сейтқали Айгүл will be enrolled "
        f"{FORM} 000003;000001 Enrol 2 officers Check the list again"
    )
    assert enrolled() == []
    response = send(administrator, world, numbers, "2026-10-01", enrol="1")
    assert (response.status_code, response.location) == (303, "/enrolment")
    assert text(administrator.get("/enrolment")) == f"2 officers are enrolled. {HEAD} {FORM} Check the list"
    place, due = world.kostanay, date(2026, 10, 1)
    assert enrolled() == sorted((place.officers[n], place.academy_id, "searches", due, False) for n in (0, 2))
    fact = db.session.execute(select(Enrolled).limit(1)).scalar_one()
    assert (fact.enrolled_on, fact.by_account) == (date(2026, 9, 15), place.administrator)


def test_all_or_nobody(administrator: FlaskClient, world: World) -> None:
    response = send(administrator, world, "000001 000004", enrol="1")
    assert "1 number is not known at this academy. Nobody is enrolled before it is corrected" in text(response)
    assert enrolled() == []


OBSTACLES = [
    ("", "", "Please look at this form again Service numbers Please fill this in."),
    ("000001", "2026-09-14", "The date lies in the past. Please choose today or a later day."),
    ("000001", "soon", "Please look at this form again To be completed by Please give a date, such as 2026-12-31."),
    ("000001 " * 1001, "", "That is too long a list. Please enrol at most 1,000 officers at once."),
    ("000002", "", "Everybody on this list has the module to take already."),
]


def test_what_stands_in_the_way_is_said(administrator: FlaskClient, world: World) -> None:
    factories.enrol(world.kostanay, 1)
    for numbers, due_on, sentence in OBSTACLES:
        for more in ({}, {"enrol": "1"}):
            response = send(administrator, world, numbers, due_on, **more)
            assert text(response).startswith(f"{HEAD} {sentence}")
    assert len(enrolled()) == 1


def test_without_the_countrys_key_no_number_can_be_looked_up(
    app: Flask, administrator: FlaskClient, world: World
) -> None:
    (app.config["KEYS"] / "KZ.key").unlink()
    assert text(send(administrator, world, "000001", enrol="1")).startswith(
        f"{HEAD} The key of your country is not on this computer, so that service numbers cannot be looked up."
    )
    assert enrolled() == []


def test_today_is_no_day_of_the_past_where_the_academy_is(administrator: FlaskClient, world: World) -> None:
    with clock.stopped_at(NOW.replace(hour=20)):  # 16 September in Almaty
        client = world.signed_in(world.kostanay.administrator)
        assert send(client, world, "000001", "2026-09-15", enrol="1").status_code == 200
        assert send(client, world, "000001", "2026-09-16", enrol="1").status_code == 303


def test_nobody_enrols_at_an_academy_of_others(administrator: FlaskClient, world: World) -> None:
    response = send(administrator, world, "000004", enrol="1", academy=str(world.karaganda.academy_id))
    assert text(response).startswith(f"{HEAD} Please look at this form again Academy")
    assert enrolled() == []


def test_only_administrators_of_an_academy_enrol(world: World) -> None:
    place = world.kostanay
    for account in (place.instructor, place.accounts[0], world.monitor, world.programme_administrator):
        client = world.signed_in(account)
        answers = [client.get("/enrolment"), send(client, world, "000001", enrol="1")]
        assert [answer.status_code for answer in answers] == [403, 403]
    assert enrolled() == []


def test_an_administrator_of_two_academies_chooses(app: Flask, world: World) -> None:
    assert app
    with transaction():
        both = staff("everywhere", "academy-administrator", None)
    page = text(world.signed_in(both).get("/enrolment"))
    assert page.startswith(f"{HEAD} Academy Karaganda training centre Kostanay academy Module")


def test_an_officer_of_elsewhere_who_may_be_seen_is_enrolled_here(administrator: FlaskClient, world: World) -> None:
    guest = world.karaganda.officers[0]
    with transaction():
        people.let_see(world.kostanay.academy_id, [guest])
    assert send(administrator, world, "000004", enrol="1").status_code == 303
    assert enrolled() == [(guest, world.kostanay.academy_id, "searches", None, False)]


def test_an_academy_sees_whom_it_trains(world: World) -> None:
    guest = world.karaganda.officers[0]
    with transaction():
        enrolment.enrol([guest], "searches", world.kostanay.academy_id, None, False, None)
    assert db.session.execute(select(AcademyOfficer.academy_id, AcademyOfficer.officer_id)).all() == [
        (world.kostanay.academy_id, guest)
    ]


def test_of_two_records_of_one_number_the_academys_own_is_enrolled(app: Flask, world: World) -> None:
    """The same person registered at both academies, and shown to both."""
    key = signing.match_key(app.config["KEYS"], "KZ", "000001")
    with transaction():
        twin = people.register_officer(
            country="KZ", academy_id=world.karaganda.academy_id, sex="F", birth_year=1990, match_key=key
        )
        db.session.add(Identity(officer_id=twin, family_name="Сейткали", given_name="Айгуль", service_number="000001"))
        people.let_see(world.kostanay.academy_id, [twin])
        people.let_see(world.karaganda.academy_id, [world.kostanay.officers[0]])
    seen = [
        queries.seen_by(queries.place(place.academy_id), [key])[key].officer_id
        for place in (world.kostanay, world.karaganda)
    ]
    assert seen == [world.kostanay.officers[0], twin]


def test_nobody_is_enrolled_twice_while_the_module_is_to_take(world: World) -> None:
    first = factories.enrol(world.kostanay)
    place = world.kostanay
    with transaction():
        new = enrolment.enrol(list(place.officers[:2]) * 2, "searches", place.academy_id, None, False, None)
    assert list(new) == [place.officers[1]]
    assert first not in new.values()
    with transaction():  # at another academy it is another enrolment
        assert list(enrolment.enrol(place.officers[:1], "searches", world.karaganda.academy_id, None, False, None)) == [
            place.officers[0]
        ]


@pytest.mark.parametrize("right", [True, False])
def test_who_has_ended_may_be_enrolled_again(world: World, right: bool) -> None:
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *factories.PARTS)
    for _attempt in range(1 if right else 2):
        factories.sit(world.kostanay, "final", right=right)
    assert factories.enrol(world.kostanay)


def test_two_who_enrol_the_same_officers_at_once(app: Flask, world: World) -> None:
    place, start = world.kostanay, Barrier(2)
    modules = [factories.publish(module_id=f"m{n}", revision_id=f"m{n}-1").module_id for n in range(5)]

    def enrol(officer_ids: Sequence[UUID]) -> None:
        for module_id in modules:
            with app.app_context(), clock.stopped_at(NOW):
                start.wait()
                with transaction():
                    enrolment.enrol(officer_ids, module_id, place.academy_id, None, False, None)
                db.session.remove()

    db.session.rollback()
    threads = [Thread(target=enrol, args=[order]) for order in (place.officers, place.officers[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = [
        (officer_id, place.academy_id, module_id, None, False) for officer_id in place.officers for module_id in modules
    ]
    assert sorted(enrolled(), key=str) == sorted(expected, key=str)


# --- own choice ------------------------------------------------------------------------------------------------------


@pytest.fixture
def officer(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.accounts[0])


OFFER = (
    "Searches When a search is lawful. This module is not yet reviewed by an expert. {} What you will learn "
    "Say when a search is lawful. Contents 2 hours "
    "Why we search about 10 minutes How we search about 1 minute The parcel at the gate about 5 minutes"
)


def test_an_officer_takes_a_module(officer: FlaskClient, world: World) -> None:
    assert main_text(officer.get("/modules/searches")) == OFFER.format("Take this module")
    for _click in range(2):
        response = officer.post("/modules/searches/enrol")
        assert (response.status_code, response.location) == (303, "/modules/searches")
    place = world.kostanay
    assert enrolled() == [(place.officers[0], place.academy_id, "searches", None, True)]
    assert main_text(officer.get("/modules/searches")).startswith(
        "You are enrolled. Start whenever you like. Searches When a search is lawful."
    )


def test_not_where_the_academy_enrols(officer: FlaskClient, world: World) -> None:
    with transaction():
        db.session.execute(update(Academy).where(Academy.id == world.kostanay.academy_id).values(own_choice=False))
    sentence = "Your academy enrols officers in this module. Ask there. Kostanay academy room 12"
    assert main_text(officer.get("/modules/searches")) == OFFER.format(sentence)
    officer.post("/modules/searches/enrol")
    assert enrolled() == []


def test_not_before_what_is_required_is_completed(officer: FlaskClient, world: World, searches: Published) -> None:
    factories.publish(module_id="more", revision_id="more-1", titles={"en": "More"}, requires=("searches",))
    expected = OFFER.format("Complete these modules first: Searches").replace("Searches When", "More When", 1)
    assert main_text(officer.get("/modules/more")) == expected
    officer.post("/modules/more/enrol")
    assert enrolled() == []
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *searches.part_ids)
    factories.sit(world.kostanay, "final", right=True)
    officer.post("/modules/more/enrol")
    assert [row[2] for row in enrolled()] == ["searches", "more"]


def test_not_again_what_one_has_taken(officer: FlaskClient, world: World, searches: Published) -> None:
    factories.enrol(world.kostanay)
    factories.read(world.kostanay, *searches.part_ids)
    factories.sit(world.kostanay, "final", right=True)
    officer.post("/modules/searches/enrol")
    assert len(enrolled()) == 1


def test_a_module_that_does_not_exist_cannot_be_taken(officer: FlaskClient) -> None:
    answers = [officer.get("/modules/nothing"), officer.post("/modules/nothing/enrol")]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_how_many_queries_a_lookup_takes_does_not_depend_on_the_list(administrator: FlaskClient, world: World) -> None:
    with clock.stopped_at(NOW + timedelta(seconds=1)):
        send(administrator, world, "000001")  # who looked at names is written down once a day
    few = factories.count_queries(lambda: send(administrator, world, "000001"))
    assert factories.count_queries(lambda: send(administrator, world, "000001 000002 000003")) == few
