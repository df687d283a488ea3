"""Words of six languages are alike in every form, however they are typed; and what is not a word is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation.locale import LANGUAGES
from elearn.foundation.stems import LONGEST, placed, stem, stems

ALIKE = [
    ("en", "search searches Searching SEARCHED"),
    ("en", "prisoner prisoners"),
    ("ru", "заключённый Заключенные заключённого ЗАКЛЮЧЁННЫМИ"),
    ("ru", "обыск обыска обыску обыски"),
    ("ru", "безопасность безопасности"),
    ("fr", "détenu détenus Détenus"),
    ("fr", "fouille fouilles"),
    ("ar", "تفتيش التفتيش تَفْتِيش تفتـيش"),
    ("ar", "الأمن أمن الامن"),
    ("kk", "тінту тінтуді тінтудің тінтуге тинту"),
    ("kk", "қауіпсіздік қауіпсіздігі қауіпсіздіктің кауипсиздик"),
    ("kk", "адам адамдар адамдардың адамға"),
    ("ky", "коопсуздук коопсуздугу коопсуздуктун"),
    ("ky", "кызматкер кызматкерлер кызматкерлери"),
    ("ky", "түрмө түрмөгө турмо"),
    ("ar", "الكرامة والكرامة فالكرامة الكرامه"),
    ("ar", "76 ٧٦"),
]


@pytest.mark.parametrize(("language", "words"), ALIKE)
def test_forms_of_a_word_are_alike(language: str, words: str) -> None:
    assert len({stem(word, language) for word in words.split()}) == 1


def test_other_words_are_not() -> None:
    assert stem("район", "ru") != stem("раион", "ru")
    assert stem("right", "en") != stem("rule", "en")


def test_letters_alone_are_no_words_and_numbers_are() -> None:
    assert stems("l'homme, a 5 règle 76!", "fr") == ["homm", "5", "regl", "76"]


def test_where_words_stand() -> None:
    assert list(placed("No searches.", "en")) == [("no", 0, 2), ("search", 3, 11)]


@given(st.text(max_size=300), st.sampled_from(list(LANGUAGES)))
def test_whatever_is_typed_a_stem_has_letters_and_digits_only(text: str, language: str) -> None:
    for found in stems(text, language):
        assert found.isalnum()
        assert 0 < len(found) <= LONGEST
