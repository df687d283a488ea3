"""Commands of reports: adding a programme, and counting everything anew."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from elearn.foundation.db import transaction
from elearn.reports import service
from elearn.reports.queries import taken

commands = AppGroup("reports", help="Programmes and the counting of officers trained.")


@commands.command("add-programme")
@click.argument("code")
@click.option("--name", required=True, help="Its name in English.")
@click.option("--country", "countries", multiple=True, required=True, help="ISO code of a country; may be repeated.")
@click.option("--from", "starts_on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Baseline date.")
@click.option("--until", "ends_on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Last day.")
def add_programme(code: str, name: str, countries: tuple[str, ...], starts_on: datetime, ends_on: datetime) -> None:
    """Add a programme whose figures are reported."""
    with transaction():
        service.add_programme(code, {"en": name}, countries, starts_on.date(), ends_on.date())
    click.echo(f"Programme {code} is there. Its administrators approve modules on its page.")


@commands.command("rebuild")
def rebuild() -> None:
    """Work out all counted completions and stored counts from the facts again."""
    with transaction():
        people = service.rebuild()
    click.echo(f"Counted {people} officers anew.")


@commands.command("exports")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only from this day on (UTC).")
def exports(since: datetime | None) -> None:
    """Print who took lists, one a line: time (UTC), user, academy, with names or without, rows; tabs between them."""
    for row in taken.exports_since(since and since.replace(tzinfo=UTC)):
        kind = "with names" if row.named else "without names"
        who = row.client or row.user_name or row.account_id
        click.echo(f"{row.recorded_at:%Y-%m-%d %H:%M:%S}\t{who}\t{row.academy or '-'}\t{kind}\t{row.rows}")
