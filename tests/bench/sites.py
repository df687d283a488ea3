"""Sites filled with invented people, some of whom are signed in."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, select, update

from config import ROOT, Settings
from elearn.certificates.models import CertificateIssued
from elearn.cohorts.models.cohorts import Cohort, CohortJoined, CohortTakes
from elearn.courses.models import Enrolled, Progress
from elearn.courses.queries import progress, published
from elearn.courses.rules.module import FINAL, PRE_TEST, Published
from elearn.courses.service import papers, publishing
from elearn.foundation import clock, facts, ids
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Account, Country, Identity, Institution, Officer, RoleGranted
from elearn.people.rules.roles import Role
from elearn.people.service import signing_in
from elearn.reports import service as reports
from tests.bench.floors import BARE_TABLE, create_app

MODULE = "dynamic-security"
QUESTIONS = 20  # in its final assessment


@dataclass(frozen=True)
class Seat:
    """An officer at a PC: signed in, with an open pre-test, and free to begin the final assessment."""

    cookie: str
    token: str
    attempt: UUID


@dataclass(frozen=True)
class Site:
    """A filled site: its database, the cookies of staff who are signed in to it, and officers at PCs."""

    database: str
    administrator: str
    programme: str
    seats: tuple[Seat, ...]

    @property
    def officer(self) -> str:
        """The cookie of one officer."""
        return self.seats[0].cookie


def make(folder: Path, officers: int, seats: int = 1, *, counted: bool = False) -> Site:
    """A site with one academy of so many officers, of whom two in three completed a module, and so many sit at PCs."""
    settings = Settings(f"sqlite:///{folder}/{officers}.db", "b" * 64, folder / "keys", secure_cookies=False)
    os.environ |= {
        "ELEARN_DATABASE": settings.database,
        "ELEARN_SECRET_KEY": settings.secret_key,
        "ELEARN_KEYS": str(settings.keys),
        "ELEARN_PLAIN_HTTP": "1",
    }
    app = create_app()
    with app.app_context():
        upgrade()
        with transaction():
            academy_id, institution_id = _places()
            publishing.publish(ROOT / "content" / "modules")
            module = next(each for each in published.catalogue() if each.module_id == MODULE)
            db.session.execute(BARE_TABLE)
            people = [ids.new() for _ in range(officers)]
            _people(people, academy_id, institution_id)
            _histories(people, academy_id, module.module_id, module.revision_id)
            _cohorts(academy_id, module.module_id)
            if counted:
                programme = reports.add_programme(
                    "joint", {"en": "Joint"}, ["KZ"], date(2026, 1, 1), date(2027, 12, 31)
                )
                reports.approve(programme, module.module_id, date(2026, 1, 1), None)
        with transaction():
            staff = (
                _staff("administrator", Role.ACADEMY_ADMINISTRATOR, academy_id),
                _staff("programme", Role.PROGRAMME_ADMINISTRATOR, None),
            )
        with transaction():
            tokens = [signing_in.sign_in(account_id) for account_id in staff]
            sitting = [_sit_down(one, module) for one in people[::3][:seats]]  # of those who did not begin yet
    # Not within the application's context: what it keeps for one request would be there for all.
    administrator, programme_administrator = (_page(app, token, "/account")[0] for token in tokens)
    hall = tuple(_seat(app, *each) for each in sitting)
    with app.app_context():
        db.engine.dispose()
    return Site(settings.database, administrator, programme_administrator, hall)


def _sit_down(officer_id: UUID, module: Published) -> tuple[str, UUID]:
    """Sign the officer in and begin the pre-test, then have all parts done: the token of the cookie, and the attempt."""
    enrolment = progress.of_module(officer_id, module.module_id)
    attempt = papers.start(enrolment, module, module.papers[PRE_TEST]) if enrolment else None
    if not isinstance(attempt, UUID) or module.papers[FINAL].length != QUESTIONS:
        raise RuntimeError("no such papers")
    done = update(Progress).where(Progress.officer_id == officer_id)
    db.session.execute(done.values(revision_id=module.revision_id, done=list(module.part_ids)))
    account_id = db.session.execute(select(Account.id).where(Account.officer_id == officer_id)).scalar_one()
    return signing_in.sign_in(account_id), attempt


def _seat(app: Flask, token: str, attempt: UUID) -> Seat:
    cookie, page = _page(app, token, f"/attempts/{attempt}")
    return Seat(cookie, page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0], attempt)


def _places() -> tuple[UUID, UUID]:
    db.session.add(Country(code="KZ", names={"en": "Kazakhstan"}, time_zone="Asia/Almaty"))
    db.session.flush()
    academy = Academy(country="KZ", code="a", names={"en": "Academy"}, own_choice=False)
    institution = Institution(id=UUID(int=1), country="KZ", code="i", names={"en": "Institution"}, region="North")
    db.session.add_all([academy, institution])
    db.session.flush()
    return academy.id, institution.id


def _people(people: list[UUID], academy_id: UUID, institution_id: UUID) -> None:
    now = clock.now()
    _many(
        Officer,
        (
            {
                "id": one, "person_id": one, "country": "KZ", "academy_id": academy_id, "sex": "FM"[n % 2],
                "birth_year": 1990, "is_test": False, "match_key": ids.digest(str(n)), "institution_id": institution_id,
                "rank": "sergeant", "track": "security-officer",
            }
            for n, one in enumerate(people)
        ),
    )  # fmt: skip
    _many(
        Identity,
        (
            {
                "officer_id": one, "family_name": f"Family{n % 997}", "given_name": f"Given{n % 89}", "patronymic": "",
                "service_number": f"{n:08}", "name_key": f"family{n % 997} given{n % 89}",
            }
            for n, one in enumerate(people)
        ),
    )  # fmt: skip
    _many(Account, ({"id": ids.new(), "officer_id": one, "display_name": "", "created_at": now} for one in people))


def _histories(people: list[UUID], academy_id: UUID, module_id: str, revision_id: str) -> None:
    """Everyone is enrolled; two in three completed the module, over nine months, and hold a certificate; one in six began it."""
    begin = datetime(2026, 1, 10, 8, tzinfo=UTC)
    enrolled, stands, certificates = [], [], []
    site = facts._site()
    for n, officer_id in enumerate(people):
        at, done = begin + timedelta(minutes=n * 388_800 // len(people)), n % 3 > 0
        fact = {"id": ids.new(), "site": site, "recorded_at": at}
        common = {"officer_id": officer_id, "module_id": module_id, "academy_id": academy_id}
        enrolled.append(fact | common | {"enrolled_on": at.date(), "own_choice": False})
        stands.append(
            common
            | {
                "enrolment_id": fact["id"], "enrolled_on": at.date(), "due_on": at.date() + timedelta(days=60),
                "revision_id": revision_id if done or n % 2 else None, "started_at": at if done or n % 2 else None, "done": [],
                "pre_percent": 40 + n % 40 if done else None, "post_percent": 85 if done else None, "finals": int(done),
                "best_percent": 85 if done else None, "passed_at": at if done else None,
                "completed_at": at if done else None, "state": "passed" if done else ("not-started", "started")[n % 2],
                "active_at": at if done or n % 2 else None,
            }
        )  # fmt: skip
        if done:
            certificates.append(
                common
                | {
                    "id": ids.new(), "site": site, "recorded_at": at, "enrolment_id": fact["id"], "number": 1,
                    "revision_id": revision_id, "code": f"code-{n}", "issued_on": at.date(),
                    "valid_until": at.date() + timedelta(days=730), "language": "en",
                }
            )  # fmt: skip
    for table, rows in ((Enrolled, enrolled), (Progress, stands), (CertificateIssued, certificates)):
        _many(table, rows)


def _cohorts(academy_id: UUID, module_id: str) -> None:
    """Twenty cohorts under way, into which the first 5,000 officers are shared out: 250 in each."""
    today, site = clock.now().date(), facts._site()
    groups = [ids.new() for _number in range(20)]
    dates = {"starts_on": today - timedelta(days=30), "due_on": today + timedelta(days=30)}
    _many(
        Cohort,
        (
            dates | {"id": each, "academy_id": academy_id, "name": f"Cohort {number}", "module_id": module_id}
            for number, each in enumerate(groups)
        ),
    )
    rows = db.session.execute(select(Enrolled.id, Enrolled.officer_id).limit(5_000)).all()
    common = {"site": site, "recorded_at": clock.now()}
    members = [
        common | {"cohort_id": groups[number % len(groups)], "officer_id": row.officer_id}
        for number, row in enumerate(rows)
    ]
    _many(CohortJoined, (each | {"id": ids.new(), "way": "list"} for each in members))
    _many(
        CohortTakes,
        (
            each | {"id": ids.new(), "module_id": module_id, "enrolment_id": row.id}
            for each, row in zip(members, rows, strict=True)
        ),
    )


def _many(table: type, rows: Iterable[dict[str, Any]]) -> None:
    everything = list(rows)
    for start in range(0, len(everything), 5000):
        db.session.execute(insert(table), everything[start : start + 5000])


def _staff(user_name: str, role: Role, scope: UUID | None) -> UUID:
    account = Account(user_name=user_name, display_name=user_name, created_at=clock.now())
    db.session.add(account)
    db.session.flush()
    db.session.add(RoleGranted(account_id=account.id, role=role, scope=scope))
    return account.id


def _page(app: Flask, token: str, path: str) -> tuple[str, str]:
    """The cookie that a signed-in browser sends once it has opened a page with a form, and that page."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    page = client.get(path).text
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    # A browser that is known again: what an open attempt asks for.
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie.value if cookie else ''}; place={ids.secret_token()}", page
