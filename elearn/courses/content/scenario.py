"""Reads a scenario: scenes below their headings, choices as links between them, and whether every path comes to an end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from elearn.courses.content.frontmatter import Front
from elearn.courses.content.parts import WrittenChoice, WrittenPage, WrittenPart
from elearn.courses.content.problems import ScenarioProblem
from elearn.courses.rules import graph
from elearn.courses.rules.module import Choice, Scene
from elearn.foundation.manuscript import prose
from elearn.foundation.manuscript.complaints import TextProblem
from elearn.foundation.manuscript.text import Manuscript, Passage, Section, complain_of_doubles, marked, sections
from elearn.quizzes.content.quiz import Setting

ENDINGS = ("good", "mixed", "poor")
_ITEM = re.compile(r" {0,3}[-*+]\s+(\[.*)")
_WAY = re.compile(r"\[(.+?)\]\(#([^\s()]+)\)\s*([+−-]?\d{1,3})?\s*(?::\s*(.*))?")
# After one of these, a complaint about ways through the scenario would only say the same once more.
_BROKEN = {
    ScenarioProblem.NOT_A_CHOICE,
    ScenarioProblem.DEAD_LINK,
    ScenarioProblem.NO_ENDING,
    TextProblem.NO_ID,
    TextProblem.BAD_ID,
    TextProblem.DOUBLE_ID,
}


@dataclass(frozen=True)
class _Way:
    """A choice as it was read."""

    line: int
    choice: Choice
    written: WrittenChoice


@dataclass(frozen=True)
class _Scene:
    """A scene as it was read."""

    line: int
    id: str
    title: str
    ending: str | None
    body: Passage
    ways: tuple[_Way, ...]

    @property
    def page(self) -> WrittenPage:
        return WrittenPage(self.id, self.title, self.body.text.strip(), tuple(way.written for way in self.ways))

    @property
    def without_words(self) -> Scene:
        return Scene(self.id, tuple(way.choice for way in self.ways), self.ending)


def read_scenario(manuscript: Manuscript, front: Front[Any], setting: Setting) -> WrittenPart:
    """The scenario. What is wrong with it is noted in the manuscript."""
    scenes = [_read_scene(manuscript, setting, section) for section in sections(manuscript, front.body)]
    if not scenes:
        manuscript.complain(front.body.first, ScenarioProblem.NO_SCENES)
    complain_of_doubles(manuscript, ((scene.line, scene.id) for scene in scenes))
    if setting.source:
        _check_ways(manuscript, scenes)
    return WrittenPart(
        front,
        pages=tuple(scene.page for scene in scenes),
        anchors={scene.id: scene.line for scene in scenes if scene.id},
        scenes=tuple(scene.without_words for scene in scenes),
    )


def _read_scene(manuscript: Manuscript, setting: Setting, section: Section) -> _Scene:
    line = section.heading.line
    head = marked(manuscript, line, section.heading.words, known=("ending",), source=setting.source)
    ending = head.marks.get("ending")
    body, items = _split(manuscript, section.body)
    prose.check(manuscript, body, setting.media)
    ways = tuple(way for line, words in items if (way := _read_way(manuscript, setting, line, words)))
    if setting.source:
        _check_ending(manuscript, line, ending, goes_on=bool(items))
    return _Scene(line, head.id or "", head.words, ending, body, ways)


def _split(manuscript: Manuscript, passage: Passage) -> tuple[Passage, list[tuple[int, str]]]:
    """What is told in a scene, and its choices, each in one line with the indented lines that go on with it."""
    told: list[str] = []
    items: list[tuple[int, str]] = []
    for line, words in passage.numbered():
        if item := _ITEM.fullmatch(words):
            items.append((line, item[1]))
        elif not items:
            told.append(words)
        elif words.startswith((" ", "\t")):
            items[-1] = (items[-1][0], f"{items[-1][1]} {words.strip()}")
        elif words.strip():
            manuscript.complain(line, ScenarioProblem.TEXT_AFTER_CHOICES)
    return Passage(passage.first, tuple(told)), items


def _read_way(manuscript: Manuscript, setting: Setting, line: int, item: str) -> _Way | None:
    found = _WAY.fullmatch(item.strip())
    if found is None:
        manuscript.complain(line, ScenarioProblem.NOT_A_CHOICE)
        return None
    words, target, points, reason = found.groups(default="")
    if points and not setting.source:
        manuscript.complain(line, TextProblem.SOURCE_ONLY, mark=points)
    prose.check(manuscript, Passage(line, (f"{words} {reason}",)), setting.media)
    choice = Choice(target, int(points.replace("−", "-") or 0))
    return _Way(line, choice, WrittenChoice(words, reason))


def _check_ending(manuscript: Manuscript, line: int, ending: str | None, goes_on: bool) -> None:
    if ending is not None and ending not in ENDINGS:
        manuscript.complain(line, ScenarioProblem.NOT_AN_ENDING)
    elif ending and goes_on:
        manuscript.complain(line, ScenarioProblem.ENDING_WITH_CHOICES)
    elif not ending and not goes_on:
        manuscript.complain(line, ScenarioProblem.NO_ENDING)


def _check_ways(manuscript: Manuscript, scenes: Sequence[_Scene]) -> None:
    known = {scene.id for scene in scenes}
    for way in (way for scene in scenes for way in scene.ways):
        if way.choice.target not in known:
            manuscript.complain(way.line, ScenarioProblem.DEAD_LINK, target=way.choice.target)
    if not scenes or _BROKEN & {complaint.problem for complaint in manuscript.complaints}:
        return
    scenario = [scene.without_words for scene in scenes]
    unreachable, stuck = graph.unreachable(scenario), graph.without_ending(scenario)
    for scene in scenes:
        if scene.id in unreachable:
            manuscript.complain(scene.line, ScenarioProblem.UNREACHABLE)
        elif scene.id in stuck:
            manuscript.complain(scene.line, ScenarioProblem.NO_WAY_OUT)
