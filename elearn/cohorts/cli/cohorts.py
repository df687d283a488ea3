"""Commands: remind officers of what is due, send the letters that wait, make dates anew from the facts."""

import click
from flask import current_app
from flask.cli import AppGroup

from elearn.cohorts.jobs import post
from elearn.cohorts.queries import mailing as waiting
from elearn.cohorts.service import cohorts, mailing
from elearn.foundation.db import transaction

commands = AppGroup("cohorts", help="Remind officers of what is due, and send the letters that wait.")


@commands.command("remind")
def remind() -> None:
    """Queue a letter for every officer with an address for whom something comes near or is late; the worker does so hourly."""
    with transaction():
        count = mailing.remind()
    click.echo(f"Officers to be reminded: {count}")


@commands.command("send")
def send() -> None:
    """Send the letters that wait; the worker does so hourly."""
    if not current_app.config["SMTP"]:
        raise click.ClickException(
            f"No mail server is set (ELEARN_SMTP). Letters that wait: {waiting.waiting()}. Print the list of what is due instead."
        )
    if not current_app.config["ADDRESS"]:
        raise click.ClickException("ELEARN_ADDRESS is not set: letters say where to sign in.")
    report = post.send_waiting()
    click.echo(f"Letters sent: {report.sent}, not needed any more: {report.not_needed}, failed: {report.failed}")


@commands.command("rebuild")
def rebuild() -> None:
    """Make the dates of cohorts anew from the facts."""
    with transaction():
        count = cohorts.rebuild()
    click.echo(f"Cohorts worked out anew: {count}")
