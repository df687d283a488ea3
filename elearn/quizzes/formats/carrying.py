"""One question on its way in or out: why it is left out, what of it is lost, and which ids it gets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from elearn.foundation.manuscript.text import LONGEST_ID, is_id
from elearn.quizzes.formats.exchange import NotCarried
from elearn.quizzes.formats.hypertext import in_one_line, without_pictures
from elearn.quizzes.rules.choice import NO_FEEDBACK, right_ids
from elearn.quizzes.rules.kind import N_, Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

TANGLED = Fault(
    N_("A text of this question is too long or too nested."),
    N_("Shorten it, and make simple paragraphs and lists of it."),
)

# Tags of ours for systems that have tags: GIFT and Moodle XML.
MARKS_ALL = "marks-all"
_OBJECTIVE = "objective-"
_DIFFICULTY = re.compile(r"difficulty-([123])")

UNFINISHED = Fault(
    N_("This question is not finished."), N_("Open it in the editor, which says what is wrong or missing.")
)
NO_RUBRIC = Fault(
    N_("This question is answered in one's own words, and has no rubric to mark it by."),
    N_("Write it anew as an essay: a table of criteria, with a description of each level."),
)
RUBRIC = Fault(
    N_("An essay is marked by its rubric, which has no place in this format."),
    N_("Write the question anew in the other system."),
)
PICTURES = Fault(N_("The pictures of this question are not in the file."), N_("Add them in the other system."))

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class LeftOut(Exception):
    """A question cannot be carried: `fault` says why."""

    def __init__(self, fault: Fault, **values: object) -> None:
        super().__init__(fault.what)
        self.fault, self.values = fault, values


@dataclass
class Losses:
    """What of one question is lost although it is carried, each once."""

    line: int
    name: str
    noted: list[NotCarried] = field(default_factory=list)

    def note(self, fault: Fault, values: Mapping[str, object] | None = None) -> None:
        loss = NotCarried(self.line, self.name, fault, values or {}, of_part=True)
        if loss not in self.noted:
            self.noted.append(loss)


@dataclass(frozen=True)
class Tags:
    """What tags say of a question; `all_or_nothing` where it gives no points for a part of the answer.

    `own` are those that its author gave it.
    """

    objective: str = ""
    difficulty: int = 0
    all_or_nothing: bool = False
    own: tuple[str, ...] = ()


def said_by(tags: Iterable[str]) -> Tags:
    """What the tags of a question say. Those that cannot be tags here are passed over."""
    tags = [tag.strip() for tag in tags]
    objectives = [tag.removeprefix(_OBJECTIVE) for tag in tags if tag.startswith(_OBJECTIVE)]
    difficulties = [int(found[1]) for tag in tags if (found := _DIFFICULTY.fullmatch(tag))]
    own = {tag for tag in tags if is_id(tag) and not tag.startswith((_OBJECTIVE, "difficulty-"))} - {MARKS_ALL}
    return Tags(next(filter(is_id, objectives), ""), next(iter(difficulties), 0), MARKS_ALL in tags, tuple(sorted(own)))


def tags_for(said: Tags) -> list[str]:
    """The tags that say it."""
    tags = {
        f"{_OBJECTIVE}{said.objective}": said.objective,
        f"difficulty-{said.difficulty}": said.difficulty,
        MARKS_ALL: said.all_or_nothing,
    }
    return [*(tag for tag, is_said in tags.items() if is_said), *said.own]


def id_from(name: str) -> str:
    """An id made of a name; empty where the name has letters other than Latin ones, as nothing is transliterated."""
    name = name.lower()
    if any(letter.isalnum() and not letter.isascii() for letter in name):
        return ""
    return _SEPARATORS.sub("-", name).strip("-")[:LONGEST_ID].strip("-")


def unused_id(wanted: str, used: dict[str, int]) -> str:
    """The id itself, or with a number after it where it is taken. Notes it as used.

    `used` has the last number of each id, so that thousands of questions of one name take no longer than others.
    """
    for number in count(used.get(wanted, 0) + 1):
        ending = f"-{number}" if number > 1 else ""
        found = wanted[: LONGEST_ID - len(ending)].strip("-") + ending
        if found not in used:
            break
    used[wanted] = number
    used.setdefault(found, 1)
    return found


def letters() -> Iterator[str]:
    """Ids for parts that have none: a, b, … z, aa, ab, …"""
    for number in count():
        name, rest = _LETTERS[number % 26], number // 26
        while rest:
            name, rest = _LETTERS[(rest - 1) % 26] + name, (rest - 1) // 26
        yield name


def finished_kind(question: WrittenQuestion) -> str:
    """The kind of a question that other systems can read; feedback may be missing. Raises LeftOut."""
    kind = kind_of(question)
    if not kind or any(finding.fault != NO_FEEDBACK for finding in KINDS[kind].findings(question)):
        raise LeftOut(UNFINISHED)
    if KINDS[kind].by_people:
        raise LeftOut(RUBRIC)
    several = kind == "single" and len(right_ids(question)) > 1
    there = (question.heading, *(part.words for part in question.parts if part.id))
    if several or not all(in_one_line(without_pictures(words)) for words in there):
        raise LeftOut(UNFINISHED)
    return kind


def with_ids(question: WrittenQuestion) -> WrittenQuestion:
    """The question with ids for those of its options and steps that have none."""
    there = {part.id for part in question.parts}
    free = (name for name in letters() if name not in there)

    def named(part: WrittenPart) -> WrittenPart:
        return part if part.id else replace(part, id=next(free))

    return replace(question, options=tuple(map(named, question.options)), steps=tuple(map(named, question.steps)))


def question_id(wanted: str, number: int, used: dict[str, int]) -> str:
    """The id of the question with this number, unique among those that were given out."""
    return unused_id(wanted if is_id(wanted) else f"question-{number}", used)
