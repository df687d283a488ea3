"""The sign-in sheet of a day, and the scans of signed ones."""

from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.cohorts.forms.sessions import KINDS, WHY_DELETED, DeleteScanForm, ScanForm
from elearn.cohorts.queries import scans, sessions
from elearn.cohorts.rules.scans import ENDINGS, LARGEST, Refused, state
from elearn.cohorts.rules.sessions import in_pages
from elearn.cohorts.service import attendance as service
from elearn.cohorts.views.common import blueprint, day_of, module_title, taught, told_apart
from elearn.cohorts.views.sessions import scan_form
from elearn.foundation.access import requires
from elearn.foundation.web import takes, writes
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/sessions/<uuid:session_id>/days/<day>/sheet")
@requires(Permission.TEACH)
def sheet(session_id: UUID, day: str) -> str:
    session = taught(session_id)
    people = sessions.people(session_id)
    looks.note(current_user.account_id, session.academy_id, f"sheet {session_id}", len(people))
    officers = [each for each in people if each.officer_id]
    guests = [each for each in people if not each.officer_id]
    return render_template(
        "cohorts/sheet.html",
        session=session,
        day=day_of(session, day),
        module_title=module_title(session.plan.module_id),
        told_apart=told_apart(people),
        pages=[*((False, rows) for rows in in_pages(officers)), *((True, rows) for rows in in_pages(guests))],
        kinds=KINDS,
    )


@blueprint.post("/sessions/<uuid:session_id>/scans")
@requires(Permission.TEACH)
@takes(megabytes=12)
@writes
def keep_scan(session_id: UUID) -> Response:
    session = taught(session_id)
    form = scan_form(session, ScanForm())
    back = redirect(url_for(".session", session_id=session_id, _anchor="scans"), 303)
    if not form.validate():
        flash(str(next(errors[0] for errors in form.errors.values())), "bad")
        return back
    day = day_of(session, form.day.data)
    kept = service.keep(session, day, form.scan.data.read(LARGEST + 1), current_user.account_id)
    if isinstance(kept, UUID):
        flash(_("The scan is kept as it came."), "ok")
        return redirect(url_for(".scan", session_id=session_id, scan_id=kept), 303)
    sentences = {
        Refused.TOO_LARGE: _("This file is too large: %(most)d MB at most.", most=LARGEST // 1_000_000),
        Refused.NO_SCAN: _("This is no photo or scan. Please choose a file in JPEG, PNG or PDF."),
        Refused.DELETED: _("This very file was kept and deleted before. Nothing was changed."),
        Refused.KEPT: _("This very file is kept already. Nothing was changed."),
    }
    flash(sentences[kept], "due" if kept in (Refused.KEPT, Refused.DELETED) else "bad")
    return back


@blueprint.get("/sessions/<uuid:session_id>/scans/<uuid:scan_id>")
@requires(Permission.TEACH)
def scan(session_id: UUID, scan_id: UUID) -> str:
    """Whether what is kept is still what came."""
    session = taught(session_id)
    kept = scans.one(session_id, scan_id) or abort(404)
    return render_template(
        "cohorts/scan.html",
        session=session,
        kept=kept,
        state=state(scans.data(scan_id), kept.digest),
        form=DeleteScanForm(formdata=None),
        why=WHY_DELETED,
        is_picture=kept.mime_type.startswith("image/"),
        zone=ZoneInfo(session.time_zone),
    )


@blueprint.post("/sessions/<uuid:session_id>/scans/<uuid:scan_id>")
@requires(Permission.TEACH)
@writes
def delete_scan(session_id: UUID, scan_id: UUID) -> Response:
    session, form = taught(session_id), DeleteScanForm()
    scans.one(session_id, scan_id) or abort(404)
    if not form.validate():
        abort(400)
    if service.delete_scan(session, scan_id, form.reason.data, current_user.account_id):
        flash(
            _("The file is deleted. Its digest stays, so that the paper or a copy can still be compared with it."), "ok"
        )
    else:
        flash(_("This file was deleted before. Nothing was changed."), "due")
    return redirect(url_for(".scan", session_id=session_id, scan_id=scan_id), 303)


@blueprint.get("/sessions/<uuid:session_id>/scans/<uuid:scan_id>/file")
@requires(Permission.TEACH)
def scan_file(session_id: UUID, scan_id: UUID) -> Response:
    """The bytes as they are kept: a file to save, which no browser opens by itself."""
    session = taught(session_id)
    kept = scans.one(session_id, scan_id) or abort(404)
    data = scans.data(scan_id) or abort(404)
    looks.note(current_user.account_id, session.academy_id, f"scan {scan_id}", 1)
    answer = Response(data, mimetype=kept.mime_type)
    name = f"sheet-{kept.day}-{kept.digest[:8]}.{ENDINGS[kept.mime_type]}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
