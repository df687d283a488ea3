"""The invented academy: what it must show, that it is marked, and that a real site refuses it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from elearn import demonstration, serving
from elearn.app import create_app
from elearn.cohorts.queries import questionnaires
from elearn.cohorts.rules.questionnaires import About, Kind
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.people.models import Account, LinkUndone, Officer, OfficersLinked
from elearn.people.queries import places
from elearn.reports import rules
from elearn.reports.queries import counting, figures, programmes
from tests.databases import settings


@pytest.fixture
def demo(tmp_path: Path, sqlite_template: Path) -> Iterator[Flask]:
    (tmp_path / "elearn.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(replace(settings(f"sqlite:///{tmp_path}/elearn.db", tmp_path), demonstration=True))
    with app.app_context():
        for _officer in demonstration.load():
            pass
        yield app
        db.session.remove()
        db.engine.dispose()


def test_it_shows_what_it_is_for(demo: Flask) -> None:
    joint = programmes.by_code("joint")
    assert joint
    today = clock.today("Asia/Almaty")
    total = figures.report_until(joint, rules.quarter(today), today).total
    assert len({total.trained, total.improved, total.holding, total.participations}) == 4
    assert min(total.trained or 0, total.improved or 0, total.holding or 0) > 60
    stored = figures.cells(joint.id, "9999Q4")
    counted = {cell: tally for (_programme, cell), tally in counting.all_counted_cells().items() if not cell.by}
    assert {cell: tally for cell, tally in stored.items() if tally != rules.Tally()} == counted

    records, people = db.session.execute(select(func.count(), func.count(Officer.person_id.distinct()))).one()
    assert (records, people) == (125, 124)  # one registered twice and linked
    assert db.session.execute(select(func.count()).select_from(OfficersLinked)).scalar() == 2
    assert db.session.execute(select(func.count()).select_from(LinkUndone)).scalar() == 1
    passwords = select(func.count()).where(Account.password_hash.is_not(None))
    assert db.session.execute(passwords).scalar() == 7  # the printed accounts

    page = demo.test_client().get("/sign-in").text
    assert "Demonstration: all people here are invented" in page

    questionnaires_are_shown_of_a_cohort_that_is_large_enough()

    site = demo.test_cli_runner().invoke(args=["serve", "--port", "0"])
    assert site.exit_code == 1
    assert "This database holds demonstration data with invented people." in site.output
    assert serving.is_demonstration()


def questionnaires_are_shown_of_a_cohort_that_is_large_enough() -> None:
    kostanay = next(each.id for each in places.academies() if each.code == "kostanay")
    names = {row.name: About(row.id) for row in questionnaires.cohort_names(kostanay).values()}
    numbers = questionnaires.numbers([kostanay])

    def told(cohort: str, kind: Kind) -> tuple[bool, bool]:
        """Whether anybody answered, and whether something of it is shown."""
        known = numbers[kostanay, names[cohort], kind]
        assert known.answered <= known.asked
        return known.answered > 0, known.shown > 0

    assert [told("Spring intake", kind) for kind in Kind] == [(True, True), (True, True), (True, False)]
    assert told("Night shift", Kind.REACTION) == (True, False)
