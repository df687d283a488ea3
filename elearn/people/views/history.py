"""The history of an institution or academy: another name from a day on, and what became part of what."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.forms.places import MergerForm, RenamingForm
from elearn.people.queries import mergers as read
from elearn.people.rules.roles import Permission
from elearn.people.service import renaming
from elearn.people.service.renaming import Done
from elearn.people.views.common import UNPROCESSABLE, blueprint, offered
from elearn.people.views.site import site_wide

Page = Response | tuple[str, int]
SAID = {
    Done.DONE: (_l("Recorded."), "ok"),
    Done.ALREADY: (_l("This was undone already. Nothing is changed."), "due"),
}
REFUSED = {
    Done.TOO_EARLY: _l("The place has had its present name since a later day, or since this one."),
    Done.OTHER_COUNTRY: _l("Please choose one."),
    Done.ENDED: _l("One of the two is part of another place already."),
}


def _place(place_id: UUID) -> Any:
    return renaming.find_place(place_id) or abort(404)


def _merger_form(place: Any) -> MergerForm:
    form = MergerForm()
    form.into.choices = [("", _l("Please choose")), *offered(read.candidates(type(place), place.country, place.id))]
    return form


def _page(place: Any, naming: RenamingForm, merging: MergerForm, status: int) -> tuple[str, int]:
    is_institution = read.is_institution(place.id)
    past = read.of_place(type(place), place.id)
    page = render_template(
        "people/history.html",
        place=place,
        naming=naming,
        merging=merging,
        is_institution=is_institution,
        former=read.former_names(place.id),
        mergers=past,
        has_ended=any(row.place_id == place.id and not row.undone_at for row in past),
    )
    return page, status


@blueprint.get("/site/places/<uuid:place_id>/history")
@requires(Permission.MANAGE_SITE)
@site_wide
def history(place_id: UUID) -> tuple[str, int]:
    place = _place(place_id)
    return _page(place, RenamingForm(data=place.names), _merger_form(place), 200)


@blueprint.post("/site/places/<uuid:place_id>/names")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def rename(place_id: UUID) -> Page:
    place, form = _place(place_id), RenamingForm()
    if not form.validate():
        return _page(place, form, _merger_form(place), UNPROCESSABLE)
    done = renaming.rename(place, form.names(), form.since.data)
    if done is not Done.DONE:
        form.since.errors = [REFUSED[done]]
        return _page(place, form, _merger_form(place), UNPROCESSABLE)
    return _back(place_id, done)


@blueprint.post("/site/places/<uuid:place_id>/merger")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def merge(place_id: UUID) -> Page:
    place = _place(place_id)
    form, naming = _merger_form(place), RenamingForm(formdata=None, data=place.names)
    if not form.validate():
        return _page(place, naming, form, UNPROCESSABLE)
    done = renaming.merge(place, form.into.data, form.from_day.data, current_user.account_id)
    if done is not Done.DONE:
        form.into.errors = [REFUSED[done]]
        return _page(place, naming, form, UNPROCESSABLE)
    return _back(place_id, done)


@blueprint.post("/site/mergers/<uuid:merger_id>")
@requires(Permission.MANAGE_SITE)
@site_wide
@writes
def undo_merger(merger_id: UUID) -> Response:
    found = renaming.find_merger(merger_id) or abort(404)
    return _back(found.place_id, renaming.undo(found, current_user.account_id))


def _back(place_id: UUID, done: Done) -> Response:
    words, kind = SAID[done]
    flash(str(words), kind)
    return redirect(url_for("people.history", place_id=place_id), 303)
