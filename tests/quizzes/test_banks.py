"""Frozen banks: kept for good, read in any language, never confused."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from elearn.foundation import ids
from elearn.foundation.db import db
from elearn.quizzes.models import FrozenQuestion, QuestionText
from elearn.quizzes.queries import banks
from elearn.quizzes.queries.banks import NoSuchBank
from elearn.quizzes.rules.words import FrozenWords, Secrets, Words
from elearn.quizzes.service import freezing
from tests import factories_quizzes as factories


def test_a_bank_comes_back_as_it_was_frozen(app: Flask) -> None:
    asked = factories.questions("multiple")
    bank = factories.freeze(asked)
    other = factories.freeze(factories.questions("single", each=1))
    assert app
    assert banks.bank(bank.id) == {question.id: question for question in asked}
    assert banks.bank(other.id) == {question.id: question for question in factories.questions("single", each=1)}


def test_freezing_a_bank_again_changes_nothing(app: Flask) -> None:
    factories.freeze(factories.questions())
    factories.freeze(factories.questions())
    assert app
    assert db.session.execute(select(func.count()).select_from(FrozenQuestion)).scalar_one() == 12
    assert db.session.execute(select(func.count()).select_from(QuestionText)).scalar_one() == 12


def test_a_bank_that_is_not_there_is_not_remembered_as_missing(app: Flask) -> None:
    asked = factories.questions(each=3)
    wanted = str(ids.new())  # banks stay in memory from test to test
    for read in (
        banks.bank,
        lambda bank_id: banks.words(bank_id, "en"),
        lambda bank_id: banks.secrets(bank_id, "en"),
    ):
        with pytest.raises(NoSuchBank):
            read(wanted)
    freezing.freeze(wanted, asked, {"en": {question.id: factories.english(question) for question in asked}})
    assert app
    assert banks.bank(wanted) == {question.id: question for question in asked}
    assert len(banks.words(wanted, "en")) == len(banks.secrets(wanted, "en")) == 6


def test_words_fall_back_question_by_question_and_secrets_follow_them(app: Flask) -> None:
    gate, keys = factories.questions(each=1)
    kazakh = {q.id: FrozenWords(f"KK {q.id}", {"a": "KK a"}, {"b": "KK no"}, "KK why") for q in (gate, keys)}
    russian = {keys.id: FrozenWords("RU keys", {"a": "RU a"}, {"b": "RU no"}, "RU why")}
    bank = factories.freeze([gate, keys], {"kk": kazakh, "ru": russian})
    assert app
    assert banks.words(bank.id, "ru") == {
        gate.id: Words("KK gate-0", {"a": "KK a"}, "kk"),
        keys.id: Words("RU keys", {"a": "RU a"}, "ru"),
    }
    assert banks.secrets(bank.id, "ru") == {
        gate.id: Secrets({"b": "KK no"}, "KK why"),
        keys.id: Secrets({"b": "RU no"}, "RU why"),
    }
    assert {words.language for words in banks.words(bank.id, "fr").values()} == {"kk"}
