"""What a lesson or a scenario is in one language, before it is rendered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elearn.courses.content.frontmatter import Front
from elearn.courses.content.shapes import PartFront
from elearn.courses.rules.module import Scene


@dataclass(frozen=True)
class WrittenChoice:
    """The words of a choice and the reason that is read after taking it, in Markdown."""

    words: str
    reason: str


@dataclass(frozen=True)
class WrittenPage:
    """A lesson (without scene id) or a scene, in Markdown."""

    scene_id: str
    title: str
    body: str
    choices: tuple[WrittenChoice, ...] = ()


@dataclass(frozen=True)
class WrittenPart:
    """A lesson or a scenario in one language.

    `anchors` are the ids in it with their lines: of headings, or of scenes; `scenes` the scenario without its words.
    """

    front: Front[Any]  # a PartFront; in a translation a TranslatedFront
    pages: tuple[WrittenPage, ...]
    anchors: Mapping[str, int]
    scenes: tuple[Scene, ...] = ()

    @property
    def title(self) -> str:
        return self.front.said.title if self.front.said else ""

    @property
    def said(self) -> PartFront | None:
        """What the source language says of the part; None in a translation, and where it cannot be read."""
        return self.front.said if isinstance(self.front.said, PartFront) else None
