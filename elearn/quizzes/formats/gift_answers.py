"""Reads the answers of GIFT: the first sign tells the kind of a question, and each kind has its reader here."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from elearn.quizzes.formats.carrying import NO_RUBRIC, TANGLED, Losses, letters
from elearn.quizzes.formats.gift_syntax import NO_SIGN, Answer, Block, Broken, Pieces, answers, formatted, unmasked
from elearn.quizzes.formats.gift_texts import LONGEST_LINE, Texts
from elearn.quizzes.formats.hypertext import in_one_line, tidied
from elearn.quizzes.rules.kind import N_, Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import kind_of
from elearn.quizzes.rules.kinds.number import read_numbers

NO_WORDS = Fault(
    N_("In column %(column)d, an answer has no words."),
    N_("Write them, or delete its sign. Where = or ~ is meant as text, write \\= or \\~."),
)
NO_ARROW = Fault(
    N_("The answer in column %(column)d is no pair."), N_("Write both parts with -> between them: =Canada -> Ottawa")
)
NO_NUMBER = Fault(
    N_("There is no number in column %(column)d."),
    N_("Write it with figures and a point, if need be with how far from it still counts: 3.5:0.5 or 3..4"),
)
SEVERAL_NUMBERS = Fault(
    N_("In this question, several numbers or ranges count."), N_("Keep one. It can be a range: 3..4")
)
SEVERAL_RIGHT = Fault(
    N_("Each of several options is a full answer to this question."),
    N_("Keep one right option, or give all right ones the same share of 100: ~%%50%% before each of two."),
)
PART_POINTS = Fault(
    N_("This question gives points for answers that are right in part."),
    N_("Keep what is quite right, or give all right options the same share of 100: ~%%50%% before each of two."),
)
WILDCARD = Fault(
    N_("In the answer “%(answer)s”, * stands for whatever is typed."),
    N_("Write out the words that count, each after a sign =."),
)
SIGNS = Fault(
    N_("In the answer “%(answer)s”, | or a curly brace would mean something else here."),
    N_("Leave these signs out."),
)
FEEDBACK = Fault(
    N_("“%(feedback)s” was said after one answer. Here, questions of this kind have one explanation for all answers."),
    N_("Write into the explanation what shall stay."),
)
EXPLANATION = Fault(
    N_("The explanation of this question was said after one answer only."), N_("Read whether it suits all answers.")
)
OTHER_POINTS = Fault(
    N_("Wrong options took away other points than they do here."),
    N_(
        "Nothing is to be done if this is right: with one right option, a wrong one brings nothing; with several, it takes "
        "away what a right one gives."
    ),
)

_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{0,10})?)%")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_WILDCARD = re.compile(r"(?<!\\)\*")
_VERDICTS = {"t": "true", "true": "true", "f": "false", "false": "false"}


@dataclass(frozen=True)
class Draft:
    """A question while it is read. `format` is that of its texts that do not name their own."""

    block: Block
    pieces: Pieces
    format: str
    texts: Texts
    losses: Losses
    all_or_nothing: bool

    def answers(self, signs: str) -> list[Answer]:
        """The answers, each with a sign before it. Raises Broken."""
        found = answers(self.pieces.answers, self.pieces.place, signs)
        if not found or not found[0].sign:
            raise Broken(NO_SIGN, self.pieces.place)
        return found

    def line(self, place: int) -> int:
        """The number of the line in which a character stands."""
        return self.block.position(place)[0]

    def prose(self, text: str) -> str:
        """The Markdown of a masked text. Raises Broken."""
        return self.texts.markdown(text, self.format)

    def words(self, text: str, place: int) -> str:
        """The Markdown of a masked text in one line. Raises Broken where there is none or too much."""
        words = self.texts.line(text, self.format)
        if not words:
            raise Broken(NO_WORDS, place)
        if len(words) > LONGEST_LINE // 2:  # two of them may stand in a line
            raise Broken(TANGLED, place)
        return words

    def explained(self, written: WrittenQuestion, feedbacks: Iterable[str]) -> WrittenQuestion:
        """The question with what was said after its answers: its explanation where it is one text, and there is no other."""
        said = [prose for prose in map(self.prose, feedbacks) if prose]
        if len(said) == 1 and not written.explanation:
            self.losses.note(EXPLANATION)
            return replace(written, explanation=said[0])
        for prose in said:
            self.losses.note(FEEDBACK, {"feedback": in_one_line(prose)})
        return written


def reader_of(text: str) -> Callable[[Draft, WrittenQuestion], WrittenQuestion]:
    """What reads these answers: asked in the order in which Moodle asks. Raises Broken."""
    text = text.strip()
    if not text:
        raise Broken(NO_RUBRIC)
    if text.startswith("#"):
        return _number
    if "~" in text:
        return _choice
    if "=" in text and "->" in text:
        return _matching
    return _true_false if _verdict(text) else _short


def _verdict(text: str) -> str:
    return _VERDICTS.get(text.partition("#")[0].strip().casefold(), "")


def _of_kind(written: WrittenQuestion, kind: str) -> WrittenQuestion:
    """The question with its kind, where its shape alone does not tell it."""
    return written if kind_of(written) == kind else replace(written, kind=kind)


def _weight(text: str, default: int) -> tuple[Decimal, str]:
    """The percent that an answer brings, and the answer without them."""
    found = _WEIGHT.match(text)
    return (Decimal(found[1]), text[found.end() :]) if found else (Decimal(default), text)


def _choice(draft: Draft, written: WrittenQuestion) -> WrittenQuestion:
    """With one sign = one option can be chosen, else several, each with its percent."""
    found = draft.answers("=~")
    single = any(answer.sign == "=" for answer in found)
    weights, options = [], []
    for answer, ident in zip(found, letters(), strict=False):
        weight, text = (Decimal(100), answer.text) if answer.sign == "=" else _weight(answer.text, 0)
        said, _, feedback = text.partition("#")
        words = in_one_line(draft.words(said, answer.place))
        weights.append(weight)
        options.append(WrittenPart(ident, words, weight > 0, draft.prose(feedback), draft.line(answer.place)))
    written = replace(written, options=tuple(options))
    right, wrong = [each for each in weights if each > 0], [each for each in weights if each <= 0]
    if single:
        return _single(draft, written, right, wrong)
    return _multiple(draft, written, right, wrong) if right else written


def _single(
    draft: Draft, written: WrittenQuestion, right: Sequence[Decimal], wrong: Sequence[Decimal]
) -> WrittenQuestion:
    if min(right) < 100:
        raise Broken(PART_POINTS)
    if len(right) > 1:
        raise Broken(SEVERAL_RIGHT)
    if any(wrong):
        draft.losses.note(OTHER_POINTS)
    return _of_kind(written, "single")


def _multiple(
    draft: Draft, written: WrittenQuestion, right: Sequence[Decimal], wrong: Sequence[Decimal]
) -> WrittenQuestion:
    # Thirds are written as 33.333.
    if any(abs(weight * len(right) - 100) > 1 for weight in right):
        raise Broken(PART_POINTS)
    share = 100 if draft.all_or_nothing else Decimal(100) / len(right)
    if any(abs(weight + share) > 1 for weight in wrong):
        draft.losses.note(OTHER_POINTS)
    return _of_kind(replace(written, partly=not draft.all_or_nothing), "multiple")


def _true_false(draft: Draft, written: WrittenQuestion) -> WrittenQuestion:
    verdict, *feedbacks = draft.pieces.answers.split("#", 2)
    line = draft.line(draft.pieces.place)
    written = replace(written, sets=(WrittenPart("", _verdict(verdict), line=line),))
    return draft.explained(written, feedbacks)


def _matching(draft: Draft, written: WrittenQuestion) -> WrittenQuestion:
    """Each pair brings its share of the points, as in Moodle."""
    ids, rows = letters(), []
    for answer in draft.answers("="):
        left, arrow, right = answer.text.partition("->")
        if not arrow:
            raise Broken(NO_ARROW, answer.place)
        line = draft.line(answer.place)
        cell = WrittenPart("", "", line=line)
        if left and not left.isspace():
            cell = WrittenPart(next(ids), draft.words(left, answer.place), line=line)
        rows.append((cell, WrittenPart(next(ids), draft.words(f"[plain]{right}", answer.place), line=line)))
    return _of_kind(replace(written, columns=("", ""), rows=tuple(rows), partly=not draft.all_or_nothing), "matching")


def _short(draft: Draft, written: WrittenQuestion) -> WrittenQuestion:
    found = draft.answers("=")
    accepted, feedbacks = [], []
    for answer in found:
        weight, text = _weight(answer.text, 100)
        words, _, feedback = text.partition("#")
        feedbacks.append(feedback)
        if 0 < weight < 100:
            raise Broken(PART_POINTS, answer.place)
        if weight > 0:
            accepted.append(_accepted(words, answer.place))
    if not accepted:
        raise Broken(NO_SIGN, draft.pieces.place)
    line = " | ".join(accepted)
    if len(line) > LONGEST_LINE:
        raise Broken(TANGLED)
    if line.endswith("}") and "{" in line:
        raise Broken(SIGNS, found[0].place, answer=line)
    written = replace(written, sets=(WrittenPart("", line, line=draft.line(found[0].place)),))
    return _of_kind(draft.explained(written, feedbacks), "short")


def _accepted(text: str, place: int) -> str:
    """The words of an answer that is typed: no Markdown, whatever format they name."""
    words = in_one_line(tidied(unmasked(formatted(text, "")[1])))
    if not words:
        raise Broken(NO_WORDS, place)
    if _WILDCARD.search(words):
        raise Broken(WILDCARD, place, answer=words)
    if "|" in words:
        raise Broken(SIGNS, place, answer=words)
    return words.replace("\\*", "*")


def _number(draft: Draft, written: WrittenQuestion) -> WrittenQuestion:
    """`#3`, `#3:2`, `#1..5`, or several of them after signs =; what is said after ~ is said after any other number."""
    start = draft.pieces.answers.index("#") + 1
    text, _, otherwise = draft.pieces.answers[start:].partition("~")
    right, feedbacks = [], []
    for answer in answers(text, draft.pieces.place + start, "="):
        weight, words = _weight(answer.text, 100)
        words, _, feedback = words.partition("#")
        feedbacks.append(feedback)
        if weight > 0:
            right.append((weight, _range(unmasked(words), answer.place), draft.line(answer.place)))
    if not right:
        raise Broken(NO_NUMBER, draft.pieces.place)
    if len(right) > 1:
        raise Broken(SEVERAL_NUMBERS)
    [(weight, words, line)] = right
    if weight < 100:
        raise Broken(PART_POINTS)
    written = replace(written, sets=(WrittenPart("", words, line=line),))
    return _of_kind(draft.explained(written, [*feedbacks, otherwise.partition("#")[2]]), "number")


def _range(text: str, place: int) -> str:
    """A number and how far from it still counts, as quiz.md says them."""
    low, dots, high = text.partition("..")
    if dots:
        lowest, highest = _decimal(low, place), _decimal(high, place)
        number, tolerance = (lowest + highest) / 2, (highest - lowest) / 2
    else:
        value, colon, distance = text.partition(":")
        number, tolerance = _decimal(value, place), _decimal(distance if colon else "0", place)
    if tolerance < 0:
        raise Broken(NO_NUMBER, place)
    return f"{_figures(number)} ± {_figures(tolerance)}" if tolerance else _figures(number)


def _decimal(text: str, place: int) -> Decimal:
    if not _NUMBER.fullmatch(text.strip()):
        raise Broken(NO_NUMBER, place)
    return Decimal(text.strip())


def _figures(number: Decimal) -> str:
    """With a 0 more where three decimals could be taken for thousands."""
    figures = f"{number:f}"
    return figures if len(read_numbers(figures)) == 1 else f"{figures}0"
