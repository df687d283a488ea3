"""Attendance of a day: ticked, typed from the sheet, corrected."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.sessions import REASONS, CodesForm, CorrectForm
from elearn.cohorts.queries import attendance as queries
from elearn.cohorts.queries import sessions
from elearn.cohorts.rules.attendance import Found, Line
from elearn.cohorts.rules.sessions import Session
from elearn.cohorts.service import attendance as service
from elearn.cohorts.views.common import UNPROCESSABLE, blueprint, day_of, held, taught, today, told_apart
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.queries.rows import AnyRow
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/sessions/<uuid:session_id>/days/<day>")
@requires(Permission.TEACH)
def day(session_id: UUID, day: str) -> str:
    session = taught(session_id)
    return _page(session, day_of(session, day), CodesForm(formdata=None))


@blueprint.post("/sessions/<uuid:session_id>/days/<day>")
@requires(Permission.TEACH)
@writes
def tick(session_id: UUID, day: str) -> Response:
    session, chosen = _begun(session_id, day)
    shown, present = _ids("shown"), _ids("present")
    own = {row.id for row in sessions.people(session_id) if _is_own(row.officer_id)}
    count = service.tick(session, chosen, shown - own, present, current_user.account_id)
    flash(ngettext("%(num)d person is marked.", "%(num)d persons are marked.", count), "ok" if count else "due")
    return _back(session, chosen)


@blueprint.post("/sessions/<uuid:session_id>/days/<day>/codes")
@requires(Permission.TEACH)
@writes
def enter_codes(session_id: UUID, day: str) -> Response | tuple[str, int]:
    session, chosen = _begun(session_id, day)
    form = CodesForm()
    if not form.validate():
        return _page(session, chosen, form, ()), UNPROCESSABLE
    by = current_user.account_id, current_user.officer_id
    lines = service.enter_codes(session, chosen, form.codes.data, *by)
    if any(line.wrong for line in lines):
        return _page(session, chosen, form, lines), UNPROCESSABLE
    marked = sum(line.found is Found.PRESENT for line in lines)
    flash(ngettext("%(num)d person is marked present.", "%(num)d persons are marked present.", marked), "ok")
    if before := sum(line.found in (Found.THERE, Found.REPEATED) for line in lines):
        flash(ngettext("%(num)d code was entered before.", "%(num)d codes were entered before.", before))
    for line in (line for line in lines if line.found is Found.ABSENT):
        flash(
            _("Line %(line)d: this person is marked absent. If that is wrong, correct it below.", line=line.line), "due"
        )
    return _back(session, chosen)


def _page(session: Session, chosen: date, form: CodesForm, lines: tuple[Line, ...] | list[Line] | None = None) -> str:
    people, said = sessions.people(session.id), queries.of_day(session.id, chosen)
    if lines is None:  # else this is a writing request
        looks.note(current_user.account_id, session.academy_id, f"session {session.id} {chosen}", len(people))
    return render_template(
        "cohorts/day.html",
        session=session,
        day=chosen,
        begun=chosen <= today(session) and not session.called_off,
        unmarked=[each for each in people if each.id not in said and not _is_own(each.officer_id)],
        marked=[each for each in people if each.id in said],
        said=said,
        told_apart=told_apart(people),
        corrections={each.id for each in queries.corrections(session.id, chosen)},
        form=form,
        wrong=[line for line in lines or () if line.wrong],
        zone=ZoneInfo(session.time_zone),
    )


@blueprint.get("/sessions/<uuid:session_id>/days/<day>/people/<uuid:participant_id>")
@requires(Permission.TEACH)
def attended(session_id: UUID, day: str, participant_id: UUID) -> str:
    session = taught(session_id)
    chosen = day_of(session, day)
    person = _person(session_id, participant_id)
    said = queries.of_day(session_id, chosen).get(participant_id) or abort(404)
    looks.note(current_user.account_id, session.academy_id, f"session {session_id} {chosen} {participant_id}", 1)
    return render_template(
        "cohorts/attended.html",
        session=session,
        day=chosen,
        person=person,
        said=said,
        history=queries.history(session_id, chosen, person.officer_id) if person.officer_id else [],
        form=CorrectForm(formdata=None, serial=said.serial + 1, present="no" if said.present else "yes"),
        reasons=REASONS,
        zone=ZoneInfo(session.time_zone),
    )


@blueprint.post("/sessions/<uuid:session_id>/days/<day>/people/<uuid:participant_id>")
@requires(Permission.TEACH)
@writes
def correct(session_id: UUID, day: str, participant_id: UUID) -> Response:
    session, chosen = _begun(session_id, day)
    _person(session_id, participant_id)
    form = CorrectForm()
    if not form.validate():
        abort(400)
    present, by = form.present.data == "yes", current_user.account_id
    if service.correct(session, chosen, participant_id, present, form.serial.data, form.reason.data, by):
        flash(_("Corrected. What was marked before stays on record."), "ok")
    else:
        flash(_("This had changed in the meantime, so nothing was done. Please look at it again."), "due")
    return redirect(url_for(".attended", session_id=session_id, day=chosen, participant_id=participant_id), 303)


def _person(session_id: UUID, participant_id: UUID) -> AnyRow:
    """Somebody with a seat in the session, and not the visitor: nobody marks their own attendance."""
    person = next((each for each in sessions.people(session_id) if each.id == participant_id), None)
    return person if person and not _is_own(person.officer_id) else abort(404)


def _is_own(officer_id: UUID | None) -> bool:
    return officer_id is not None and officer_id == current_user.officer_id


def _begun(session_id: UUID, written: str) -> tuple[Session, date]:
    """The session and one of its days that has come: what is still to come cannot be attended."""
    session = held(session_id)
    chosen = day_of(session, written)
    return (session, chosen) if chosen <= today(session) else abort(404)


def _ids(name: str) -> set[UUID]:
    try:
        return {UUID(written) for written in request.form.getlist(name)}
    except ValueError:
        abort(400)


def _back(session: Session, chosen: date) -> Response:
    return redirect(url_for(".day", session_id=session.id, day=chosen), 303)
