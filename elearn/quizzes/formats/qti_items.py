"""One question as a QTI item: each kind has its interactions and the rules that give points here."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from xml.etree.ElementTree import Element

from elearn.foundation.locale import direction
from elearn.quizzes.formats.carrying import PICTURES, LeftOut, Losses, finished_kind, with_ids
from elearn.quizzes.formats.hypertext import has_picture, html_line_of, html_of
from elearn.quizzes.formats.qti_elements import (
    RESPONSE,
    SCORE,
    brings_something,
    declared,
    divided,
    element,
    filled,
    given,
    is_right,
    mapped,
    mapping,
    outcome,
    plus_one,
    put,
    rules,
    score,
    value,
    variable,
)
from elearn.quizzes.rules.choice import right_ids
from elearn.quizzes.rules.kind import N_, SLOT, Fault, WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS

OTHER_KIND = Fault(N_("QTI has no questions of this kind."), N_("Write it as another kind of question."))
KAZAKH = Fault(
    N_("In the other system, Russian letters do not count for the Kazakh ones that look like them."),
    N_("Write the words that count in both spellings, with | between them."),
)

REASON, FEEDBACK, EXPLANATION, PLACE = "REASON", "FEEDBACK", "EXPLANATION", "PLACE"

# The words of our own pages, which are not to be had here: they are said in the language of the page.
_VERDICTS = {
    "en": ("True", "False"), "ru": ("Правда", "Неправда"), "kk": ("Рас", "Жалған"), "ky": ("Чын", "Жалган"),
    "ar": ("صواب", "خطأ"), "fr": ("Vrai", "Faux"),
}  # fmt: skip
_WHY = {"en": "Why?", "ru": "Почему?", "kk": "Неге?", "ky": "Эмне үчүн?", "ar": "لماذا؟", "fr": "Pourquoi ?"}

_SLOTS = re.compile(f"{SLOT}([a-z0-9-]+){SLOT}")
_LENGTHS = {"number": "10", "short": "40", "gaps": "20"}


def name_of(part_id: str) -> str:
    """An id as an NCName, which begins with no figure. It stays unlike all others, as ours have no low line."""
    return f"_{part_id}" if part_id[:1].isdigit() else part_id


@dataclass
class Item:
    """A question while it is written. `interactions` are the names that metadata have for what it asks."""

    question: WrittenQuestion
    losses: Losses
    language: str
    kind: str = ""
    interactions: list[str] = field(default_factory=list)
    responses: list[Element] = field(default_factory=list)
    outcomes: list[Element] = field(default_factory=list)
    body: list[Element] = field(default_factory=list)
    rules: list[Element] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    feedback: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kind, self.question = finished_kind(self.question), with_ids(self.question)
        if self.kind not in _KINDS:
            raise LeftOut(OTHER_KIND)

    def fill(self) -> None:
        """Write all its parts. Raises LeftOut and foundation.markup.Unrenderable."""
        said = [text for part in self.question.parts for text in (part.words, part.feedback)]
        if any(map(has_picture, (self.question.heading, self.question.more, self.question.explanation, *said))):
            self.losses.note(PICTURES)
        self.body.append(filled("p", html_line_of(self.question.heading)))
        if self.kind != "gaps":
            self.add_prose(self.question.more)
        _KINDS[self.kind](self)
        if self.question.explanation:
            self.say(EXPLANATION, self.question.explanation)
        if self.feedback:
            self._show_feedback()

    def add_prose(self, markdown: str, gaps: Mapping[str, str] | None = None) -> None:
        """Text of the stem; `gaps` is the XML of each gap by its id."""
        html = html_of(markdown, self.language)
        if html:
            self.body.append(filled("div", _SLOTS.sub(lambda found: (gaps or {}).get(found[1], ""), html)))

    def say(self, name: str, markdown: str) -> None:
        """What is said where the feedback has this value."""
        content = filled("qti-content-body", html_of(markdown, self.language))
        attributes = {"outcome-identifier": FEEDBACK, "identifier": name, "show-hide": "show"}
        self.feedback.append(element("modal-feedback", attributes, content))

    def _show_feedback(self) -> None:
        self.outcomes.append(outcome(FEEDBACK, "multiple", "identifier"))
        always = [value("identifier", EXPLANATION)] if self.question.explanation else []
        shown = [*(variable(response) for response in self.chosen), *always]
        self.rules.append(put(FEEDBACK, element("multiple", None, *shown)))

    def direction(self) -> str:
        """Which way its text runs."""
        return direction(self.language)

    def add_choice(self, response: str, options: Sequence[WrittenPart], many: bool) -> None:
        """Options to choose from, with what is said of each."""
        attributes = {"response-identifier": response, "shuffle": "true", "max-choices": "0" if many else "1"}
        choices = [_choice("simple-choice", option) for option in options]
        self.ask("choiceInteraction", element("choice-interaction", attributes, *choices))
        for option in options:
            if option.feedback:
                self.say(name_of(option.id), option.feedback)
        if any(option.feedback for option in options):
            self.chosen.append(response)

    def ask(self, name: str, interaction: Element) -> None:
        """Something to be answered."""
        self.interactions.append(name)
        self.body.append(interaction)


def _choice(tag: str, part: WrittenPart, **attributes: str) -> Element:
    named = {"identifier": name_of(part.id)} | {name.replace("_", "-"): said for name, said in attributes.items()}
    return filled(f"qti-{tag}", html_line_of(part.words), named)


def _names(ids: Iterable[str]) -> list[str]:
    return [name_of(each) for each in ids]


def _sorted(parts: Iterable[WrittenPart]) -> list[WrittenPart]:
    return sorted((part for part in parts if part.id), key=lambda part: part.id)


def _all_or_nothing(response: str = RESPONSE) -> Element:
    return rules((is_right(response), score("1")), otherwise=score("0"))


def _shared(parts: int) -> Element:
    return rules((given(RESPONSE), put(SCORE, divided(mapped(RESPONSE), parts))), otherwise=score("0"))


def _single(item: Item) -> None:
    item.responses.append(declared(RESPONSE, "single", "identifier", _names(right_ids(item.question))))
    item.add_choice(RESPONSE, item.question.options, many=False)
    item.rules.append(_all_or_nothing())


def _multiple(item: Item) -> None:
    """A wrong option takes away what a right one gives."""
    right = _names(right_ids(item.question))
    response = declared(RESPONSE, "multiple", "identifier", right)
    if item.question.partly:
        points = {name_of(option.id): "1" if option.right else "-1" for option in item.question.options}
        response.append(mapping(points, lowest="0"))
    item.responses.append(response)
    item.add_choice(RESPONSE, item.question.options, many=True)
    item.rules.append(_shared(len(right)) if item.question.partly else _all_or_nothing())


def _true_false(item: Item) -> None:
    key = KINDS["true_false"].key(item.question, {})
    words = _VERDICTS.get(item.language, _VERDICTS["en"])
    choices = [
        element("simple-choice", {"identifier": name, "fixed": "true"}, text=said)
        for name, said in zip(("true", "false"), words, strict=True)
    ]
    attributes = {"response-identifier": RESPONSE, "shuffle": "false", "max-choices": "1"}
    item.responses.append(declared(RESPONSE, "single", "identifier", [key["truth"]]))
    item.ask("choiceInteraction", element("choice-interaction", attributes, *choices))
    if not item.question.options:
        item.rules.append(_all_or_nothing())
        return
    item.responses.append(declared(REASON, "single", "identifier", _names([key["reason"]])))
    item.body.append(filled("p", _WHY.get(item.language, _WHY["en"])))
    item.add_choice(REASON, item.question.options, many=False)
    both = element("and", None, is_right(RESPONSE), is_right(REASON))
    half = [(is_right(RESPONSE), score("0.5"))] if item.question.partly else []
    item.rules.append(rules((both, score("1")), *half, otherwise=score("0")))


def _matching(item: Item) -> None:
    pairs = KINDS["matching"].key(item.question, {})["pairs"]
    right = [f"{name_of(left)} {name_of(other)}" for left, other in pairs.items()]
    response = declared(RESPONSE, "multiple", "directedPair", right)
    if item.question.partly:
        response.append(mapping(dict.fromkeys(right, "1")))
    item.responses.append(response)
    # In the order of their ids, as the order in which they are written tells what goes with what.
    sets = [
        element(
            "simple-match-set", None, *(_choice("simple-associable-choice", cell, match_max="1") for cell in column)
        )
        for column in (
            _sorted(left for left, _right in item.question.rows),
            _sorted(cell for _left, cell in item.question.rows),
        )
    ]
    attributes = {"response-identifier": RESPONSE, "shuffle": "true", "max-associations": str(len(pairs))}
    item.ask("matchInteraction", element("match-interaction", attributes, *sets))
    item.rules.append(_shared(len(pairs)) if item.question.partly else _all_or_nothing())


def _ordering(item: Item) -> None:
    """For a part of the points, the place of each step is found first: QTI cannot ask for it."""
    steps = _names(KINDS["ordering"].key(item.question, {})["order"])
    item.responses.append(declared(RESPONSE, "ordered", "identifier", steps))
    attributes = {"response-identifier": RESPONSE, "shuffle": "true"}
    choices = [_choice("simple-choice", step) for step in _sorted(item.question.steps)]
    item.ask("orderInteraction", element("order-interaction", attributes, *choices))
    if not item.question.partly:
        item.rules.append(_all_or_nothing())
        return
    places = {step: f"{PLACE}-{number}" for number, step in enumerate(steps, 1)}
    item.outcomes += [outcome(place, "single", "integer", "0") for place in places.values()]
    item.rules += [
        rules(*((_stands_at(step, at), put(place, value("integer", str(at)))) for at in range(1, len(steps) + 1)))
        for step, place in places.items()
    ]
    pairs = list(combinations(places.values(), 2))
    item.rules += [rules((element("lt", None, variable(one), variable(other)), plus_one())) for one, other in pairs]
    # Right pairs less wrong ones, which are all others.
    more = [element("sum", None, variable(SCORE), variable(SCORE), value("float", f"-{len(pairs)}")) for _use in "12"]
    more_than_none = element("gt", None, more[0], value("float", "0"))
    item.rules.append(rules((more_than_none, put(SCORE, divided(more[1], len(pairs)))), otherwise=score("0")))


def _stands_at(step: str, place: int) -> Element:
    there = element("index", {"n": str(place)}, variable(RESPONSE))
    return element("match", None, there, value("identifier", step))


def _entry(item: Item, response: str) -> Element:
    return element("text-entry-interaction", {"response-identifier": response, "expected-length": _LENGTHS[item.kind]})


def _number(item: Item) -> None:
    key, unit = KINDS["number"].key(item.question, {}), KINDS["number"].words(item.question).get("unit", "")
    item.responses.append(declared(RESPONSE, "single", "float", [key["value"]]))
    entry = _entry(item, RESPONSE)
    entry.tail = f" {unit}".rstrip() or None
    paragraph = Element("p")
    paragraph.append(entry)
    item.ask("textEntryInteraction", paragraph)
    mode = {"tolerance-mode": "exact"}
    if key["tolerance"].strip("0."):
        mode = {"tolerance-mode": "absolute", "tolerance": key["tolerance"]}
    near = element("equal", mode, variable(RESPONSE), element("correct", {"identifier": RESPONSE}))
    item.rules.append(rules((near, score("1")), otherwise=score("0")))


def _typed(item: Item, response: str, words: Sequence[str], exact: bool) -> None:
    declaration = declared(response, "single", "string", words[:1])
    declaration.append(mapping(dict.fromkeys(words, "1"), exact))
    item.responses.append(declaration)


def _short(item: Item) -> None:
    key = KINDS["short"].key(item.question, {})
    if "kazakh" in key["exact"]:
        item.losses.note(KAZAKH)
    _typed(item, RESPONSE, key["accept"], "case" in key["exact"])
    paragraph = Element("p")
    paragraph.append(_entry(item, RESPONSE))
    item.ask("textEntryInteraction", paragraph)
    item.rules.append(rules((brings_something(RESPONSE), score("1")), otherwise=score("0")))


def _gaps(item: Item) -> None:
    """They stand in the text."""
    accept = KINDS["gaps"].key(item.question, {})["accept"]
    names = {gap_id: f"{RESPONSE}-{gap_id}" for gap_id in accept}
    for gap_id, name in names.items():
        _typed(item, name, accept[gap_id], exact=False)
        item.rules.append(rules((brings_something(name), plus_one())))
    entry = '<qti-text-entry-interaction response-identifier="%s" expected-length="%s"/>'
    gaps = {gap_id: entry % (name, _LENGTHS["gaps"]) for gap_id, name in names.items()}
    item.add_prose(KINDS["gaps"].more(item.question), gaps)
    item.interactions.append("textEntryInteraction")
    all_right = element("equal", {"tolerance-mode": "exact"}, variable(SCORE), value("float", str(len(names))))
    share = put(SCORE, divided(variable(SCORE), len(names)))
    item.rules.append(share if item.question.partly else rules((all_right, score("1")), otherwise=score("0")))


_KINDS: Mapping[str, Callable[[Item], None]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "number": _number,
    "short": _short,
    "gaps": _gaps,
}
