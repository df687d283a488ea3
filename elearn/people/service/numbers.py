"""Service numbers as match keys: under the key of each country that is on this computer."""

from collections.abc import Iterable
from pathlib import Path

from elearn.foundation import signing


def match_keys(keys: Path, countries: Iterable[str], typed: str) -> list[tuple[str, str]]:
    """The (country, match key) that what was typed may stand for; none when it holds no letter or digit."""
    if not signing.normalised_number(typed):
        return []
    return [
        (country, signing.match_key(keys, country, typed)) for country in countries if signing.has_key(keys, country)
    ]
