"""Translations: whether a block still fits its source, and in which languages a module is offered."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum


class State(StrEnum):
    """How a block stands in a language."""

    MISSING = "missing"
    STALE = "stale"  # the source says something else now than what was translated
    UNMARKED = "unmarked"  # nobody knows from which source text it was made
    DONE = "done"


def digest(text: str) -> str:
    """The first eight figures of the SHA-256 of a block's words: how they are spread over lines does not count."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def state(source: str, there: bool, origin: str) -> State:
    """How a block stands whose source has this text; `origin` is from which it says to be made, empty where it does not."""
    if not there:
        return State.MISSING
    if not origin:
        return State.UNMARKED
    return State.DONE if origin == digest(source) else State.STALE


def counts(states: Iterable[State]) -> dict[State, int]:
    """How many blocks stand how, in the order of the states."""
    found = Counter(states)
    return {each: found[each] for each in State}


def offered(missing: Mapping[str, int], before: Collection[str]) -> frozenset[str]:
    """The languages in which a module is offered, given how many blocks each lacks.

    One that lacks nothing; and one that officers could read it in `before`, for they would lose it else.
    """
    return frozenset(language for language, count in missing.items() if not count or language in before)
