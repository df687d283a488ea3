"""Commands of quizzes."""

import click
from flask.cli import AppGroup

from elearn.foundation import clock
from elearn.foundation.db import transaction
from elearn.quizzes import queries, service

commands = AppGroup("quizzes", help="Attempts at quizzes.")


@commands.command("submit-overdue")
def submit_overdue() -> None:
    """Hand in, as they stand, the open attempts whose time is up. Run it every few minutes, or once a night."""
    overdue = queries.overdue(clock.now())
    for attempt_id, officer_id in overdue:
        with transaction():
            service.submit_if_overdue(attempt_id, officer_id)
    click.echo(f"Attempts handed in: {len(overdue)}")
