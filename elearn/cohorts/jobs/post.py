"""Letters on their way: written in the officer's language, handed to the mail server of the settings, one at a time.

A letter names neither the officer nor the module: whoever reads it over a shoulder learns that there is training to do.
"""

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from enum import Enum
from urllib.parse import unquote, urlsplit
from uuid import UUID

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.cohorts.queries import mailing as queries
from elearn.cohorts.rules.mailing import Kind
from elearn.cohorts.service import mailing
from elearn.cohorts.service.mailing import ToSend
from elearn.foundation import clock, jobs
from elearn.foundation.db import transaction
from elearn.foundation.locale import say_date
from elearn.people.rules.roles import Permission

PATIENCE = 30  # seconds that the mail server may take to answer
SEND = "cohorts.send-letters"
_GONE = (smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected)


class _Outcome(Enum):
    SENT = 1
    FAILED = 2
    GONE = 3  # there is no mail server to be reached


@dataclass
class Report:
    """What came of the letters that waited."""

    sent: int = 0
    not_needed: int = 0
    failed: int = 0


def send_waiting() -> Report:
    """Send every letter that may be tried now. What cannot be sent is tried again later, by another run.

    When the server cannot be reached, the others wait for that run too: each would wait for an answer as long as the first.
    """
    report = Report()
    while True:
        with transaction():
            letter = mailing.take()
        if letter is None:
            return report
        if isinstance(letter, UUID):
            report.not_needed += 1
            continue
        outcome = _send(letter)
        if outcome is _Outcome.SENT:
            report.sent += 1
        else:
            report.failed += 1
        if outcome is _Outcome.GONE:
            return report


def _send(letter: ToSend) -> _Outcome:
    refused = is_gone = False
    try:
        _hand_over(_message(letter))
    except smtplib.SMTPRecipientsRefused as error:
        refused = all(code >= 500 for code, _words in error.recipients.values())
    except OSError as error:
        is_gone = isinstance(error, _GONE) or not isinstance(error, smtplib.SMTPException)
        current_app.logger.warning("letter %s was not sent: %s", letter.id, type(error).__name__)
    else:
        with transaction():
            mailing.sent(letter.id)
        return _Outcome.SENT
    with transaction():
        mailing.not_sent(letter.id, for_good=refused)
    return _Outcome.GONE if is_gone else _Outcome.FAILED


def _message(letter: ToSend) -> EmailMessage:
    sender: str = current_app.config["MAIL_FROM"]
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.address
    message["Date"] = format_datetime(clock.now())
    # The same for every try: a mail program that gets it twice shows it once.
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    with force_locale(letter.language):
        message["Subject"], words = _words(letter)
        sign_in = _("Sign in here to see more: %(address)s", address=current_app.config["ADDRESS"])
    message.set_content(f"{words}\n\n{sign_in}\n")
    return message


def _words(letter: ToSend) -> tuple[str, str]:
    if letter.kind is Kind.APPROVED:
        return _("Your training"), _("You asked to join a cohort, and you are in it now.")
    if letter.kind is Kind.DECLINED:
        return _("Your training"), _(
            "You asked to join a cohort. Your academy has declined. Ask there if you want to know why."
        )
    words = ngettext(
        "You have %(num)d module to complete. It is due on %(date)s.",
        "You have %(num)d modules to complete. The first is due on %(date)s.",
        letter.how_many,
        date=say_date(letter.due_on, "long") if letter.due_on else "",
    )
    return _("Your training is due"), words


def _hand_over(message: EmailMessage) -> None:
    """To the server of the settings: smtps://, or smtp:// with TLS when the server offers it; with name and password if given."""
    server = urlsplit(current_app.config["SMTP"])
    host, context = server.hostname or "", ssl.create_default_context()
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=PATIENCE, context=context)
    else:
        client = smtplib.SMTP(host, server.port or 25, timeout=PATIENCE)
    with client:
        client.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and client.has_extn("starttls"):
            client.starttls(context=context)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(message)


# --- by itself --------------------------------------------------------------------------------------------------------


def can_send() -> bool:
    """Whether the settings say how letters are sent, and where the site is that they speak of."""
    return bool(current_app.config["SMTP"] and current_app.config["ADDRESS"])


def remind() -> None:
    """Queue the letters about what is due; not where none can be sent: they would only wait."""
    if can_send():
        mailing.remind()


def have_sent() -> None:
    """Have the letters sent that wait: as a job, since a mail server may be slow."""
    if can_send() and queries.waiting():
        jobs.ask_once(SEND, {})


def _send_in_background(_run: jobs.Run) -> dict[str, int]:
    return asdict(send_waiting())


KINDS: Mapping[str, jobs.Kind] = {
    SEND: jobs.Kind(_l("Letters to officers"), Permission.MANAGE_SITE, _send_in_background, kept_for=timedelta(days=1))
}
CHORES = (remind, have_sent)
