"""What may stand in the front matter of module.md, of lessons and of scenarios."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticCustomError

from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.text import is_id

Words = Annotated[str, Strict(), StringConstraints(strip_whitespace=True, min_length=1)]


def _id(words: str) -> str:
    if not is_id(words):
        raise PydanticCustomError("not_id", "not an id")
    return words


def _language(words: str) -> str:
    if words not in LANGUAGES:
        known = ", ".join(sorted(LANGUAGES))
        raise PydanticCustomError("literal_error", "not a language", {"expected": known})
    return words


Id = Annotated[Words, AfterValidator(_id)]
Language = Annotated[Words, AfterValidator(_language)]
InLanguages = dict[Language, Words]
Rule76 = tuple[Literal["a", "b", "c", "d"], ...]
Track = Literal[
    "psychologist", "pve-inspector", "security-officer", "probation", "theologian", "social-worker", "other"
]


def _number(least: int, most: int) -> type[int]:
    return Annotated[int, Strict(), Field(ge=least, le=most)]  # type: ignore[return-value]


Minutes = _number(1, 600)
Draw = Annotated[dict[Id, _number(1, 100)], Field(min_length=1)]  # type: ignore[misc]


class Shape(BaseModel):
    """What is not named here is complained of."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PreTest(Shape):
    """A paper that nobody fails: how many questions for each objective, and how long it takes."""

    draw: Draw
    minutes: Minutes


class Final(Shape):
    """A paper to be passed; without `attempts` it may be tried as often as one likes."""

    draw: Draw
    minutes: Minutes
    pass_percent: _number(1, 100) = Field(alias="pass")
    attempts: _number(1, 20) | None = None


class Papers(Shape):
    pre_test: PreTest | None = Field(None, alias="pre-test")
    final: Final


class Certificate(Shape):
    """Without `valid_months` it never runs out."""

    valid_months: _number(1, 120) | None = None


class Reviewer(Shape):
    name: Words
    post: Words
    on: date


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
    hours: _number(1, 200)
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
