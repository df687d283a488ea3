"""Commands for certificates: `flask certificates …`."""

from collections import Counter
from uuid import UUID

import click
from flask.cli import AppGroup

from elearn.certificates import exports, queries, service
from elearn.certificates.rules import Missing
from elearn.foundation import ids
from elearn.foundation.db import transaction

commands = AppGroup("certificates", help="Issue certificates that are due, have them renewed, and revoke them.")


@commands.command("issue-due")
@click.option("--academy", metavar="CODE", help="Only for completions at this academy.")
def issue_due(academy: str | None) -> None:
    """Issue a certificate for every completed module that has none yet."""
    after: UUID | None = None
    issued, refused = 0, Counter[Missing]()
    while True:
        with transaction():  # one for each batch: the others at the academy go on working
            batch = service.issue_due(academy, exports.prints, after)
        issued, refused, after = issued + batch.issued, refused + batch.refused, batch.last
        if after is None:
            break
    click.echo(f"Certificates issued: {issued}")
    click.echo(f"Left out, because there is no name to print: {refused[Missing.NAME]}")
    click.echo(f"Left out, because the name has letters that cannot be printed: {refused[Missing.LETTERS]}")


@commands.command("enrol-again")
def enrol_again() -> None:
    """Enrol again at once whose certificate runs out within 90 days or has run out; the worker does so every hour."""
    with transaction():
        count = service.enrol_again()
    click.echo(f"Enrolled again: {count}")


@commands.command("revoke")
@click.argument("code")
def revoke(code: str) -> None:
    """Revoke the certificate with this CODE. It cannot be undone; another one can be issued."""
    typed = ids.read_code(code)
    if typed is None:
        raise click.ClickException("This is not a whole code, or a character is mistyped.")
    with transaction():
        certificate = queries.by_code(typed)
        if certificate is None:
            raise click.ClickException(f"There is no certificate {typed}.")
        first = service.revoke(certificate.id, None)
    click.echo(f"{typed} is revoked." if first else f"{typed} was revoked before.")
