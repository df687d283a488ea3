"""What staff do with one officer's attempts: more time, an unlock, one more attempt; and answers that came too late."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.forms import REASONS, AttemptForm, MinutesForm, PercentForm, UnlockForm
from elearn.courses.queries import assessment as queries
from elearn.courses.rules.module import FINAL
from elearn.courses.views.common import blueprint
from elearn.foundation import clock, ids
from elearn.foundation.access import requires
from elearn.foundation.forms import TidyForm
from elearn.foundation.locale import current_language
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission
from elearn.people.service import looks
from elearn.quizzes.rules import attempts
from elearn.quizzes.rules.assessing import Counting
from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.service import assessing, granting


@blueprint.get("/assessment/enrolments/<uuid:enrolment_id>")
@requires(Permission.ASSESS)
def assessed(enrolment_id: UUID) -> str:
    found = queries.assessed(_enrolment(enrolment_id), current_language())
    looks.note(current_user.account_id, found.row.academy_id, f"assessment {enrolment_id}", 1)
    return render_template(
        "courses/assessed.html",
        page=found,
        now=clock.now(),
        zone=ZoneInfo(found.row.time_zone),
        seconds_left=attempts.seconds_left,
        code=ids.short,
        reasons=REASONS,
        forms={each.id: (MinutesForm.of(each), UnlockForm.of(each)) for each in found.open.values()},
        percent=PercentForm(prefix="percent", percent=found.extra_percent, serial=found.serial + 1),
        attempt=AttemptForm(prefix="attempt", number=found.row.granted + 1),
    )


@blueprint.post("/assessment/enrolments/<uuid:enrolment_id>/attempts")
@requires(Permission.ASSESS)
@writes
def grant_attempt(enrolment_id: UUID) -> Response:
    found, form = _enrolment(enrolment_id), AttemptForm(prefix="attempt")
    if found.passed_at or not form.validate():
        return _back(enrolment_id, form)
    done = granting.grant_attempt(
        officer_id=found.officer_id,
        enrolment_id=enrolment_id,
        paper=FINAL,
        number=form.number.data,
        reason=form.reason.data,
        by_account=current_user.account_id,
    )
    return _back(enrolment_id, said=_("One more attempt is granted.") if done else None)


@blueprint.post("/assessment/enrolments/<uuid:enrolment_id>/extra-time")
@requires(Permission.ASSESS)
@writes
def grant_time(enrolment_id: UUID) -> Response:
    found, form = _enrolment(enrolment_id), PercentForm(prefix="percent")
    if not form.validate():
        return _back(enrolment_id, form)
    done = granting.grant_time(
        officer_id=found.officer_id,
        academy_id=found.academy_id,
        percent=form.percent.data,
        serial=form.serial.data,
        by_account=current_user.account_id,
    )
    said = _("Saved. It holds for every test that is begun from now on.")
    return _back(enrolment_id, said=said if done else None)


@blueprint.post("/assessment/enrolments/<uuid:enrolment_id>/attempts/<uuid:attempt_id>/minutes")
@requires(Permission.ASSESS)
@writes
def give_minutes(enrolment_id: UUID, attempt_id: UUID) -> Response:
    sitting = _attempt(enrolment_id, attempt_id)
    form = MinutesForm(prefix=sitting.paper)
    if not form.validate():
        return _back(enrolment_id, form)
    minutes = form.minutes.data
    done = granting.give_minutes(
        attempt_id, form.deadline.data, minutes, form.reason.data, by_account=current_user.account_id
    )
    said = ngettext("%(num)d minute more is given.", "%(num)d minutes more are given.", minutes)
    return _back(enrolment_id, said=said if done else None)


@blueprint.post("/assessment/enrolments/<uuid:enrolment_id>/attempts/<uuid:attempt_id>/unlock")
@requires(Permission.ASSESS)
@writes
def unlock(enrolment_id: UUID, attempt_id: UUID) -> Response:
    sitting = _attempt(enrolment_id, attempt_id)
    form = UnlockForm(prefix=f"{sitting.paper}-place")
    if not form.validate():
        return _back(enrolment_id, form)
    done = granting.unlock(attempt_id, form.place.data, current_user.account_id)
    said = _("The attempt is unlocked. The officer can go on at another computer now.")
    return _back(enrolment_id, said=said if done else None)


@blueprint.post("/assessment/enrolments/<uuid:enrolment_id>/attempts/<uuid:attempt_id>/late")
@requires(Permission.ASSESS)
@writes
def count_late(enrolment_id: UUID, attempt_id: UUID) -> Response:
    sitting = _attempt(enrolment_id, attempt_id)
    outcome = assessing.count_late(sitting.id, current_user.account_id)
    if outcome is Counting.COUNTED:
        return _back(enrolment_id, said=_("These answers count now, and the result is a new one."))
    if outcome is Counting.TO_MARK:
        return _back(
            enrolment_id, said=_("These answers count now. The result is there when what people mark is marked.")
        )
    flash(_("Nothing was changed: none of these answers brings more points than what counts already."))
    return redirect(url_for(".assessed", enrolment_id=enrolment_id), 303)


def _enrolment(enrolment_id: UUID) -> Any:
    """The enrolment, when it is at an academy whose attempts the visitor assesses, and not their own; else no such page."""
    found = queries.enrolment(enrolment_id)
    if not found or found.officer_id == current_user.officer_id:
        abort(404)
    return found if current_user.may(Permission.ASSESS, found.academy_id) else abort(404)


def _attempt(enrolment_id: UUID, attempt_id: UUID) -> Sitting:
    return queries.attempt(_enrolment(enrolment_id), attempt_id) or abort(404)


def _back(enrolment_id: UUID, form: TidyForm | None = None, said: str | None = None) -> Response:
    """To the page again, with what was done; where nothing was, with why: what is wrong with the form, or it is outdated."""
    wrong = next((errors[0] for errors in form.errors.values()), None) if form else None
    if said:
        flash(said, "ok")
    else:
        outdated = _("This had changed in the meantime, so nothing was done. Please look at it again.")
        flash(str(wrong or outdated), "bad" if wrong else "due")
    return redirect(url_for(".assessed", enrolment_id=enrolment_id), 303)
