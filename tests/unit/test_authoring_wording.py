"""What changed in a text, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from elearn.authoring.rules.wording import Kind, Piece, by_word

TEXTS = st.text("ab \n.", max_size=30)


def test_words_are_whole() -> None:
    assert by_word("Ask three questions.", "Ask four questions!") == (
        Piece(Kind.SAME, "Ask "),
        Piece(Kind.GONE, "three"),
        Piece(Kind.NEW, "four"),
        Piece(Kind.SAME, " questions"),
        Piece(Kind.GONE, "."),
        Piece(Kind.NEW, "!"),
    )
    assert by_word("", "") == ()


def test_long_texts_are_changed_as_a_whole() -> None:
    before, after = "a " * 2_000, "b " * 2_000
    assert by_word(before, after) == (Piece(Kind.GONE, before), Piece(Kind.NEW, after))


@given(TEXTS, TEXTS)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    pieces = by_word(before, after)
    assert "".join(piece.words for piece in pieces if piece.kind is not Kind.NEW) == before
    assert "".join(piece.words for piece in pieces if piece.kind is not Kind.GONE) == after
