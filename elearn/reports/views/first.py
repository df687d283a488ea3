"""What reports show on a first page: an academy at a glance, and the academies of each programme side by side."""

from typing import Any
from uuid import UUID

from flask import render_template
from flask_login import current_user

from elearn.certificates import queries as certificates
from elearn.cohorts.queries import cohorts
from elearn.cohorts.rules.cohorts import State as CohortState
from elearn.courses.rules.standing import State
from elearn.foundation import clock
from elearn.foundation.locale import Text, pick
from elearn.foundation.web import Asked
from elearn.people.rules.roles import Permission
from elearn.reports import rules
from elearn.reports.queries import figures, overview
from elearn.reports.queries import programmes as read

_MOST = 8  # rows of a table: the page behind it has the others
_MOST_COHORTS = 5  # their officers are counted one by one: the dearest figures of the page
_MOST_PROGRAMMES = 3


def academy(asked: Asked) -> str:
    """Enrolments by state, by institution and by cohort, and certificates that run out."""
    here = asked.academy
    if not (here and current_user.may(Permission.MANAGE_OFFICERS, here.id)):
        return ""
    today = clock.today(here.time_zone)
    counts = overview.by_institution(here.id, today)
    places = rules.per_place(counts)
    running = _cohorts(here)
    cohort_ids = [row.id for row in running]
    ending = certificates.running_out(here.id, today)
    return render_template(
        "reports/first_academy.html",
        asked=asked,
        here=here,
        total=rules.per_state(counts),
        places=places[:_MOST],
        more=len(places) - _MOST,
        names=overview.institution_names([place for place, _states in places[:_MOST] if place]),
        cohorts=running,
        figures=cohorts.figures(cohort_ids),
        ending_in=certificates.running_out_in(cohort_ids, here.id, today) if ending else {},
        ending=ending,
        State=State,
    )


def _cohorts(here: Any) -> list[Any]:
    """The cohorts under way there, what is due last first."""
    whose = cohorts.Whose(
        current_user.account_id, current_user.scopes(Permission.ENROL), current_user.scopes(Permission.SEE_PROGRESS)
    )
    return cohorts.page_of(whose, cohorts.Wish(CohortState.RUNNING, here.id), 1, _MOST_COHORTS)[0]


def programmes(asked: Asked) -> str:
    """The figures of each programme by academy; a monitor sees them rounded, and nothing behind them."""
    visible = read.visible(current_user.scopes(Permission.SEE_FIGURES))
    shown = [(each, report, _academies(report)) for each in visible[:_MOST_PROGRAMMES] if (report := _report(each))]
    return render_template(
        "reports/first_programmes.html",
        asked=asked,
        shown=shown,
        more=len(visible) - len(shown),
        may_open={each.id: current_user.may(Permission.SEE_IDS, each.id) for each, *_shown in shown},
    )


def _report(programme: Any) -> rules.Report:
    today = clock.today(read.time_zone(programme))
    until = rules.quarter(max(min(today, programme.ends_on), programme.starts_on))
    report = figures.report_until(programme, until, today)
    return report if current_user.may(Permission.SEE_IDS, programme.id) else rules.for_monitor(report)


def _academies(report: rules.Report) -> list[tuple[Text, UUID, rules.Figures]]:
    """Name, id and figures of each academy, by name."""
    names = figures.academy_names([academy_id for academy_id, _row in report.by_academy], report.day)
    rows = [(pick(names[academy_id]), academy_id, row) for academy_id, row in report.by_academy]
    return sorted(rows, key=lambda each: each[0].words)
