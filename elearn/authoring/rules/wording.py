"""What changed in a text, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\w+|\s+|.", re.DOTALL)
# Of longer texts all is taken for changed: comparing takes the square of their words.
_MOST_WORDS = 3_000


class Kind(StrEnum):
    """Whether words stand in both texts, or in which of them."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Words in a row, and where they stand."""

    kind: Kind
    words: str


def by_word(before: str, after: str) -> tuple[Piece, ...]:
    """Both texts in one: what is gone stands before what is new in its place."""
    return tuple(piece for piece in _pieces(_WORD.findall(before), _WORD.findall(after)) if piece.words)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) + len(new) > _MOST_WORDS:
        yield Piece(Kind.GONE, "".join(old))
        yield Piece(Kind.NEW, "".join(new))
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Kind.SAME, "".join(new[new_start:new_end]))
        else:
            yield Piece(Kind.GONE, "".join(old[start:end]))
            yield Piece(Kind.NEW, "".join(new[new_start:new_end]))
