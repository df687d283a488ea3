"""What a country's pack is: its regions, ranks and kinds of institution, and which of it must still be checked."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Named:
    """What a country's pack lists: a code that never changes, and the name in each language."""

    code: str
    names: Mapping[str, str]
    review: str = ""  # what somebody who knows the country must still check


@dataclass(frozen=True)
class Rank(Named):
    """A rank and the rank group that it belongs to."""

    group: str = field(kw_only=True)


@dataclass(frozen=True)
class Pack:
    """What is known of a country before anybody is registered. Ranks and their groups stand with the lowest first.

    `number_forms` are forms of the service number: # is a digit, @ a letter; none where nothing is known. A number of another
    form is taken with a warning, or refused where there are `only_these_forms`.
    """

    code: str
    names: Mapping[str, str]
    time_zone: str
    number_forms: tuple[str, ...]
    number_review: str
    regions: tuple[Named, ...]
    institution_kinds: tuple[Named, ...]
    academies: tuple[Named, ...]
    rank_groups: tuple[Named, ...]
    ranks: tuple[Rank, ...]
    only_these_forms: bool = False


def fits(forms: Sequence[str], number: str, normalised: Callable[[str], str]) -> bool:
    """Whether a number has one of the forms; any has where nothing is known. Both are compared as `normalised` gives them."""
    sorts = {"#": "[0-9]", "@": r"[^\W\d_]"}
    patterns = ("".join(sorts.get(sign) or re.escape(normalised(sign)) for sign in form) for form in forms)
    return not forms or any(re.fullmatch(pattern, normalised(number)) for pattern in patterns)


class Listing(StrEnum):
    """The lists of a country's pack that forms offer and records refer to by code."""

    REGION = "region"
    INSTITUTION_KIND = "institution-kind"
    RANK_GROUP = "rank-group"
    RANK = "rank"


def listed(pack: Pack) -> dict[tuple[Listing, str], Named]:
    """Every entry of these lists by list and code, in order."""
    lists = {
        Listing.REGION: pack.regions,
        Listing.INSTITUTION_KIND: pack.institution_kinds,
        Listing.RANK_GROUP: pack.rank_groups,
        Listing.RANK: pack.ranks,
    }
    return {(listing, entry.code): entry for listing, entries in lists.items() for entry in entries}


def to_review(pack: Pack) -> list[tuple[str, str]]:
    """What somebody who knows the country must still check: where it stands in the file, and what."""
    lists = {
        "regions": pack.regions,
        "institution-kinds": pack.institution_kinds,
        "academies": pack.academies,
        "rank-groups": pack.rank_groups,
        "ranks": pack.ranks,
    }
    marked = [(f"{name}.{entry.code}", entry.review) for name, entries in lists.items() for entry in entries]
    return [(where, what) for where, what in [("service-number", pack.number_review), *marked] if what]
