"""Pages of reports: a programme's figures, the overview of an academy, lists of completions."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.queries import published
from elearn.courses.rules.standing import State
from elearn.foundation import clock, locale
from elearn.foundation.access import requires
from elearn.foundation.sheets.writing import csv_bytes
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission
from elearn.people.service import looks, numbers
from elearn.reports import exports, rules, service
from elearn.reports.forms import ApprovalForm, FilterForm
from elearn.reports.queries import completions, figures, programmes

blueprint = Blueprint("reports", __name__, template_folder="templates")


# Officers trained


@blueprint.get("/programmes", endpoint="programmes")
@requires(Permission.SEE_FIGURES)
def list_programmes() -> str | Response:
    visible = programmes.visible(current_user.scopes(Permission.SEE_FIGURES))
    if len(visible) == 1:
        return redirect(url_for("reports.programme", code=visible[0].code))
    return render_template("reports/programmes.html", programmes=visible)


@blueprint.get("/programmes/<code>")
@requires(Permission.SEE_FIGURES)
def programme(code: str) -> str:
    chosen = _programme(code, Permission.SEE_FIGURES)
    today = clock.today(programmes.time_zone(chosen))
    report = figures.report_until(chosen, _quarter(chosen, today), today)
    if not current_user.may(Permission.SEE_IDS, chosen.id):
        report = rules.for_monitor(report)
    targets = [(date.fromisoformat(day), number) for day, number in chosen.targets]
    return render_template(
        "reports/programme.html",
        programme=chosen,
        report=report,
        definition=rules.DEFINITIONS[chosen.definition],
        academies=figures.academy_names([academy for academy, _row in report.by_academy], report.day),
        groups=figures.group_names(chosen.countries) if report.by_rank_group else {},
        quarters=rules.quarters(chosen.starts_on, min(today, chosen.ends_on)),
        targets=rules.targets_at(targets, chosen.starts_on, [name for name, _row in report.by_quarter]),
        target=rules.target_on(targets, report.day),
        may_open=current_user.may(Permission.SEE_IDS, chosen.id),
        may_approve=current_user.may(Permission.MANAGE_PROGRAMME, chosen.id),
    )


@blueprint.get("/programmes/<code>/people/<figure>")
@requires(Permission.SEE_IDS)
def people_behind(code: str, figure: str) -> str:
    chosen = _programme(code, Permission.SEE_IDS)
    if figure not in rules.FIGURES:
        abort(404)
    today = clock.today(programmes.time_zone(chosen))
    until = _quarter(chosen, today)
    day = min(rules.quarter_end(until), today)
    groups = figures.rank_groups(chosen.countries)
    group = request.args.get("group")
    part = figures.Part(
        chosen.id,
        figure,
        day,
        since=rules.quarter_start(until) if "new" in request.args else None,
        academy_id=_uuid("academy"),
        sex=request.args.get("sex"),
        ranks=groups.get(group, ()) if group else None,
        but_ranks=[rank for ranks in groups.values() for rank in ranks] if group == "" else None,
    )
    number, ids = figures.people_behind(part, _page())
    return render_template(
        "reports/people.html",
        programme=chosen,
        part=part,
        until=until,
        number=number,
        ids=ids,
        page=_page(),
        last=-(-number // figures.PAGE),
        academies=figures.academy_names([part.academy_id] if part.academy_id else [], day),
        group=group,
        groups=figures.group_names(chosen.countries) if group else {},
    )


@blueprint.get("/programmes/<code>/modules")
@requires(Permission.MANAGE_PROGRAMME)
def approvals(code: str) -> str:
    chosen = _programme(code, Permission.MANAGE_PROGRAMME)
    return _approvals_page(chosen, _approval_form())


@blueprint.post("/programmes/<code>/modules")
@requires(Permission.MANAGE_PROGRAMME)
@writes
def approve(code: str) -> str | Response:
    chosen = _programme(code, Permission.MANAGE_PROGRAMME)
    form = _approval_form()
    if not form.validate_on_submit():
        return _approvals_page(chosen, form)
    day = form.from_date.data or clock.today(programmes.time_zone(chosen))
    service.approve(chosen.id, form.module.data, day, current_user.account_id, approved=not form.withdraw.data)
    flash(_("Recorded. The figures are counted anew."), "ok")
    return redirect(url_for("reports.approvals", code=code))


def _approval_form() -> ApprovalForm:
    form = ApprovalForm()
    form.module.choices = [(m.module_id, str(locale.pick(m.titles, m.source))) for m in published.catalogue()]
    return form


def _approvals_page(chosen: Any, form: ApprovalForm) -> str:
    titles = {m.module_id: locale.pick(m.titles, m.source) for m in published.catalogue()}
    return render_template(
        "reports/approvals.html", programme=chosen, approvals=programmes.approvals(chosen.id), titles=titles, form=form
    )


def _programme(code: str, permission: Permission) -> Any:
    """The programme, or 404 when it is not the visitor's to see."""
    chosen = programmes.by_code(code)
    if chosen is None or not current_user.may(permission, chosen.id):
        abort(404)
    return chosen


def _quarter(chosen: Any, today: date) -> str:
    """The quarter asked for, within the programme; the running one when none is asked for."""
    allowed = rules.quarters(chosen.starts_on, max(min(today, chosen.ends_on), chosen.starts_on))
    wanted = request.args.get("until", allowed[-1])
    if wanted not in allowed:
        abort(404)
    return wanted


# The overview of an academy


@blueprint.get("/overview")
@requires(Permission.SEE_PROGRESS)
def overview() -> str:
    return _overview(search="")


@blueprint.post("/overview")
@requires(Permission.SEE_PROGRESS)
def find() -> str:
    """The same page for a name or number. Sent by POST, as those do not belong into addresses; nothing is changed."""
    return _overview(search=request.form.get("search", "").strip()[:100])


def _overview(search: str) -> str:
    mine = completions.academies(current_user.scopes(Permission.SEE_PROGRESS))
    academy = next((a for a in mine if a.id == (_uuid("academy") or a.id)), None)
    if academy is None:
        abort(404)
    today = clock.today(academy.time_zone)
    counts = completions.states(academy.id, today)
    keys = tuple(key for _code, key in numbers.match_keys(current_app.config["KEYS"], [academy.country], search))
    chosen = completions.Chosen(academy.id, today, request.args.get("module") or None, _state(), search, keys)
    number, rows = completions.enrolments(chosen, _page(), counts)
    if rows:
        looks.note(current_user.account_id, academy.id, f"overview page {_page()}", len(rows))
    return render_template(
        "reports/overview.html",
        academies=mine,
        academy=academy,
        today=today,
        counts=counts,
        modules=sorted({module for module, _state in counts}),
        totals=rules.per_module(counts),
        titles=_titles(),
        rows=rows,
        number=number,
        chosen=chosen,
        page=_page(),
        last=-(-number // completions.PAGE),
    )


def _titles() -> dict[str, locale.Text]:
    return {m.module_id: locale.pick(m.titles, m.source) for m in published.catalogue()}


def _state() -> State | None:
    wanted = request.args.get("state")
    return State(wanted) if wanted in list(State) else None


def _page() -> int:
    page = request.args.get("page", 1, type=int)
    return page if 1 <= page <= 100_000 else abort(404)


def _uuid(name: str) -> UUID | None:
    return request.args.get(name, type=UUID)


# Lists of completions


@blueprint.get("/exports", endpoint="exports")
@requires(Permission.EXPORT_WITHOUT_NAMES)
def choose_export() -> tuple[str, int]:
    form, filters = _filters(Permission.EXPORT_WITHOUT_NAMES)
    return _choose(form, filters)


def _choose(form: FilterForm, filters: completions.Filters | None) -> tuple[str, int]:
    """The page on which a list is chosen; with its complaints when the choice makes no sense."""
    number, people = completions.how_many(filters) if filters else (0, 0)
    may_name = filters is not None and _may_name(filters)
    page = render_template("reports/exports.html", form=form, number=number, people=people, may_name=may_name)
    return page, 200 if filters else 422


@blueprint.post("/exports/without-names.csv")
@requires(Permission.EXPORT_WITHOUT_NAMES)
@writes
def export_without_names() -> Response | tuple[str, int]:
    return _csv(named=False, permission=Permission.EXPORT_WITHOUT_NAMES)


@blueprint.post("/exports/named.csv")
@requires(Permission.EXPORT_NAMED)
@writes
def export_named() -> Response | tuple[str, int]:
    return _csv(named=True, permission=Permission.EXPORT_NAMED)


@blueprint.post("/exports/print")
@requires(Permission.EXPORT_NAMED)
@writes
def print_list() -> str | tuple[str, int]:
    form, filters = _filters(Permission.EXPORT_NAMED)
    if filters is None:
        return _choose(form, filters)
    rows = _rows(filters, named=True)
    academies = completions.academies(current_user.scopes(Permission.EXPORT_NAMED))
    return render_template(
        "reports/print.html",
        headings=_headings(True),
        rows=rows,
        filters=filters,
        academies=[academy for academy in academies if academy.id in (filters.academy_ids or ())],
        institution=_institution(filters),
        today=clock.today(academies[0].time_zone),
    )


def _csv(named: bool, permission: Permission) -> Response | tuple[str, int]:
    form, filters = _filters(permission)
    if filters is None:
        return _choose(form, filters)
    body = csv_bytes(_headings(named), _rows(filters, named))
    response = Response(body, mimetype="text/csv")
    name = "completions-named.csv" if named else "completions.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _rows(filters: completions.Filters, named: bool) -> list[list[str]]:
    """The rows of a list, which is written down as having left the system."""
    rows = [exports.cells(row, named, _say, _certificate(row)) for row in completions.listed(filters)]
    academy = filters.academy_ids[0] if filters.academy_ids and len(filters.academy_ids) == 1 else None
    service.note_export(current_user.account_id, academy, named, filters.as_json(), len(rows))
    return rows


def _filters(permission: Permission) -> tuple[FilterForm, completions.Filters | None]:
    """The filters asked for, within the academies for which the visitor holds the permission; None when they make no sense."""
    academies = completions.academies(current_user.scopes(permission))
    allowed = tuple(academy.id for academy in academies)
    form = FilterForm(request.values)
    form.academy.choices = [("", _("All")), *((str(a.id), str(locale.pick(a.names))) for a in academies)]
    form.institution.choices = [
        ("", _("All")), *((str(i.id), str(locale.pick(i.names))) for i in completions.institutions(allowed))
    ]  # fmt: skip
    if not form.validate():
        return form, None
    return form, completions.Filters(
        academy_ids=(UUID(form.academy.data),) if form.academy.data else allowed,
        institution_id=UUID(form.institution.data) if form.institution.data else None,
        first_day=form.first_day.data,
        last_day=form.last_day.data,
    )


def _institution(filters: completions.Filters) -> str | None:
    """The name of the institution that a list was narrowed to."""
    names = {place.id: place.names for place in completions.institutions(filters.academy_ids)}
    return str(locale.pick(names[filters.institution_id])) if filters.institution_id in names else None


def _may_name(filters: completions.Filters) -> bool:
    return bool(filters.academy_ids) and all(
        current_user.may(Permission.EXPORT_NAMED, academy) for academy in filters.academy_ids or ()
    )


def _say(texts: Mapping[str, str]) -> str:
    return str(locale.pick(texts))


def _certificate(row: Any) -> str:
    """The certificate's state in words; nothing when none was issued."""
    if row.code is None:
        return ""
    today = clock.today(row.time_zone)
    words: dict[str, Callable[[], str]] = {
        "valid": lambda: _("valid"),
        "expired": lambda: _("expired"),
        "revoked": lambda: _("revoked"),
    }
    return words[completions.certificate_status(row, today)]()


def _headings(named: bool) -> list[str]:
    words = {
        "service_number": _("Service number"),
        "family_name": _("Family name"),
        "given_name": _("Given name"),
        "patronymic": _("Patronymic"),
        "institution": _("Institution"),
        "academy": _("Academy"),
        "module": _("Module"),
        "revision": _("Revision"),
        "enrolled": _("Enrolled"),
        "started": _("Started"),
        "completed": _("Completed"),
        "score": _("Score, percent"),
        "certificate": _("Certificate"),
    }
    return [words[column] for column in exports.columns(named)]
