"""Service numbers as match keys: under the key of each country that is on this computer."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from elearn.foundation import facts, signing
from elearn.people.models import MatchKeyRecorded
from elearn.people.queries import officers, packs
from elearn.people.rules.packs import fits
from elearn.people.service import iins


def match_keys(keys: Path, countries: Iterable[str], typed: str) -> list[tuple[str, str]]:
    """The (country, match key) that what was typed may stand for; none when it holds no letter or digit."""
    if not signing.normalised_number(typed):
        return []
    return [
        (country, signing.match_key(keys, country, typed)) for country in countries if signing.has_key(keys, country)
    ]


def has_usual_form(country: str, typed: str) -> bool:
    """Whether a service number looks as those of the country do, as far as that is known."""
    return fits(packs.number_rules(country).number_forms, typed, signing.normalised_number)


def is_refused(country: str, typed: str) -> bool:
    """Whether it has a form that the country says no number of its own can have."""
    return packs.number_rules(country).only_these_forms and not has_usual_form(country, typed)


@dataclass(frozen=True)
class Renewed:
    """How many match keys were recorded anew, how many officers have no number to make one from, how many IINs are lost."""

    recorded: int
    without_number: int
    lost_iins: int


def renew(country: str, keys: Path) -> Renewed:
    """Record every officer's match key under the key that is there now: after a loss or a leak. Raises KeyMissing.

    Links stay as they are. Who has the right key already gets no new fact. IINs under another key cannot be read any more.
    """
    rows = officers.numbers(country)
    known = [row for row in rows if row.service_number]
    fresh = [(row, signing.match_key(keys, country, row.service_number)) for row in known]
    new = [
        MatchKeyRecorded(officer_id=row.id, country=country, match_key=key)
        for row, key in fresh
        if key != row.match_key
    ]
    facts.add_all(new)
    return Renewed(len(new), len(rows) - len(known), iins.forget_unreadable(country, keys))
