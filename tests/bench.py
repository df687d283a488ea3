"""`make bench`: how much work a page is, as ratios to a floor, in one run on one machine.

The floor is a route of the same application with the same sign-in, one indexed query and a template of 20 lines: what a page
of this site cannot cost less than. CPU is measured in process, calling the application without a server; requests per second
through the real server on the loopback. Ratios are medians over rounds in which floor and page take turns, so that a busy
machine hurts both.
"""

import http.client
import io
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from flask import Flask, render_template_string
from flask_migrate import upgrade
from sqlalchemy import event, insert, select

from config import ROOT, Settings
from elearn import serving
from elearn.app import create_app as create_elearn
from elearn.certificates.models import CertificateIssued
from elearn.courses.models import Enrolled, Progress
from elearn.courses.queries import progress, published
from elearn.courses.service import papers, publishing
from elearn.foundation import clock, facts, ids
from elearn.foundation.access import requires
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Account, Country, Identity, Institution, Officer, RoleGranted
from elearn.people.rules import Permission, Role
from elearn.people.service import signing_in
from elearn.quizzes.rules.analysis import Sheet, analyse
from elearn.quizzes.rules.reliability import reliability
from elearn.reports import service as reports

FLOOR = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{{ name }}</title>
  <link rel="stylesheet" href="/static/x/look.css">
</head>
<body>
  <header>
    <p>elearn</p>
    <p>{{ current_user.name }}</p>
  </header>
  <main>
    <h1>{{ name }}</h1>
    <p>One query by an index, one short template: the least that a page of this site can be.</p>
    <p><a href="/">Home</a></p>
  </main>
  <footer><p>elearn</p></footer>
</body>
</html>"""


def create_app() -> Flask:
    """The application of the environment, with the floor."""
    app = create_elearn()

    @app.get("/floor")
    @requires(Permission.OWN_ACCOUNT)
    def floor() -> str:
        row = db.session.execute(select(Institution.region).where(Institution.id == UUID(int=1))).one()
        return render_template_string(FLOOR, name=row.region)

    app.cli.add_command(bench)
    return app


@dataclass(frozen=True)
class Measured:
    """One line of the table. `goal` is the most it may be."""

    name: str
    value: float
    unit: str
    goal: float

    @property
    def met(self) -> bool:
        return self.value <= self.goal


@click.command("bench")
def bench() -> None:
    """Measure, print a table, and write build/bench.json."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        site, few, many = (
            _site(folder, size, counted=counted) for size, counted in ((5_000, True), (100, False), (100_000, False))
        )
        lines = [*_in_process(site, few, many), *_over_http(site), *_item_analysis()]
    for line in lines:
        click.echo(
            f"{line.name:58} {line.value:9.2f} {line.unit:8} goal {line.goal:<6} {'met' if line.met else 'NOT MET'}"
        )
    out = ROOT / "build" / "bench.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps([asdict(line) | {"met": line.met} for line in lines], indent=2) + "\n")
    if not all(line.met for line in lines):
        sys.exit(1)


# The data


@dataclass(frozen=True)
class Site:
    """A filled site, and the cookies of people who are signed in to it."""

    settings: Settings
    officer: str
    administrator: str
    programme: str
    attempt: UUID
    question: int  # place of a question on the attempt's paper


def _site(folder: Path, officers: int, *, counted: bool) -> Site:
    """A site with one academy of so many officers, of whom two in three completed a module."""
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
            modules = published.catalogue()
            people = [ids.new() for _ in range(officers)]
            _people(people, academy_id, institution_id)
            _histories(people, academy_id, modules[0].module_id, modules[0].revision_id)
            if counted:
                programme = reports.add_programme(
                    "joint", {"en": "Joint"}, ["KZ"], date(2026, 1, 1), date(2027, 12, 31)
                )
                reports.approve(programme, modules[0].module_id, date(2026, 1, 1), None)
        with transaction():
            mine = progress.of_module(people[0], modules[0].module_id)
            attempt = papers.start(mine, modules[0], modules[0].papers["pre-test"]) if mine else None
            if not isinstance(attempt, UUID):
                raise RuntimeError("no attempt")
            accounts = (
                db.session.execute(select(Account.id).where(Account.officer_id == people[0])).scalar_one(),
                _staff("administrator", Role.ACADEMY_ADMINISTRATOR, academy_id),
                _staff("programme", Role.PROGRAMME_ADMINISTRATOR, None),
            )
        officer, administrator, programme_administrator = (_cookie(app, account) for account in accounts)
        db.session.remove()
        db.engine.dispose()
    return Site(settings, officer, administrator, programme_administrator, attempt, 1)


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
    """Everyone is enrolled; two in three completed the module, over nine months, and hold a certificate."""
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
                "revision_id": revision_id if done else None, "started_at": at if done else None, "done": [],
                "pre_percent": 40 + n % 40 if done else None, "post_percent": 85 if done else None, "finals": int(done),
                "best_percent": 85 if done else None, "passed_at": at if done else None,
                "completed_at": at if done else None, "state": "passed" if done else "not-started",
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


def _cookie(app: Flask, account_id: UUID) -> str:
    """What the browser of a signed-in account sends, once it has opened a page with a form."""
    with transaction():
        token = signing_in.sign_in(account_id)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = token, True
    client.get("/account")
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie.value if cookie else ''}; place={ids.secret_token()}"


# In process


class Caller:
    """Calls the application as a server does, without one."""

    def __init__(self, site: Site) -> None:
        self.app = create_elearn_with_floor(site)
        self.queries = 0
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)

    def _count(self, *_arguments: Any) -> None:
        self.queries += 1

    def __call__(self, path: str, cookie: str, body: bytes = b"", headers: dict[str, str] | None = None) -> bytes:
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path, "QUERY_STRING": query, "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr, "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": False,
            "wsgi.run_once": False, "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_COOKIE": cookie,
            "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/json" if body else "", **(headers or {}),
        }  # fmt: skip
        answered: list[str] = []

        def start_response(status: str, _headers: object, _error: object = None, /) -> Callable[[bytes], object]:
            answered.append(status)
            return len

        parts = self.app.wsgi_app(environ, start_response)
        content = b"".join(parts)
        parts.close()  # type: ignore[attr-defined]
        if not answered[0].startswith("200"):
            raise RuntimeError(f"{path}: {answered[0]}")
        return content


def create_elearn_with_floor(site: Site) -> Flask:
    """The application on that site's database."""
    os.environ["ELEARN_DATABASE"] = site.settings.database
    return create_app()


def _ratio(page: Callable[[], object], floor: Callable[[], object], rounds: int = 15, times: int = 40) -> float:
    """CPU of the page over CPU of the floor: the median over rounds in which both take turns."""
    for _warm in range(20):
        page(), floor()
    return statistics.median(_cpu(page, times) / _cpu(floor, times) for _round in range(rounds))


def _cpu(call: Callable[[], object], times: int) -> float:
    started = time.process_time()
    for _call in range(times):
        call()
    return time.process_time() - started


def _saver(caller: Caller, site: Site) -> Callable[[], bytes]:
    """Saves one answer after the other to the open attempt, as quiz.js does."""
    page = caller(f"/attempts/{site.attempt}?n={site.question}", site.officer).decode()
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    sequence = iter(range(1, 10**9))

    def save() -> bytes:
        body = json.dumps({"n": site.question, "sequence": next(sequence), "fields": [["answer-0", "0"]]}).encode()
        return caller(f"/attempts/{site.attempt}", site.officer, body, {"HTTP_X_CSRFTOKEN": token})

    return save


def _in_process(site: Site, few: Site, many: Site) -> Iterable[Measured]:
    caller = Caller(site)
    module = "dynamic-security"

    def page(path: str, cookie: str, caller: Caller = caller) -> Callable[[], bytes]:
        return lambda: caller(path, cookie)

    floor = page("/floor", site.officer)
    lesson = page(f"/modules/{module}/what-it-is", site.officer)
    yield Measured("lesson page, CPU", _ratio(lesson, floor), "x floor", 1.5)
    lesson()
    before = caller.queries
    lesson()
    yield Measured("lesson page, queries", caller.queries - before, "queries", 3)
    yield Measured("quiz save, CPU without waiting for the disk", _ratio(_saver(caller, site), floor), "x floor", 2.0)
    overview = page("/overview", site.administrator)
    yield Measured("overview of an academy of 5,000 officers, CPU", _ratio(overview, floor, times=10), "x floor", 12)
    figures = page("/programmes/joint", site.programme)
    yield Measured("officers trained at 5,000 officers, CPU", _ratio(figures, floor, times=10), "x floor", 8)
    small, large = Caller(few), Caller(many)
    lessons = [page(f"/modules/{module}/what-it-is", at.officer, by) for at, by in ((many, large), (few, small))]
    yield Measured("lesson page, 100,000 officers against 100, CPU", _ratio(lessons[0], lessons[1]), "x", 1.3)
    questions = [page(f"/attempts/{at.attempt}?n=1", at.officer, by) for at, by in ((many, large), (few, small))]
    yield Measured("quiz page, 100,000 officers against 100, CPU", _ratio(questions[0], questions[1]), "x", 1.3)
    saves = [_saver(by, at) for at, by in ((many, large), (few, small))]
    yield Measured("quiz save, 100,000 officers against 100, CPU", _ratio(saves[0], saves[1]), "x", 1.3)


# Without a site


def _item_analysis() -> Iterable[Measured]:
    """Facility, discrimination, options and alpha of a paper that very many sat, who answered at random."""
    chance = random.Random(1)  # noqa: S311 - no secret
    questions = [f"q{number}" for number in range(40)]
    options = {question: dict.fromkeys("abcd", False) | {"a": True} for question in questions}
    alike = {option: (option,) for option in "abcd"}  # as queries give them
    sheets = []
    for _officer in range(50_000):
        chosen = chance.choices("abcd", (5, 2, 2, 1), k=len(questions))
        points = {question: float(option == "a") for question, option in zip(questions, chosen, strict=True)}
        sheets.append(
            Sheet(points, {question: alike[option] for question, option in zip(questions, chosen, strict=True)})
        )

    def whole() -> None:
        analyse(sheets, options)
        reliability(sheets)

    seconds = statistics.median(_cpu(whole, 1) for _round in range(3))
    yield Measured("item analysis of 40 items by 50,000 attempts, CPU", seconds, "s", 2.0)


# Over HTTP


def _over_http(site: Site) -> Iterable[Measured]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ["ELEARN_DATABASE"] = site.settings.database
    program = str(Path(sys.executable).parent / "granian")
    command = [
        program, "--interface", "wsgi", "--port", str(port), "--workers", "1", "--blocking-threads", str(serving.THREADS),
        "--log-level", "warning", "--factory", "tests.bench:create_app",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        serving.wait_until_it_answers("127.0.0.1", port, server)
        pages = (
            ("lesson page", "/modules/dynamic-security/what-it-is", site.officer, 1.5),
            ("overview of an academy of 5,000 officers", "/overview", site.administrator, 12),
            ("officers trained at 5,000 officers", "/programmes/joint", site.programme, 8),
        )
        for name, path, cookie, goal in pages:
            ratios = [_rate(port, "/floor", site.officer) / _rate(port, path, cookie) for _round in range(7)]
            yield Measured(f"{name}, requests per second over HTTP", statistics.median(ratios), "x fewer", goal)
        yield Measured("memory of the server process", _memory(server.pid), "MB", 180)
    finally:
        server.terminate()
        server.wait()


def _rate(port: int, path: str, cookie: str, times: int = 60) -> float:
    """Requests per second, one after the other on one connection, after a few to warm up."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    started = 0.0
    for number in range(times + 5):
        if number == 5:
            started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    return times / (time.perf_counter() - started)


def _memory(parent: int) -> float:
    """Megabytes resident in the largest process of the server: its worker."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        if parent in (int(lines["Pid"]), int(lines["PPid"])) and "VmRSS" in lines:
            sizes.append(int(lines["VmRSS"].split()[0]) / 1024)
    return max(sizes)
