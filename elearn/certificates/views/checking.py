"""The public page that checks a certificate by its code, and compares the name on it."""

from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from elearn.certificates import queries
from elearn.certificates.forms import CodeForm, NameForm
from elearn.certificates.rules import Certificate, same_name
from elearn.certificates.views.common import blueprint, code_asked
from elearn.certificates.views.words import month
from elearn.courses.queries import published
from elearn.foundation import clock, ids, throttle
from elearn.foundation.access import public
from elearn.foundation.locale import pick

# A class behind one address checks its certificates at once; who tries codes would need many millions of years.
LOOKUPS = (60, timedelta(minutes=1))
# Only who holds the paper can have the name right within so few tries.
NAMES = (5, timedelta(minutes=15))


@blueprint.get("/check")
@public
def check_form() -> str | Response:
    form, code = code_asked()
    if code:
        return redirect(url_for("certificates.check", code=code))
    return render_template("certificates/check_form.html", form=form)


@blueprint.get("/check/<code>")
@public
def check(code: str) -> str | tuple[str, int]:
    certificate = _looked_up(code)
    return _checked(certificate, NameForm()) if certificate else _unknown(code)


@blueprint.post("/check/<code>")
@public
def compare(code: str) -> str | tuple[str, int]:
    """Whether a name is the one on the certificate. It writes nothing: the name typed is kept nowhere."""
    certificate, form = _looked_up(code), NameForm()
    if certificate is None:
        return _unknown(code)
    if not form.validate_on_submit():
        return _checked(certificate, form)
    if not throttle.spend("certificate name", certificate.code, *NAMES):
        abort(429)
    return _checked(certificate, NameForm(formdata=None), same_name(form.name.data or "", certificate.name))


def _looked_up(code: str) -> Certificate | None:
    if not throttle.spend("certificate check", request.remote_addr or "", *LOOKUPS):
        abort(429)
    printed = ids.read_code(code)
    return queries.by_code(printed) if printed else None


def _unknown(code: str) -> tuple[str, int]:
    form = CodeForm(formdata=None, code=code[:40])
    return render_template("certificates/unknown.html", form=form, mistyped=ids.read_code(code) is None), 404


def _checked(certificate: Certificate, form: NameForm, matches: bool | None = None) -> str:
    """What anyone may know: nothing of the person, and no exact day."""
    module = published.revision(certificate.revision_id)
    ends = certificate.valid_until
    return render_template(
        "certificates/check.html",
        code=certificate.code,
        status=certificate.status(clock.today(certificate.time_zone)),
        title=pick(module.titles, module.source),
        module=module,
        issued=month(certificate.issued_on),
        ends=month(ends) if ends else None,
        form=form,
        matches=matches,
    )
