"""An officer's own certificates, and the PDF of one for those who may read it."""

from uuid import UUID

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from elearn.certificates import exports, queries, service
from elearn.certificates.rules import Certificate, Eligibility, Missing, longest
from elearn.certificates.views.common import about, blueprint
from elearn.certificates.views.words import say_what_is_missing, sheet
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import Asked, writes
from elearn.people.rules.roles import Permission
from elearn.people.service import looks


@blueprint.get("/certificates")
@requires(Permission.LEARN)
def mine() -> str:
    held, ready = queries.held(current_user.officer_id), service.ready(current_user.officer_id)
    return render_template("certificates/mine.html", certificates=held, ready=ready, **about(held))


def what_is_held(_asked: Asked) -> str:
    """On a first page: what an officer holds or may fetch, what runs out first first."""
    held = longest(queries.held(current_user.officer_id))
    ready = service.ready(current_user.officer_id)
    return render_template("certificates/held.html", certificates=held, ready=ready, **about(held))


@blueprint.post("/modules/<module_id>/certificate")
@requires(Permission.LEARN)
@writes
def issue(module_id: str) -> Answer:
    outcome = service.issue(current_user.officer_id, module_id, current_language(), exports.prints)
    if outcome is None:
        abort(404)
    if isinstance(outcome, UUID):
        flash(_("Here is your certificate."), "ok")
    elif Missing.HELD not in outcome.missing:
        say_what_is_missing(outcome)
        return redirect(url_for("courses.module", module_id=module_id), 303)
    return redirect(url_for("certificates.mine"), 303)


@blueprint.get("/certificates/<uuid:certificate_id>.pdf")
@requires(Permission.OWN_ACCOUNT)
def pdf(certificate_id: UUID) -> Answer:
    certificate = _readable(certificate_id)
    own = certificate.officer_id == current_user.officer_id
    if not exports.prints(certificate.name):
        say_what_is_missing(Eligibility((Missing.LETTERS if certificate.name else Missing.NAME,)))
        return redirect(url_for("certificates.mine" if own else "first_page"))
    if not own:
        looks.note(current_user.account_id, certificate.academy_id, f"certificate {certificate.id}", 1)
    response = Response(exports.pdf(sheet(certificate), certificate.issued_at), mimetype="application/pdf")
    # Not shown inside the browser: Chromium's viewer and our content security policy do not go together. The file may stay
    # on a shared PC, or be sent on: its name tells nobody whose it is.
    response.headers.set("Content-Disposition", "attachment", filename=f"certificate-{certificate.code}.pdf")
    return response


def _readable(certificate_id: UUID) -> Certificate:
    """The certificate, if it is the visitor's own or of an academy whose progress the visitor sees, and not revoked."""
    certificate = queries.by_id(certificate_id)
    if certificate is None or certificate.revoked:
        abort(404)
    own = certificate.officer_id == current_user.officer_id
    if not own and not current_user.may(Permission.SEE_PROGRESS, certificate.academy_id):
        abort(404)
    return certificate
