"""Questionnaires on paper: printed for a cohort or a module, and typed in again by their codes."""

from dataclasses import dataclass
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
from elearn.cohorts.rules.questionnaires import MARKS, STATEMENTS, About, Kind
from elearn.cohorts.service import questionnaires as service
from elearn.cohorts.views.common import UNPROCESSABLE, blueprint, visible
from elearn.courses.queries import published
from elearn.foundation import ids
from elearn.foundation.access import requires
from elearn.foundation.locale import LANGUAGES, Text, current_language, pick
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission

Page = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Printed:
    """Which questionnaire is printed: of what kind, about what at an academy, and what staff call that."""

    academy_id: UUID
    about: About
    kind: Kind
    name: Text


def _printed(academy_id: UUID, about: str, kind: str) -> Printed:
    """What the address asks for, when the visitor teaches there and sees it; else there is no such page."""
    wanted = About.read(about)
    if wanted is None or kind not in list(Kind) or not current_user.may(Permission.TEACH, academy_id):
        abort(404)
    if wanted.cohort_id:
        visible(wanted.cohort_id)
    name = _name(academy_id, wanted) or abort(404)
    return Printed(academy_id, wanted, Kind(kind), name)


def _name(academy_id: UUID, about: About) -> Text | None:
    """The name of a cohort, or the title of a module; None for a cohort of another academy, or a module that is none."""
    if about.cohort_id:
        cohort = questionnaires.cohort_names(academy_id).get(about.cohort_id)
        return Text(cohort.name, current_language()) if cohort else None
    known = {each.module_id: pick(each.titles, each.source) for each in published.catalogue()}
    return known.get(about.module_id or "")


@blueprint.get("/questionnaires/<uuid:academy_id>/<about>/forms/<kind>")
@requires(Permission.TEACH)
def paper_forms(academy_id: UUID, about: str, kind: str) -> str:
    return _forms_page(_printed(academy_id, about, kind), HowManyForm(formdata=None))


def _forms_page(printed: Printed, form: HowManyForm) -> str:
    chosen = request.args.get("language")
    language = chosen if chosen in LANGUAGES else current_language()
    forms = questionnaires.forms(printed.academy_id, printed.about, printed.kind)
    return render_template(
        "cohorts/paper_forms.html",
        printed=printed,
        kinds=NAMES,
        form=form,
        language=language,
        people=_people(printed),
        entered=sum(each.entered for each in forms),
        number=len(forms),
        papers=[_paper(printed, each.code, language) for each in forms if not each.entered],
    )


def _people(printed: Printed) -> int:
    """How many are in the cohort; of a module taken outside of cohorts, how many have been asked so far."""
    if cohort_id := printed.about.cohort_id:
        figures = cohorts.figures([cohort_id]).get(cohort_id)
        return figures.people if figures else 0
    kind = Kind.FOLLOW_UP if printed.kind is Kind.SUPERVISOR else printed.kind
    numbers = questionnaires.numbers([printed.academy_id]).get((printed.academy_id, printed.about, kind))
    return numbers.asked if numbers else 0


def _paper(printed: Printed, code: str, language: str) -> str:
    """A form in one language; the page around it is in the visitor's."""
    with force_locale(language):
        return render_template(
            "cohorts/paper_form.html",
            title=questionnaires.titles([printed.about])[printed.about],
            kind=printed.kind,
            code=code,
            statements=[SENTENCES[each] for each in STATEMENTS[printed.kind]],
            marks=MARK_NAMES,
            order=MARKS,
            question=OPEN_QUESTIONS[printed.kind],
        )


@blueprint.post("/questionnaires/<uuid:academy_id>/<about>/forms/<kind>")
@requires(Permission.TEACH)
@writes
def make_forms(academy_id: UUID, about: str, kind: str) -> Page:
    printed, form = _printed(academy_id, about, kind), HowManyForm()
    if not form.validate():
        return _forms_page(printed, form), UNPROCESSABLE
    if service.make_forms(academy_id, printed.about, printed.kind, form.number.data):
        flash(_("The forms are made. Now print them."), "ok")
    else:
        flash(_("There are very many of these forms already. Nothing was made."), "due")
    address = url_for(
        ".paper_forms", academy_id=academy_id, about=about, kind=kind, language=request.args.get("language")
    )
    return redirect(address, 303)


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
    name = _name(found.academy_id, About.read(found.about) or abort(404))
    names = {"found": found, "form": form, "name": name, "kinds": NAMES, "marks": MARK_NAMES}
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
