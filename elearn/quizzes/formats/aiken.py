"""Aiken, a format of single choice in plain text: https://docs.moodle.org/en/Aiken_format

A question in one line, below it its options, each in a line with a letter, and ANSWER: with the letter of the right one. A
question may have several lines here as long as none of them is empty, and letters may be Cyrillic, as keyboards are.

Lost without a word, as Aiken has no place for it: ids, objectives, difficulties, bold, links and paragraphs. Everything else
that is lost is named in `left_out`, where a question may stand although it was carried.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from elearn.foundation import markup
from elearn.quizzes.formats.carrying import (
    PICTURES,
    RUBRIC,
    TANGLED,
    UNFINISHED,
    LeftOut,
    Losses,
    finished_kind,
    letters,
)
from elearn.quizzes.formats.exchange import (
    MOST_QUESTIONS,
    TOO_MANY,
    Effort,
    Exported,
    Imported,
    NotCarried,
    Refused,
    text_of,
)
from elearn.quizzes.formats.gift_syntax import has_picture, lines_of, without_pictures
from elearn.quizzes.formats.hypertext import from_plain, in_one_line, line_of
from elearn.quizzes.rules.kind import N_, Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

LONGEST_LINE = 5_500  # a line of quiz.md has at most 6,000
MOST_OPTIONS = 26  # letters

NO_QUESTION = Fault(N_("There is no question above this line."), N_("Write it in the line above option A."))
NO_ANSWER = Fault(
    N_("It is not said which option of this question is right."),
    N_("Below its options, write ANSWER: and the letter of the right one, with no line of words before it."),
)
TOO_FEW = Fault(
    N_("This question has fewer than two options."), N_("Write each in a line of its own, with its letter: A) Yes")
)
TOO_MANY_OPTIONS = Fault(N_("This question has more options than there are letters."), N_("Leave some of them out."))
NO_SUCH_LETTER = Fault(
    N_("No option has the letter that stands after ANSWER:."), N_("Write one letter of the options: ANSWER: B")
)
SAME_LETTER = Fault(N_("Another option has the same letter."), N_("Give each option its own letter."))
NO_WORDS = Fault(N_("This option has no words."), N_("Write them after its letter: A) Yes"))

ONLY_SINGLE = Fault(
    N_("Aiken has questions with one right option, and no others."),
    N_("Hand it over in another format, such as GIFT or Moodle XML."),
)
LAYOUT = Fault(
    N_("The text of this question has a list, a table or a box, and Aiken has one line for it."),
    N_("Hand it over in another format, such as GIFT or Moodle XML."),
)
MISTAKEN = Fault(
    N_("Aiken would take the beginning of this question for an option or for its answer."),
    N_("Begin it with another word."),
)
FEEDBACK = Fault(
    N_("Explanation and feedback of this question are not in the file: Aiken has no place for them."),
    N_("Hand it over in another format, such as GIFT or Moodle XML."),
)

_OPTION = re.compile(r"([A-ZА-ЯЁa-zа-яё])[.)](.*)")
_ANSWER = re.compile(r"ANSWER\s*:(.*)|(?:A|a)nswer\s*:(\s*[^\W\d_][.)]?)")
_LIKE_LATIN = str.maketrans("АВСЕНКМОРТХ", "ABCEHKMOPTX")  # Cyrillic letters, for who did not switch the keyboard
_BLOCK = re.compile(r"^\s*(?:[-*+]\s|[0-9]+[.)]\s|[|>#]|///)", re.MULTILINE)


def read(data: bytes) -> Imported:
    """The questions of an Aiken file. Raises Refused."""
    reader, effort, lines = _Reader(), Effort(), lines_of(text_of(data))
    for line in filter(None, lines):  # longer ones are not converted
        effort.spend(line[:LONGEST_LINE])
    for number, line in enumerate(lines, 1):
        reader.take(number, line.strip())
    reader.close()
    return Imported(tuple(reader.questions), tuple(reader.left_out))


@dataclass
class _Draft:
    """A question of which further lines may follow."""

    line: int
    stem: list[str]
    options: list[tuple[int, str, str]] = field(default_factory=list)  # line, letter, words


class _Broken(LeftOut):
    """A question cannot be read, because of what stands in this line."""

    def __init__(self, fault: Fault, line: int) -> None:
        super().__init__(fault)
        self.line = line


class _Reader:
    """Takes the lines of a file one by one."""

    def __init__(self) -> None:
        self.questions: list[WrittenQuestion] = []
        self.left_out: list[NotCarried] = []
        self._draft: _Draft | None = None
        self._begun = 0
        self._after_gap = self._astray = False

    def take(self, number: int, line: str) -> None:
        """Read a line without space around it. Raises Refused when there are too many."""
        if not line:
            self._after_gap = True
            return
        answer, option = _ANSWER.fullmatch(line), _OPTION.fullmatch(line)
        if answer:
            self._answer(number, (answer[1] or answer[2] or "").strip())
        elif option and self._goes_on(option):
            self._option(number, option)
        else:
            self._ask(number, line)
        self._after_gap = False

    def close(self) -> None:
        """No line follows."""
        if self._draft:
            self._leave_out(self._draft.line, self._draft.stem[0], NO_ANSWER)
        self._draft = None

    def _goes_on(self, option: re.Match[str]) -> bool:
        """Whether what looks like an option is one: a question may begin with "U.S. prisons" or "C. Dickens"."""
        if self._astray or (self._draft and self._draft.options):
            return True
        first = _as_latin(option[1]) == "A"
        return first and (bool(self._draft) or option[2].startswith((" ", "\t")))

    def _ask(self, number: int, line: str) -> None:
        if self._draft and (self._after_gap or self._draft.options):
            self.close()
        self._astray = False
        if self._draft:
            self._draft.stem.append(line)
        else:
            self._begin(number)
            self._draft = _Draft(number, [line])

    def _option(self, number: int, option: re.Match[str]) -> None:
        if self._draft:
            self._draft.options.append((number, option[1], option[2]))
        elif not self._astray:
            self._begin(number)
            self._leave_out(number, option[0], NO_QUESTION)
            self._astray = True

    def _answer(self, number: int, letter: str) -> None:
        draft, self._draft = self._draft, None
        if draft:
            try:
                self.questions.append(_question(draft, number, letter.rstrip(".)"), f"question-{self._begun}"))
            except _Broken as broken:
                self._leave_out(broken.line, draft.stem[0], broken.fault)
        elif not self._astray:
            self._begin(number)
            self._leave_out(number, "", NO_QUESTION)
        self._astray = False

    def _begin(self, number: int) -> None:
        self._begun += 1
        if self._begun > MOST_QUESTIONS:
            raise Refused(TOO_MANY, number, most=MOST_QUESTIONS)

    def _leave_out(self, line: int, name: str, fault: Fault) -> None:
        self.left_out.append(NotCarried(line, name[:60], fault))


def _question(draft: _Draft, answer: int, letter: str, ident: str) -> WrittenQuestion:
    """The question whose right option is named in line `answer`."""
    if len(draft.options) < 2:
        raise _Broken(TOO_FEW, draft.line)
    if len(draft.options) > MOST_OPTIONS:
        raise _Broken(TOO_MANY_OPTIONS, draft.line)
    right = _place(draft, answer, letter)
    return WrittenQuestion(
        id=ident,
        heading=_words(" ".join(draft.stem), draft.line),
        more="",
        objective="",
        difficulty=0,
        options=tuple(
            WrittenPart(part_id, _words(text, line), place == right, line=line)
            for place, (part_id, (line, _letter, text)) in enumerate(zip(letters(), draft.options, strict=False))
        ),
        line=draft.line,
    )


def _place(draft: _Draft, answer: int, letter: str) -> int:
    """The place of the right option: as it is written, else as large letter, else as a letter that looks like it."""
    there = set()
    for line, given, _words in draft.options:
        if given in there:
            raise _Broken(SAME_LETTER, line)
        there.add(given)
    for like in (str, str.upper, _as_latin):
        places = [place for place, (_line, given, _words) in enumerate(draft.options) if like(given) == like(letter)]
        if places:
            return places[0]
    raise _Broken(NO_SUCH_LETTER, answer)


def _as_latin(letter: str) -> str:
    return letter.upper().translate(_LIKE_LATIN)


def _words(text: str, line: int) -> str:
    """The Markdown of plain text in one line."""
    if len(text) > LONGEST_LINE:
        raise _Broken(TANGLED, line)
    words = line_of(from_plain(text))
    if not words:
        raise _Broken(NO_WORDS, line)
    if len(words) > LONGEST_LINE or markup.obstacle(words) is not None:
        raise _Broken(TANGLED, line)
    return words


def write(questions: Sequence[WrittenQuestion]) -> Exported:
    """An Aiken file of these questions. In `left_out`, the line of a question is its number."""
    texts: list[str] = []
    left_out: list[NotCarried] = []
    for number, question in enumerate(questions, 1):
        losses = Losses(number, in_one_line(question.heading)[:60] or question.id)
        try:
            texts.append(_text(question, losses))
        except LeftOut as reason:
            left_out.append(NotCarried(number, losses.name, reason.fault, reason.values))
        else:
            left_out += losses.noted
    return Exported("\n".join(texts).encode(), tuple(left_out))


def _text(question: WrittenQuestion, losses: Losses) -> str:
    kind = kind_of(question)
    if kind and kind != "single":
        raise LeftOut(RUBRIC if KINDS[kind].by_people else ONLY_SINGLE)
    finished_kind(question)
    if len(question.options) > MOST_OPTIONS:
        raise LeftOut(TOO_MANY_OPTIONS)
    if _BLOCK.search(question.more):
        raise LeftOut(LAYOUT)
    stem = _plain(f"{question.heading} {question.more}")
    if _ANSWER.fullmatch(stem) or _OPTION.match(stem):
        raise LeftOut(MISTAKEN)
    if any(map(has_picture, (question.heading, question.more, *(option.words for option in question.options)))):
        losses.note(PICTURES)
    if question.explanation or any(option.feedback for option in question.options):
        losses.note(FEEDBACK)
    options = [(letter.upper(), option) for letter, option in zip(letters(), question.options, strict=False)]
    lines = [f"{letter}) {_plain(option.words)}" for letter, option in options]
    right = next(letter for letter, option in options if option.right)
    return "\n".join([stem, *lines, f"ANSWER: {right}\n"])


def _plain(markdown: str) -> str:
    """The words of some Markdown in one line."""
    words = in_one_line(without_pictures(markdown))
    if markup.obstacle(words) is not None:
        raise LeftOut(TANGLED)
    if not (words := in_one_line(markup.plain(words))):
        raise LeftOut(UNFINISHED)
    return words
