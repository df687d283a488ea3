"""Long lists of completions, made in the background and kept for whoever asked."""

from tempfile import TemporaryFile
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from elearn.foundation.db import db
from elearn.foundation.jobs import Kind, Run
from elearn.people.rules.roles import Permission
from elearn.reports import service
from elearn.reports.exports import files, lists
from elearn.reports.exports.files import Format
from elearn.reports.forms import words
from elearn.reports.queries import completions
from elearn.reports.queries.completions import Filters

TELL_EVERY = 20_000  # rows


def export(run: Run) -> dict[str, Any]:
    """Make the file anew from its first row, whatever was made of it before; it is written down when it is there."""
    named, form = run.kind == service.KINDS[True], Format(run.parameters["format"])
    filters = Filters.from_json(run.parameters["filters"])
    if not service.may_take(run.asked_by, filters, named):
        raise PermissionError("whoever asked for the list may no longer take it")
    with force_locale(run.parameters["language"]), TemporaryFile() as file, db.engine.connect() as connection:
        totals = completions.totals(filters)

        def tell(done: int) -> None:
            if done % TELL_EVERY == 0:
                run.tell(done, totals.completions)

        head, cells = words.list_head(named, totals), words.list_words()
        for part in lists.parts(form, filters, named, head, cells, connection, tell):
            file.write(part)
        with run.step(totals.completions, totals.completions):
            run.keep_file(files.name("completions", named, form), files.MEDIA_TYPES[form], files.read_parts(file))
            service.note_export(run.asked_by, filters, named, totals.completions)
    return {"rows": totals.completions}


COMPLETIONS = Kind(_l("Table of completions"), Permission.EXPORT_WITHOUT_NAMES, export)
NAMED_COMPLETIONS = Kind(_l("Table of completions with names"), Permission.EXPORT_NAMED, export)
