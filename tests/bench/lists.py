"""How long a list of a whole prison service takes, from the file to the record, without the wait for a worker."""

import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select

from elearn.foundation import clock, ids, jobs, signing, worker
from elearn.foundation.db import db, transaction
from elearn.foundation.sheets import writing
from elearn.people.models import Academy, Country, Institution, Officer
from elearn.people.queries import lists
from elearn.people.rules.lists import saying
from elearn.people.rules.officers import Sex
from elearn.people.service.lists import keeping
from tests.bench.floors import create_app_on
from tests.bench.measuring import Measured
from tests.unit.invented import Register

OFFICERS = 50_000
GOAL = 30


def imports(folder: Path, officers: int = OFFICERS) -> Iterator[Measured]:
    """A workbook of new officers into an empty site, then the same one again."""
    app = create_app_on(f"sqlite:///{folder}/lists.db")
    with app.app_context():
        upgrade()
        worker.collect_seldom()
        academy_id = _places(app)
        data = writing.xlsx_bytes(saying.headings("en"), _rows(officers))
        for name, goal in (("new officers", GOAL), ("the same officers again", None)):
            seconds = _load(academy_id, data)
            yield Measured(f"list of {officers:,} {name}, XLSX, checked and loaded", seconds, "s", goal)
        there = db.session.execute(select(func.count()).select_from(Officer)).scalar_one()
        if there != officers:
            raise RuntimeError(f"officers: {there}")
        db.session.remove()
        db.engine.dispose()


def _load(academy_id: UUID, data: bytes) -> float:
    begun = time.perf_counter()
    account_id = ids.new()
    with transaction():
        list_id = keeping.take(academy_id, account_id, "en", data)
    jobs.run_next()
    with transaction():
        keeping.let_in(list_id, account_id, doubts_looked_at=True)
    jobs.run_next()
    found = lists.one(list_id, None)
    if not found or found.state != "done":
        raise RuntimeError(f"not loaded: {found}")
    return time.perf_counter() - begun


def _places(app: Flask) -> UUID:
    signing.make_key(app.config["KEYS"], "XA")
    with transaction():
        db.session.add(Country(code="XA", names={"en": "Exampleland"}, time_zone="Asia/Almaty"))
        db.session.flush()
        academy = Academy(country="XA", code="a", names={"en": "Academy"})
        institution = Institution(country="XA", code="i", names={"en": "Institution"}, region="North")
        db.session.add_all([academy, institution])
        db.session.flush()
        return academy.id


def _rows(officers: int) -> Iterator[list[str]]:
    """Invented people, no two records of one person among them."""
    register = Register(1, seed=17)
    today = clock.today("UTC").isoformat()
    for number in range(officers):
        person = register._person()
        sex = "F" if person.sex is Sex.FEMALE else "M"
        names = [person.family, person.given, f"{person.father}{'қызы' if sex == 'F' else 'ұлы'}"]
        place = ["Institution", f"Wing {number % 9}", "sergeant", "Other", today]
        yield [f"{number:08}", *names, sex, person.born.isoformat(), *place]
