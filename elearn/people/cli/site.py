"""Commands for setting a site up: countries and their keys, the first administrator, one-time codes."""

from pathlib import Path
from zoneinfo import available_timezones

import click
from flask import current_app

from elearn.foundation import signing
from elearn.foundation.db import transaction
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.terminal import refuse, spoken
from elearn.people.cli.common import commands
from elearn.people.content.packs import read_pack
from elearn.people.queries import accounts, places
from elearn.people.rules.packs import Pack, to_review
from elearn.people.rules.roles import Role
from elearn.people.rules.signing_in import is_user_name, normalised_user_name
from elearn.people.service import codes, numbers, packs, staff
from elearn.people.service import places as place_service
from elearn.people.service.codes import Slip
from elearn.people.service.places import Kept


class CountryCode(click.ParamType[str]):
    """Two capital letters, so that nothing else gets into the name of a key's file."""

    name = "country"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if len(value) != 2 or not (value.isascii() and value.isupper()):
            self.fail("the code of a country is two capital letters, such as KZ", param, ctx)
        return value


class Name(click.ParamType[tuple[str, str]]):
    """A name with its language, such as en=Kazakhstan."""

    name = "language=name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        language, equals, words = value.partition("=")
        if language not in LANGUAGES or not equals or not words.strip():
            self.fail(f"write it as en=Kazakhstan; languages are {', '.join(LANGUAGES)}", param, ctx)
        return language, words.strip()


@commands.command("make-key")
@click.argument("country", type=CountryCode())
def make_key(country: str) -> None:
    """Make the key of a COUNTRY, once and for all."""
    try:
        path = signing.make_key(current_app.config["KEYS"], country)
    except FileExistsError:
        raise click.ClickException(f"{country} has its key already. A key is never replaced.") from None
    click.echo(f"The key of {country} is made: {path}")
    click.echo(
        "Back it up now, on paper or on a stick, in two sealed copies in two safes. How, says docs/operations.md."
    )
    click.echo(
        "Without it no officer can be recognised by service number; with it, numbers can be guessed from the database."
    )


@commands.command("renew-match-keys")
@click.argument("country", type=CountryCode())
def renew_match_keys(country: str) -> None:
    """After the key of a COUNTRY was lost or leaked and a new one made: put all officers under the new key."""
    try:
        with transaction():
            renewed = numbers.renew(country, current_app.config["KEYS"])
    except signing.KeyMissing as missing:
        raise click.ClickException(str(missing)) from None
    click.echo(f"{renewed.recorded} officers are under the present key of {country} now.")
    if renewed.lost_iins:
        click.echo(f"{renewed.lost_iins} IINs cannot be read without the earlier key and are deleted: type them again.")
    if renewed.without_number:
        click.echo(f"{renewed.without_number} have no service number any more: they cannot be recognised by one.")


@commands.command("add-country")
@click.argument("code", type=CountryCode())
@click.option("--name", "names", type=Name(), multiple=True, required=True, help="once for each language")
@click.option("--time-zone", type=click.Choice(sorted(available_timezones())), required=True, metavar="ZONE")
def add_country(code: str, names: tuple[tuple[str, str], ...], time_zone: str) -> None:
    """Add a country by its CODE (ISO 3166)."""
    with transaction():
        kept = place_service.add_country(code, dict(names), time_zone)
    if kept is Kept.CODE_TAKEN:
        raise click.ClickException(f"{code} is there already.")
    click.echo(f"{code} is added.")
    _remind_of_key(code)


def _remind_of_key(code: str) -> None:
    if not signing.has_key(current_app.config["KEYS"], code):
        click.echo(f"Its key is missing. If there never was one, make it: flask people make-key {code}")


_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@commands.command("check-country")
@_file
@spoken
def check_country(file: Path) -> None:
    """Say what is wrong with the FILE of a country, or what it holds and what in it waits for review."""
    pack = _pack(file)
    lists = (pack.regions, pack.institution_kinds, pack.academies, pack.rank_groups, pack.ranks)
    numbers = dict(
        zip(("regions", "institution kinds", "academies", "rank groups", "ranks"), map(len, lists), strict=True)
    )
    click.echo(f"{pack.code}: " + ", ".join(f"{name} {number}" for name, number in numbers.items()))
    for where, what in to_review(pack):
        click.echo(f"To review: {where}: {what}")


@commands.command("load-country")
@_file
@spoken
def load_country(file: Path) -> None:
    """Add a country from its FILE, or bring it up to date, when nothing is wrong with the file. See content/countries."""
    pack = _pack(file)
    with transaction():
        loaded = packs.load(pack)
    click.echo(
        f"{pack.code}: {loaded.added} added, {loaded.changed} changed, {loaded.withdrawn} no longer offered."
        if loaded.changes
        else f"{pack.code}: nothing changed."
    )
    if loaded.other_time_zone:
        click.echo("Days end otherwise than before. Work the figures out anew: flask reports rebuild")
    _remind_of_key(pack.code)


def _pack(file: Path) -> Pack:
    reading = read_pack(str(file), file.read_bytes())
    return reading.pack or refuse(reading.complaints)


@commands.command("first-administrator")
@click.argument("user_name")
@click.option("--another", is_flag=True, help="although there is an administrator already")
def first_administrator(user_name: str, another: bool) -> None:
    """Make an account that may administer the whole site, and print the code that lets it in."""
    if not is_user_name(normalised_user_name(user_name)):
        raise click.ClickException(
            "A user name has 3 to 40 Latin letters, digits, dots and hyphens, and begins with a letter."
        )
    with transaction():
        if accounts.has_role(Role.PROGRAMME_ADMINISTRATOR) and not another:
            raise click.ClickException("There is an administrator already. To make one more, add --another.")
        account_id = staff.add(user_name, user_name)
        if account_id is None:
            raise click.ClickException("This user name is taken.")
        staff.grant(account_id, Role.PROGRAMME_ADMINISTRATOR, None)
        slip = codes.issue(account_id)
    _print(slip)


@commands.command("code")
@click.argument("name")
def code(name: str) -> None:
    """Print a one-time code for the account with this user NAME or service number."""
    pairs = numbers.match_keys(current_app.config["KEYS"], places.country_codes(), name)
    found = accounts.named(normalised_user_name(name), pairs)
    if len(found) != 1:
        raise click.ClickException(
            "Several accounts go by this number. Print the code on the officer's page."
            if found
            else "There is no such account."
        )
    with transaction():
        slip = codes.issue(found[0].id)
    _print(slip)


def _print(slip: Slip | None) -> None:
    if slip is None:
        raise click.ClickException("This account is disabled. Enable it first.")
    click.echo(f"Code for {slip.signs_in_as}: {slip.code}")
    until = f"{slip.expires_at:%Y-%m-%d %H:%M} UTC"
    click.echo(
        f"Open the site's address with /activate behind it, and type the code there. It works once, until {until}."
    )
