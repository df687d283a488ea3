"""Commands of quizzes."""

import click
from flask.cli import AppGroup

from elearn.foundation import clock
from elearn.foundation.db import transaction
from elearn.quizzes.queries import sittings
from elearn.quizzes.service import attempting

commands = AppGroup("quizzes", help="Attempts at quizzes.")


@commands.command("submit-overdue")
def submit_overdue() -> None:
    """Hand in, as they stand, the open attempts whose time was up a day ago. Run it every hour, or once a night."""
    handed_in = 0
    for attempt_id, officer_id in sittings.overdue(clock.now()):
        with transaction():
            handed_in += attempting.submit_if_abandoned(attempt_id, officer_id)
    click.echo(f"Attempts handed in: {handed_in}")
