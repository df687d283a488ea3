"""Completion statistics: figures and lists of completions, on the page, printed, and as files."""

from typing import Any
from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask import request as asked
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from elearn.foundation import clock, jobs, locale
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission
from elearn.reports import service
from elearn.reports.exports import files, lists
from elearn.reports.exports.files import Format
from elearn.reports.forms import words
from elearn.reports.forms.choosing import BY, FilterForm
from elearn.reports.queries import completions, orders
from elearn.reports.queries.completions import Filters
from elearn.reports.queries.statistics import By
from elearn.reports.views.choosing import chosen_filters, offer
from elearn.reports.views.common import blueprint

AT_ONCE = 10_000  # rows of a list that somebody waits for; a longer one is made in the background

FORMATS = {Format.XLSX: _l("Excel"), Format.CSV: _l("CSV"), Format.JSON: _l("JSON")}

Page = str | tuple[str, int] | AnyResponse


@blueprint.get("/exports", endpoint="exports")
@requires(Permission.EXPORT_WITHOUT_NAMES)
def choose_export() -> tuple[str, int]:
    return _choose(*_filters(Permission.EXPORT_WITHOUT_NAMES))


@blueprint.post("/exports/figures.<form>")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def export_figures(form: str) -> Page:
    chosen, filters = _filters(Permission.EXPORT_WITHOUT_NAMES)
    if filters is None:
        return _choose(chosen, filters)
    figures, file_format = _statistics(chosen, filters), _format(form)
    rows = figures.cells(plain=file_format is Format.JSON)
    service.note_export(current_user.account_id, filters, False, len(rows), by=figures.by.value)
    name = files.name(f"statistics-{figures.by}", file_format, days=filters.days)
    return _file(file_format, name, b"".join(files.parts(file_format, figures.head(), [rows])))


@blueprint.post("/exports/figures/print")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def print_figures() -> Page:
    chosen, filters = _filters(Permission.EXPORT_WITHOUT_NAMES)
    if filters is None:
        return _choose(chosen, filters)
    figures = _statistics(chosen, filters)
    rows = figures.cells(plain=False)
    service.note_export(current_user.account_id, filters, False, len(rows), by=figures.by.value)
    title = _("Completions by %(what)s", what=BY[figures.by])
    return _printed(title, chosen, filters, figures.head(), rows)


@blueprint.post("/exports/without-names.<form>")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def export_without_names(form: str) -> Page:
    return _list(_format(form), Permission.EXPORT_WITHOUT_NAMES)


@blueprint.post("/exports/named.<form>")
@requires(Permission.EXPORT_NAMED)
@writes
def export_named(form: str) -> Page:
    return _list(_format(form), Permission.EXPORT_NAMED)


@blueprint.post("/exports/print")
@requires(Permission.EXPORT_NAMED)
@writes
def print_list() -> Page:
    chosen, filters = _filters(Permission.EXPORT_NAMED)
    if filters is None:
        return _choose(chosen, filters)
    totals = completions.totals(filters)
    if totals.completions > AT_ONCE:
        chosen.first_day.errors = [_("This list is too long to print. Choose a shorter period, or take a file.")]
        return _choose(chosen, None)
    batches = completions.read(completions.listed(filters, True, words.list_words()))
    rows = [list(row) for some in batches for row in some]
    service.note_export(current_user.account_id, filters, True, len(rows))
    return _printed(_("Completions"), chosen, filters, words.list_head(True, totals), rows)


@blueprint.post("/exports/monthly/figures")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def order_figures() -> Page:
    return _order(Permission.EXPORT_WITHOUT_NAMES, figures=True)


@blueprint.post("/exports/monthly/without-names")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def order_without_names() -> Page:
    return _order(Permission.EXPORT_WITHOUT_NAMES)


@blueprint.post("/exports/monthly/named")
@requires(Permission.EXPORT_NAMED)
@writes
def order_named() -> Page:
    return _order(Permission.EXPORT_NAMED)


@blueprint.post("/exports/monthly/<uuid:order_id>/stop")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def stop_monthly(order_id: UUID) -> Page:
    if not service.stop_monthly(order_id, current_user.account_id):
        abort(404)
    flash(_("Stopped. What was made already stays as long as it would have."), "ok")
    return redirect(url_for("reports.exports"), 303)


def _order(permission: Permission, *, figures: bool = False) -> Page:
    chosen, filters = _filters(permission)
    if filters is None:
        return _choose(chosen, filters)
    form, named = _format(asked.form.get("format", "")), permission is Permission.EXPORT_NAMED
    by = chosen.by.data if figures else ""
    service.order_monthly(
        service.Order(filters, named, form.value, locale.current_language(), by), current_user.account_id
    )
    flash(_("From the next month on, the table of the month before is made for you on its first day."), "ok")
    return redirect(url_for("reports.exports"), 303)


def _list(form: Format, permission: Permission) -> Page:
    """The list as a file: at once, or when it is long, in the background."""
    named = permission is Permission.EXPORT_NAMED
    chosen, filters = _filters(permission)
    if filters is None:
        return _choose(chosen, filters)
    totals = completions.totals(filters)
    if form is Format.XLSX and totals.completions > files.MOST_ROWS:
        chosen.first_day.errors = [
            _("This list is too long for one sheet. Choose a shorter period, or take a CSV file.")
        ]
        return _choose(chosen, None)
    if totals.completions > AT_ONCE:
        order = service.Order(filters, named, form.value, locale.current_language())
        job_id = service.ask_for_list(order, current_user.account_id)
        return redirect(url_for("people.job", job_id=job_id), 303)
    head, cells = words.list_head(named, totals), words.list_words()
    content = b"".join(lists.parts(form, filters, named, head, cells))
    service.note_export(current_user.account_id, filters, named, totals.completions)
    return _file(form, files.name("completions", form, named=named, days=filters.days), content)


def _file(form: Format, name: str, content: bytes) -> Response:
    response = Response(content, mimetype=files.MEDIA_TYPES[form])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _printed(title: str, chosen: FilterForm, filters: Filters, head: files.Head, rows: list[list[object]]) -> str:
    academies = completions.academies(filters.academy_ids)
    return render_template(
        "reports/print.html",
        title=title,
        form=chosen,
        head=head,
        rows=rows,
        filters=filters,
        academies=academies,
        today=clock.today(academies[0].time_zone if academies else "UTC"),
    )


def _choose(chosen: FilterForm, filters: Filters | None) -> tuple[str, int]:
    """The page on which a list is chosen; with its complaints when the choice makes no sense."""
    account_id = current_user.account_id
    page = render_template(
        "reports/exports.html",
        form=chosen,
        figures=_statistics(chosen, filters) if filters else None,
        number=completions.totals(filters).completions if filters else 0,
        may_name=filters is not None and may_name(filters),
        formats=FORMATS,
        taken=[
            (job, _narrowed(chosen, job.parameters["filters"]))
            for kind in (service.FIGURES, *service.KINDS)
            for job in jobs.latest(account_id, kind)
        ],
        kinds=jobs.kinds(),
        properties=BY,
        orders=[(order, _narrowed(chosen, order.filters)) for order in orders.of(account_id)],
    )
    return page, 200 if filters else 422


def _statistics(chosen: FilterForm, filters: Filters) -> words.Statistics:
    return words.statistics_of(filters, By(chosen.by.data), exact=may_name(filters))


def _format(name: str) -> Format:
    return Format(name) if name in list(Format) else abort(404)


def _filters(permission: Permission) -> tuple[FilterForm, Filters | None]:
    """The filters asked for, within the academies for which the visitor holds the permission; None when they make no sense."""
    academies = completions.academies(current_user.scopes(permission))
    form = FilterForm(asked.values)
    offer(form, academies)
    return form, chosen_filters(form, academies) if form.validate() else None


def _narrowed(form: FilterForm, stored: dict[str, Any]) -> list[tuple[str, str]]:
    """What stored filters are narrowed to, in words."""
    return form.said(narrowing(Filters.from_json(stored)))


def narrowing(filters: Filters) -> dict[str, str]:
    """What stored filters are narrowed to, as data of the form."""
    places = {"academy": filters.only_academy, "institution": filters.institution_id, "cohort": filters.cohort_id}
    others = {name: getattr(filters, name) for name in ("region", "module", "track", "rank_group", "sex")}
    return {name: str(value) for name, value in (places | others).items() if value}


def may_name(filters: Filters) -> bool:
    """Whether the visitor may take the names of everybody in the list."""
    return bool(filters.academy_ids) and all(
        current_user.may(Permission.EXPORT_NAMED, academy) for academy in filters.academy_ids or ()
    )
