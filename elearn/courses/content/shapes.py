"""What may stand in the front matter of module.md, of lessons and of scenarios."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, Strict

from elearn.foundation.manuscript.shapes import Id, InLanguages, Language, Shape, Words

Rule76 = tuple[Literal["a", "b", "c", "d"], ...]
Track = Literal[
    "psychologist", "pve-inspector", "security-officer", "probation", "theologian", "social-worker", "other"
]

Minutes = Annotated[int, Strict(), Field(ge=1, le=600)]
Hours = Annotated[int, Strict(), Field(ge=1, le=200)]
Months = Annotated[int, Strict(), Field(ge=1, le=120)]
Percent = Annotated[int, Strict(), Field(ge=1, le=100)]
Attempts = Annotated[int, Strict(), Field(ge=1, le=20)]
Questions = Annotated[int, Strict(), Field(ge=1, le=100)]
Draw = Annotated[dict[Id, Questions], Field(min_length=1)]


class PreTest(Shape):
    """A paper that nobody fails: how many questions for each objective, and how long it takes."""

    draw: Draw
    minutes: Minutes


class Final(Shape):
    """A paper to be passed; without `attempts` it may be tried as often as one likes.

    Results are told at once, or when an instructor releases those of a whole group.
    """

    draw: Draw
    minutes: Minutes
    pass_percent: Percent = Field(alias="pass")
    attempts: Attempts | None = None
    results: Literal["at-once", "when-released"] = "at-once"


class Papers(Shape):
    pre_test: PreTest | None = Field(None, alias="pre-test")
    final: Final


class Certificate(Shape):
    """Without `valid_months` it never runs out."""

    valid_months: Months | None = None


class Reviewer(Shape):
    name: Words
    post: Words
    on: Annotated[date, Strict()]


class ToReview(Shape):
    """A statement that rests on general knowledge; `where` is the id of a lesson or a question."""

    where: Id
    what: Words


class ModuleFront(Shape):
    id: Id
    source: Language
    title: InLanguages
    summary: InLanguages
    topics: tuple[Id, ...] = ()
    tracks: tuple[Track, ...] = ()
    hours: Hours
    certificate: Certificate | None = None
    rule76: Rule76 = ()
    requires: tuple[Id, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    to_review: tuple[ToReview, ...] = ()
    objectives: Annotated[dict[Id, InLanguages], Field(min_length=1)]
    contents: Annotated[tuple[Id, ...], Field(min_length=1)]
    papers: Papers


class TranslatedFront(Shape):
    """Of a lesson or a scenario in a language that is not the source."""

    id: Id
    title: Words


class PartFront(TranslatedFront):
    """Of a lesson or a scenario in the source language."""

    minutes: Minutes
    objectives: tuple[Id, ...] = ()
    rule76: Rule76 = ()
