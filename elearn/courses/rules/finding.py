"""What search finds for whom, in which order, and what is shown of it."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

# A word weighs 1 where it stands so often in a passage, 2 where so often, 3 where it stands in its title.
_OFTEN = (3, 8)
HEAVIEST = 3
# Before a stem, so often as it weighs. No text of ours has this letter, and all databases know that it is one.
_MARK = "ω"
LONGEST_QUERY = 200  # characters
MOST_WORDS = 8
PER_PAGE = 10
MOST_PAGES = 10_000
_BEFORE, _AFTER = 80, 220  # characters of an excerpt, around its first hit
_ELLIPSIS = "…"


class Kind(StrEnum):
    """What a passage is part of."""

    LESSON = "lesson"
    TERM = "term"
    SCENARIO = "scenario"  # its title alone
    SCENE = "scene"
    QUESTION = "question"


# Officers meet scenes as they come to them, and questions on a paper: neither is told beforehand.
FOR_OFFICERS = (Kind.LESSON, Kind.TERM, Kind.SCENARIO)
FOR_STAFF = tuple(Kind)


@dataclass(frozen=True)
class Readable:
    """What somebody may search: revisions, each with whether its pages may be opened, and kinds of passages.

    Of revisions in `no_keys` no question is found: what explains it tells what is right.
    """

    revisions: Mapping[str, bool]
    kinds: tuple[Kind, ...]
    no_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Piece:
    """Some words of a text, and whether they were looked for."""

    words: str
    found: bool


@dataclass(frozen=True)
class Placed:
    """A stem, and from where to where in a text its word stands."""

    stem: str
    start: int
    end: int


def indexed(title: Collection[str], words: Mapping[str, int]) -> str:
    """What the index holds of a passage, given its stems and how often each stands there: each once for every weight."""
    weights = {stem: bisect_right(_OFTEN, times) for stem, times in words.items()}
    weights |= dict.fromkeys(title, HEAVIEST)
    return " ".join([weighing(stem, each) for stem, weight in weights.items() for each in range(weight + 1)])


def weighing(stem: str, weight: int) -> str:
    """What the index holds of a stem that weighs so much or more."""
    return _MARK * weight + stem


def wanted(stems: Iterable[str]) -> tuple[str, ...]:
    """The stems of what was typed, each once."""
    return tuple(dict.fromkeys(stems))[:MOST_WORDS]


def marked(text: str, words: Collection[Placed], stems: Collection[str]) -> tuple[Piece, ...]:
    """The whole text, in pieces."""
    return _pieces(text, 0, len(text), [word for word in words if word.stem in stems])


def excerpt(text: str, words: Collection[Placed], stems: Collection[str]) -> tuple[Piece, ...]:
    """What stands around the first word that was looked for, in pieces; the beginning where there is none."""
    hits = [word for word in words if word.stem in stems]
    first = hits[0].start if hits else 0
    start = min((word.start for word in words if word.start >= first - _BEFORE), default=0) if first > _BEFORE else 0
    end = max((word.end for word in words if word.end <= first + _AFTER), default=len(text))
    end = len(text) if len(text) <= first + _AFTER else end
    pieces = _pieces(text, start, end, [word for word in hits if start <= word.start and word.end <= end])
    before = (Piece(f"{_ELLIPSIS} ", False),) if start else ()
    after = (Piece(f" {_ELLIPSIS}", False),) if end < len(text) else ()
    return (*before, *pieces, *after)


def _pieces(text: str, start: int, end: int, hits: Iterable[Placed]) -> tuple[Piece, ...]:
    pieces = []
    for hit in hits:
        pieces += [Piece(text[start : hit.start], False), Piece(text[hit.start : hit.end], True)]
        start = hit.end
    pieces.append(Piece(text[start:end], False))
    return tuple(piece for piece in pieces if piece.words)
