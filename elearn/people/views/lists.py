"""Lists of officers: sent, looked at, corrected, loaded; and asked for."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import jobs, locale
from elearn.foundation.access import requires
from elearn.foundation.sheets import writing
from elearn.foundation.web import last_page, page_asked, takes, writes
from elearn.people.forms.lists import CorrectedForm, LetInForm, ListForm, WantedForm
from elearn.people.jobs import EXPORT
from elearn.people.queries import lists as read
from elearn.people.queries import places
from elearn.people.rules.lists.columns import meaning
from elearn.people.rules.lists.judging import Verdict
from elearn.people.rules.lists.states import ListState
from elearn.people.rules.lists.words import Column
from elearn.people.rules.roles import Permission
from elearn.people.service import looks
from elearn.people.service.lists import keeping
from elearn.people.views.common import PER_PAGE, UNPROCESSABLE, blueprint, managed, offered
from elearn.people.views.jobs import ahead
from elearn.people.views.list_words import VERDICTS, about_file, about_row, heading

Page = Response | str | tuple[str, int]
_NAMED = (Column.NUMBER, Column.FAMILY, Column.GIVEN, Column.PATRONYMIC, Column.FULL_NAME)


def own_list(list_id: UUID) -> Any:
    """The list, when it is of an academy whose officers the visitor manages; else there is no such page."""
    return read.one(list_id, managed()) or abort(404)


def _forms() -> tuple[ListForm, WantedForm]:
    academies = offered(places.academies(managed(), also_ended=False))
    sent, wanted = ListForm(), WantedForm()
    for form in (sent, wanted):
        form.academy.choices = academies
    return sent, wanted


def _lists_page(sent: ListForm, wanted: WantedForm) -> str:
    return render_template("people/lists.html", form=sent, wanted=wanted, rows=read.latest(managed()))


@blueprint.get("/officers/lists")
@requires(Permission.MANAGE_OFFICERS)
def officer_lists() -> str:
    return _lists_page(*_forms())


@blueprint.post("/officers/lists")
@requires(Permission.MANAGE_OFFICERS)
@takes(megabytes=13)
@writes
def send_list() -> Page:
    sent, wanted = _forms()
    if not sent.validate():
        return _lists_page(sent, wanted), UNPROCESSABLE
    academy_id, data = sent.academy.data, sent.file.data.read()
    list_id = keeping.take(academy_id, current_user.account_id, locale.current_language(), data)
    return redirect(url_for("people.officer_list", list_id=list_id), 303)


@blueprint.post("/officers/lists/export")
@requires(Permission.MANAGE_OFFICERS)
@writes
def ask_for_list() -> Page:
    sent, wanted = _forms()
    if not wanted.validate():
        return _lists_page(sent, wanted), UNPROCESSABLE
    academy_id = wanted.academy.data
    asked = {"academy_id": str(academy_id), "format": wanted.format.data, "language": locale.current_language()}
    job_id = jobs.ask(EXPORT, asked, by_account=current_user.account_id, academy_id=academy_id)
    return redirect(url_for("people.job", job_id=job_id), 303)


@blueprint.get("/officers/lists/<uuid:list_id>")
@blueprint.get("/officers/lists/<uuid:list_id>/<verdict>")
@requires(Permission.MANAGE_OFFICERS)
def officer_list(list_id: UUID, verdict: str = "") -> str:
    return _list_page(own_list(list_id), CorrectedForm(), LetInForm(), verdict)


def _list_page(found: Any, corrected: CorrectedForm, let_in: LetInForm, verdict: str = "") -> str:
    shown = [each for each in Verdict if found.counts.get(each)]
    if verdict and verdict not in shown:
        abort(404)
    here = Verdict(verdict) if verdict else next(iter(shown), Verdict.NEW)
    is_seen = found.state in (ListState.CHECKED, ListState.LOADING)
    page = page_asked()
    rows = read.page_of(found.id, here, page, PER_PAGE) if is_seen else []
    if rows:
        looks.note(current_user.account_id, found.academy_id, f"list {found.id} {here} {page}", len(rows))
    return render_template(
        "people/list.html",
        list=found,
        job=(job := jobs.one(found.job_id, found.account_id)),
        before=ahead(job),
        verdicts=VERDICTS,
        shown=shown,
        here=here,
        rows=[_described(row, found.headings) for row in rows],
        page=page,
        last=last_page(found.counts.get(here, 0), PER_PAGE),
        fault=about_file(found.fault) if found.fault else "",
        ignored=[said for said in found.headings if said and meaning(said) is None],
        corrected=corrected,
        let_in=let_in,
    )


def _described(row: Any, headings: list[str]) -> dict[str, Any]:
    """A row as the preview shows it: its number, who it is about, what is said of it."""
    cells = dict(zip(map(meaning, headings), row.cells, strict=False))
    return {
        "number": row.number,
        "service_number": cells.get(Column.NUMBER, ""),
        "name": " ".join(filter(None, (cells.get(column, "") for column in _NAMED[1:]))),
        "remarks": [about_row(remark) for remark in row.remarks],
        "changes": [(heading(column), before, after) for column, before, after in row.changes],
        "effect": row.effect,
    }


@blueprint.get("/officers/lists/<uuid:list_id>/rows-to-correct")
@requires(Permission.MANAGE_OFFICERS)
def rows_to_correct(list_id: UUID) -> Response:
    """The wrong and doubtful rows as a file like the one that was sent, with what to correct in a column of its own."""
    found = own_list(list_id)
    rows = [
        [
            str(row.number),
            *[*row.cells, *[""] * len(found.headings)][: len(found.headings)],
            " ".join(map(about_row, row.remarks)),
        ]
        for row in read.rows(list_id, Verdict.WRONG, Verdict.DOUBTFUL)
    ]
    headings = [heading(Column.ROW), *found.headings, heading(Column.ADVICE)]
    looks.note(current_user.account_id, found.academy_id, f"list {list_id} rows to correct", len(rows))
    if found.is_workbook:
        right_to_left = locale.direction(locale.current_language()) == "rtl"
        answer = Response(writing.xlsx_bytes(headings, rows, right_to_left=right_to_left), mimetype=writing.XLSX)
    else:
        answer = Response(writing.csv_bytes(headings, rows), mimetype=writing.CSV)
    name = "rows-to-correct.xlsx" if found.is_workbook else "rows-to-correct.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.post("/officers/lists/<uuid:list_id>/rows-to-correct")
@requires(Permission.MANAGE_OFFICERS)
@takes(megabytes=13)
@writes
def correct_rows(list_id: UUID) -> Page:
    found, form = own_list(list_id), CorrectedForm()
    if not form.validate():
        return _list_page(found, form, LetInForm()), UNPROCESSABLE
    keeping.take_corrected(list_id, current_user.account_id, form.file.data.read())
    return redirect(url_for("people.officer_list", list_id=list_id), 303)


@blueprint.post("/officers/lists/<uuid:list_id>/load")
@requires(Permission.MANAGE_OFFICERS)
@writes
def load_list(list_id: UUID) -> Page:
    found, form = own_list(list_id), LetInForm()
    let_in = keeping.let_in(list_id, current_user.account_id, doubts_looked_at=form.looked_at.data)
    if not let_in and found.state == ListState.CHECKED:
        form.looked_at.errors = [_("Please look at the doubtful rows first, and tick this.")]
        return _list_page(found, CorrectedForm(), form), UNPROCESSABLE
    return redirect(url_for("people.officer_list", list_id=list_id), 303)


@blueprint.post("/officers/lists/<uuid:list_id>/forget")
@requires(Permission.MANAGE_OFFICERS)
@writes
def forget_list(list_id: UUID) -> Response:
    if keeping.throw_away(own_list(list_id).id):
        flash(_("The list was thrown away. Nothing of it was loaded."), "ok")
    else:
        flash(_("The list is loaded"), "due")
    return redirect(url_for("people.officer_lists"), 303)
