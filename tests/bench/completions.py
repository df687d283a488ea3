"""Many completions, made by the database itself, and what it costs to take them away as a file."""

from datetime import date
from typing import BinaryIO
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import Connection, text

from elearn.courses.models import Revision
from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Country, FormerNames, Institution
from elearn.reports.exports import lists
from elearn.reports.exports.files import Format
from elearn.reports.forms import words
from elearn.reports.queries import completions
from elearn.reports.queries.completions import Filters

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
        "institution_id, country, rank, track, enrolled_on, started_on, completed_on, percent, attempts, certificate, "
        f"valid_until, revoked) {numbers} SELECT {key}, {key}, {key}, CASE n % 3 WHEN 0 THEN 'F' ELSE 'M' END, 'm', 1, :academy, "
        f":academy, {_PLACES[kind]}, 'KZ', 'sergeant', 'security-officer', {day}, {day}, {day}, 80 + n % 20, 1 + n % 3, "
        f"'CODE-' || n, {day}, false FROM counted"
    )
    identities = text(
        f"INSERT INTO identity (officer_id, family_name, given_name, patronymic, service_number, name_key) {numbers} "
        f"SELECT {key}, 'Жұмабаев' || (n % 997), 'Нұрлан' || (n % 89), '', 'KZ' || n, '' FROM counted"
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
