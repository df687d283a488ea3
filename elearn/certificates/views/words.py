"""What certificates say: the sheet that is printed, and what is missing for one."""

from datetime import date

from babel.dates import format_skeleton
from flask import flash, url_for
from flask_babel import force_locale, format_date, format_number, get_locale, ngettext
from flask_babel import gettext as _

from elearn.certificates.exports import Sheet
from elearn.certificates.rules import Certificate, Eligibility, Missing, Status
from elearn.courses.queries import published
from elearn.foundation.locale import direction, pick
from elearn.foundation.web import site_address


def say_what_is_missing(verdict: Eligibility) -> None:
    """Show a sentence for each thing that is missing, on the next page."""
    parts = len(verdict.parts)
    sentences = {
        Missing.NO_CERTIFICATE: _("This module gives no certificate."),
        Missing.HELD: _("There is a certificate for this already."),
        Missing.REVOKED: _("Your certificate was revoked. Please ask your academy whether it will issue another one."),
        Missing.PARTS: ngettext(
            "For the certificate, %(num)d part of the module is still to be done.",
            "For the certificate, %(num)d parts of the module are still to be done.",
            parts,
        ),
        Missing.FINAL: _("For the certificate, the final assessment is still to be passed."),
        Missing.ATTENDANCE: _("For the certificate, you still have to attend sessions of this module."),
        Missing.NAME: _("There is no name to print on the certificate. Please ask the academy to enter it."),
        Missing.LETTERS: _(
            "The name has letters that cannot be printed on a certificate. "
            "Please ask the academy to write it in Latin, Cyrillic or Arabic letters."
        ),
    }
    for reason in verdict.missing:
        flash(sentences[reason], "due")


def state_words(status: Status, soon: bool) -> str:
    """Where a certificate stands, as a list says it."""
    words = {Status.REVOKED: _("revoked"), Status.EXPIRED: _("expired")}
    return str(words.get(status) or (_("runs out soon") if soon else _("valid")))


def sheet(certificate: Certificate) -> Sheet:
    """What is printed, in the language of the certificate, whoever opens it."""
    module, language = published.revision(certificate.revision_id), certificate.language
    ends = certificate.valid_until
    with force_locale(language):
        return Sheet(
            language=language,
            direction=direction(language),
            academy=pick(certificate.academy, language=language),
            title=_("Certificate"),
            # TRANSLATORS: on the certificate, before the name, which stands as it is recorded: not inflected.
            lead=_("This certifies that"),
            name=certificate.name,
            # TRANSLATORS: on the certificate, between the name and the title of the module; for women and men alike.
            deed=_("completed, online and in class, the module")
            if module.attendance
            else _("completed the online module"),
            module=pick(module.titles, module.source, language),
            lines=(
                (_("Study time"), ngettext("%(num)d hour", "%(num)d hours", module.hours)),
                (_("Revision"), format_number(module.number)),
                (_("Date of issue"), format_date(certificate.issued_on, "long")),
                (_("Valid until"), format_date(ends, "long") if ends else _("no end date")),
            ),
            code_label=_("Certificate code"),
            code=certificate.code,
            check=_("Anyone can check this certificate by the square code, or by its code at this address:"),
            site=site_address() + url_for("certificates.check_form"),
            address=site_address() + url_for("certificates.check", code=certificate.code),
            qr_label=_("Square code with the address of the page that checks this certificate"),
            limits=_(
                "This certificate confirms this module only. It is not a qualification under rule 75 of the "
                "Nelson Mandela Rules, and it gives no authority to rate prisoners."
            )
            if module.attendance
            else _(
                "This certificate confirms the online module only. It is not a qualification under rule 75 of the "
                "Nelson Mandela Rules, and it gives no authority to rate prisoners."
            ),
        )


def month(day: date) -> str:
    """Month and year, as the reader's language writes them: nobody is told the day."""
    words: str = format_skeleton("yMMMM", day, locale=get_locale())
    return words
