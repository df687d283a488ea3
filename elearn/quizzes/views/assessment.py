"""Pages of those who assess: answers to mark, results to release, rescue files to load."""

from collections import Counter
from collections.abc import Callable, Collection
from uuid import UUID

from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import Asked, writes
from elearn.people.queries import places
from elearn.people.rules.roles import Permission
from elearn.quizzes import forms
from elearn.quizzes.queries import assessments
from elearn.quizzes.rules.assessing import AnswerToMark, Marking, ToMark
from elearn.quizzes.service import assessing, rescuing
from elearn.quizzes.views.common import blueprint

_PAGE = 50
_LOOKED_THROUGH = 200  # attempts that the first page looks through, those that wait longest: it is opened often
_REFUSALS = {
    Marking.OVERTAKEN: _l(
        "Somebody else marked this answer while you did. Your marks were not saved: please look again."
    ),
    Marking.WRONG: _l("Choose a level for every criterion. Nothing was saved."),
}

_UNREADABLE = _l(
    "This file cannot be read: it is damaged, is no rescue file, or comes from another site or another academy. "
    "Nothing was changed."
)


@blueprint.get("/assessment")
@requires(Permission.ASSESS)
def assessment() -> str:
    waiting, closed = _to_mark()
    mine = current_user.scopes(Permission.ASSESS)
    return render_template(
        "quizzes/assessment.html",
        waiting=waiting[:_PAGE],
        more=len(waiting) - _PAGE,
        closed=Counter(each.module_id for each in closed),
        titles={each.module_id: each.titles for each in closed},
        kept=assessments.to_release(mine),
        short=assessments.short_of_markers(mine),
        academies={academy.id: academy.names for academy in places.academies(mine)},
    )


def to_do(asked: Asked) -> str:
    """On a first page: the answers that wait longest for this person."""
    waiting = [each for each in _to_mark(_LOOKED_THROUGH)[0] if not each.again]
    return render_template("quizzes/to_do.html", asked=asked, waiting=waiting, most=_LOOKED_THROUGH)


@blueprint.get("/assessment/<uuid:attempt_id>/<question_id>")
@requires(Permission.ASSESS)
def answer_to_mark(attempt_id: UUID, question_id: str) -> str:
    return _marking_page(_answer(attempt_id, question_id))


@blueprint.post("/assessment/<uuid:attempt_id>/<question_id>")
@requires(Permission.ASSESS)
@writes
def mark(attempt_id: UUID, question_id: str) -> Response | tuple[str, int]:
    answer = _answer(attempt_id, question_id)
    given = forms.mark_from(request.form, list(answer.rubric.highest)) or abort(400)
    outcome = assessing.mark(
        attempt_id, question_id, given.sequence, current_user.account_id, given.number, given.levels, given.comment
    )
    if outcome is not Marking.KEPT:
        flash(str(_REFUSALS[outcome]), "bad")
        return _marking_page(_answer(attempt_id, question_id), given), 409
    flash(_("Marked and saved."), "ok")
    # What oneself marked already is not pushed at one: it is far from another's, and may want a talk first.
    following = next((each for each in _to_mark()[0] if not each.again), None)
    if not following:
        return redirect(url_for(".assessment"), 303)
    return redirect(url_for(".answer_to_mark", attempt_id=following.attempt_id, question_id=following.question_id), 303)


@blueprint.post("/assessment/release/<uuid:academy_id>/<module_id>/<paper>")
@requires(Permission.ASSESS)
@writes
def release(academy_id: UUID, module_id: str, paper: str) -> Response:
    if not current_user.may(Permission.ASSESS, academy_id):
        abort(404)
    count = assessing.release(academy_id, module_id, paper, current_user.account_id)
    flash(ngettext("%(num)d result is released.", "%(num)d results are released.", count), "ok")
    return redirect(url_for(".assessment"), 303)


@blueprint.get("/assessment/rescue")
@requires(Permission.ASSESS)
def rescue() -> str:
    return render_template("quizzes/rescue.html", form=forms.RescueForm(), rescued=None)


@blueprint.post("/assessment/rescue")
@requires(Permission.ASSESS)
@writes
def load_rescue() -> str | tuple[str, int]:
    form, rescued = forms.RescueForm(), None
    if form.validate():
        academies = current_user.scopes(Permission.ASSESS)
        rescued = rescuing.rescue_answers(form.content, current_app.config["SECRET_KEY"], academies)
        if rescued is None:
            form.file.errors = [_UNREADABLE]
    return render_template("quizzes/rescue.html", form=form, rescued=rescued), 200 if rescued else 422


def _to_mark(most: int | None = None) -> tuple[list[ToMark], list[ToMark]]:
    """What waits for the visitor, and what would if they had not still to pass its module themselves."""
    waiting = assessments.to_mark(
        current_user.scopes(Permission.ASSESS),
        current_user.account_id,
        current_user.officer_id,
        current_language(),
        most,
    )
    closed = _to_pass()
    return [each for each in waiting if each.module_id not in closed], [
        each for each in waiting if each.module_id in closed
    ]


def _to_pass() -> Collection[str]:
    """The modules that the visitor has still to pass, whose keys and rubrics are closed: courses know which."""
    to_pass: Callable[[UUID], Collection[str]] = current_app.extensions["modules to pass"]
    return to_pass(current_user.officer_id) if current_user.officer_id else ()


def _answer(attempt_id: UUID, question_id: str) -> AnswerToMark:
    """An answer that the visitor may mark: not their own, not another academy's, and not of a module they have still to pass."""
    answer = assessments.answer_to_mark(attempt_id, question_id, current_language()) or abort(404)
    theirs = answer.sitting.officer_id == current_user.officer_id
    if theirs or not current_user.may(Permission.ASSESS, answer.sitting.academy_id):
        abort(404)
    if answer.sitting.module_id in _to_pass():
        abort(make_response(render_template("quizzes/closed.html", titles=answer.sitting.titles), 403))
    return answer


def _marking_page(answer: AnswerToMark, given: forms.GivenMark | None = None) -> str:
    """With what was just chosen, or with what this person gave before."""
    mine = answer.mine(current_user.account_id)
    return render_template(
        "quizzes/mark.html",
        answer=answer,
        chosen=given.levels if given else mine.levels if mine else {},
        comment=given.comment if given else "",
        mine=mine,
    )
