"""Long lists of completions, and figures, made in the background and kept for whoever asked."""

from collections.abc import Callable, Collection, Mapping
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from elearn.foundation.db import snapshot
from elearn.foundation.jobs import Kind, Run
from elearn.people.rules.roles import Permission
from elearn.reports import service
from elearn.reports.exports import files, lists
from elearn.reports.exports.files import Format
from elearn.reports.forms import words
from elearn.reports.queries import completions
from elearn.reports.queries.completions import Filters
from elearn.reports.queries.statistics import By

TELL_EVERY = 20_000  # rows


def export(run: Run) -> dict[str, Any]:
    """Make the file anew from its first row, whatever was made of it before; it is written down when it is there."""
    named, form = run.kind == service.KINDS[True], Format(run.parameters["format"])
    filters = _filters(run, named=named)
    with force_locale(run.parameters["language"]), TemporaryFile() as file, snapshot() as connection:
        totals = completions.totals(filters, connection)

        def tell(done: int) -> None:
            if done % TELL_EVERY == 0:
                run.tell(done, totals.completions)

        head, cells = words.list_head(named, totals), words.list_words()
        for part in lists.parts(form, filters, named, head, cells, connection, tell):
            file.write(part)
        with run.step(totals.completions, totals.completions):
            run.keep_file(
                files.name("completions", form, named=named, days=filters.days),
                files.MEDIA_TYPES[form],
                files.read_parts(file),
            )
            service.note_export(run.asked_by, filters, named, totals.completions)
    return {"rows": totals.completions}


def export_figures(run: Run) -> dict[str, Any]:
    """The figures as a file: exact for who may take the names behind them."""
    form, by = Format(run.parameters["format"]), By(run.parameters["by"])
    filters = _filters(run, named=False)
    exact = service.may_take(run.asked_by, filters, True)
    with force_locale(run.parameters["language"]):
        figures = words.statistics_of(filters, by, exact=exact)
        rows = figures.cells(plain=form is Format.JSON)
        content = files.parts(form, figures.head(), [rows])
        with run.step(len(rows), len(rows)):
            run.keep_file(files.name(f"statistics-{by}", form, days=filters.days), files.MEDIA_TYPES[form], content)
            service.note_export(run.asked_by, filters, False, len(rows), by=by.value)
    return {"rows": len(rows)}


def _filters(run: Run, *, named: bool) -> Filters:
    """What was asked for, if that may still be taken."""
    filters = Filters.from_json(run.parameters["filters"])
    if not service.may_take(run.asked_by, filters, named):
        raise PermissionError("whoever asked for the list may no longer take it")
    return filters


def _whose(job: Any) -> Collection[UUID | None]:
    return Filters.from_json(job.parameters["filters"]).academy_ids or (None,)


def _kind(words: Any, permission: Permission, run: Callable[[Run], dict[str, Any]]) -> Kind:
    return Kind(words, permission, run, names=permission is Permission.EXPORT_NAMED, whose=_whose)


KINDS: Mapping[str, Kind] = {
    service.FIGURES: _kind(_l("Completion statistics"), Permission.EXPORT_WITHOUT_NAMES, export_figures),
    service.KINDS[False]: _kind(_l("Table of completions"), Permission.EXPORT_WITHOUT_NAMES, export),
    service.KINDS[True]: _kind(_l("Table of completions with names"), Permission.EXPORT_NAMED, export),
}
