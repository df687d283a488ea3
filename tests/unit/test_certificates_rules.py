"""Who may have a certificate, until when it holds, and which names are the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.certificates.rules import (
    Candidate,
    Certificate,
    Eligibility,
    Missing,
    Status,
    eligibility,
    printed_name,
    same_name,
    status,
)
from elearn.courses.rules.validity import valid_until

READY = Candidate(
    enrolment_id=UUID(int=1),
    officer_id=UUID(int=2),
    module_id="searches",
    academy_id=UUID(int=3),
    revision_id="searches-1",
    time_zone="Asia/Almaty",
    enrolled_on=date(2026, 9, 1),
    done=frozenset({"why", "how"}),
    passed=True,
    attended=0,
    name="Ермолаева Вера",
    language="ru",
    issued=0,
    revoked=0,
)
GIVES: dict[str, Any] = {"gives_certificate": True, "contents": ("why", "how"), "attendance": 0, "prints": True}


@pytest.mark.parametrize(
    ("candidate", "module", "missing", "parts"),
    [
        ({}, {}, (), ()),
        ({"done": frozenset({"why", "how", "left-out-since"})}, {}, (), ()),
        ({"done": frozenset({"how"})}, {}, (Missing.PARTS,), ("why",)),
        ({"passed": False}, {}, (Missing.FINAL,), ()),
        ({"done": frozenset(), "passed": False}, {}, (Missing.PARTS, Missing.FINAL), ("why", "how")),
        ({"attended": 3}, {"attendance": 4}, (Missing.ATTENDANCE,), ()),
        ({"attended": 4}, {"attendance": 4}, (), ()),
        ({"name": ""}, {"prints": False}, (Missing.NAME,), ()),
        ({}, {"prints": False}, (Missing.LETTERS,), ()),
        ({}, {"gives_certificate": False}, (Missing.NO_CERTIFICATE,), ()),
        ({"issued": 1}, {}, (Missing.HELD,), ()),
        ({"issued": 1}, {"again": True}, (Missing.HELD,), ()),
        ({"issued": 1, "revoked": 1}, {}, (Missing.REVOKED,), ()),
        ({"issued": 1, "revoked": 1}, {"again": True}, (), ()),
        ({"issued": 2, "revoked": 1}, {"again": True}, (Missing.HELD,), ()),
        ({"issued": 2, "revoked": 2}, {"again": True}, (), ()),
    ],
)
def test_what_is_missing(
    candidate: dict[str, Any], module: dict[str, Any], missing: tuple[Missing, ...], parts: tuple[str, ...]
) -> None:
    verdict = eligibility(replace(READY, **candidate), **GIVES | module)
    assert verdict == Eligibility(missing, parts)
    assert bool(verdict) is not bool(missing)


@pytest.mark.parametrize(
    ("issued", "months", "until"),
    [
        (date(2026, 9, 15), 24, date(2028, 9, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2026, 9, 15), None, None),
    ],
)
def test_the_last_valid_day(issued: date, months: int | None, until: date | None) -> None:
    assert valid_until(issued, months) == until


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_the_last_valid_day_is_in_the_month_that_follows(issued: date, months: int) -> None:
    until = valid_until(issued, months)
    assert until
    assert (until.year * 12 + until.month) - (issued.year * 12 + issued.month) == months
    assert until.day == issued.day or (until.day < issued.day and (until + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("until", "revoked", "expected"),
    [
        (date(2026, 9, 15), False, Status.VALID),
        (date(2026, 9, 14), False, Status.EXPIRED),
        (None, False, Status.VALID),
        (None, True, Status.REVOKED),
        (date(2026, 9, 14), True, Status.REVOKED),
    ],
)
def test_what_a_certificate_is_on_a_day(until: date | None, revoked: bool, expected: Status) -> None:
    assert status(until, revoked, date(2026, 9, 15)) is expected


def certificate(**changes: Any) -> Certificate:
    values: dict[str, Any] = {
        "id": UUID(int=1),
        "code": "0",
        "officer_id": UUID(int=2),
        "enrolment_id": UUID(int=3),
        "module_id": "searches",
        "revision_id": "searches-1",
        "academy_id": UUID(int=4),
        "academy": {"en": "Kostanay academy"},
        "issued_at": datetime(2026, 9, 15, tzinfo=UTC),
        "issued_on": date(2026, 9, 15),
        "valid_until": date(2026, 12, 14),
        "language": "en",
        "time_zone": "Asia/Almaty",
        "revoked": False,
        "replaced": False,
        "doubtful": False,
        "name": "Ермолаева Вера",
    }
    return Certificate(**values | changes)


@pytest.mark.parametrize(
    ("today", "changes", "soon"),
    [
        (date(2026, 9, 14), {}, False),
        (date(2026, 9, 15), {}, True),
        (date(2026, 12, 14), {}, True),
        (date(2026, 12, 15), {}, False),
        (date(2026, 12, 14), {"revoked": True}, False),
        (date(2026, 12, 14), {"valid_until": None}, False),
    ],
)
def test_running_out_is_said_ninety_days_before(today: date, changes: dict[str, Any], soon: bool) -> None:
    assert certificate(**changes).runs_out_soon(today) is soon


@pytest.mark.parametrize(
    ("parts", "printed"),
    [
        (("Сейтқали", "Айгүл"), "Сейтқали Айгүл"),
        ((" Сейтқали ", "", "Айгүл\tНұрланқызы\n"), "Сейтқали Айгүл Нұрланқызы"),
        (("\ufeffОрлов", "Пе\u0308тр\u200f"), "Орлов Пётр"),
        (("Ор\u202eлов",), "Орлов"),
        ((), ""),
    ],
)
def test_a_name_as_it_is_printed(parts: tuple[str, ...], printed: str) -> None:
    assert printed_name(parts) == printed


@pytest.mark.parametrize(
    ("typed", "printed", "same"),
    [
        ("Орлов Пётр", "Орлов Пётр", True),
        ("  орлов   ПЕТР ", "Орлов Пётр", True),
        ("Әбдірахманова Нұрмұхаммедова Гүл", "Әбдірахманова-Нұрмұхаммедова Гүл", True),
        ("o’brien", "O'Brien", True),
        ("محمّد بن صالح", "محمد بن صالح", True),
        ("Пётр Орлов", "Орлов Пётр", False),
        ("Орлов", "Орлов Пётр", False),
        ("Сейткали Айгуль", "Сейтқали Айгүл", False),
        ("", "", False),
        ("-", "", False),
        ("-", "—", False),
    ],
)
def test_a_name_typed_from_the_paper(typed: str, printed: str, same: bool) -> None:
    assert same_name(typed, printed) is same


@pytest.mark.slow
@given(st.text())
def test_every_name_that_has_a_letter_matches_itself(name: str) -> None:
    assert same_name(name, printed_name([name])) is any(c.isalnum() for c in printed_name([name]))
