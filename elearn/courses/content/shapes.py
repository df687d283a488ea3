"""What may stand in the front matter of module.md, of lessons and of scenarios."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Strict, Tag

from elearn.foundation.manuscript.shapes import Id, Language, Origin, Shape, Translated, Words
from elearn.foundation.manuscript.text import ORIGIN
from elearn.quizzes.rules.seating import Draw

Rule76 = tuple[Literal["a", "b", "c", "d"], ...]
Track = Literal[
    "psychologist", "pve-inspector", "security-officer", "probation", "theologian", "social-worker", "other"
]

Minutes = Annotated[int, Strict(), Field(ge=1, le=600)]
Hours = Annotated[int, Strict(), Field(ge=1, le=200)]
Months = Annotated[int, Strict(), Field(ge=1, le=120)]
Percent = Annotated[int, Strict(), Field(ge=1, le=100)]
Attempts = Annotated[int, Strict(), Field(ge=1, le=20)]
WaitHours = Annotated[int, Strict(), Field(ge=1, le=720)]
Days = Annotated[int, Strict(), Field(ge=1, le=60)]
Questions = Annotated[int, Strict(), Field(ge=1, le=100)]
Difficulty = Annotated[int, Strict(), Field(ge=1, le=3)]


class DrawLine(Shape):
    """So many questions that have all that it says."""

    count: Questions
    objective: Id | None = None
    tag: Id | None = None
    difficulty: Difficulty | None = None


def _form(draw: Any) -> str:
    return "[lines]" if isinstance(draw, list | tuple) else "[objectives]"


# Told apart before they are read, so that what is wrong is said of one of them only. The names in brackets are no keys.
Draws = Annotated[
    Annotated[dict[Id, Questions], Field(min_length=1), Tag("[objectives]")]
    | Annotated[tuple[DrawLine, ...], Field(min_length=1), Tag("[lines]")],
    Discriminator(_form),
]


class Paper(Shape):
    """What is drawn: how many questions for each objective, or lines that say more; and how long it takes."""

    draw: Draws
    minutes: Minutes

    @property
    def lines(self) -> dict[str | int, Draw]:
        """Each line, under the key or the number that it has in the front matter."""
        if isinstance(self.draw, dict):
            return {objective: Draw(count, objective) for objective, count in self.draw.items()}
        return {number: Draw(**line.model_dump()) for number, line in enumerate(self.draw)}


class PreTest(Paper):
    """A paper that nobody fails."""


class Final(Paper):
    """A paper to be passed; without `attempts` it may be tried as often as one likes, without `wait_hours` at once.

    A `supervised` one is written under an instructor's eyes: only who unlocks it lets it go on at another computer.
    Results are told at once, or when an instructor releases those of a whole group.
    """

    pass_percent: Percent = Field(alias="pass")
    attempts: Attempts | None = None
    results: Literal["at-once", "when-released"] = "at-once"
    wait_hours: WaitHours | None = None
    supervised: Annotated[bool, Strict()] = False


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


class CopiedFrom(Shape):
    """From which revision of which module this one was copied, and on which site: it travels with the folder."""

    module: Id
    revision: Words
    site: Words


class ModuleFront(Shape):
    id: Id
    origin: CopiedFrom | None = None
    source: Language
    title: Translated
    summary: Translated
    topics: tuple[Id, ...] = ()
    tracks: tuple[Track, ...] = ()
    hours: Hours
    certificate: Certificate | None = None
    rule76: Rule76 = ()
    requires: tuple[Id, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    to_review: tuple[ToReview, ...] = ()
    objectives: Annotated[dict[Id, Translated], Field(min_length=1)]
    contents: Annotated[tuple[Id, ...], Field(min_length=1)]
    attendance: Days | None = None
    papers: Papers


class Titled(Shape):
    """Of a lesson or a scenario, in whatever language."""

    id: Id
    title: Words


class TranslatedFront(Titled):
    """In a language that is not the source. `origin` is that of title and introduction."""

    origin: Origin | None = Field(None, alias=ORIGIN)


class PartFront(Titled):
    """Of a lesson or a scenario in the source language."""

    minutes: Minutes
    objectives: tuple[Id, ...] = ()
    rule76: Rule76 = ()
