"""Writes questions as GIFT: see formats.gift for what is carried."""

from collections.abc import Callable, Sequence

from elearn.foundation import markup
from elearn.quizzes.formats.carrying import PICTURES, LeftOut, Losses, Tags, finished_kind, tags_for
from elearn.quizzes.formats.exchange import Exported, NotCarried
from elearn.quizzes.formats.gift_syntax import escape, has_picture, names_format, without_pictures
from elearn.quizzes.formats.hypertext import in_one_line
from elearn.quizzes.rules.kind import N_, Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

OTHER_KIND = Fault(
    N_("GIFT has no questions of this kind."),
    N_("Hand it over in another format, such as Moodle XML, or write it as another kind of question."),
)
ARROW = Fault(
    N_("GIFT would take -> in this question for the sign between the two parts of a pair."), N_("Write → instead.")
)
REASONS = Fault(
    N_("The reasons to choose from are not in the file: GIFT asks only whether a statement is true."),
    N_("Hand it over in another format, or ask for the reason in a question of its own."),
)
UNIT = Fault(
    N_("The unit “%(unit)s” is not in the file: GIFT has numbers only."),
    N_("Say in the question in which unit it is to be answered."),
)
SPELLING = Fault(
    N_("How exactly the words are to be typed is not in the file."),
    N_("Set it in the other system: in Moodle, under Case sensitivity."),
)
POINTS = Fault(
    N_("In the other system, this question gives points for a part of the answer."),
    N_("Set it there, where all or nothing is possible."),
)


def write(questions: Sequence[WrittenQuestion]) -> Exported:
    """A GIFT file of these questions. In `left_out`, the line of a question is its number."""
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
    kind = finished_kind(question)
    if kind not in _ANSWERS:
        raise LeftOut(OTHER_KIND)
    texts = (question.heading, question.more, question.explanation, *(part.words for part in question.parts))
    if any(map(has_picture, (*texts, *(part.feedback for part in question.parts)))):
        losses.note(PICTURES)
    answers = _ANSWERS[kind](question, losses)
    if question.explanation:
        answers += f"\n\t####{_part(question.explanation)}"
    stem = escape(without_pictures(f"{question.heading}\n\n{question.more}".rstrip()))
    title = f"::{question.id}::" if question.id else ""
    return f"{_comment(question, kind)}{title}[markdown]{stem} {{{answers}\n}}\n"


def _comment(question: WrittenQuestion, kind: str) -> str:
    """Moodle reads id and tags from it: question/format.php."""
    all_or_nothing = kind in _IN_PARTS and not question.partly
    tags = tags_for(Tags(question.objective, question.difficulty, all_or_nothing, question.tags))
    said = " ".join([f"[id:{question.id}]"] * bool(question.id) + [f"[tag:{tag}]" for tag in tags])
    return f"// {said}\n" if said else ""


def _part(markdown: str) -> str:
    """The text of a part, in the format of the stem."""
    text = without_pictures(markdown)
    return escape(f"[markdown]{text}" if names_format(text) else text)


def _choice(question: WrittenQuestion, losses: Losses) -> str:
    right = sum(bool(option.right) for option in question.options)
    single = kind_of(question) == "single"
    if not single:
        _note_points(question, losses)
    share = f"{100 / right:.5f}".rstrip("0").rstrip(".")
    signs = (
        {True: "=", False: "~"} if single else {True: f"~%{share}%", False: f"~%-{share if question.partly else 100}%"}
    )
    return "".join(f"\n\t{_option(signs[bool(option.right)], option)}" for option in question.options)


def _option(sign: str, option: WrittenPart) -> str:
    words = _part(option.words)
    if sign == "~" and words.startswith("%"):
        sign = "~%0%"
    return f"{sign}{words}#{_part(option.feedback)}" if option.feedback else f"{sign}{words}"


def _true_false(question: WrittenQuestion, losses: Losses) -> str:
    if question.options:
        losses.note(REASONS)
    return question.sets[0].words.strip().upper()


def _matching(question: WrittenQuestion, losses: Losses) -> str:
    _note_points(question, losses)
    if any("->" in left.words for left, _right in question.rows):
        raise LeftOut(ARROW)
    return "".join(f"\n\t={_part(left.words)} -> {escape(_plain(right.words))}" for left, right in question.rows)


def _plain(markdown: str) -> str:
    """The words of a right cell: in Moodle it stands in a list to choose from, which shows no marks."""
    return markup.plain(markdown) if markup.obstacle(markdown) is None else markdown


def _short(question: WrittenQuestion, losses: Losses) -> str:
    key = KINDS["short"].key(question, {})
    if key["exact"]:
        losses.note(SPELLING)
    if any("->" in words for words in key["accept"]):
        raise LeftOut(ARROW)
    return "".join(f"\n\t={_typed(words)}" for words in key["accept"])


def _typed(words: str) -> str:
    """Words that are typed: an asterisk alone would stand for whatever is typed."""
    words = words.replace("*", "\\*")
    before = "%100%" * words.startswith("%") + "[plain]" * names_format(words)
    return f"{before}{escape(words)}"


def _number(question: WrittenQuestion, losses: Losses) -> str:
    key, unit = KINDS["number"].key(question, {}), KINDS["number"].words(question).get("unit")
    if unit:
        losses.note(UNIT, {"unit": unit})
    return f"#{key['value']}:{key['tolerance']}"


def _note_points(question: WrittenQuestion, losses: Losses) -> None:
    if not question.partly:
        losses.note(POINTS)


_ANSWERS: dict[str, Callable[[WrittenQuestion, Losses], str]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "matching": _matching,
    "short": _short,
    "number": _number,
}
_IN_PARTS = ("multiple", "matching")
