"""Gaps as Moodle writes them into a text: {1:SHORTANSWER:=word~=other word}, and, to choose from a list, [[1]].

https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type; what ends a gap and what is escaped in it as in Moodle's
question/type/multianswer/questiontype.php.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from elearn.quizzes.formats.carrying import LeftOut
from elearn.quizzes.formats.moodle_source import words
from elearn.quizzes.formats.moodle_tree import PLACE
from elearn.quizzes.rules.kind import N_, Fault

MOST_GAPS = 50

TOO_MANY_GAPS = Fault(N_("This question has more than %(most)d gaps."), N_("Make several questions of it."))
NO_GAPS = Fault(
    N_("There is no gap in this question, or one that does not end."),
    N_("Write each gap like this: {1:SHORTANSWER:=word~=other word}"),
)
OTHER_GAPS = Fault(
    N_("Not all of its gaps are filled by typing words: “%(kind)s” is something else."),
    N_("Make each gap {1:SHORTANSWER:=word}, or make a question of its own of the others."),
)
NO_SUCH_WORD = Fault(
    N_("The gap [[%(number)s]] has no words in the list below it."),
    N_("In Moodle, add what belongs there, or delete the gap."),
)

_START = re.compile(r"\{([0-9]{0,5}):([A-Z_]{2,20}):")
# What stands behind a backslash or & ends nothing.
_GAP_END = re.compile(r"(?<![\\&])(?<!&amp;)\}")
_NEXT = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)~")
_FEEDBACK = re.compile(r"(?<!\\)(?<!&)(?<!&amp;)#")
_SHARE = re.compile(r"=|%(-?[0-9]{1,5}(?:[.,][0-9]{0,10})?)%")
_CHOSEN = re.compile(r"\[\[([0-9]{1,4})\]\]")
_ESCAPED = re.compile(r"\\([}#~])")
_TYPED = ("SHORTANSWER", "SA", "MW")
_TYPED_EXACTLY = ("SHORTANSWER_C", "SAC", "MWC")
_MEANS_SOMETHING = "}#~\\&"


@dataclass(frozen=True)
class Choice:
    """One answer of a gap: its share of the points in per cent, its words and its feedback."""

    share: str
    words: str
    feedback: str


@dataclass(frozen=True)
class Gap:
    """A gap of a text: how much it counts, whether capitals do, and its answers."""

    weight: str
    exact: bool
    choices: tuple[Choice, ...]


def taken_apart(text: str) -> tuple[str, list[Gap]]:
    """The text with `PLACE` around the number of each gap, counted from 0, and the gaps. Raises LeftOut."""
    pieces: list[str] = []
    gaps: list[Gap] = []
    done = 0
    while start := _START.search(text, done):
        end = _GAP_END.search(text, start.end())
        if end is None:
            raise LeftOut(NO_GAPS)
        if len(gaps) >= MOST_GAPS:
            raise LeftOut(TOO_MANY_GAPS, most=MOST_GAPS)
        if start[2] not in _TYPED + _TYPED_EXACTLY:
            raise LeftOut(OTHER_GAPS, kind=start[2])
        pieces += [text[done : start.start()], _place(len(gaps))]
        choices = tuple(map(_choice, _NEXT.split(text[start.end() : end.start()])))
        gaps.append(Gap(start[1] or "1", start[2] in _TYPED_EXACTLY, choices))
        done = end.end()
    if not gaps:
        raise LeftOut(NO_GAPS)
    return "".join([*pieces, text[done:]]), gaps


def _place(number: int) -> str:
    return f"{PLACE}{number}{PLACE}"


def _choice(text: str) -> Choice:
    share = _SHARE.match(text)
    answer, *feedback = _FEEDBACK.split(text[share.end() if share else 0 :], 1)
    given = (share[1] or "100") if share else "0"
    return Choice(given, _ESCAPED.sub(r"\1", words(answer)), "".join(feedback).strip())


def chosen_from(text: str, words: Sequence[str]) -> tuple[str, list[str]]:
    """The text with `PLACE` around the number of each gap, and the word that belongs into each. Raises LeftOut."""
    numbers = [found[1] for found in _CHOSEN.finditer(text)]
    if not numbers:
        raise LeftOut(NO_GAPS)
    if len(numbers) > MOST_GAPS:
        raise LeftOut(TOO_MANY_GAPS, most=MOST_GAPS)
    for number in numbers:
        if not 0 < int(number) <= len(words) or not words[int(number) - 1]:
            raise LeftOut(NO_SUCH_WORD, number=number)
    places = iter(range(len(numbers)))
    return _CHOSEN.sub(lambda _found: _place(next(places)), text), [words[int(number) - 1] for number in numbers]


def code(words: Iterable[str]) -> str:
    """A gap in HTML, for which each of these words counts; an asterisk is an asterisk."""
    return "{1:SHORTANSWER:" + "~".join(f"={''.join(_signs(each))}" for each in words) + "}"


def _signs(words: str) -> Iterator[str]:
    for sign in words.replace("*", "\\*"):
        # Of the escapes that its help names, Moodle undoes two; entities it undoes all.
        yield f"&#{ord(sign)};" if sign in _MEANS_SOMETHING else escape(sign)


def without_code(html: str) -> str:
    """HTML in which nothing can be taken for a gap."""
    return html.replace("{", "&#123;")
