"""Cohorts: the list, making and changing one, and the page of one with each officer's state."""

from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.cohorts import ChangeForm, CodeUntilForm, CohortForm
from elearn.cohorts.queries import cohorts as queries
from elearn.cohorts.queries import joining
from elearn.cohorts.queries.cohorts import OfficerWish, Wish
from elearn.cohorts.rules.cohorts import Standing, State, date_problem
from elearn.cohorts.service import cohorts as service
from elearn.cohorts.views.common import PER_PAGE, UNPROCESSABLE, blueprint, one_of, own, visible, whose
from elearn.courses.queries import courses, published
from elearn.courses.queries import enrolment as enrolling
from elearn.foundation import clock, locale
from elearn.foundation.access import requires
from elearn.foundation.web import last_page, order_asked, page_asked, writes
from elearn.people.queries import places
from elearn.people.rules.officers import place_asked
from elearn.people.rules.roles import Permission
from elearn.people.service import looks

Page = Response | str | tuple[str, int]
F = TypeVar("F", bound=ChangeForm)


def cohorts_asked() -> Wish:
    """Which cohorts the address asks for."""
    return Wish(one_of(State, "state"), one_of(UUID, "academy"), order_asked(queries.SORTS, Wish.sort))


def officers_asked() -> OfficerWish:
    """Which officers of a cohort the address asks for."""
    order = order_asked(queries.OFFICER_SORTS, OfficerWish.sort)
    return OfficerWish(one_of(Standing, "standing"), one_of(place_asked, "institution"), order)


@blueprint.get("/cohorts")
@requires(Permission.SEE_PROGRESS)
def cohorts() -> str:
    rows, how_many = queries.page_of(whose(), wish := cohorts_asked(), page := page_asked(), PER_PAGE)
    cohort_ids = [row.id for row in rows]
    return render_template(
        "cohorts/cohorts.html",
        rows=rows,
        titles={row.id: queries.titles(row) for row in rows},
        figures=queries.figures(cohort_ids),
        instructors=queries.instructors(cohort_ids),
        asking=joining.how_many_ask(cohort_ids),
        academies=places.academies(whose().sees),
        wish=wish,
        how_many=how_many,
        page=page,
        last=last_page(how_many, PER_PAGE),
    )


def _academy() -> Any:
    """The academy in the address, else the first for which the visitor enrols."""
    found = enrolling.places(current_user.scopes(Permission.ENROL))
    wanted = one_of(UUID, "academy") if "academy" in request.args else (found[0].id if found else None)
    return next((each for each in found if each.id == wanted), None) or abort(404)


def _new_form(academy_id: UUID) -> CohortForm:
    form = CohortForm()
    form.takes.choices = [
        *((f"course:{each.course_id}", str(locale.pick(each.titles, each.source))) for each in courses.catalogue()),
        *((f"module:{each.module_id}", str(locale.pick(each.titles, each.source))) for each in published.catalogue()),
    ]
    return _with_teachers(form, academy_id)


def _with_teachers(form: F, academy_id: UUID) -> F:
    form.instructors.choices = [(str(row.id), row.display_name) for row in queries.teachers(academy_id)]
    form.instructors.process(request.form if request.method == "POST" else None, form.instructors.data or [])
    return form


def _new_page(form: CohortForm, academy: Any) -> str:
    academies = enrolling.places(current_user.scopes(Permission.ENROL))
    return render_template("cohorts/new.html", form=form, academy=academy, academies=academies)


@blueprint.get("/cohorts/new")
@requires(Permission.ENROL)
def new_cohort() -> str:
    academy = _academy()
    return _new_page(_new_form(academy.id), academy)


@blueprint.post("/cohorts/new")
@requires(Permission.ENROL)
@writes
def make_cohort() -> Page:
    academy = _academy()
    form = _new_form(academy.id)
    if not _is_good(form, academy.time_zone):
        return _new_page(form, academy), UNPROCESSABLE
    kind, _colon, taken = form.takes.data.partition(":")
    course = courses.current(taken) if kind == "course" else None
    planned = replace(
        form.planned(),
        course_id=course.revision_id if course else None,
        module_id=None if course else taken,
    )
    cohort_id = service.make(academy.id, planned, current_user.account_id)
    flash(_("The cohort is made. Now bring officers in."), "ok")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


def _is_good(form: ChangeForm, time_zone: str, due_before: date | None = None) -> bool:
    if not form.validate():
        return False
    problem = date_problem(form.starts_on.data, form.due_on.data, clock.today(time_zone), due_before)
    if problem:
        form.complain(problem)
    return problem is None


@blueprint.get("/cohorts/<uuid:cohort_id>/change")
@requires(Permission.ENROL)
def change_cohort(cohort_id: UUID) -> str:
    cohort = own(cohort_id)
    ticked = [row.id for row in queries.instructors([cohort.id]).get(cohort.id, [])]
    form = ChangeForm(data={**cohort._mapping, "number": queries.number_of_dates(cohort.id), "instructors": ticked})
    return render_template("cohorts/change.html", cohort=cohort, form=_with_teachers(form, cohort.academy_id))


@blueprint.post("/cohorts/<uuid:cohort_id>/change")
@requires(Permission.ENROL)
@writes
def keep_cohort(cohort_id: UUID) -> Page:
    cohort = own(cohort_id)
    form = _with_teachers(ChangeForm(), cohort.academy_id)
    if not _is_good(form, cohort.time_zone, cohort.due_on):
        return render_template("cohorts/change.html", cohort=cohort, form=form), UNPROCESSABLE
    if service.change(cohort, form.planned(), form.number.data or 0, current_user.account_id):
        flash(_("The cohort is changed."), "ok")
    else:
        flash(_("Somebody else has changed the dates meanwhile. Please look at the page again."), "due")
    return redirect(url_for(".cohort", cohort_id=cohort_id), 303)


@blueprint.get("/cohorts/<uuid:cohort_id>")
@requires(Permission.SEE_PROGRESS)
def cohort(cohort_id: UUID) -> str:
    found = visible(cohort_id)
    rows, how_many = queries.officers_of(found, wish := officers_asked(), page := page_asked(), PER_PAGE)
    looks.note(current_user.account_id, found.academy_id, f"cohort {cohort_id} page {page}", len(rows))
    may_change = current_user.may(Permission.ENROL, found.academy_id)
    return render_template(
        "cohorts/cohort.html",
        cohort=found,
        title=queries.titles(found),
        modules=queries.module_titles(queries.modules(found)),
        figures=queries.figures([found.id]).get(found.id),
        instructors=queries.instructors([found.id]).get(found.id, []),
        institutions=queries.institutions(found.id),
        rows=rows,
        states=queries.module_states(found, [row.id for row in rows]),
        today=clock.today(found.time_zone),
        local_date=clock.local_date,
        wish=wish,
        how_many=how_many,
        page=page,
        last=last_page(how_many, PER_PAGE),
        may_change=may_change,
        may_take=current_user.may(Permission.EXPORT_NAMED, found.academy_id),
        requests=joining.open_requests(found.id) if may_change else [],
        out=queries.out(found.id) if may_change else [],
        code_form=CodeUntilForm(until=found.code_until or found.due_on),
    )
