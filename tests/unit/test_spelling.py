"""Which words an officer may type for which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules.spelling import WAYS, plain_words, same_words

ways = st.sets(st.sampled_from(WAYS))
# Few letters, so that two words are often nearly the same.
words = st.text("eéEœſßİıеёЁий\u0306\u0301\u0308аәӘاأـ. '’\u200f", max_size=4) | st.text()


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("mandela RULES", "Mandela Rules"),
        ("STRASSE", "Straße"),
        ("  Mandela \u00a0 \u2009Rules ", "Mandela Rules"),
        ("Mandela Rules.", "Mandela Rules"),
        ("Mandela Rules . ", "Mandela Rules..."),
        ("Mandela Rules…", "Mandela Rules"),
        ("«Правила» “Манделы”", "\"Правила\" 'Манделы'"),
        ("l’interdiction", "l'interdiction"),
        ("l´interdiction", "l`interdiction"),
        ("well–being", "well-being"),
        ("well\u2011being", "well‐being"),
        ("evenement", "événement"),
        ("e\u0301ve\u0301nement", "événement"),
        ("Ça", "ca"),
        ("mise en oeuvre", "mise en œuvre"),
        ("заключённый", "заключенный"),
        ("Е\u0308ЛКА", "елка"),
        ("замо\u0301к", "замок"),
        ("и\u0306од", "йод"),
        ("السِّجْن", "السجن"),
        ("الســـجن", "السجن"),
        ("إحترام أسرة آخر", "احترام اسرة اخر"),
        ("\ufefb", "لا"),
        ("\u200fالسجن\u200e", "السجن"),
        ("so\u00adli\u200btary", "solitary"),
        ("٢٢ ساعة", "22 ساعة"),
        ("۲۲", "٢٢"),
        ("m²", "m2"),
        ("ｆｕｌｌ", "full"),
    ],
)
def test_what_does_not_matter(typed: str, accepted: str) -> None:
    assert same_words(typed, accepted, ())
    assert same_words(accepted, typed, ())


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("иод", "йод"),
        ("й", "и"),
        ("кала", "қала"),  # Kazakh letters are letters of their own
        ("уш", "үш"),
        ("ұш", "үш"),
        ("їжа", "іжа"),
        ("مسوول", "مسؤول"),  # hamza forms of other letters are letters of their own too
        ("سيل", "سئل"),
        ("السجنة", "السجنه"),
        ("well being", "well-being"),
        ("MandelaRules", "Mandela Rules"),
        ("Mandela, Rules", "Mandela Rules"),
        ("a.b", "ab"),
        ("o", "ø"),
        ("≠", "="),
        ("22", "23"),
        ("", "Mandela"),
    ],
)
def test_what_does_matter(typed: str, accepted: str) -> None:
    assert not same_words(typed, accepted, ())
    assert not same_words(accepted, typed, ())


@pytest.mark.parametrize(
    ("way", "typed", "accepted", "same"),
    [
        ("case", "mandela", "Mandela", False),
        ("case", "Mandéla.", "Mandela", True),
        ("case", "Ёлка", "Елка", True),
        ("accents", "evenement", "événement", False),
        ("accents", "e\u0301VE\u0301nement", "événement", True),
        ("accents", "السجن", "السِّجن", False),
        ("accents", "احترام", "أحترام", False),
        ("accents", "الســـجن", "السجن", True),  # a tatweel is no accent
        ("accents", "oeuvre", "œuvre", False),
        ("accents", "елка", "ёлка", True),
        ("yo", "елка", "ёлка", False),
        ("yo", "ЁЛКА", "ёлка", True),
        ("yo", "е\u0308лка", "ёлка", True),
        ("yo", "evenement", "événement", True),
        ("kazakh", "кала", "қала", True),
        ("kazakh", "КАЛА", "Қала", True),
        ("kazakh", "агкноуухи", "әғқңөұүһі", True),
        ("kazakh", "әгқноұухі", "әғқңөұүһі", True),  # some of them
        ("kazakh", "әғқңөұүһі", "әғқңөұүһі", True),
        ("kazakh", "қала", "кала", False),  # the other way round it is a wrong letter
        ("kazakh", "ұш", "үш", False),
        ("kazakh", "иод", "йод", False),
        ("kazakh", "калалар", "қала", False),
        ("kazakh", "кала", "қалалар", False),
    ],
)
def test_how_exactly(way: str, typed: str, accepted: str, same: bool) -> None:
    assert same_words(typed, accepted, [way]) is same


def test_ways_add_up() -> None:
    assert same_words("Кала", "Қала", ["case", "kazakh"])
    assert not same_words("кала", "Қала", ["case", "kazakh"])
    assert not same_words("Қала", "кала", ["case", "kazakh"])


@pytest.mark.parametrize("nothing", ["", " ", ".", " . . ", "…", "ـ", "\u200f", "\u0301"])
def test_nothing_is_left_of_what_does_not_matter(nothing: str) -> None:
    assert plain_words(nothing) == ""


@given(words, ways)
def test_words_are_the_same_as_themselves(words: str, exact: set[str]) -> None:
    assert same_words(words, words, exact)
    assert same_words(f"  {words} .", words, exact)


@given(words, words, ways)
def test_exactness_only_takes_away_and_look_alikes_only_add(typed: str, accepted: str, exact: set[str]) -> None:
    if same_words(typed, accepted, exact - {"kazakh"}):
        assert same_words(typed, accepted, ())
        assert same_words(typed, accepted, exact | {"kazakh"})


@given(words, words, ways)
def test_neither_word_comes_first(one: str, other: str, exact: set[str]) -> None:
    exact -= {"kazakh"}
    assert same_words(one, other, exact) == same_words(other, one, exact)
