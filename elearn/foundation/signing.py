"""The country's key: turns a service number into a match key that tells nothing without the key.

The key lies in a file outside the database, so a stolen database does not give the numbers away: they have few digits and
could be tried one by one against a plain hash. Backup and loss are described in docs/operations.md.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable
from pathlib import Path

_LOOKALIKES = str.maketrans("АВСЕНКМОРТХУІЅЈҮҺΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABCEHKMOPTXYISJYHABEZHIKMNOPTYX")
_NOT_PART_OF_IT = dict.fromkeys(map(ord, "№\u0640"))  # a number sign, which would become NO; tatweel, which is a letter


class KeyMissing(Exception):
    """The key of a country is not where it should be. `country` is its code, `path` where it was looked for."""

    def __init__(self, country: str, path: Path) -> None:
        super().__init__(
            f"the key of country {country} is missing at {path}: restore it from its backup, "
            f"or make it with 'flask people make-key {country}' if there never was one"
        )
        self.country = country
        self.path = path


def normalised_number(service_number: str) -> str:
    """A service number as it is compared: letters and figures only, capitals, 0 to 9 for the figures of any script.

    Cyrillic and Greek letters that look Latin are Latin. Letters never become figures (O is not 0), and leading zeros stay:
    two numbers that were given out must not become one.
    """
    if service_number.isascii():  # nearly all are, and lists are long
        return "".join(filter(str.isalnum, service_number)).upper()
    plain = unicodedata.normalize("NFKC", service_number.translate(_NOT_PART_OF_IT)).upper().translate(_LOOKALIKES)
    return "".join(str(unicodedata.digit(letter, letter)) for letter in plain if letter.isalnum())


def match_key(folder: Path, country: str, service_number: str) -> str:
    """HMAC-SHA256 in hex of the normalised service number under the country's key. Raises KeyMissing."""
    return matcher(folder, country)(service_number)


def matcher(folder: Path, country: str) -> Callable[[str], str]:
    """The same for many numbers: the key is read once. Raises KeyMissing."""
    key = bytes.fromhex(country_key(folder, country))
    return lambda number: hmac.new(key, normalised_number(number).encode(), hashlib.sha256).hexdigest()


def country_key(folder: Path, country: str) -> str:
    """The country's key in hex, to derive others from. Raises KeyMissing."""
    path = _path(folder, country)
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        raise KeyMissing(country, path) from None


def make_key(folder: Path, country: str) -> Path:
    """Make the key of a country, readable by the owner only. Raises FileExistsError: a key is never replaced."""
    path = _path(folder, country)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("x") as file:
        path.chmod(0o600)
        file.write(secrets.token_hex(32) + "\n")
    return path


def has_key(folder: Path, country: str) -> bool:
    """Whether the country's key is there."""
    return _path(folder, country).exists()


def _path(folder: Path, country: str) -> Path:
    return folder / f"{country}.key"
