"""A small module that its authors change at random, always into one that can be published.

Every text is a word of its own, `w17`, so that one text is never taken for another; `ru3w17` is a translation of it.
"""

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import count

from elearn.courses.content import handover, translations
from elearn.courses.rules.translating import State

OBJECTIVES = ("lawful", "dignity")
TRANSLATED = ("ru", "kk")
_FEWEST = {"lawful": 2, "dignity": 1}  # questions: the pre-test asks one of the first, the final one of each
_WORD = re.compile(r"\bw\d+\b")


@dataclass(frozen=True)
class Question:
    """`options` are ids, those in `right` are right."""

    heading: str
    objective: str
    options: tuple[str, ...]
    right: frozenset[str]
    words: Mapping[str, str]  # of each option
    behind: str  # the explanation, and what is said to who is wrong


@dataclass
class Manuscript:
    """What stands in it now. `lessons` have their introduction under an empty id, `title` under "title"."""

    name: str
    numbers: "count[int]"
    title: str = ""
    pass_percent: int = 50
    valid_months: int = 12
    contents: list[str] = field(default_factory=list)
    lessons: dict[str, dict[str, str]] = field(default_factory=dict)
    scenes: dict[str, str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    translated: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # language: key: words, origin

    def copy(self) -> "Manuscript":
        """The same, to be changed by itself; only numbers are never given twice."""
        return replace(
            self, **{name: deepcopy(value) for name, value in vars(self).items() if name not in ("name", "numbers")}
        )

    def word(self) -> str:
        return f"w{next(self.numbers)}"

    def files(self) -> dict[str, bytes]:
        """The folder as it stands."""
        files = {
            "module.md": self._outline(),
            "en/quiz.md": "\n".join(self._question(id_) for id_ in self.questions),
            "en/scenario-gate.md": self._scenario(),
        }
        for number, part_id in enumerate(self.contents, 1):
            if part_id in self.lessons:
                files[f"en/{number:02}-{part_id}.md"] = self._lesson(part_id)
        found = {path: text.encode() for path, text in files.items()}
        for language in self.translated:
            self._add(found, language)
        return found

    def _outline(self) -> str:
        return f"""---
id: {self.name}
source: en
title: {{en: {self.title}}}
summary: {{en: Summary}}
hours: 1
certificate: {{valid_months: {self.valid_months}}}
objectives:
  lawful: {{en: Lawful}}
  dignity: {{en: Dignity}}
contents: [{", ".join(self.contents)}]
papers:
  pre-test: {{draw: {{lawful: 1}}, minutes: 600}}
  final: {{draw: {{lawful: 1, dignity: 1}}, minutes: 600, pass: {self.pass_percent}}}
---
"""

    def _lesson(self, part_id: str) -> str:
        said = self.lessons[part_id]
        head = f"---\nid: {part_id}\ntitle: {said['title']}\nminutes: 5\nobjectives: [lawful]\n---\n{said['']}\n"
        blocks = (
            f"\n## {words} {{#{id_}}}\n\n{words} again.\n" for id_, words in said.items() if id_ not in ("", "title")
        )
        return head + "".join(blocks)

    def _scenario(self) -> str:
        begin, good, poor = self.scenes["begin"], self.scenes["good"], self.scenes["poor"]
        return f"""---
id: scenario-gate
title: The gate
minutes: 5
---
## {begin} {{#begin}}

{begin}

- [Ask](#good) +1: {begin}
- [Wait](#poor) -1: {begin}

## {good} {{#good ending=good}}

{good}

## {poor} {{#poor ending=poor}}

{poor}
"""

    def _question(self, id_: str) -> str:
        asked = self.questions[id_]
        options = "".join(
            f"- [x] {asked.words[each]} {{#{each}}}\n"
            if each in asked.right
            else f"- [ ] {asked.words[each]} {{#{each}}}\n  > {asked.behind}\n"
            for each in asked.options
        )
        return (
            f"## {asked.heading} {{#{id_} objective={asked.objective} difficulty=1}}\n\n{options}\n> {asked.behind}\n"
        )

    def _add(self, files: dict[str, bytes], language: str) -> None:
        """The translations of a language that still fit the ids of their source."""
        said = self.translated[language]
        for pair in translations.pairs(files, language):
            if pair.key in said:
                words, origin = said[pair.key]
                placed = handover.saved(files, pair, words, origin, language)
                if isinstance(placed, str):
                    files[pair.file] = placed.encode()

    def read_in(self, part_id: str) -> str:
        """All that officers read of a part in the source language, in its order."""
        return self._lesson(part_id) if part_id in self.lessons else self._scenario()


def begun(name: str) -> Manuscript:
    """Two lessons, a scenario and five questions, in Russian too."""
    made = Manuscript(name, count(1))
    made.title = made.word()
    made.scenes = {each: made.word() for each in ("begin", "good", "poor")}
    for number in range(2):
        blocks = {f"b{number}-{each}": made.word() for each in range(2)}
        made.lessons[f"l{number}"] = {"title": made.word(), "": made.word(), **blocks}
    made.contents = [*made.lessons, "scenario-gate"]
    for number in range(5):
        add_question(made, number, 0)
    translate(made, 0, 0)
    return made


def add_question(it: Manuscript, one: int, _other: int) -> None:
    options = ("a", "b", "c")
    it.questions[f"q{next(it.numbers)}"] = Question(
        it.word(),
        OBJECTIVES[one % 2],
        options,
        frozenset({options[one % 3]}),
        {each: it.word() for each in options},
        it.word(),
    )


def _edited(change: Callable[[Manuscript, Question, int], Question]) -> Callable[[Manuscript, int, int], None]:
    def edit(it: Manuscript, one: int, other: int) -> None:
        id_ = [*it.questions][one % len(it.questions)]
        changed = change(it, it.questions[id_], other)
        now = {**it.questions, id_: changed}
        if all(sum(each.objective == name for each in now.values()) >= most for name, most in _FEWEST.items()):
            it.questions = now

    return edit


def other_key(it: Manuscript, one: int, other: int) -> None:
    """Its translations are taken out: they say nothing to who gives the answer that is wrong now."""
    id_ = [*it.questions][one % len(it.questions)]
    asked = it.questions[id_]
    right = frozenset({asked.options[other % len(asked.options)]})
    if right != asked.right:
        it.questions[id_] = replace(asked, right=right)
        for said in it.translated.values():
            said.pop(f"quiz.md#{id_}", None)


def remove_question(it: Manuscript, one: int, _other: int) -> None:
    id_ = [*it.questions][one % len(it.questions)]
    rest = {each: asked for each, asked in it.questions.items() if each != id_}
    if all(sum(each.objective == name for each in rest.values()) >= most for name, most in _FEWEST.items()):
        it.questions = rest


def move_lesson(it: Manuscript, one: int, other: int) -> None:
    it.contents.insert(other % len(it.contents), it.contents.pop(one % len(it.contents)))


def move_block(it: Manuscript, one: int, other: int) -> None:
    """To the end of a lesson, which may be its own."""
    found = [(lesson, id_) for lesson, said in it.lessons.items() for id_ in said if id_ not in ("", "title")]
    lesson, id_ = found[one % len(found)]
    words = it.lessons[lesson].pop(id_)
    it.lessons[[*it.lessons][other % len(it.lessons)]][id_] = words


def split_lesson(it: Manuscript, one: int, _other: int) -> None:
    lesson = [*it.lessons][one % len(it.lessons)]
    blocks = [id_ for id_ in it.lessons[lesson] if id_ not in ("", "title")]
    new = f"l{next(it.numbers)}"
    moved = {id_: it.lessons[lesson].pop(id_) for id_ in blocks[len(blocks) // 2 :]}
    it.lessons[new] = {"title": it.word(), "": it.word(), **moved}
    it.contents.insert(it.contents.index(lesson) + 1, new)


def remove_lesson(it: Manuscript, one: int, _other: int) -> None:
    if len(it.lessons) > 1:
        lesson = [*it.lessons][one % len(it.lessons)]
        it.contents.remove(lesson)
        del it.lessons[lesson]


def edit_lesson(it: Manuscript, one: int, other: int) -> None:
    """A block, the introduction or the title."""
    said = it.lessons[[*it.lessons][one % len(it.lessons)]]
    said[[*said][other % len(said)]] = it.word()


def edit_scene(it: Manuscript, one: int, _other: int) -> None:
    it.scenes[[*it.scenes][one % len(it.scenes)]] = it.word()


def edit_outline(it: Manuscript, one: int, other: int) -> None:
    it.title, it.pass_percent, it.valid_months = it.word(), (50, 100)[one % 2], 12 + other


def translate(it: Manuscript, one: int, _other: int) -> None:
    """Everything that a language lacks or that is stale in it."""
    language = TRANSLATED[one % len(TRANSLATED)]
    said = it.translated.setdefault(language, {})
    for pair in translations.pairs(it.files(), language):
        if pair.state is not State.DONE:
            said[pair.key] = _translation(it, language, pair), pair.origin


def translate_anew(it: Manuscript, one: int, other: int) -> None:
    """One block says something else, or is taken out of the translation."""
    for language, said in it.translated.items():
        for pair in translations.pairs(it.files(), language)[one : one + 1]:
            if other % 3:
                said[pair.key] = _translation(it, language, pair), pair.origin
            else:
                said.pop(pair.key, None)


def _translation(it: Manuscript, language: str, pair: translations.Pair) -> str:
    number = next(it.numbers)
    return _WORD.sub(lambda word: f"{language}{number}{word[0]}", pair.source.text)


EDITS: Mapping[str, Callable[[Manuscript, int, int], None]] = {
    "add question": add_question,
    "remove question": remove_question,
    "edit question": _edited(lambda it, asked, _n: replace(asked, heading=it.word())),
    "edit option": _edited(
        lambda it, asked, n: replace(asked, words={**asked.words, asked.options[n % len(asked.options)]: it.word()})
    ),
    "edit explanation": _edited(lambda it, asked, _n: replace(asked, behind=it.word())),
    "other key": other_key,
    "move options": _edited(
        lambda _it, asked, n: replace(asked, options=asked.options[n % 3 :] + asked.options[: n % 3])
    ),
    "move question": _edited(lambda _it, asked, n: replace(asked, objective=OBJECTIVES[n % 2])),
    "move lesson": move_lesson,
    "move block": move_block,
    "split lesson": split_lesson,
    "remove lesson": remove_lesson,
    "edit lesson": edit_lesson,
    "edit scene": edit_scene,
    "edit outline": edit_outline,
    "translate": translate,
    "translate anew": translate_anew,
}
