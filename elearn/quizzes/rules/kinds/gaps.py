"""Gaps: words are typed into a text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

from elearn.quizzes.rules.kind import (
    N_,
    SLOT,
    Answer,
    Fault,
    Finding,
    Kind,
    Plan,
    Question,
    Slot,
    WrittenQuestion,
    part_of,
)
from elearn.quizzes.rules.spelling import same_words
from elearn.quizzes.rules.typed import about_foreign, about_words, each_once, split_words

LONGEST = 100

NO_GAP = Fault(
    N_("There is no gap in this question."),
    N_("Put the words that count between two square brackets each, and an id after them: [[22|twenty-two]]{#hours}"),
)
NO_ID = Fault(
    N_("The gap “%(gap)s” has no id."),
    N_("Write one right after it in curly braces: [[22|twenty-two]]{#hours}"),
)
BAD_ID = Fault(N_("“%(id)s” cannot be an id."), N_("Use lower-case Latin letters, digits and hyphens, at most 60."))
DOUBLE_ID = Fault(N_("The id “%(id)s” is used already in line %(first)d."), N_("Give each its own id."))
NO_PLACE = Fault(
    N_("A gap stands in the heading."),
    N_("Say in the heading what is to be done, and write the text with the gaps below it."),
)
NOT_CLOSED = Fault(
    N_("Two square brackets stand here that are no gap."),
    N_("Write a gap like this, without other brackets in it: [[22|twenty-two]]{#hours}"),
)

_GAP = re.compile(r"\[\[([^\[\]]*)\]\](?: ?\{([^{}\n]*)\})?")
_BRACKETS = re.compile(r"\[\[|\]\]")
_ID = re.compile(r"#([a-z0-9]+(?:-[a-z0-9]+)*)")
_LONGEST_ID = 60


@dataclass(frozen=True)
class _Gap:
    """A gap as it is written; `id` is empty where it has none that is good."""

    text: str
    words: tuple[str, ...]
    braces: str
    id: str


def _gap(found: re.Match[str]) -> _Gap:
    braces = (found[2] or "").strip()
    said = _ID.fullmatch(braces)
    return _Gap(found[0], tuple(split_words(found[1])), braces, said[1] if said and len(said[1]) <= _LONGEST_ID else "")


def _gaps(text: str) -> list[_Gap]:
    return [_gap(found) for found in _GAP.finditer(text)]


def _sorted(written: WrittenQuestion) -> tuple[dict[str, _Gap], list[_Gap]]:
    """The gaps that can be filled in, by id, and those that cannot: without words or id, with one used before, misplaced."""
    good: dict[str, _Gap] = {}
    bad = _gaps(written.heading)
    for gap in _gaps(written.more):
        if gap.id and gap.id not in good and each_once(gap.words):
            good[gap.id] = gap
        else:
            bad.append(gap)
    return good, bad


class Gaps(Kind):
    """`[[word|other word]]{#id}` in the text below the heading; `marks=part` gives each gap its share of the point."""

    label = N_("Text with gaps")

    def is_written(self, written: WrittenQuestion) -> bool:
        return bool(_gaps(written.more)) and not (written.parts or written.sets)

    def findings(self, written: WrittenQuestion) -> Iterator[Finding]:
        # Where in the text a gap stands nobody knows here, so its question is named.
        line, gaps = written.line, _gaps(written.more)
        yield from about_foreign((*written.parts, *written.sets))
        if _BRACKETS.search(written.heading):
            yield Finding(line, NO_PLACE)
        if _is_broken(written.more):
            yield Finding(line, NOT_CLOSED)
        elif not gaps:
            yield Finding(line, NO_GAP)
        for gap in gaps:
            yield from about_words(line, gap.words, LONGEST)
        yield from _about_ids(line, gaps)

    def plan(self, written: WrittenQuestion) -> Plan:
        good, _bad = _sorted(written)
        return {"gaps": tuple(good)}

    def key(self, written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> dict[str, Any]:
        # Who reads one language may answer in another, as the language of a page can be switched.
        texts = [_sorted(text)[0] for text in (written, *(text for _language, text in sorted(translations.items())))]
        return {
            "accept": {
                gap_id: each_once(chain.from_iterable(text[gap_id].words for text in texts if gap_id in text))
                for gap_id in texts[0]
            },
            "partly": written.partly,
        }

    def slots(self, plan: Plan) -> tuple[Slot, ...]:
        return tuple(Slot(gap_id, longest=LONGEST) for gap_id in plan["gaps"])

    def score(self, question: Question, answer: Answer) -> Fraction:
        right = len(self.right_slots(question, answer))
        return part_of(right, len(question.key["accept"]), question.key["partly"])

    def right_slots(self, question: Question, answer: Answer) -> frozenset[str]:
        return frozenset(
            gap_id
            for gap_id, accepted in question.key["accept"].items()
            if any(same_words(typed, words, ()) for typed in answer.get(gap_id, ()) for words in accepted)
        )

    def right(self, question: Question) -> Answer:
        return {gap_id: (words[0],) for gap_id, words in question.key["accept"].items()}

    def more(self, written: WrittenQuestion) -> str:
        def slot(found: re.Match[str]) -> str:
            gap = _gap(found)
            return f"{SLOT}{gap.id}{SLOT}" if gap.id else gap.text

        return _GAP.sub(slot, written.more.replace(SLOT, ""))

    def ids(self, written: WrittenQuestion) -> dict[str, int]:
        good, bad = _sorted(written)
        # What is wrong with a translation is complained of as something that its source does not have.
        strange = [gap.text for gap in bad] + ["[["] * _is_broken(written.more)
        return dict.fromkeys((*good, *strange), written.line)


def _is_broken(text: str) -> bool:
    return bool(_BRACKETS.search(_GAP.sub(" ", text)))


def _about_ids(line: int, gaps: list[_Gap]) -> Iterator[Finding]:
    there = set()
    for gap in gaps:
        if not gap.braces:
            yield Finding(line, NO_ID, {"gap": gap.text})
        elif not gap.id:
            yield Finding(line, BAD_ID, {"id": gap.braces.removeprefix("#")})
        elif gap.id in there:
            yield Finding(line, DOUBLE_ID, {"id": gap.id, "first": line})
        there.add(gap.id)


KIND = Gaps()
