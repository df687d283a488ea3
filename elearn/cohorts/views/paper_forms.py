"""Questionnaires on paper: printed for a cohort, and typed in again by their codes."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.questionnaires import (
    MARK_NAMES,
    NAMES,
    OPEN_QUESTIONS,
    SENTENCES,
    CodeForm,
    HowManyForm,
    answer_form,
)
from elearn.cohorts.queries import cohorts, questionnaires
from elearn.cohorts.rules.questionnaires import MARKS, STATEMENTS, Kind
from elearn.cohorts.service import questionnaires as service
from elearn.cohorts.views.common import UNPROCESSABLE, blueprint, visible
from elearn.foundation import ids
from elearn.foundation.access import requires
from elearn.foundation.locale import LANGUAGES, current_language
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission

Page = Response | str | tuple[str, int]


def _taught(cohort_id: UUID, kind: str) -> tuple[Any, Kind]:
    """The cohort, when the visitor sees it and teaches at its academy, and the questionnaire; else there is no such page."""
    cohort = visible(cohort_id)
    may = current_user.may(Permission.TEACH, cohort.academy_id) and kind in list(Kind)
    return (cohort, Kind(kind)) if may else abort(404)


@blueprint.get("/cohorts/<uuid:cohort_id>/forms/<kind>")
@requires(Permission.TEACH)
def paper_forms(cohort_id: UUID, kind: str) -> str:
    return _forms_page(*_taught(cohort_id, kind), HowManyForm(formdata=None))


def _forms_page(cohort: Any, kind: Kind, form: HowManyForm) -> str:
    chosen = request.args.get("language")
    language = chosen if chosen in LANGUAGES else current_language()
    forms = questionnaires.forms(cohort.id, kind)
    people = cohorts.figures([cohort.id]).get(cohort.id)
    return render_template(
        "cohorts/paper_forms.html",
        cohort=cohort,
        kind=kind,
        kinds=NAMES,
        form=form,
        language=language,
        people=people.people if people else 0,
        entered=sum(each.entered for each in forms),
        number=len(forms),
        papers=[_paper(cohort, kind, each.code, language) for each in forms if not each.entered],
    )


def _paper(cohort: Any, kind: Kind, code: str, language: str) -> str:
    """A form in one language; the page around it is in the visitor's."""
    with force_locale(language):
        return render_template(
            "cohorts/paper_form.html",
            title=cohorts.titles(cohort),
            kind=kind,
            code=code,
            statements=[SENTENCES[each] for each in STATEMENTS[kind]],
            marks=MARK_NAMES,
            order=MARKS,
            question=OPEN_QUESTIONS[kind],
        )


@blueprint.post("/cohorts/<uuid:cohort_id>/forms/<kind>")
@requires(Permission.TEACH)
@writes
def make_forms(cohort_id: UUID, kind: str) -> Page:
    cohort, wanted = _taught(cohort_id, kind)
    form = HowManyForm()
    if not form.validate():
        return _forms_page(cohort, wanted, form), UNPROCESSABLE
    if service.make_forms(cohort_id, wanted, form.number.data):
        flash(_("The forms are made. Now print them."), "ok")
    else:
        flash(_("There are very many forms of this cohort already. Nothing was made."), "due")
    return redirect(url_for(".paper_forms", cohort_id=cohort_id, kind=kind, language=request.args.get("language")), 303)


@blueprint.get("/forms")
@requires(Permission.TEACH)
def enter_form() -> Page:
    """The code first; then what the form with that code says."""
    if "code" not in request.args:
        return render_template("cohorts/enter_form.html", form=CodeForm(formdata=None))
    form = CodeForm(request.args)
    found = _of_academy(form.code.data or "")
    if found is None or found.entered:
        form.code.errors = [_why_not(found)]
        return render_template("cohorts/enter_form.html", form=form), UNPROCESSABLE
    return _entry(found, answer_form(Kind(found.kind))(formdata=None))


def _of_academy(typed: str) -> Any:
    """The form of an academy at which the visitor teaches. Of others it is not told that they exist."""
    code = ids.read_short_code(typed)
    found = questionnaires.form(code) if code else None
    return found if found and current_user.may(Permission.TEACH, found.academy_id) else None


def _why_not(found: Any) -> str:
    before = _("This form was entered before. Nothing was changed.")
    unknown = _("There is no form with this code at your academy. Compare it with the paper, letter by letter.")
    return str(before if found else unknown)


def _entry(found: Any, form: Any) -> str:
    names = {"found": found, "form": form, "kinds": NAMES, "marks": MARK_NAMES}
    return render_template("cohorts/entry.html", **names)


@blueprint.post("/forms/<code>")
@requires(Permission.TEACH)
@writes
def keep_form(code: str) -> Page:
    found = _of_academy(code) or abort(404)
    form = answer_form(Kind(found.kind))()
    if not form.validate():
        return _entry(found, form), UNPROCESSABLE
    if service.enter(found.code, form.marks, form.words.data or ""):
        flash(_("The form %(code)s is entered.", code=found.code), "ok")
    else:
        flash(_why_not(found), "due")
    return redirect(url_for(".enter_form"), 303)
