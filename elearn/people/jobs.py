"""What is done in the background: lists of officers checked, loaded and written, and officers compared."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from flask_babel import lazy_gettext as _l

from elearn.foundation import jobs, signing
from elearn.foundation.jobs import Kind, Run
from elearn.foundation.sheets import writing
from elearn.people.queries import lists
from elearn.people.rules.lists import saying
from elearn.people.rules.lists.states import ListState
from elearn.people.rules.roles import Permission
from elearn.people.service import links, looks, suggestions
from elearn.people.service.lists import checking, keeping, loading

EXPORT = "people.export-officers"


def check(run: Run) -> None:
    """Read and judge a list, and keep it as a preview."""
    found = lists.one(UUID(run.parameters["list_id"]), None)
    if found is None or found.state != ListState.CHECKING:
        return
    content = checking.content_of(found)
    try:
        by = checking.judging(found.academy_id, found.language, _keys())
    except signing.KeyMissing as missing:
        content = checking.Faulty({"why": "no-key", "country": missing.country})
    if isinstance(content, checking.Faulty):
        with run.step():
            checking.refuse(found, content)
        return
    total = 3 * len(content.rows)  # judging, comparing and keeping take about as long as each other
    judged = checking.judge(content, by, lambda done: run.tell(done, total))
    run.tell(total // 3, total)
    judged = checking.compared(judged, by)
    run.tell(2 * total // 3, total)
    with run.step(total):
        if lists.hold(found.id) == ListState.CHECKING:
            checking.keep(found.id, content, judged)


def load(run: Run) -> dict[str, Any] | None:
    """Record a list that was looked at. Where the officers are others than then, and a row is wrong now, nothing is recorded."""
    found = lists.one(UUID(run.parameters["list_id"]), None)
    if found is None or found.state != ListState.LOADING:
        return None
    content = checking.content_of(found)
    if isinstance(content, checking.Faulty):
        raise RuntimeError("rows that were kept can be read")
    total = 2 * len(content.rows)
    by = checking.judging(found.academy_id, found.language, _keys())
    judged = checking.judge(content, by, lambda done: run.tell(done, total))
    run.tell(total // 2, total)
    with run.step(total):
        if lists.hold(found.id) != ListState.LOADING:
            return None  # it was thrown away meanwhile, and whoever did that was told that nothing of it is loaded
        links.one_at_a_time(by.country)
        if (known := lists.known(found.academy_id)) != by.known:
            by = checking.Judging(by.country, by.setting, known, by.key_of)
            judged = checking.judge(content, by, lambda _done: None)
        if any(row.wanted is None for row in judged):
            checking.keep(found.id, content, judged, {"why": "changed-meanwhile"})
            return None
        loading.record(found, by.country, judged)
        looks.record(found.account_id, found.academy_id, "list loaded", len(judged))
    return {"rows": len(judged)}


def export(run: Run) -> dict[str, Any]:
    """The officers of an academy as a list that can be loaded again."""
    academy_id, language = UUID(run.parameters["academy_id"]), run.parameters["language"]
    _country, setting = checking.setting(academy_id, language)
    officers = [known for same in lists.known(academy_id, only_own=True).values() for known in same]
    rows = [saying.cells(known, setting) for known in officers if known.who.service_number]
    headings = saying.headings(language)
    if run.parameters["format"] == "xlsx":
        name, kind = "officers.xlsx", writing.XLSX
        content = writing.xlsx_bytes(headings, rows, right_to_left=language == "ar")
    else:
        name, kind, content = "officers.csv", writing.CSV, writing.csv_bytes(headings, rows)
    with run.step(len(rows), len(rows)):
        run.keep_file(name, kind, [content])
        if run.asked_by:
            looks.record(run.asked_by, academy_id, "list of officers", len(rows))
    return {"rows": len(rows)}


def suggest(run: Run) -> dict[str, Any]:
    """Work out which officers of a country may be registered twice."""
    country = run.parameters["country"]
    found = suggestions.work_out(country)
    with run.step():
        return {"pairs": suggestions.keep(country, found)}


def _keys() -> Path:
    folder: Path = current_app.config["KEYS"]
    return folder


def _kind(words: Any, run: Any, endpoint: str | None = None, *, names: bool = False) -> Kind:
    return Kind(words, Permission.MANAGE_OFFICERS, run, endpoint, keeping.KEPT_FOR, names)


KINDS: Mapping[str, jobs.Kind] = {
    keeping.CHECK: _kind(_l("Checking a list of officers"), check, "people.officer_list"),
    keeping.LOAD: _kind(_l("Loading a list of officers"), load, "people.officer_list"),
    EXPORT: _kind(_l("List of officers"), export, names=True),
    suggestions.SUGGEST: _kind(_l("Comparing officers"), suggest),
}
CHORES = (keeping.forget_old, suggestions.ask_where_due)
