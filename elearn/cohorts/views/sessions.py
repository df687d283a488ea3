"""Sessions of an academy: the list, making and changing one, its page, and who is on its list."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.sessions import KINDS, GuestForm, NumbersForm, ScanForm, SessionForm
from elearn.cohorts.queries import attendance, scans
from elearn.cohorts.queries import sessions as queries
from elearn.cohorts.rules.cohorts import State
from elearn.cohorts.rules.scans import LARGEST
from elearn.cohorts.rules.sessions import Kind, Refusal, Seat, Session
from elearn.cohorts.service import sessions as service
from elearn.cohorts.views.common import UNPROCESSABLE, blueprint, held, module_title, one_of, taught, today, told_apart
from elearn.courses.queries import published
from elearn.courses.rules.enrolling import Lookup
from elearn.foundation.access import requires
from elearn.foundation.forms import TidyForm
from elearn.foundation.locale import pick, say_date
from elearn.foundation.web import last_page, order_asked, page_asked, writes
from elearn.people.queries import places
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


def sessions_asked() -> queries.Wish:
    """Which sessions the address asks for, of those that the visitor may see."""
    return queries.Wish(
        current_user.scopes(Permission.TEACH),
        one_of(State, "state"),
        one_of(Kind, "kind"),
        one_of(UUID, "academy"),
        order_asked(queries.SORTS, queries.Wish.sort),
    )


@blueprint.get("/sessions")
@requires(Permission.TEACH)
def sessions() -> str:
    rows, how_many = queries.page_of(wish := sessions_asked(), page := page_asked())
    return render_template(
        "cohorts/sessions.html", rows=rows, page=page, last=last_page(how_many, queries.PAGE), kinds=KINDS,
        module_title=module_title, wish=wish, academies=places.academies(wish.academies),
    )  # fmt: skip


@blueprint.get("/sessions/new")
@requires(Permission.TEACH)
def new_session() -> str:
    return render_template("cohorts/session_form.html", form=_form(SessionForm(formdata=None)), session=None)


@blueprint.post("/sessions/new")
@requires(Permission.TEACH)
@writes
def make_session() -> Response | tuple[str, int]:
    form = _form(SessionForm())
    if not form.validate():
        return render_template("cohorts/session_form.html", form=form, session=None), UNPROCESSABLE
    session_id = service.make(form.academy.data, form.plan())
    flash(_("The session is made. Now put people on its list."), "ok")
    return redirect(url_for(".session", session_id=session_id), 303)


@blueprint.get("/sessions/<uuid:session_id>/change")
@requires(Permission.TEACH)
def change_form(session_id: UUID) -> str:
    session = taught(session_id)
    plan = session.plan
    form = SessionForm(
        formdata=None, data={**vars(plan), "module": plan.module_id or "", "academy": str(session.academy_id)}
    )
    return render_template("cohorts/session_form.html", form=_form(form, session), session=session)


@blueprint.post("/sessions/<uuid:session_id>/change")
@requires(Permission.TEACH)
@writes
def change_session(session_id: UUID) -> Response | tuple[str, int]:
    session = taught(session_id)
    form = _form(SessionForm(), session)
    form.academy.data = session.academy_id
    if form.validate():
        refused = service.change(session, form.plan())
        if refused is None:
            flash(_("Saved."), "ok")
            return redirect(url_for(".session", session_id=session_id), 303)
        _explain(form, refused)
    return render_template("cohorts/session_form.html", form=form, session=session), UNPROCESSABLE


def _form(form: SessionForm, session: Session | None = None) -> SessionForm:
    """With what can be chosen: a new session is held by an academy that has not become part of another one."""
    academies = places.academies(current_user.scopes(Permission.TEACH), also_ended=session is not None)
    form.academy.choices = [(str(each.id), pick(each.names).words) for each in academies]
    modules = [(each.module_id, pick(each.titles, each.source).words) for each in published.catalogue()]
    form.module.choices = [("", _("none")), *sorted(modules, key=lambda choice: choice[1])]
    return form


def _explain(form: SessionForm, refused: Refusal) -> None:
    if refused is Refusal.FEWER_SEATS:
        form.seats.errors = [_("More people have a seat already.")]
    else:
        settled = _("Attendance is marked already: neither the days nor the module can be changed any more.")
        form.first_day.errors = [settled]


@blueprint.get("/sessions/<uuid:session_id>")
@requires(Permission.TEACH)
def session(session_id: UUID) -> str:
    return _page(taught(session_id))


def _page(session: Session, lookup: Lookup | None = None, **forms: TidyForm) -> str:
    people = queries.people(session.id, (Seat.SEATED, Seat.WAITING))
    officers, guests = attendance.present_by_day(session.id)
    if lookup is None:  # else this is a writing request, which has written down whom it showed
        looks.note(current_user.account_id, session.academy_id, f"session {session.id}", len(people))
    return render_template(
        "cohorts/session.html",
        session=session,
        module_title=module_title(session.plan.module_id),
        today=today(session),
        kinds=KINDS,
        seated=[each for each in people if each.seat == Seat.SEATED and each.officer_id],
        guests=[each for each in people if each.seat == Seat.SEATED and not each.officer_id],
        waiting=sorted((each for each in people if each.seat == Seat.WAITING), key=lambda each: each.turn),
        taken=queries.seated(session.id),
        told_apart=told_apart(people),
        present=officers,
        guests_present=guests,
        scans=scans.of_session(session.id),
        largest=LARGEST // 1_000_000,
        lookup=lookup,
        **{
            "numbers_form": NumbersForm(formdata=None),
            "guest_form": GuestForm(formdata=None),
            "scan_form": scan_form(session, ScanForm(formdata=None)),
            **forms,
        },
    )


def scan_form(session: Session, form: ScanForm) -> ScanForm:
    """With the days of the session that have come."""
    days = [day for day in session.plan.days if day <= today(session)]
    form.day.choices = [(day.isoformat(), say_date(day, "full")) for day in days]
    return form


@blueprint.post("/sessions/<uuid:session_id>/officers")
@requires(Permission.TEACH)
@writes
def add_officers(session_id: UUID) -> Response | tuple[str, int]:
    """By their numbers, or all who have the module to take."""
    session, form = held(session_id), NumbersForm()
    if "class" in request.form:
        return _back(session, _added(service.put_class_on_list(session)))
    if not form.validate():
        return _page(session, Lookup(), numbers_form=form), UNPROCESSABLE
    by: dict[str, Any] = {"keys": current_app.config["KEYS"], "by_account": current_user.account_id}
    lookup = service.put_on_list(session, form.numbers.data, **by)
    if lookup.obstacle or lookup.unknown:
        return _page(session, lookup, numbers_form=form), UNPROCESSABLE
    return _back(session, _added(len(lookup.free)))


def _added(count: int) -> str:
    said: str = ngettext("%(num)d officer is new on the list.", "%(num)d officers are new on the list.", count)
    return said


@blueprint.post("/sessions/<uuid:session_id>/guests")
@requires(Permission.TEACH)
@writes
def add_guest(session_id: UUID) -> Response | tuple[str, int]:
    session, form = held(session_id), GuestForm()
    if not form.validate():
        return _page(session, Lookup(), guest_form=form), UNPROCESSABLE
    service.invite(session_id, form.name.data, form.agency.data)
    return _back(session, _("The guest is on the list."))


@blueprint.post("/sessions/<uuid:session_id>/people/<uuid:participant_id>")
@requires(Permission.TEACH)
@writes
def take_off(session_id: UUID, participant_id: UUID) -> Response:
    session = taught(session_id)
    if service.take_off(session_id, participant_id):
        return _back(session, _("Taken off the list. A seat that is free goes to whoever waits longest."))
    flash(_("Nothing was changed: this person is not on the list any more, or attendance was marked already."), "due")
    return redirect(url_for(".session", session_id=session_id), 303)


@blueprint.post("/sessions/<uuid:session_id>/held")
@requires(Permission.TEACH)
@writes
def call_off(session_id: UUID) -> Response:
    """Call it off, or hold it after all, as the form says."""
    taught(session_id)
    called_off = "call-off" in request.form
    if not service.call_off(session_id, called_off):
        flash(_("Attendance is marked already, so the session was held. Nothing was changed."), "due")
    elif called_off:
        flash(_("The session is called off. Whoever is on the list reads it on their page of sessions."), "ok")
    else:
        flash(_("The session is held after all."), "ok")
    return redirect(url_for(".session", session_id=session_id), 303)


def _back(session: Session, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for(".session", session_id=session.id), 303)
