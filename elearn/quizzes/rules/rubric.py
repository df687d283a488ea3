"""Marking by people: what a rubric says, when one marker is enough, and what several of them come to.

An analytic rubric describes each level of each criterion (Brookhart, How to Create and Use Rubrics, ASCD 2013). Where two
people mark, neither sees what the other gave; their mean counts when they are close, else a third person decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean
from typing import Any, Protocol, TypeVar
from uuid import UUID

MOST_MARKERS = 2
# Two markers agree when what they give lies no further apart than this share of all points.
CLOSE = Fraction(1, 5)


@dataclass(frozen=True)
class Rubric:
    """The highest level of each criterion, and how many people mark an answer before it counts."""

    highest: Mapping[str, int]
    markers: int = 1

    @property
    def out_of(self) -> int:
        return sum(self.highest.values())

    def fits(self, levels: Mapping[str, int]) -> bool:
        """Whether every criterion has a level that there is."""
        return levels.keys() == self.highest.keys() and all(
            0 <= level <= self.highest[criterion] for criterion, level in levels.items()
        )


def rubric_of(key: Mapping[str, Any]) -> Rubric:
    """The rubric in the key of a question that people mark."""
    return Rubric(key["criteria"], key["markers"])


@dataclass(frozen=True)
class Mark:
    """What one person gave to one answer: a level for each criterion."""

    marker_id: UUID
    levels: Mapping[str, int]

    @property
    def points(self) -> int:
        return sum(self.levels.values())


class ByMarker(Protocol):
    """What one person gave."""

    @property
    def marker_id(self) -> UUID: ...


M = TypeVar("M", bound=ByMarker)


def in_force(marks: Sequence[M]) -> list[M]:
    """The latest mark of each person, in the order in which they came first; `marks` are in the order of time."""
    return list({mark.marker_id: mark for mark in marks}.values())


def agreed(rubric: Rubric, marks: Sequence[Mark]) -> Mapping[str, Fraction] | None:
    """The level of each criterion that counts; None while somebody has still to mark. `marks` are in the order of time.

    Where one person marks, the latest mark counts, whoever gave it. Two who are close come to their mean. Where somebody
    marks after two, that decides alone: the latest mark of a third person, which neither of the two takes back.
    """
    given = in_force(marks)
    if len(given) < rubric.markers:
        return None
    first = {mark.marker_id for mark in given[: rubric.markers]} if rubric.markers > 1 else set()
    if deciding := [mark for mark in marks if mark.marker_id not in first]:
        return {criterion: Fraction(level) for criterion, level in deciding[-1].levels.items()}
    if max(mark.points for mark in given) - min(mark.points for mark in given) > CLOSE * rubric.out_of:
        return None
    return {criterion: mean(Fraction(mark.levels[criterion]) for mark in given) for criterion in rubric.highest}


def share(rubric: Rubric, levels: Mapping[str, Fraction]) -> Fraction:
    """What the levels come to, from 0 to 1."""
    return sum(levels.values(), Fraction(0)) / rubric.out_of


def waits_for(rubric: Rubric, marks: Sequence[Mark], marker_id: UUID) -> bool:
    """Whether the answer waits for just this person.

    Who marked it already is asked again only where two are far apart: an academy may have no third person.
    """
    are_apart = len(in_force(marks)) >= rubric.markers
    return agreed(rubric, marks) is None and (are_apart or all(mark.marker_id != marker_id for mark in marks))
