"""One question of a Moodle file as a written question: each kind has its reader here."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from elearn.quizzes.formats import moodle_cloze
from elearn.quizzes.formats import moodle_faults as faults
from elearn.quizzes.formats.carrying import NO_RUBRIC, LeftOut, letters
from elearn.quizzes.formats.hypertext import escaped, in_one_line
from elearn.quizzes.formats.moodle_source import Source, text_in, words
from elearn.quizzes.formats.moodle_tree import PLACE, Node
from elearn.quizzes.rules.kind import Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import kind_of
from elearn.quizzes.rules.kinds.number import read_numbers

_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,30}(?:[.,][0-9]{0,30})?|[.,][0-9]{1,30})(?:[eE][-+]?[0-9]{1,2})?")
_PLACES = re.compile(f"{PLACE}([0-9]{{1,5}}){PLACE}")


def question_of(source: Source) -> WrittenQuestion:
    """The question, still without an id. Raises LeftOut and Refused."""
    kind = source.node.attributes.get("type", "")
    if fault := _NO_QUESTIONS.get(kind):
        raise LeftOut(fault)
    if kind not in _KINDS:
        raise LeftOut(faults.UNKNOWN_KIND, kind=kind)
    written = _KINDS[kind](source)
    source.note_the_rest()
    return written


def _of_kind(written: WrittenQuestion, kind: str) -> WrittenQuestion:
    """The question with its kind, where its shape alone does not tell it."""
    return written if kind_of(written) == kind else replace(written, kind=kind)


def _number_in(text: str) -> Decimal:
    """Raises LeftOut."""
    if not _NUMBER.fullmatch(text.strip()):
        raise LeftOut(faults.NO_NUMBER, answer=in_one_line(text)[:60])
    return Decimal(text.strip().replace(",", "."))


def _answers(source: Source) -> list[tuple[Decimal, Node]]:
    """The answers, each with its share of the points in per cent. Raises LeftOut."""
    return [(_number_in(node.attributes.get("fraction", "0")), node) for node in source.node.all("answer")]


def _options(source: Source) -> tuple[list[Decimal], tuple[WrittenPart, ...]]:
    """The options, and the shares of the points that they bring. Those without words are none, as in Moodle."""
    ids, shares, options = letters(), [], []
    for share, node in _answers(source):
        if line := source.line(node):
            shares.append(share)
            options.append(WrittenPart(next(ids), line, share > 0, source.prose(node.first("feedback")), node.line))
    return shares, tuple(options)


def _choice(source: Source) -> WrittenQuestion:
    shares, options = _options(source)
    written = replace(source.asked(), options=options)
    single = source.words("single", "true") not in ("false", "0", "")
    return (_single if single else _multiple)(source, written, shares)


def _single(source: Source, written: WrittenQuestion, shares: Sequence[Decimal]) -> WrittenQuestion:
    right = [share for share in shares if share > 0]
    if any(share < 100 for share in right):
        raise LeftOut(faults.PART_POINTS)
    if len(right) > 1:
        raise LeftOut(faults.SEVERAL_RIGHT)
    if any(share < 0 for share in shares):
        source.losses.note(faults.OTHER_POINTS)
    return _of_kind(written, "single")


def _multiple(source: Source, written: WrittenQuestion, shares: Sequence[Decimal]) -> WrittenQuestion:
    right = [share for share in shares if share > 0]
    # Thirds are written as 33.33333.
    if any(abs(share * len(right) - 100) > 1 for share in right):
        raise LeftOut(faults.PART_POINTS)
    partly = not source.tags.all_or_nothing
    penalty = Decimal(100) / (len(right) if right and partly else 1)
    if any(abs(share + penalty) > 1 for share in shares if share <= 0):
        source.losses.note(faults.OTHER_POINTS)
    return _of_kind(replace(written, partly=partly), "multiple")


def _all_or_nothing(source: Source) -> WrittenQuestion:
    """The kind of a plug-in that gives its points for all right options and no wrong one only."""
    _shares, options = _options(source)
    return _of_kind(replace(source.asked(), options=options), "multiple")


def _true_false(source: Source) -> WrittenQuestion:
    """In old files the answers say true and false in their own language: the first is true."""
    for place, (share, node) in enumerate(_answers(source)):
        said = text_in(node).casefold()
        if share > 0:
            verdict = said if said in ("true", "false") else ("true", "false")[place > 0]
            written = replace(source.asked(), sets=(WrittenPart("", verdict, line=node.line),))
            return _of_kind(source.explained(written, source.node.all("answer")), "true_false")
    raise LeftOut(faults.NO_ANSWER)


def _accepted(answers: Iterable[tuple[Decimal, str]]) -> Iterator[str]:
    """The words that count. Raises LeftOut."""
    for share, given in answers:
        if 0 < share < 100:
            raise LeftOut(faults.PART_POINTS)
        if share > 0 and given:
            if "*" in given.replace("\\*", ""):
                raise LeftOut(faults.WILDCARD, answer=given[:60])
            yield given.replace("\\*", "*")


def _short(source: Source) -> WrittenQuestion:
    answers = _answers(source)
    accepted = list(_accepted((share, in_one_line(text_in(node))) for share, node in answers))
    if not accepted:
        raise LeftOut(faults.NO_ANSWER)
    line = " | ".join(accepted)
    if any("|" in each for each in accepted) or (line.endswith("}") and "{" in line):
        raise LeftOut(faults.SIGNS, answer=line[:60])
    exact = " {case}" if source.words("usecase") in ("1", "true") else ""
    written = replace(source.asked(), sets=(WrittenPart("", line + exact, line=answers[0][1].line),))
    return _of_kind(source.explained(written, source.node.all("answer")), "short")


def _number(source: Source) -> WrittenQuestion:
    answers = _answers(source)
    right = [node for share, node in answers if share > 0]
    if not right:
        raise LeftOut(faults.NO_ANSWER)
    if len(right) > 1:
        raise LeftOut(faults.SEVERAL_NUMBERS)
    if any(0 < share < 100 for share, _node in answers):
        raise LeftOut(faults.PART_POINTS)
    tolerance = right[0].first("tolerance")
    distance = abs(_number_in((text_in(tolerance) if tolerance else "") or "0"))
    line = _figures(_number_in(text_in(right[0]))) + (f" ± {_figures(distance)}" if distance else "")
    written = replace(source.asked(), sets=(WrittenPart("", f"{line} {_unit(source)}".strip(), line=right[0].line),))
    return _of_kind(source.explained(written, source.node.all("answer")), "number")


def _figures(number: Decimal) -> str:
    """A number as quiz.md says it: with a 0 more where three decimals could be taken for thousands."""
    figures = f"{number:f}"
    if "." in figures:
        figures = figures.rstrip("0").rstrip(".")
    return figures if len(read_numbers(figures)) < 2 else f"{figures}0"


def _unit(source: Source) -> str:
    """The unit in which the number is said. Others are other words for it, or would have to be converted."""
    units = {}
    for node in (unit for units in source.node.all("units") for unit in units.all("unit")):
        name, factor = node.first("unit_name"), node.first("multiplier")
        if name and (said := in_one_line(text_in(name))):
            units[said] = _number_in((text_in(factor) if factor else "") or "1")
    unit = next((name for name, factor in units.items() if factor == 1), "")
    if any(factor != 1 for factor in units.values()):
        source.losses.note(faults.UNITS, {"unit": unit})
    if units and source.words("unitgradingtype") not in ("0", ""):
        source.losses.note(faults.UNIT_POINTS)
    return unit


def _matching(source: Source) -> WrittenQuestion:
    """Each pair brings its share of the points, as in Moodle."""
    ids, rows = letters(), []
    for node in source.node.all("subquestion"):
        left, right = source.line(node), _right_part(source, node.first("answer"))
        if left or right:
            rows.append(tuple(WrittenPart(next(ids) if cell else "", cell, line=node.line) for cell in (left, right)))
    partly = not source.tags.all_or_nothing
    return _of_kind(replace(source.asked(), columns=("", ""), rows=tuple(rows), partly=partly), "matching")


def _right_part(source: Source, node: Node | None) -> str:
    """Plain text, but for a plug-in, which has HTML."""
    if node is None:
        return ""
    return source.line(node) if "format" in node.attributes else escaped(in_one_line(text_in(node)))


def _ordering(source: Source) -> WrittenQuestion:
    """The answers stand in the right order: what looks like a share of the points is the number of the place."""
    ids, nodes = letters(), source.node.all("answer")
    steps = tuple(WrittenPart(next(ids), line, line=node.line) for node in nodes if (line := source.line(node)))
    counted = source.words("gradingtype").upper()
    if counted not in ("ALL_OR_NOTHING", "RELATIVE_ALL_PREVIOUS_AND_NEXT"):
        source.losses.note(faults.OTHER_SHARES)
    if source.words("selecttype").upper() not in ("ALL", "EXACT", ""):
        source.losses.note(faults.SUBSET)
    written = replace(source.asked(), steps=steps, partly=counted != "ALL_OR_NOTHING")
    return _of_kind(source.explained(written, nodes), "ordering")


def _cloze(source: Source) -> WrittenQuestion:
    text, gaps = moodle_cloze.taken_apart(source.words("questiontext"))
    if len({_number_in(gap.weight) for gap in gaps}) > 1:
        raise LeftOut(faults.PART_POINTS)
    if any(gap.exact for gap in gaps):
        source.losses.note(faults.CAPITALS)
    for said in dict.fromkeys(words(choice.feedback) for gap in gaps for choice in gap.choices):
        if said:
            source.losses.note(faults.FEEDBACK, {"feedback": said})
    accepted = [list(_accepted((_number_in(each.share), each.words) for each in gap.choices)) for gap in gaps]
    return _with_gaps(source, text, accepted)


def _chosen(source: Source) -> WrittenQuestion:
    """Words that are chosen from lists or dragged into a text: here they are typed."""
    listed = [node for tag in ("selectoption", "dragbox", "answer") for node in source.node.all(tag)]
    text, right = moodle_cloze.chosen_from(source.words("questiontext"), [words(text_in(node)) for node in listed])
    source.losses.note(faults.LISTS)
    return _with_gaps(source, text, [[each] for each in right])


def _with_gaps(source: Source, text: str, accepted: Sequence[Sequence[str]]) -> WrittenQuestion:
    """The question with its gaps in the places that are marked. Raises LeftOut."""
    for each in (each for gap in accepted for each in gap):
        if set("[]|") & set(each):
            raise LeftOut(faults.SIGNS, answer=each[:60])
    if not all(accepted):
        raise LeftOut(faults.NO_ANSWER)
    asked = source.node.first("questiontext")
    written = source.asking(source.markdown(text, asked) if asked else "")
    gaps = [f"[[{'|'.join(gap)}]]{{#{name}}}" for gap, name in zip(accepted, letters(), strict=False)]

    def gap(found: re.Match[str]) -> str:
        return gaps[int(found[1])] if int(found[1]) < len(gaps) else ""

    partly = not source.tags.all_or_nothing
    return _of_kind(replace(written, more=_PLACES.sub(gap, written.more), partly=partly), "gaps")


_NO_QUESTIONS: Mapping[str, Fault] = {
    "essay": NO_RUBRIC,
    "description": faults.DESCRIPTION,
    "calculated": faults.CALCULATED,
    "calculatedmulti": faults.CALCULATED,
    "calculatedsimple": faults.CALCULATED,
    "random": faults.AT_RANDOM,
    "randomsamatch": faults.AT_RANDOM,
}
_KINDS: Mapping[str, Callable[[Source], WrittenQuestion]] = {
    "multichoice": _choice,
    "multichoiceset": _all_or_nothing,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _chosen,
    "ddwtos": _chosen,
}
