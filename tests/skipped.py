"""Nothing is skipped in silence: the last line of `make test` says what could not run and why; CI takes no such thing.

A plugin of pytest: `python -m pytest -p tests.skipped`.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

CI = os.environ.get("CI") == "true"
_reasons: Counter[str] = Counter()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _count(report)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _count(report)


def _count(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        _reasons[report.longrepr[2].removeprefix("Skipped: ")] += 1


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    if CI and _reasons and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    yield


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):  # a worker of xdist: the one who started it speaks
        return
    what = "; ".join(f"{reason} ({count} tests)" for reason, count in _reasons.items())
    print(f"Could not run: {what}" + " - and in CI nothing may be missing" * CI if what else "Nothing was left out.")
