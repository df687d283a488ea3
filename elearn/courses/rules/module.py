"""What a published module consists of: parts, scenarios, papers, and the pages that officers read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from elearn.quizzes.rules.papers import Blueprint

SCENARIO_PREFIX = "scenario-"
PRE_TEST = "pre-test"
FINAL = "final"

# What the files of a module hold, by path within its folder.
Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Part:
    """One entry of a module's contents: a lesson or a scenario. Titles are {language: words}."""

    id: str
    titles: Mapping[str, str]
    minutes: int
    objectives: tuple[str, ...] = ()
    rule76: tuple[str, ...] = ()

    @property
    def is_scenario(self) -> bool:
        return self.id.startswith(SCENARIO_PREFIX)


@dataclass(frozen=True)
class Choice:
    """A way on from a scene, with the points it brings. Its words stand in ChoiceText."""

    target: str
    points: int


@dataclass(frozen=True)
class Scene:
    """A scene: its choices, or, at an ending, how it ended (good, mixed, poor)."""

    id: str
    choices: tuple[Choice, ...] = ()
    ending: str | None = None


@dataclass(frozen=True)
class Scenario:
    """A branching case without words. The first scene is where it starts."""

    id: str
    scenes: tuple[Scene, ...]

    def scene(self, scene_id: str) -> Scene | None:
        """The scene of that id, or None."""
        return next((scene for scene in self.scenes if scene.id == scene_id), None)


@dataclass(frozen=True)
class Published:
    """A frozen revision of a module: everything but the words of its pages. Words are {language: words}.

    `contents` are the parts in order; `papers` has "pre-test" and "final"; `scenarios` goes by part id, `terms`, which has
    the words of the glossary, by term id. `languages` are those in which it is offered, the source language first.
    `valid_months` is None where a certificate never runs out; whether there is one
    at all says `gives_certificate`. `attendance` is on how many days of its sessions one must have been; 0 where there are
    none to attend. `editions` has a digest of what each part says in the source language: where it is the same in two
    revisions, so is the part. `rendered_as` is the markup.EDITION of its pages; 0 for those from before it was kept.
    """

    revision_id: str
    module_id: str
    number: int
    source: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    objectives: Mapping[str, Mapping[str, str]]
    topics: tuple[str, ...]
    tracks: tuple[str, ...]
    hours: int
    gives_certificate: bool
    valid_months: int | None
    rule76: tuple[str, ...]
    requires: tuple[str, ...]
    reviewers: tuple[Mapping[str, str], ...]
    contents: tuple[Part, ...]
    papers: Mapping[str, Blueprint]
    scenarios: Mapping[str, Scenario]
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    attendance: int = 0
    editions: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    rendered_as: int = 0

    @property
    def reviewed(self) -> bool:
        """Whether a named expert has reviewed it."""
        return bool(self.reviewers)

    @property
    def texts(self) -> list[Mapping[str, str]]:
        """What pages say of the module, each as {language: words}."""
        return [self.titles, self.summaries, *self.objectives.values(), *(part.titles for part in self.contents)]

    @property
    def part_ids(self) -> tuple[str, ...]:
        """What has to be done, in order."""
        return tuple(part.id for part in self.contents)

    def part(self, part_id: str) -> Part | None:
        """The part of that id, or None."""
        return next((part for part in self.contents if part.id == part_id), None)

    def before(self, part: Part) -> Part | None:
        """The part in front of it, or None."""
        place = self.contents.index(part)
        return self.contents[place - 1] if place else None

    def after(self, part: Part) -> Part | None:
        """The part that follows it, or None."""
        return next(iter(self.contents[self.contents.index(part) + 1 :]), None)


@dataclass(frozen=True)
class ExplainedTerm:
    """A term of a glossary in the language it is really in; `html` is safe."""

    id: str
    words: str
    html: str
    language: str


# Only rendering writes it: no text of an author keeps its attributes.
_OTHER_LANGUAGE = re.compile(r'<div lang="([a-z]{2})"')
_HEADING = re.compile(r'<h[2-4] id="section-([^"]+)">(.*?)</h[2-4]>', re.DOTALL)


@dataclass(frozen=True)
class ChoiceText:
    """The words of a choice (plain text) and the reason the officer reads after taking it (safe HTML)."""

    words: str
    reason: str


@dataclass(frozen=True)
class RenderedPage:
    """A lesson or a scene in the language it is really in: `html` is safe; `choices` in the order of Scene.choices."""

    title: str
    html: str
    language: str
    choices: tuple[ChoiceText, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which there is something on the page: its own, and that of blocks which are not translated."""
        return (self.language, *dict.fromkeys(_OTHER_LANGUAGE.findall(self.html)))

    @property
    def headings(self) -> dict[str, str]:
        """The words of the headings that have an id, as HTML, by that id."""
        return {anchor: re.sub("<[^>]*>", "", words) for anchor, words in _HEADING.findall(self.html)}
