"""Languages: the way they run, and which text stands in for one that is missing."""

import pytest

from elearn.foundation import locale
from elearn.foundation.locale import LANGUAGES, Text


def test_six_languages_named_in_themselves() -> None:
    assert sorted(LANGUAGES) == ["ar", "en", "fr", "kk", "ky", "ru"]
    assert {code: locale.direction(code) for code in LANGUAGES} == {
        "kk": "ltr", "ru": "ltr", "ky": "ltr", "ar": "rtl", "fr": "ltr", "en": "ltr",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "source", "language", "picked"),
    [
        ({"en": "A", "kk": "Ә"}, "en", "kk", Text("Ә", "kk")),
        ({"en": "A", "kk": "Ә"}, "en", "ru", Text("A", "en")),
        ({"en": "A", "kk": "Ә"}, "kk", "ru", Text("Ә", "kk")),
        ({"en": "A", "kk": ""}, "en", "kk", Text("A", "en")),
        ({"fr": "À"}, "en", "kk", Text("À", "fr")),
        ({}, "en", "kk", Text("", "kk")),
    ],
)
def test_a_missing_text_is_stood_in_for(texts: dict[str, str], source: str, language: str, picked: Text) -> None:
    assert locale.pick(texts, source, language) == picked
    assert str(picked) == picked.words


def test_a_text_knows_which_way_it_runs() -> None:
    assert (Text("نص", "ar").direction, Text("text", "en").direction) == ("rtl", "ltr")
