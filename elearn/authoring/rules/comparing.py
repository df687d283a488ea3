"""Two texts side by side, line by line and word by word; and two changes of one text put together."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise, zip_longest

CONTEXT = 3  # unchanged lines that are shown before and after a change
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
# Longer lines are compared as a whole: comparing takes the square of their words.
_MOST_TOKENS = 1_000


@dataclass(frozen=True)
class Piece:
    """A run of words in a line, and whether the other text has it not."""

    words: str
    changed: bool = False


@dataclass(frozen=True)
class Side:
    """A line of one of the texts, by its number from 1."""

    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Pair:
    """A line before and the same line after; None on the side where there is none."""

    before: Side | None
    after: Side | None

    @property
    def changed(self) -> bool:
        return (
            self.before is None
            or self.after is None
            or any(piece.changed for piece in self.after.pieces + self.before.pieces)
        )


@dataclass(frozen=True)
class Skipped:
    """So many lines that both texts have, and that are not shown."""

    lines: int


def side_by_side(before: str, after: str) -> tuple[Pair | Skipped, ...]:
    """The lines of two texts beside each other, with what changed in them; nothing where they are the same."""
    old, new = before.split("\n"), after.split("\n")
    groups = SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT)
    return tuple(_shown(old, new, groups))


def _shown(
    old: Sequence[str], new: Sequence[str], groups: Iterable[list[tuple[str, int, int, int, int]]]
) -> Iterator[Pair | Skipped]:
    seen = 0
    for group in groups:
        if group[0][1] > seen:
            yield Skipped(group[0][1] - seen)
        for _kind, start, end, new_start, new_end in group:
            seen = end
            lines = zip_longest(range(start, end), range(new_start, new_end))
            yield from (_pair(old, new, number, other) for number, other in lines)
    if seen and len(old) > seen:
        yield Skipped(len(old) - seen)


def _pair(old: Sequence[str], new: Sequence[str], number: int | None, other: int | None) -> Pair:
    if number is None or other is None:
        return Pair(
            None if number is None else Side(number + 1, (Piece(old[number], True),)),
            None if other is None else Side(other + 1, (Piece(new[other], True),)),
        )
    left, right = _words(old[number], new[other])
    return Pair(Side(number + 1, left), Side(other + 1, right))


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of two lines: what only one of them has is changed."""
    if before == after:
        return (Piece(before),), (Piece(after),)
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > _MOST_TOKENS:
        return (Piece(before, True),), (Piece(after, True),)
    left, right = [], []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(Piece("".join(old[start:end]), kind != "equal"))
        right.append(Piece("".join(new[new_start:new_end]), kind != "equal"))
    return tuple(piece for piece in left if piece.words), tuple(piece for piece in right if piece.words)


def merged(base: str, mine: str, theirs: str) -> str | None:
    """Both changes of a text in one; None where both changed the same lines, or lines beside each other, differently."""
    lines, ours, others = base.split("\n"), mine.split("\n"), theirs.split("\n")
    mine_at, theirs_at = _places(lines, ours), _places(lines, others)
    kept = [(-1, -1, -1)]
    kept += [(at, mine_at[at], theirs_at[at]) for at in range(len(lines)) if at in mine_at and at in theirs_at]
    kept.append((len(lines), len(ours), len(others)))
    result: list[str] = []
    for (at, my_at, their_at), (end, my_end, their_end) in pairwise(kept):
        between, my, their = lines[at + 1 : end], ours[my_at + 1 : my_end], others[their_at + 1 : their_end]
        if my != between and their not in (between, my):
            return None
        result += (their if my == between else my) + lines[end : end + 1]
    return "\n".join(result)


def _places(base: Sequence[str], text: Sequence[str]) -> dict[int, int]:
    """Where in a text the lines of its base stand that it kept."""
    blocks = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {at + step: other + step for at, other, size in blocks for step in range(size)}
