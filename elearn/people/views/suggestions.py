"""Records that may be one person: suggested with reasons, told apart, and suggested again when that was wrong."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.foundation.access import requires
from elearn.foundation.web import last_page, page_asked, writes
from elearn.people.queries import officers
from elearn.people.queries import suggestions as read
from elearn.people.rules.roles import Permission
from elearn.people.rules.suggestions import AGAINST, Grade, Reason
from elearn.people.service import looks, suggestions
from elearn.people.views.common import PER_PAGE, blueprint, managed, own_academy, pair

GRADES = {
    Grade.CERTAIN: (_l("almost certain"), "bad"),
    Grade.LIKELY: (_l("likely"), "due"),
    Grade.POSSIBLE: (_l("possible"), ""),
}
REASONS = {
    Reason.SAME_NUMBER: _l("The same number"),
    Reason.SAME_NAME: _l("The same name, however it is spelled"),
    Reason.ONE_LETTER: _l("One letter of the name differs"),
    Reason.SIMILAR_NAME: _l("A similar name"),
    Reason.INITIALS: _l("One record has only the first letter of a name"),
    Reason.PARTS_SWAPPED: _l("Parts of the name are in each other's place"),
    Reason.SAME_BIRTH_DATE: _l("The same date of birth"),
    Reason.DAY_AND_MONTH_SWAPPED: _l("Day and month of birth are in each other's place"),
    Reason.ONE_FIGURE_OF_BIRTH_DATE: _l("One figure of the date of birth differs"),
    Reason.SAME_BIRTH_YEAR: _l("The same year of birth"),
    Reason.OTHER_ALPHABET: _l("Arabic letters: the vowels could not be compared"),
    Reason.PATRONYMIC_MISSING: _l("One record has no patronymic"),
    Reason.OTHER_NAME: _l("But another name"),
    Reason.OTHER_FAMILY_NAME: _l("But another family name, as after a marriage"),
    Reason.OTHER_PATRONYMIC: _l("But another patronymic"),
    Reason.OTHER_BIRTH_DATE: _l("But another date or year of birth"),
    Reason.OTHER_SEX: _l("But another sex"),
}


@blueprint.get("/officers/links/suggested", endpoint="suggested")
@requires(Permission.MANAGE_OFFICERS)
def list_suggested() -> str:
    found, page = suggestions.undecided_pairs(managed()), page_asked()
    shown = found.pairs[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = officers.several(managed(), {each for pair in shown for each in (pair.one, pair.other)})  # type: ignore[misc]
    looks.note(current_user.account_id, own_academy(), f"suggested links page {page}", len(rows))
    return render_template(
        "people/suggested.html",
        found=found,
        shown=shown,
        rows=rows,
        grades=GRADES,
        reasons=REASONS,
        against=AGAINST,
        page=page,
        last=last_page(len(found.pairs), PER_PAGE),
    )


@blueprint.post("/officers/links/<uuid:one_id>/<uuid:other_id>/apart")
@requires(Permission.MANAGE_OFFICERS)
@writes
def tell_apart(one_id: UUID, other_id: UUID) -> Response:
    pair(one_id, other_id)
    suggestions.tell_apart(one_id, other_id, current_user.account_id)
    flash(_("They are two people. These two records are not suggested again."), "ok")
    return redirect(url_for("people.suggested"), 303)


@blueprint.get("/officers/links/apart", endpoint="apart")
@requires(Permission.MANAGE_OFFICERS)
def list_apart() -> str:
    pairs, how_many = read.apart_page(managed(), page := page_asked(), PER_PAGE)
    rows = officers.several(managed(), {each for pair in pairs for each in (pair.one_id, pair.other_id)})
    looks.note(current_user.account_id, own_academy(), f"told apart page {page}", len(rows))
    return render_template("people/apart.html", pairs=pairs, rows=rows, page=page, last=last_page(how_many, PER_PAGE))


@blueprint.post("/officers/links/apart/<uuid:apart_id>")
@requires(Permission.MANAGE_OFFICERS)
@writes
def take_back(apart_id: UUID) -> Response:
    found = read.visible_apart(managed(), apart_id) or abort(404)
    if suggestions.take_back(found, current_user.account_id):
        flash(_("Taken back. The two records may be suggested again."), "ok")
    else:
        flash(_("This was taken back already. Nothing is changed."), "due")
    return redirect(url_for("people.apart"), 303)
