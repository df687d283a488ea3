"""Two texts side by side, and two changes of one text put together."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from elearn.authoring.rules.approving import Change, Proposal, Refusal, changes, refusal
from elearn.authoring.rules.bringing import medium_name
from elearn.authoring.rules.comparing import Pair, Piece, Side, Skipped, merged, side_by_side
from elearn.authoring.rules.history import State, state
from tests.databases import NOW


def same(line: int, words: str, after: int | None = None) -> Pair:
    return Pair(Side(line, (Piece(words),)), Side(after or line, (Piece(words),)))


def test_words_that_changed_are_marked() -> None:
    assert side_by_side("one\nCount the keys.\ntwo", "one\nCount all keys.\ntwo") == (
        same(1, "one"),
        Pair(
            Side(2, (Piece("Count "), Piece("the", True), Piece(" keys."))),
            Side(2, (Piece("Count "), Piece("all", True), Piece(" keys."))),
        ),
        same(3, "two"),
    )


def test_lines_of_one_side_only() -> None:
    assert side_by_side("one", "one\ntwo") == (same(1, "one"), Pair(None, Side(2, (Piece("two", True),))))
    assert side_by_side("one\ntwo", "two") == (Pair(Side(1, (Piece("one", True),)), None), same(2, "two", 1))


def test_long_runs_are_skipped() -> None:
    text = "\n".join(map(str, range(20)))
    found = side_by_side(text, text.replace("10", "ten"))
    assert found[0] == Skipped(7)
    assert found[-1] == Skipped(6)
    assert [pair.changed for pair in found[1:-1] if isinstance(pair, Pair)] == [False] * 3 + [True] + [False] * 3


def test_the_same_text_has_no_difference() -> None:
    assert side_by_side("a\nb", "a\nb") == ()


def test_very_long_lines_are_compared_as_a_whole() -> None:
    long = "a " * 600
    [pair] = side_by_side(long, long + "b")
    assert isinstance(pair, Pair)
    assert pair == Pair(Side(1, (Piece(long, True),)), Side(1, (Piece(long + "b", True),)))


def test_changes_in_different_places_fit_together() -> None:
    base = "one\ntwo\nthree\nfour"
    assert merged(base, "ONE\ntwo\nthree\nfour", "one\ntwo\nthree\nFOUR") == "ONE\ntwo\nthree\nFOUR"
    assert merged(base, base + "\nfive", "zero\n" + base) == "zero\n" + base + "\nfive"
    assert merged(base, "one\nthree\nfour", base) == "one\nthree\nfour"
    assert merged(base, "one\nTWO\nthree\nfour", "one\nTWO\nthree\nfour") == "one\nTWO\nthree\nfour"
    assert merged(base, "one\nTWO\nthree\nfour", "one\n2\nthree\nfour") is None
    assert merged(base, "one\nthree\nfour", "one\n2\nthree\nfour") is None


lines = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)


@given(lines, lines, lines)
def test_merging_loses_nothing(base: str, mine: str, theirs: str) -> None:
    assert merged(base, mine, base) == mine
    assert merged(base, base, theirs) == theirs
    assert merged(base, mine, mine) == mine
    assert merged(base, mine, theirs) == merged(base, theirs, mine)


@given(lines, lines)
def test_both_texts_can_be_read_from_their_sides(before: str, after: str) -> None:
    pairs = [pair for pair in side_by_side(before, after) if isinstance(pair, Pair)]
    for text, sides in ((before, [pair.before for pair in pairs]), (after, [pair.after for pair in pairs])):
        for side in sides:
            assert side is None or "".join(piece.words for piece in side.pieces) == text.split("\n")[side.line - 1]


def test_names_of_states() -> None:
    assert (state("s12"), state("r3"), str(State(True, 3))) == (State(False, 12), State(True, 3), "r3")
    assert [state(words) for words in ("", "x1", "s", "s-1", "s1 ", "s" + "1" * 9, "r٣x")] == [None] * 7


def test_what_differs() -> None:
    assert changes({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "d": "1"}) == {
        "b": Change.CHANGED,
        "c": Change.GONE,
        "d": Change.ADDED,
    }


def test_who_approves_what() -> None:
    one, other = UUID(int=1), UUID(int=2)
    proposal = Proposal(UUID(int=7), 1, "r", "finish", one, NOW, False)
    assert refusal(proposal, proposal.id, "r", other) is None
    assert refusal(proposal, proposal.id, "r", one) is Refusal.OWN
    assert refusal(proposal, proposal.id, "other", other) is Refusal.CHANGED
    assert refusal(proposal, proposal.id, None, other) is Refusal.COMPLAINTS
    assert refusal(proposal, UUID(int=8), "r", other) is Refusal.SETTLED
    assert refusal(None, proposal.id, "r", other) is Refusal.SETTLED


def test_names_of_media() -> None:
    assert medium_name("My Gate (1).JPG", [], "png", []) == "my-gate-1.png"
    assert medium_name("ворота.jpg", ["a", "gate"], "jpg", ["a-gate.jpg"]) == "a-gate-2.jpg"
    assert medium_name("", [], "png", ["picture.png", "picture-2.png"]) == "picture-3.png"
    assert medium_name("../../etc/passwd", [], "png", []) == "picture.png"
