"""What officers are asked: on their first page and on completing, and the questionnaire itself."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.questionnaires import MARK_NAMES, answer_form
from elearn.cohorts.queries import questionnaires as queries
from elearn.cohorts.queries.questionnaires import Asked
from elearn.cohorts.service import questionnaires as service
from elearn.cohorts.views.common import UNPROCESSABLE, blueprint
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.crowds import SMALLEST
from elearn.people.rules.roles import Permission


@blueprint.app_template_global()
def asked_now() -> list[Asked]:
    """What the visitor is asked now."""
    return queries.asked(current_user.officer_id)


def _asked(kind: str, academy_id: UUID, about: str) -> Asked | None:
    found = queries.asked(current_user.officer_id)
    return next(
        (each for each in found if (each.kind, each.academy_id, str(each.about)) == (kind, academy_id, about)), None
    )


@blueprint.get("/asked/<kind>/<uuid:academy_id>/<about>")
@requires(Permission.LEARN)
def questionnaire(kind: str, academy_id: UUID, about: str) -> str:
    asked = _asked(kind, academy_id, about) or abort(404)
    return _page(asked, answer_form(asked.kind)())


def _page(asked: Asked, form: object) -> str:
    return render_template("cohorts/questionnaire.html", asked=asked, form=form, marks=MARK_NAMES, fewest=SMALLEST)


@blueprint.post("/asked/<kind>/<uuid:academy_id>/<about>")
@requires(Permission.LEARN)
@writes
def answer_questionnaire(kind: str, academy_id: UUID, about: str) -> Response | tuple[str, int]:
    """Answer, or decline. A second click changes nothing."""
    asked = _asked(kind, academy_id, about)
    if asked is None:
        flash(_("You are not asked this any more. Nothing was changed."), "due")
        return redirect(url_for("courses.home"), 303)
    if "decline" in request.form:
        service.close(current_user.officer_id, asked)
        return redirect(url_for("courses.home"), 303)
    form = answer_form(asked.kind)()
    if not form.validate():
        return _page(asked, form), UNPROCESSABLE
    service.answer(current_user.officer_id, asked, form.marks, form.words.data or "")
    flash(_("Thank you. Your answers are kept without your name."), "ok")
    return redirect(url_for("courses.home"), 303)
