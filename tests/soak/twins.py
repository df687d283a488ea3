"""Twins: two modules with questions that differ in nothing but their keys, and everything that is sent of either."""

import re
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from elearn.foundation.db import db, transaction
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.text import Manuscript
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.models import Attempt, AttemptSubmitted
from elearn.quizzes.queries import banks
from elearn.quizzes.rules.kind import Answer, Plan, Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_courses
from tests.quizzes.pages import fields
from tests.quizzes.samples import as_fields
from tests.world import World

# What is secret begins so, or is a number that stands nowhere else.
MARKED = re.compile(rb"zzsecret[\w-]*|73916|40417")


def _options(right: str) -> str:
    return "\n".join(
        f"- [x] Option {each} {{#zzsecret-{each}}}"
        if each in right
        else f"- [ ] Option {each} {{#zzsecret-{each}}}\n  > zzsecret-feedback-{each}"
        for each in "abcd"
    )


def _pairs(right: str) -> str:
    rows = (f"| Left {n} {{#zzsecret-{n}}} | Right {each} {{#zzsecret-{each}}} |" for n, each in enumerate(right))
    return "\n".join(["| Left | Right |", "|---|---|", *rows])


def _steps(order: str) -> str:
    return "\n".join(f"{n}. Step {each} {{#zzsecret-{each}}}" for n, each in enumerate(order, 1))


def _rubric(levels: int, word: str) -> str:
    cells = " | ".join(f"zzsecret-{word}-{level}" for level in range(levels))
    numbers = "|".join(map(str, range(levels)))
    row = f"|Facts first {{#zzsecret-facts}} | {cells} |\n|What is next {{#zzsecret-next}} | {cells} |"
    return f"|Criterion|{numbers}|\n|{'---|' * (levels + 1)}\n{row}"


def _ranges(contacts: str, revenge: str) -> str:
    rows = f"| Contacts {{#zzsecret-contacts}} | {contacts} |\n| Revenge {{#zzsecret-revenge}} | {revenge} |"
    return f"= 1-5: low | high\n\n| Factor | Panel |\n|---|---|\n{rows}"


# The two of each kind: what stands between the heading and the explanation.
TWINS = {
    "single": (_options("a"), _options("c")),
    "multiple": (_options("ab"), _options("bcd")),
    "true_false": (f"= true\n\n{_options('a')}", f"= false\n\n{_options('d')}"),
    "matching": (_pairs("abc"), _pairs("cab")),
    "ordering": (_steps("abc"), _steps("bca")),
    "number": ("= 73916 ± 2 hours", "= 40417 ± 90 hours"),
    "short": ("= zzsecret-Mandela", "= zzsecret-Bangkok | zzsecret-Beijing {case}"),
    "gaps": (
        "In [[zzsecret-private]]{#zzsecret-where} and [[zzsecret-calm]]{#zzsecret-how}.",
        "In [[zzsecret-haste|zzsecret-hurry]]{#zzsecret-where} and [[zzsecret-loud]]{#zzsecret-how}.",
    ),
    "rating": (_ranges("1-2", "1"), _ranges("4", "4-5")),
    "essay": (_rubric(3, "good"), _rubric(2, "other")),
}


@dataclass(frozen=True)
class Twin:
    """One of the two: its module, and the question that is asked in it, which stands there twice."""

    module_id: str
    question: Question


def twins(kind: str, round_: int, attempts: int | None = None) -> tuple[Twin, Twin]:
    """Both, published in all languages, with results that wait to be released."""
    one, other = (_publish(kind, number, f"{round_}-{number}", attempts) for number in (0, 1))
    assert one.question.plan == other.question.plan
    assert one.question.key != other.question.key
    assert banks.words(f"{one.module_id}-1", "en") == banks.words(f"{other.module_id}-1", "en")
    return one, other


def _publish(kind: str, number: int, name: str, attempts: int | None) -> Twin:
    text = f"## What is right? {{#zzsecret-q objective=lawful difficulty=1}}\n\n{TWINS[kind][number]}\n\n> zzsecret-why-{number}"
    manuscript = Manuscript("quiz.md", tuple(text.split("\n")))
    [written] = read_quiz(manuscript, Setting(source=True, objectives=None, media=()))
    assert manuscript.complaints == []
    asked = [replace(questions.question(written, {}), id=f"zzsecret-{each}") for each in ("first", "second")]
    words = {
        language: dict.fromkeys([each.id for each in asked], questions.words(written, kind, language, {}))
        for language in LANGUAGES
    }
    draw = by_objective({"lawful": 1})
    papers = {
        "pre-test": Blueprint("pre-test", draw, 10),
        "final": Blueprint("final", draw, 20, 100, attempts, held=True),
    }
    module_id = f"twin-{kind.replace('_', '-')}-{name}"
    factories_courses.publish(asked, words, module_id=module_id, revision_id=f"{module_id}-1", papers=papers)
    return Twin(module_id, asked[0])


def wrong(one: Question, other: Question) -> Answer:
    """An answer that brings nothing in either of the two; where people mark, any."""
    kind = KINDS[one.kind]
    slots = kind.slots(one.plan)
    choices = (one.plan[slot.role] if slot.role else ("none of it",) for slot in slots)
    for given in product(*choices):
        answer = {slot.id: (each,) for slot, each in zip(slots, given, strict=True)}
        if not kind.score(one, answer) and not kind.score(other, answer):
            return answer
    raise AssertionError(one)


def right(question: Question) -> Answer:
    """What would bring the point."""
    return KINDS[question.kind].right(question) or {"text": ("At 14:10 I saw it.\nI told the shift leader.",)}


@dataclass
class Sitting:
    """One officer at one of the twins, in one language: what was sent to them, in the order of time."""

    world: World
    twin: Twin
    language: str
    sent: list[tuple[str, bytes, frozenset[bytes]]] = field(default_factory=list)
    mine: set[bytes] = field(default_factory=set)  # what the officer typed may come back
    attempts: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        place = self.world.kostanay
        self.enrolment_id = factories_courses.enrol(place, module_id=self.twin.module_id)
        self.here, self.there, self.staff = (
            self.world.signed_in(account, self.language)
            for account in (place.accounts[0], place.accounts[0], place.instructor)
        )
        self.here.set_cookie("place", "one-browser")
        self.there.set_cookie("place", "another-browser")
        self.page = f"/modules/{self.twin.module_id}"

    def note(self, what: str, answer: TestResponse) -> TestResponse:
        """Keep what was sent: its headers and its body, every byte of both."""
        whole = b"%d\n%s%s" % (answer.status_code, str(answer.headers).encode(), answer.get_data())
        self.sent.append((what, whole, frozenset(self.mine)))
        return answer

    def get(self, address: str, client: FlaskClient | None = None) -> TestResponse:
        return self.note(f"GET {address}", (client or self.here).get(address))

    def post(self, address: str, client: FlaskClient | None = None, **sent: Any) -> TestResponse:
        return self.note(f"POST {address} {sent}", (client or self.here).post(address, **sent))

    def start(self, paper: str, like: "Sitting | None") -> str:
        """Begin a paper, the same one as in the sitting like which it shall be: chance is no key. Its address."""
        begun = self.post(f"{self.page}/papers/{paper}")
        assert begun.status_code == 303
        self.attempts.append(UUID(begun.location.rsplit("/", 1)[1]))
        if like:
            db.session.rollback()
            same = db.session.get_one(Attempt, like.attempts[len(self.attempts) - 1])
            drawn = {"seed": same.seed, "items": same.items}
            with transaction():
                db.session.execute(update(Attempt).where(Attempt.id == self.attempts[-1]).values(drawn))
        return f"/attempts/{self.attempts[-1]}"

    @property
    def layout(self) -> Plan:
        db.session.rollback()
        [[_question_id, layout]] = db.session.get_one(Attempt, self.attempts[-1]).items
        return {role: tuple(parts) for role, parts in layout.items()}

    def json(self, answer: Answer, sequence: int) -> dict[str, Any]:
        """What quiz.js sends."""
        given = as_fields(self.twin.question.kind, self.layout, answer)
        self.mine |= {value.encode() for values in given.values() for value in values}
        return {"n": 1, "sequence": sequence, "fields": [[name, value] for name in given for value in given[name]]}

    def mark_and_release(self) -> None:
        """What the academy does before a result can be seen; nothing of it goes to the officer."""
        db.session.rollback()
        for question_id in db.session.get_one(AttemptSubmitted, self.attempts[-1]).to_mark:
            address = f"/assessment/{self.attempts[-1]}/{question_id}"
            page = self.staff.get(address)
            levels = dict.fromkeys(re.findall(r'name="(level-\d)"', page.text), "0")
            assert self.staff.post(address, data=fields(page) | levels).status_code == 303
        place = self.world.kostanay.academy_id
        assert self.staff.post(f"/assessment/release/{place}/{self.twin.module_id}/final").status_code == 303

    def plain(self, whole: bytes) -> bytes:
        """Without what differs in any two attempts: the ids, the form's token, the key of sealing, the signed cookie."""
        for each in (*self.attempts, self.enrolment_id, self.twin.module_id):
            whole = whole.replace(str(each).encode(), b"ID")
        whole = re.sub(rb'(name="csrf_token" value=|data-key=)"[^"]*"', rb'\1""', whole)
        return re.sub(rb"(Set-Cookie: elearn=)[^\r\n]*", rb"\1", whole)
