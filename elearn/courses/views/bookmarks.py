"""An officer's own bookmarks. They are nobody else's business: no page of the staff shows them."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.forms import BookmarkForm
from elearn.courses.queries import bookmarks as queries
from elearn.courses.service import bookmarks as service
from elearn.courses.views.common import blueprint, enrolled, lesson
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission


@blueprint.get("/bookmarks")
@requires(Permission.LEARN)
def bookmarks() -> str:
    found = queries.of_officer(current_user.officer_id, current_language())
    return render_template("courses/bookmarks.html", bookmarks=found)


@blueprint.post("/modules/<module_id>/<part_id>/bookmarks")
@requires(Permission.LEARN)
@writes
def keep_bookmark(module_id: str, part_id: str) -> Response:
    _enrolment, module = enrolled(module_id)
    part = module.part(part_id) or abort(404)
    if part.is_scenario:
        abort(404)  # a scenario goes on where it was left
    form = BookmarkForm.of(lesson(module, part))
    if form.validate():
        service.keep(current_user.officer_id, module_id, part_id, form.anchor.data, form.note.data or "")
        flash(_("The bookmark is kept. You find it under “My bookmarks”."), "ok")
    else:
        flash(next(str(errors[0]) for errors in form.errors.values()), "bad")
    return redirect(url_for(".part", module_id=module_id, part_id=part_id), 303)


@blueprint.post("/bookmarks/<uuid:bookmark_id>/remove")
@requires(Permission.LEARN)
@writes
def remove_bookmark(bookmark_id: UUID) -> Response:
    if not service.remove(current_user.officer_id, bookmark_id):
        abort(404)
    flash(_("The bookmark is removed."), "ok")
    return redirect(url_for(".bookmarks"), 303)
