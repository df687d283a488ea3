"""The command for whoever audits the site: who looked at names, handed out codes and appointed staff."""

from datetime import UTC, datetime

import click

from elearn.people.cli.common import commands
from elearn.people.queries import looks as read


@commands.command("looks")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="from midnight UTC of this day on")
def looks(since: datetime | None) -> None:
    """Print who looked at names, one look a line: time (UTC), user, academy, what, how many names; tabs between them."""
    for row in read.recorded(since and since.replace(tzinfo=UTC)):
        who = row.user_name or row.account_id
        click.echo(f"{row.recorded_at:%Y-%m-%d %H:%M:%S}\t{who}\t{row.academy or '-'}\t{row.what}\t{row.how_many}")
