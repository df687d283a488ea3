"""Which pairs of officers are compared at all: those that share something. Fifty thousand make more than a thousand million."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations

from elearn.people.rules.suggestions import Record

Block = tuple[str, Hashable]  # what is shared, and its value

# A block with more records than that tells nothing: 1 January stands for every birthday that nobody knew.
_LARGEST = 300
_LARGEST_OF_FAMILY = 25  # only a rare family name is worth a look by itself


def keys(record: Record) -> list[Block]:
    """The blocks that a record stands in; only records that share one are compared.

    Every pair of family name, given name, patronymic and birth date stands in a block of its own, so that an error in one of
    them hides nobody; swapped parts and swapped day and month come into one block.
    """
    name, born = record.name, record.birth_date
    family, given, patronymic = name.family.consonants, name.given.consonants, name.patronymic.consonants
    found: list[Block] = [("number", number) for number in sorted(record.numbers)]
    if born:
        found.append(("date", (born.year, *sorted((born.day, born.month)))))
    if family and given:
        found.append(("two names", tuple(sorted((family, given)))))
        found.append(("three names", tuple(sorted((family, given, patronymic)))))
        found.append(("family", family))
    if given and patronymic:
        found.append(("father", (given, patronymic, family[:1])))
    if family and patronymic:
        found.append(("parents", (family, patronymic)))
    if given and record.year:
        found.append(("year and family", (record.year, family, given[:1])))
        found.append(("year and given", (record.year, given, family[:2])))
    return found


def pairs(records: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    """The pairs that are worth comparing, each once."""
    members: defaultdict[Block, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for block in keys(record):
            members[block].append(at)
    useful = [found for (sort, _), found in members.items() if 2 <= len(found) <= _limit(sort)]
    blocks_of: list[set[int]] = [set() for _ in records]
    for number, found in enumerate(useful):
        for at in found:
            blocks_of[at].add(number)
    for number, found in enumerate(useful):
        for one, other in combinations(found, 2):
            if min(blocks_of[one] & blocks_of[other]) == number:  # else the pair came with an earlier block
                yield records[one], records[other]


def _limit(sort: str) -> int:
    return _LARGEST_OF_FAMILY if sort == "family" else _LARGEST
