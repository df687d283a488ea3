"""Officers trained: a programme's figures, the people behind them, and the modules it approves."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.queries import published
from elearn.foundation import clock, locale
from elearn.foundation.access import requires
from elearn.foundation.web import last_page, page_asked, writes
from elearn.people.rules.roles import Permission
from elearn.reports import rules, service
from elearn.reports.forms import words
from elearn.reports.forms.choosing import BY, ApprovalForm
from elearn.reports.queries import figures, programmes
from elearn.reports.queries.statistics import By
from elearn.reports.views.common import blueprint, id_asked, titles


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
    by = _breakdown()
    report = figures.report_until(chosen, _quarter(chosen, today), today, by)
    if not current_user.may(Permission.SEE_IDS, chosen.id):
        report = rules.for_monitor(report)
    targets = [(date.fromisoformat(day), number) for day, number in chosen.targets]
    return render_template(
        "reports/programme.html",
        programme=chosen,
        report=report,
        definition=rules.DEFINITIONS[chosen.definition],
        academies=figures.academy_names([academy for academy, _row in report.by_academy], report.day),
        by=by,
        breakdowns={each: BY[By(each)] for each in rules.Breakdown},
        groups=words.names(By(by), [group for group, _row in report.by_group], chosen.countries),
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
    by, group = _breakdown(), request.args.get("group")
    groups = figures.groups(chosen.countries, by) if group is not None else {}
    part = figures.Part(
        chosen.id,
        figure,
        day,
        since=rules.quarter_start(until) if "new" in request.args else None,
        academy_id=id_asked("academy"),
        sex=request.args.get("sex"),
        part=by.part,
        keys=groups.get(group, ()) if group else None,
        but_keys=[key for keys in groups.values() for key in keys] if group == "" else None,
    )
    number, ids = figures.people_behind(part, page_asked())
    return render_template(
        "reports/people.html",
        programme=chosen,
        part=part,
        until=until,
        number=number,
        ids=ids,
        page=page_asked(),
        last=last_page(number, figures.PAGE),
        academies=figures.academy_names([part.academy_id] if part.academy_id else [], day),
        by=by,
        group=group,
        groups=words.names(By(by), [group], chosen.countries) if group else {},
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
    return render_template(
        "reports/approvals.html",
        programme=chosen,
        approvals=programmes.approvals(chosen.id),
        titles=titles(),
        form=form,
    )


def _programme(code: str, permission: Permission) -> Any:
    """The programme, or 404 when it is not the visitor's to see."""
    chosen = programmes.by_code(code)
    if chosen is None or not current_user.may(permission, chosen.id):
        abort(404)
    return chosen


def _breakdown() -> rules.Breakdown:
    """By what the figures are to be broken down."""
    wanted = request.args.get("by", rules.Breakdown.REGION)
    return rules.Breakdown(wanted) if wanted in list(rules.Breakdown) else abort(404)


def _quarter(chosen: Any, today: date) -> str:
    """The quarter asked for, within the programme; the running one when none is asked for."""
    allowed = rules.quarters(chosen.starts_on, max(min(today, chosen.ends_on), chosen.starts_on))
    wanted = request.args.get("until", allowed[-1])
    if wanted not in allowed:
        abort(404)
    return wanted
