"""Two records of one person: compared side by side, linked, and unlinked when that was wrong."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation.access import requires
from elearn.foundation.web import last_page, page_asked, writes
from elearn.people.forms.officers import SEXES, TRACKS, CompareForm
from elearn.people.queries import links as read
from elearn.people.queries import officers
from elearn.people.queries.suggestions import are_apart
from elearn.people.rules.roles import Permission
from elearn.people.service import links, looks
from elearn.people.service.links import Linking, Undoing
from elearn.people.service.officers import Missed, find_one
from elearn.people.service.suggestions import reasons
from elearn.people.views.common import (
    PER_PAGE,
    UNPROCESSABLE,
    blueprint,
    keys,
    managed,
    own_academy,
    pair,
)
from elearn.people.views.suggestions import REASONS

MISSED = {
    Missed.NOBODY: _l("None of your officers has this number or record."),
    Missed.SEVERAL: _l(
        "Several records have this number. Please give the record's own id: it stands on the officer's page."
    ),
}
LINKED = {
    Linking.DONE: (_l("The two records are one person from now on."), "ok"),
    Linking.ALREADY: (_l("These records were one person already. Nothing is changed."), "due"),
    Linking.TWO_COUNTRIES: (_l("The records belong to two countries. People are counted within one country."), "bad"),
}
UNDONE = {
    Undoing.APART: (_l("The link is undone. The two records are two people again."), "ok"),
    Undoing.STILL_ONE: (_l("The link is undone. Another link still makes the two records one person."), "due"),
    Undoing.ALREADY: (_l("This link was undone already. Nothing is changed."), "due"),
}


def _found() -> tuple[list[Any], int]:
    return read.page_of(managed(), page_asked(), PER_PAGE)


def _list(form: CompareForm, rows: list[Any], how_many: int) -> str:
    return render_template(
        "people/links.html",
        form=form,
        rows=rows,
        how_many=how_many,
        page=page_asked(),
        last=last_page(how_many, PER_PAGE),
    )


@blueprint.get("/officers/links", endpoint="links")
@requires(Permission.MANAGE_OFFICERS)
def list_links() -> str:
    rows, how_many = _found()
    looks.note(current_user.account_id, own_academy(), f"links page {page_asked()}", 2 * len(rows))
    return _list(CompareForm(), rows, how_many)


@blueprint.post("/officers/links")
@requires(Permission.MANAGE_OFFICERS)
@writes
def choose_two() -> Response | tuple[str, int]:
    form = CompareForm()
    if not form.validate():
        return _list(form, *_found()), UNPROCESSABLE
    one, other = (find_one(managed(), field.data, keys()) for field in (form.one, form.other))
    for field, found in ((form.one, one), (form.other, other)):
        if isinstance(found, Missed):
            field.errors = [MISSED[found]]
    if form.errors:
        return _list(form, *_found()), UNPROCESSABLE
    if one == other:
        form.other.errors = [_l("This is the same record twice.")]
        return _list(form, *_found()), UNPROCESSABLE
    return redirect(url_for("people.compare", one_id=one, other_id=other), 303)


@blueprint.get("/officers/links/<uuid:one_id>/<uuid:other_id>")
@requires(Permission.MANAGE_OFFICERS)
def compare(one_id: UUID, other_id: UUID) -> str:
    records = pair(one_id, other_id)
    for record in records:
        looks.note(current_user.account_id, own_academy(), f"officer {record.id}", 1)
    return render_template(
        "people/compare.html",
        pair=records,
        postings=[officers.postings(record.id) for record in records],
        told_apart=are_apart(one_id, other_id),
        because=[REASONS[reason] for reason in reasons(one_id, other_id)],
        sexes=SEXES,
        tracks=TRACKS,
    )


@blueprint.post("/officers/links/<uuid:one_id>/<uuid:other_id>")
@requires(Permission.MANAGE_OFFICERS)
@writes
def join(one_id: UUID, other_id: UUID) -> Response:
    pair(one_id, other_id)
    words, kind = LINKED[links.join(one_id, other_id, current_user.account_id)]
    flash(str(words), kind)
    return redirect(url_for("people.links"), 303)


@blueprint.post("/officers/links/<uuid:link_id>")
@requires(Permission.MANAGE_OFFICERS)
@writes
def part(link_id: UUID) -> Response:
    found = read.visible_link(managed(), link_id) or abort(404)
    words, kind = UNDONE[links.part(found, current_user.account_id)]
    flash(str(words), kind)
    return redirect(url_for("people.links"), 303)
