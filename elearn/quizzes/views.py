"""Pages of an attempt: one question at a time, the check before handing in, the result; rescue files of staff."""

import base64
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import writes
from elearn.people.rules import Permission
from elearn.quizzes import forms, queries, service
from elearn.quizzes.rules import attempts
from elearn.quizzes.rules.attempts import Acceptance, Given, Sitting

blueprint = Blueprint("quizzes", __name__, template_folder="templates")

_REFUSALS = {
    Acceptance.STALE: _l(
        "Another answer to this question was saved in the meantime, from another page. It is the one that counts. "
        "Please check it."
    ),
    Acceptance.LATE: _l(
        "The time was up before your last answer reached the server, so it does not count. All answers saved before do."
    ),
    Acceptance.CLOSED: _l("This attempt was handed in before, so your last answer does not count."),
}

_UNREADABLE = _l(
    "This file cannot be read: it is damaged, is no rescue file, or comes from another site or another academy. "
    "Nothing was changed."
)
Page = str | tuple[str, int]


@blueprint.get("/attempts/<uuid:attempt_id>")
@requires(Permission.LEARN)
def attempt(attempt_id: UUID) -> Response | str:
    sitting = _own(attempt_id)
    if not attempts.seconds_left(sitting.deadline, clock.now()) or not sitting.is_open:
        return redirect(url_for(".overview", attempt_id=attempt_id))
    answers = queries.answers(attempt_id)
    number = request.args.get("n", attempts.place_to_resume(sitting.items, attempts.answered(answers)), int)
    item = sitting.item(number) or abort(404)
    return render_template(
        "quizzes/question.html",
        **_page(sitting, answers),
        number=number,
        item=item,
        kind=queries.bank(sitting.bank_id)[item.question_id].kind,
        slots=queries.slots(sitting.bank_id, item),
        words=queries.words(sitting.bank_id, current_language())[item.question_id],
        given=answers.get(item.question_id),
    )


@blueprint.post("/attempts/<uuid:attempt_id>")
@requires(Permission.LEARN)
@writes
def save(attempt_id: UUID) -> Response | dict[str, Any]:
    given = forms.from_json(request.get_json()) if request.is_json else forms.from_form(request.form)
    if given is None:
        abort(400)
    receipt = service.save_fields(attempt_id, current_user.officer_id, given.number, given.sequence, given.fields)
    if receipt is None:
        abort(404)
    if request.is_json:
        return {"state": receipt.acceptance, "at": f"{receipt.at:%H:%M}", "left": receipt.seconds_left}
    return _go_on(attempt_id, given.number, receipt.acceptance)


def _go_on(attempt_id: UUID, number: int, acceptance: Acceptance) -> Response:
    """To the page that the pressed button names; where the answer was not taken, to the one that shows what is."""
    if acceptance in _REFUSALS:
        flash(str(_REFUSALS[acceptance]), "due")
    go = request.form.get("go", "")
    if acceptance is Acceptance.STALE:
        go = str(number)
    if acceptance in (Acceptance.SAVED, Acceptance.STALE) and go.isdecimal():
        return redirect(url_for(".attempt", attempt_id=attempt_id, n=go), 303)
    return redirect(url_for(".overview", attempt_id=attempt_id), 303)


@blueprint.get("/attempts/<uuid:attempt_id>/overview")
@requires(Permission.LEARN)
def overview(attempt_id: UUID) -> Response | str:
    sitting = _own(attempt_id)
    if not sitting.is_open:
        return redirect(url_for(".result", attempt_id=attempt_id))
    return render_template("quizzes/overview.html", **_page(sitting, queries.answers(attempt_id)))


@blueprint.post("/attempts/<uuid:attempt_id>/submit")
@requires(Permission.LEARN)
@writes
def submit(attempt_id: UUID) -> Response:
    service.submit(_own(attempt_id).id, current_user.officer_id)
    return redirect(url_for(".result", attempt_id=attempt_id), 303)


@blueprint.get("/attempts/<uuid:attempt_id>/result")
@requires(Permission.LEARN)
def result(attempt_id: UUID) -> Response | str:
    sitting = _own(attempt_id)
    if sitting.is_open:
        return redirect(url_for(".attempt", attempt_id=attempt_id))
    outcome = queries.outcome(sitting, current_language())
    return render_template("quizzes/result.html", sitting=sitting, outcome=outcome, key=_key(sitting))


@blueprint.get("/assessment/rescue")
@requires(Permission.ASSESS)
def rescue() -> str:
    return render_template("quizzes/rescue.html", form=forms.RescueForm(), rescued=None)


@blueprint.post("/assessment/rescue")
@requires(Permission.ASSESS)
@writes
def load_rescue() -> Page:
    form, rescued = forms.RescueForm(), None
    if form.validate():
        academies = current_user.scopes(Permission.ASSESS)
        rescued = service.rescue_answers(form.content, current_app.config["SECRET_KEY"], academies)
        if rescued is None:
            form.file.errors = [_UNREADABLE]
    return render_template("quizzes/rescue.html", form=form, rescued=rescued), 200 if rescued else 422


def _own(attempt_id: UUID) -> Sitting:
    """The visitor's own attempt; anyone else's is not there."""
    return queries.sitting(attempt_id, current_user.officer_id) or abort(404)


def _page(sitting: Sitting, answers: Mapping[str, Given]) -> dict[str, Any]:
    """What both pages of an open attempt show."""
    return {
        "sitting": sitting,
        "answered": attempts.answered(answers),
        "left": attempts.seconds_left(sitting.deadline, clock.now()),
        "zone": queries.time_zone(sitting.academy_id),
        "key": _key(sitting),
    }


def _key(sitting: Sitting) -> str:
    """With what the officer's browser seals answers of this attempt that it cannot send."""
    return base64.b64encode(service.attempt_key(current_app.config["SECRET_KEY"], sitting.id)).decode()
