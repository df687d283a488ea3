"""The certificates of an academy: found, revoked, issued again."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.certificates import exports, queries, service
from elearn.certificates.rules import Certificate, Which
from elearn.certificates.views.common import about, blueprint, code_asked, title
from elearn.certificates.views.words import say_what_is_missing, state_words
from elearn.cohorts.queries import questionnaires
from elearn.foundation import clock
from elearn.foundation.access import requires
from elearn.foundation.web import AT_ONCE, last_page, order_asked, page_asked, sheet, too_long, writes
from elearn.people.queries import officers, places
from elearn.people.rules.officers import place_asked
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/certificates/academy")
@requires(Permission.MANAGE_OFFICERS)
def academy() -> str:
    here = _academy()
    form, code = code_asked()
    wish = _wish(here, code)
    page = page_asked()
    rows = [] if form.errors else queries.of_academy(wish, page)
    looks.note(current_user.account_id, here.id, "certificates", len(rows))
    return render_template(
        "certificates/academy.html", academy=here, academies=_academies(), form=form, certificates=rows, page=page,
        wish=wish, number=(number := queries.how_many(wish)), last=last_page(number, queries.PAGE),
        cohorts=_cohorts(here.id), institutions=officers.institutions(frozenset({here.id})),
        may_take=current_user.may(Permission.EXPORT_NAMED, here.id), **about(rows),
    )  # fmt: skip


@blueprint.post("/certificates/academy/list.<any(csv,xlsx):form>")
@requires(Permission.EXPORT_NAMED)
@writes
def take_list(form: str) -> Response:
    """The list as its page shows it, in the same order, all of its pages."""
    here = _academy()
    if not current_user.may(Permission.EXPORT_NAMED, here.id):
        abort(404)
    wish = _wish(here, code_asked()[1])
    if queries.how_many(wish) > AT_ONCE:
        return too_long(url_for("certificates.academy"), _("This list is too long for a file. Choose one state."))
    rows = queries.of_academy(wish, 1, AT_ONCE)
    looks.record(current_user.account_id, here.id, "certificates as a file", len(rows))
    known = about(rows)
    headings = [_("Name"), _("Module"), _("Date of issue"), _("Valid until"), _("Certificate code"), _("State")]
    cells = (
        [
            each.name,
            title(each.revision_id).words,
            each.issued_on.isoformat(),
            each.valid_until.isoformat() if each.valid_until else "",
            each.code,
            state_words(known["statuses"][each.id], each.id in known["soon"]),
        ]
        for each in rows
    )
    return sheet(form, "certificates", headings, cells)


def _wish(here: Any, code: str | None) -> queries.Wish:
    """What the address asks for; what makes no sense in it is left out."""
    wanted = request.args.get("state")
    which = Which(wanted) if wanted in list(Which) else None
    return queries.Wish(
        here.id,
        clock.today(here.time_zone),
        code,
        which,
        request.args.get("institution", type=place_asked),
        request.args.get("cohort", type=UUID),
        order_asked(queries.SORTS, queries.Wish.sort),
    )


@blueprint.get("/certificates/<uuid:certificate_id>/revoke")
@requires(Permission.MANAGE_OFFICERS)
def one(certificate_id: UUID) -> str:
    certificate = _managed(certificate_id)
    looks.note(current_user.account_id, certificate.academy_id, f"certificate {certificate.id}", 1)
    return render_template("certificates/one.html", certificate=certificate, **about([certificate]))


@blueprint.post("/certificates/<uuid:certificate_id>/revoke")
@requires(Permission.MANAGE_OFFICERS)
@writes
def revoke(certificate_id: UUID) -> Response:
    certificate = _managed(certificate_id)
    service.revoke(certificate.id, current_user.account_id)
    flash(_("Certificate %(code)s is revoked.", code=certificate.code), "ok")
    return redirect(url_for("certificates.academy", academy=certificate.academy_id), 303)


@blueprint.post("/certificates/<uuid:certificate_id>/again")
@requires(Permission.MANAGE_OFFICERS)
@writes
def again(certificate_id: UUID) -> Response:
    certificate = _managed(certificate_id)
    outcome = service.issue_again(certificate, exports.prints)
    if isinstance(outcome, UUID):
        flash(_("A new certificate is issued in place of %(code)s.", code=certificate.code), "ok")
    else:
        say_what_is_missing(outcome)
    return redirect(url_for("certificates.academy", academy=certificate.academy_id), 303)


def _cohorts(academy_id: UUID) -> dict[str, str]:
    """The names of the academy's cohorts, by id as an address has it."""
    named = sorted((row.name, str(row.id)) for row in questionnaires.cohort_names(academy_id).values())
    return {cohort_id: name for name, cohort_id in named}


def _academies() -> list[Any]:
    return places.academies(current_user.scopes(Permission.MANAGE_OFFICERS))


def _academy() -> Any:
    """The academy asked for, or the first of those that the visitor manages; 404 for another."""
    wanted = request.args.get("academy", type=UUID)
    return next((each for each in _academies() if wanted in (None, each.id)), None) or abort(404)


def _managed(certificate_id: UUID) -> Certificate:
    certificate = queries.by_id(certificate_id)
    if certificate is None or not current_user.may(Permission.MANAGE_OFFICERS, certificate.academy_id):
        abort(404)
    return certificate
