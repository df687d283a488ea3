"""The printed slip with a one-time code, in the language of whoever gets it: shown once, as the answer to the request."""

from flask import render_template
from flask_babel import force_locale

from elearn.foundation.web import site_address
from elearn.people.service.codes import Slip


def slip_page(slip: Slip, language: str, back: str) -> str:
    """A page with the slip to print, and a way back to the address it came from."""
    with force_locale(language):
        paper = render_template("people/slip.html", slip=slip, site=site_address())
    return render_template("people/slip_page.html", paper=paper, slip=slip, back=back)
