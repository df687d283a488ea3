"""Adding a kind touches nothing else: a rules file and a template, made here, and a question of that kind goes its whole way."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader

from elearn.foundation.db import db
from elearn.foundation.manuscript.text import read
from elearn.quizzes.content import questions
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.content.writing import quiz_text
from elearn.quizzes.formats.registry import FORMATS, READABLE
from elearn.quizzes.models import AttemptSubmitted
from elearn.quizzes.queries import judging, sittings
from elearn.quizzes.rules import kinds
from elearn.quizzes.rules.kind import WrittenPart, WrittenQuestion
from elearn.quizzes.rules.papers import Blueprint, by_objective
from tests import factories_quizzes as factories
from tests.quizzes.pages import main_text
from tests.world import World

RULES = '''
"""Digits: a whole number is typed whose digits add up to what is asked for."""

from fractions import Fraction

from elearn.quizzes.rules.kind import N_, Fault, Finding, Kind, Slot

NO_SUM = Fault(N_("This question does not say the sum."), N_("Write it: = 12"))


class Digits(Kind):
    label = N_("Digits")

    def is_written(self, written):
        return False

    def findings(self, written):
        if len(written.sets) != 1 or not written.sets[0].words.isdecimal():
            yield Finding(written.line, NO_SUM)

    def plan(self, written):
        return {}

    def key(self, written, translations):
        return {"sum": int(written.sets[0].words)}

    def slots(self, plan):
        return (Slot("number", longest=10),)

    def score(self, question, answer):
        digits = [int(each) for each in answer["number"][0] if each.isdecimal()]
        return Fraction(int(sum(digits) == question.key["sum"]))

    def right(self, question):
        return {"number": (str(question.key["sum"]),)} if question.key["sum"] < 10 else {"number": ("93",)}


KIND = Digits()
'''
TEMPLATE = """\
{% macro ask(slots, layout, words, answer) %}
  <p>{{ words.stem | safe }}</p><label for="digits">Digits</label>
  <input id="digits" name="answer-0" value="{{ answer.get("number", [""])[0] }}">
{% endmacro %}
{% macro review(reviewed) %}
  <p>You typed {{ reviewed.answer.get("number", ["nothing"])[0] }}.
  {% if reviewed.key %}The digits add up to {{ reviewed.key.key["sum"] }}.{% endif %}</p>
{% endmacro %}
"""
QUIZ = """\
## Write a number of two digits that add up to twelve. {#twelve kind=digits objective=o difficulty=1}

= 12

> Nine and three make twelve.
"""
PAPER = Blueprint("final", by_objective({"o": 1}), minutes=40, pass_percent=50, attempts=1)


@pytest.fixture
def _digits(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The kind, in folders of its own that are looked through like those of the others."""
    for name, content in (("kinds/digits.py", RULES), ("templates/quizzes/kinds/digits.html", TEMPLATE)):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(content)
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(tmp_path / "kinds")])
    found = kinds.found()
    assert found.keys() - kinds.KINDS.keys() == {"digits"}
    monkeypatch.setitem(kinds.KINDS, "digits", found["digits"])
    loaders = [world.app.jinja_env.loader, FileSystemLoader(tmp_path / "templates")]
    monkeypatch.setattr(world.app.jinja_env, "loader", ChoiceLoader([each for each in loaders if each]))
    yield
    sys.modules.pop(f"{kinds.__name__}.digits")


@pytest.mark.usefixtures("_digits")
def test_a_question_of_an_eleventh_kind_is_read_asked_saved_scored_shown_and_judged(world: World) -> None:
    manuscript = read("quiz.md", QUIZ.encode())
    written = read_quiz(manuscript, Setting(source=True, objectives={"o": 1}, media=()))
    assert manuscript.complaints == []
    of = factories.freeze(
        [questions.question(each, {}) for each in written],
        {"en": {each.id: questions.words(each, "digits", "en", {}) for each in written}},
    )
    for place, typed, points in ((world.kostanay, "75", 1.0), (world.karaganda, "76", 0.0)):
        attempt_id = factories.start(place, of, PAPER)
        officer = world.signed_in(place.accounts[0])
        address = f"/attempts/{attempt_id}"
        asked = officer.get(address)
        assert "Write a number of two digits that add up to twelve. Digits" in main_text(asked)
        assert "12" not in main_text(asked)
        sent = {"n": 1, "sequence": 1, "fields": [["answer-0", typed]]}
        assert (officer.post(address, json=sent).json or {})["state"] == "saved"
        assert f'value="{typed}"' in officer.get(address).text
        officer.post(f"{address}/submit")
        db.session.rollback()
        assert db.session.get_one(AttemptSubmitted, attempt_id).scores == {"twelve": points}
        given = sittings.answers(attempt_id)["twelve"].answer
        assert given == {"number": (typed,)}
        shown = main_text(officer.get(f"{address}/result"))
        assert f"You typed {typed}. The digits add up to 12. Why Nine and three make twelve." in shown
    [judged] = judging.judged(of.id, "final", "en").questions
    assert (judged.question.kind, judged.item.met, judged.item.facility, judged.item.options) == ("digits", 2, 0.5, ())
    # It goes out as quiz.md, and into no format that has no place for it.
    assert read_quiz(read("quiz.md", quiz_text(written).encode()), Setting(True, {"o": 1}, ())) == written
    for each in FORMATS.values():
        assert [(left.line, left.of_part) for left in each.write(written, "en").left_out] == [(1, False)]


def as_words(_kind: object, written: WrittenQuestion) -> WrittenQuestion:
    """All numbers of two digits that are right, to be typed."""
    right = [str(each) for each in range(10, 100) if sum(map(int, str(each))) == int(written.sets[0].words)]
    return replace(written, kind="short", sets=(WrittenPart("", " | ".join(right)),))


@pytest.mark.usefixtures("_digits")
def test_an_eleventh_kind_that_says_how_others_would_ask_it_is_carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but its own file says so; formats that have no such kind still say that they leave it out."""
    monkeypatch.setattr(type(kinds.KINDS["digits"]), "elsewhere", as_words)
    written = read_quiz(read("quiz.md", QUIZ.encode()), Setting(source=True, objectives={"o": 1}, media=()))
    exported = {name: each.write(written, "en") for name, each in FORMATS.items()}
    assert {name: [left.line for left in each.left_out] for name, each in exported.items()} == {
        "gift": [], "aiken": [1], "moodle-xml": [], "qti": [],
    }  # fmt: skip
    for name in ("gift", "moodle-xml"):
        reader = READABLE[name].read
        assert reader
        [back] = reader(exported[name].data).questions
        assert (kinds.kind_of(back), kinds.KINDS["short"].key(back, {})["accept"]) == (
            "short",
            ["39", "48", "57", "66", "75", "84", "93"],
        )
    # One that is not finished is left out as what it is.
    broken = [replace(each, sets=()) for each in written]
    assert [len(each.write(broken, "en").left_out) for each in FORMATS.values()] == [1, 1, 1, 1]
