"""Pages of an attempt: one question at a time, the check before handing in, the result."""

import base64
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation import clock, ids
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import this_browser, writes
from elearn.people.rules.roles import Permission
from elearn.quizzes import forms
from elearn.quizzes.queries import banks, results, sittings
from elearn.quizzes.rules import attempts
from elearn.quizzes.rules.attempts import Acceptance, Given, Sitting
from elearn.quizzes.rules.kind import Slot
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.marking import Reviewed
from elearn.quizzes.service import attempting, rescuing
from elearn.quizzes.views.common import blueprint

_TAG = re.compile(r"<[a-z][^<>]*>")
_IDS = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]*)"')

_REFUSALS = {
    Acceptance.STALE: _l(
        "Another answer to this question was saved in the meantime, from another page. It is the one that counts. "
        "Please check it."
    ),
    Acceptance.LATE: _l(
        "The time was up before your last answer reached the server, so it does not count. All answers saved before do."
    ),
    Acceptance.CLOSED: _l("This attempt was handed in before, so your last answer does not count."),
    Acceptance.ELSEWHERE: _l(
        "This attempt goes on at another computer. Your last answer here is kept for your instructor, but does not count."
    ),
    Acceptance.FULL: _l(
        "Your last answer came too late, and so many answers to this question came too late before that the server keeps no "
        "more of them. Please tell your instructor."
    ),
}


@blueprint.app_template_filter()
def with_own_ids(html: str, before: str) -> str:
    """The HTML of a question with this before each of its ids, so that several can stand on one page."""

    def renamed(found: re.Match[str]) -> str:
        names = " ".join(f"{before}{name}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    return _TAG.sub(lambda tag: _IDS.sub(renamed, tag[0]), html)


@blueprint.app_template_global()
def slots_of(question: Reviewed) -> tuple[Slot, ...]:
    """The places to fill of a question as it is laid out."""
    return KINDS[question.kind].slots(question.layout)


@blueprint.get("/attempts/<uuid:attempt_id>")
@requires(Permission.LEARN)
def attempt(attempt_id: UUID) -> Response | str:
    sitting = _own(attempt_id)
    if not attempts.seconds_left(sitting.deadline, clock.now()) or not sitting.is_open:
        return redirect(url_for(".overview", attempt_id=attempt_id))
    if attempts.is_elsewhere(sitting, this_browser()):
        return _elsewhere(sitting)
    answers = sittings.answers(attempt_id)
    number = request.args.get("n", attempts.place_to_resume(sitting.items, attempts.answered(answers)), int)
    item = sitting.item(number) or abort(404)
    return render_template(
        "quizzes/question.html",
        **_page(sitting, answers),
        number=number,
        item=item,
        kind=banks.bank(sitting.bank_id)[item.question_id].kind,
        slots=banks.slots(sitting.bank_id, item),
        words=banks.words(sitting.bank_id, current_language())[item.question_id],
        given=answers.get(item.question_id),
        sequence=attempts.next_sequence(sitting, answers.get(item.question_id)),
    )


@blueprint.post("/attempts/<uuid:attempt_id>")
@requires(Permission.LEARN)
@writes
def save(attempt_id: UUID) -> Response | dict[str, Any]:
    given = forms.from_json(request.get_json()) if request.is_json else forms.from_form(request.form)
    if given is None:
        abort(400)
    receipt = attempting.save_fields(
        attempt_id, current_user.officer_id, given.number, given.sequence, given.fields, this_browser()
    )
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
    if _goes_on_elsewhere(sitting):
        return _elsewhere(sitting)
    return render_template("quizzes/overview.html", **_page(sitting, sittings.answers(attempt_id)))


@blueprint.post("/attempts/<uuid:attempt_id>/submit")
@requires(Permission.LEARN)
@writes
def submit(attempt_id: UUID) -> Response:
    sitting = _own(attempt_id, hold=True)
    if sitting.is_open and _goes_on_elsewhere(sitting):
        return redirect(url_for(".attempt", attempt_id=attempt_id), 303)
    attempting.submit(attempt_id, current_user.officer_id)
    return redirect(url_for(".result", attempt_id=attempt_id), 303)


@blueprint.post("/attempts/<uuid:attempt_id>/place")
@requires(Permission.LEARN)
@writes
def go_on_here(attempt_id: UUID) -> Response:
    # Where it may not go on here, the page says so.
    attempting.take_over(_own(attempt_id).id, current_user.officer_id, this_browser())
    return redirect(url_for(".attempt", attempt_id=attempt_id), 303)


@blueprint.get("/attempts/<uuid:attempt_id>/result")
@requires(Permission.LEARN)
def result(attempt_id: UUID) -> Response | str:
    sitting = _own(attempt_id)
    if sitting.is_open:
        return redirect(url_for(".attempt", attempt_id=attempt_id))
    outcome = results.outcome(sitting, current_language())
    return render_template("quizzes/result.html", sitting=sitting, outcome=outcome, key=_key(sitting))


def _own(attempt_id: UUID, *, hold: bool = False) -> Sitting:
    """The visitor's own attempt; anyone else's is not there."""
    return sittings.sitting(attempt_id, current_user.officer_id, hold=hold) or abort(404)


def _goes_on_elsewhere(sitting: Sitting) -> bool:
    """When its time is up an attempt goes on nowhere, and may be handed in anywhere."""
    return attempts.seconds_left(sitting.deadline, clock.now()) > 0 and attempts.is_elsewhere(sitting, this_browser())


def _elsewhere(sitting: Sitting) -> str:
    return render_template("quizzes/elsewhere.html", sitting=sitting, code=ids.short(sitting.id))


def _page(sitting: Sitting, answers: Mapping[str, Given]) -> dict[str, Any]:
    """What both pages of an open attempt show."""
    return {
        "sitting": sitting,
        "answered": attempts.answered(answers),
        "left": attempts.seconds_left(sitting.deadline, clock.now()),
        "zone": sittings.time_zone(sitting.academy_id),
        "key": _key(sitting),
    }


def _key(sitting: Sitting) -> str:
    """With what the officer's browser seals answers of this attempt that it cannot send."""
    return base64.b64encode(rescuing.attempt_key(current_app.config["SECRET_KEY"], sitting.id)).decode()
