"""What is printed of a cohort: a slip for each officer, and the list of what is due, by institution and unit."""

from itertools import chain, groupby
from typing import Any
from uuid import UUID

from flask import render_template
from flask_babel import force_locale
from flask_login import current_user

from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.rules.mailing import SOON
from elearn.cohorts.rules.papers import by_unit
from elearn.cohorts.views.common import blueprint, visible
from elearn.foundation import clock, locale
from elearn.foundation.access import requires
from elearn.foundation.web import site_address
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/cohorts/<uuid:cohort_id>/slips")
@requires(Permission.SEE_PROGRESS)
def slips(cohort_id: UUID) -> str:
    cohort = visible(cohort_id)
    rows = chain.from_iterable(by_unit(queries.to_do(cohort)))
    officers = [list(lines) for _officer, lines in groupby(rows, key=lambda row: row.id)]
    looks.note(current_user.account_id, cohort.academy_id, f"slips of cohort {cohort_id}", len(officers))
    titles = queries.module_titles(queries.modules(cohort))
    papers = [_slip(lines, titles, clock.today(cohort.time_zone)) for lines in officers]
    return render_template("cohorts/slips.html", cohort=cohort, papers=papers)


def _slip(lines: list[Any], titles: Any, today: Any) -> str:
    """A slip in the language of whoever gets it."""
    with force_locale(lines[0].language or locale.current_language()):
        return render_template("cohorts/slip.html", lines=lines, titles=titles, today=today, site=site_address())


@blueprint.get("/cohorts/<uuid:cohort_id>/due")
@requires(Permission.SEE_PROGRESS)
def due_list(cohort_id: UUID) -> str:
    """Who is late or will be within two weeks, each institution and unit on a list of its own."""
    cohort = visible(cohort_id)
    today = clock.today(cohort.time_zone)
    rows = queries.to_do(cohort, today + SOON)
    looks.note(current_user.account_id, cohort.academy_id, f"due list of cohort {cohort_id}", len(rows))
    titles = queries.module_titles(queries.modules(cohort))
    return render_template("cohorts/due.html", cohort=cohort, lists=by_unit(rows), titles=titles, today=today)
