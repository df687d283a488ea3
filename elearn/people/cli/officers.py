"""Commands about records of officers: links between academies, erased names, the table made anew. They show ids, no names."""

from typing import Any
from uuid import UUID

import click

from elearn.foundation.db import transaction
from elearn.people.cli.common import commands
from elearn.people.queries import officers, places
from elearn.people.service import erasing, links, projection, suggestions
from elearn.people.service.links import Linking, Undoing

UNLINKED = {
    Undoing.APART: "The link is undone. The two records are two people again.",
    Undoing.STILL_ONE: "The link is undone. Links with other records still make the two one person.",
}


def _record(officer_id: UUID) -> Any:
    found = officers.one(None, officer_id)
    if found is None:
        raise click.ClickException(f"No record of an officer has the id {officer_id}.")
    return found


def _two(officer_id: UUID, other_id: UUID) -> None:
    if officer_id == other_id:
        raise click.ClickException("This is the same record twice.")
    for each in (officer_id, other_id):
        _record(each)


@commands.command("link")
@click.argument("officer_id", type=click.UUID)
@click.argument("other_id", type=click.UUID)
def link(officer_id: UUID, other_id: UUID) -> None:
    """Say that two records, also of two academies, are one person, who then counts once."""
    with transaction():
        _two(officer_id, other_id)
        done = links.join(officer_id, other_id, None)
    if done is Linking.ALREADY:
        raise click.ClickException("These records are one person already. Nothing is changed.")
    if done is Linking.TWO_COUNTRIES:
        raise click.ClickException("The records belong to two countries. People are counted within one country.")
    click.echo("The two records are one person from now on.")


@commands.command("unlink")
@click.argument("officer_id", type=click.UUID)
@click.argument("other_id", type=click.UUID)
def unlink(officer_id: UUID, other_id: UUID) -> None:
    """Say that two records are not one person: undo the link between them."""
    with transaction():
        _two(officer_id, other_id)
        undone = links.separate(officer_id, other_id)
    if undone is Undoing.ALREADY:
        raise click.ClickException("No link stands between these two records. Nothing is changed.")
    click.echo(UNLINKED[undone])


@commands.command("erase-identity")
@click.argument("officer_id", type=click.UUID)
@click.option("--yes", is_flag=True, help="really: this cannot be undone")
def erase_identity(officer_id: UUID, yes: bool) -> None:
    """Erase the name and number of an officer and close the account. What was recorded stays, and counts."""
    record = _record(officer_id)
    if not yes:
        raise click.ClickException("This erases name and number for good. To do it, add --yes.")
    others = officers.same_person(officer_id, record.person_id, None)
    with transaction():
        erased = erasing.erase_identity(officer_id)
    click.echo("Name and number are erased." if erased else "Name and number were erased earlier.")
    click.echo("The account is closed. Postings, results and certificates stay without a name, and count as before.")
    for other in others:
        click.echo(f"The same person has another record, whose name stays: {other.id}")


@commands.command("suggest")
@click.argument("country", required=False)
@click.option("--ids", is_flag=True, help="also print the ids of each pair, the surest first")
def suggest(country: str | None, ids: bool) -> None:
    """Work out now which officers of a COUNTRY, or of every one, may be registered twice. Else it is done every day."""
    for code in [country] if country else places.country_codes():
        found = suggestions.work_out(code)
        with transaction():
            how_many = suggestions.keep(code, found)
        click.echo(f"{code}: {how_many} pairs to decide.")
        for pair in suggestions.still_open(found) if ids else ():
            click.echo(f"{pair.grade}\t{pair.one}\t{pair.other}")


@commands.command("rebuild")
def rebuild() -> None:
    """Make the table of officers anew from the facts."""
    with transaction():
        how_many = projection.rebuild()
    click.echo(f"{how_many} officers.")
