"""Papers, answers, scores and what is shown of them, with plain values."""

from collections import Counter
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes import rules
from elearn.quizzes.rules import Acceptance, Blueprint, Given, Item, Kind, Question, Score, Shown, Sitting

T = datetime(2026, 9, 15, 6, 0, tzinfo=UTC)
ID = UUID(int=1)


def question(question_id: str, objective: str = "gate", kind: Kind = Kind.SINGLE, right: str = "a") -> Question:
    return Question(question_id, kind, objective, 1, ("a", "b", "c", "d"), frozenset(right))


BANK = [question(f"{objective}-{n}", objective) for objective in ("gate", "keys") for n in range(10)]
PAPER = Blueprint("final", {"gate": 3, "keys": 2}, minutes=40, pass_percent=80, attempts=3)


def sitting(*, is_open: bool = True, items: tuple[Item, ...] = ()) -> Sitting:
    return Sitting(ID, ID, ID, "gate", {}, "bank", "final", 1, 80, 3, T - timedelta(minutes=40), T, items, is_open)


@given(st.integers(0, 2**31), st.sets(st.sampled_from([q.id for q in BANK]), max_size=7))
def test_a_paper_follows_its_blueprint_and_its_seed(seed: int, without: Collection[str]) -> None:
    items = rules.draw(PAPER, BANK, seed, without)
    objectives = {q.id: q.objective for q in BANK}
    assert Counter(objectives[item.question_id] for item in items) == PAPER.draw
    assert len({item.question_id for item in items}) == PAPER.length == 5
    assert not {item.question_id for item in items} & set(without)
    assert all(sorted(item.options) == ["a", "b", "c", "d"] for item in items)
    assert rules.draw(PAPER, reversed(BANK), seed, without) == items


@given(st.integers(0, 2**31), st.sets(st.sampled_from([q.id for q in BANK])))
def test_what_was_asked_before_is_asked_again_only_where_there_is_too_little_else(seed: int, met: set[str]) -> None:
    items = rules.draw(PAPER, BANK, seed, met=met)
    asked = {item.question_id for item in items}
    for objective, wanted in PAPER.draw.items():
        new = {q.id for q in BANK if q.objective == objective} - met
        assert len({q.id for q in BANK if q.objective == objective} & asked) == wanted
        assert len(new & asked) == min(wanted, len(new))


def test_a_bank_that_is_too_small_says_where() -> None:
    with pytest.raises(rules.TooFewQuestions, match=r"^keys: 1 questions, 2 wanted$") as error:
        rules.draw(PAPER, BANK, 1, without=[f"keys-{n}" for n in range(9)])
    assert (error.value.objective, error.value.there, error.value.wanted) == ("keys", 1, 2)


def chi_square(counts: Collection[int]) -> float:
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def test_no_question_no_place_and_no_order_of_options_is_preferred() -> None:
    papers = [rules.draw(PAPER, BANK, seed) for seed in range(1000)]
    drawn = Counter(item.question_id for paper in papers for item in paper)
    first = Counter(paper[0].question_id for paper in papers)
    right_at = Counter(item.options.index("a") for paper in papers for item in paper)
    # The 99.9 % points of chi-square with 9, 9, 9 and 3 degrees of freedom. A question is drawn once a paper at most,
    # so its counts vary less than chi-square allows for.
    assert chi_square([drawn[f"gate-{n}"] for n in range(10)]) < 27.88
    assert chi_square([drawn[f"keys-{n}"] for n in range(10)]) < 27.88
    assert chi_square([first[f"gate-{n}"] for n in range(10)]) < 27.88
    assert chi_square([right_at[place] for place in range(4)]) < 16.27


@pytest.mark.parametrize(
    ("kind", "right", "chosen", "expected"),
    [
        (Kind.SINGLE, "a", "a", 1),
        (Kind.SINGLE, "a", "b", 0),
        (Kind.SINGLE, "a", "", 0),
        (Kind.MULTIPLE, "ab", "ba", 1),
        (Kind.MULTIPLE, "ab", "a", 0),
        (Kind.MULTIPLE, "ab", "abc", 0),
        (Kind.MULTIPLE, "ab", "", 0),
    ],
)
def test_points_are_all_or_nothing(kind: Kind, right: str, chosen: str, expected: int) -> None:
    assert rules.points(question("q", kind=kind, right=right), list(chosen)) == expected


@pytest.mark.parametrize(
    ("right", "out_of", "mark", "expected"),
    [
        (8, 10, 80, (80, True)),
        (7, 9, 78, (77, False)),  # 77.8
        (7, 9, 77, (77, True)),
        (799, 1000, 80, (79, False)),  # 79.9
        (0, 3, 1, (0, False)),
        (3, 3, 100, (100, True)),
        (2, 3, None, (66, None)),
    ],
)
def test_scores_are_never_rounded_up(
    right: int, out_of: int, mark: int | None, expected: tuple[int, bool | None]
) -> None:
    items = tuple(Item(str(n), ("a", "b")) for n in range(out_of))
    answers = {str(n): ["a"] if n < right else ["b"] for n in range(out_of - 1)}
    answers |= {str(out_of - 1): ["a"]} if right == out_of else {}  # the last one stays without an answer
    score = rules.score(mark, items, {str(n): question(str(n)) for n in range(out_of)}, answers)
    assert (score.percent, score.passed) == expected
    assert (score.points, score.out_of, len(score.by_question)) == (right, out_of, out_of)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 100))
def test_who_sees_the_pass_mark_has_passed(points: tuple[int, int], mark: int) -> None:
    right, out_of = points
    items = tuple(Item(str(n), ("a", "b")) for n in range(out_of))
    bank = {str(n): question(str(n)) for n in range(out_of)}
    score = rules.score(mark, items, bank, {str(n): ["a"] for n in range(right)})
    assert score.passed == (score.percent >= mark)


def test_questions_of_the_bank_that_are_not_on_the_paper_bring_nothing() -> None:
    bank = {"q": question("q"), "other": question("other")}
    assert rules.score(50, (Item("q", ("a", "b")),), bank, {"other": ["a"]}) == Score({"q": 0}, passed=False)


@pytest.mark.parametrize(
    ("seconds", "left", "expected"),
    [
        (-60, 60, None),
        (-1, 1, None),
        (0, 0, None),
        (30, 0, None),
        (31, 0, Acceptance.LATE),
        (86_400, 0, Acceptance.LATE),
    ],
)
def test_answers_count_until_the_deadline_and_their_way_through_the_network(
    seconds: int, left: int, expected: Acceptance | None
) -> None:
    now = T + timedelta(seconds=seconds)
    assert rules.refusal(sitting(), now) is expected
    assert rules.refusal(sitting(is_open=False), now) is Acceptance.CLOSED
    assert rules.seconds_left(T, now) == left


@pytest.mark.parametrize(
    ("kind", "chosen", "expected"),
    [
        (Kind.SINGLE, [], True),
        (Kind.SINGLE, ["a"], True),
        (Kind.SINGLE, ["a", "b"], False),
        (Kind.SINGLE, ["e"], False),
        (Kind.MULTIPLE, ["d", "a"], True),
        (Kind.MULTIPLE, ["a", "a"], False),
        (Kind.MULTIPLE, ["a", "e"], False),
    ],
)
def test_an_answer_fits_its_question(kind: Kind, chosen: list[str], expected: bool) -> None:
    assert rules.fits(question("q", kind=kind), chosen) is expected


def test_places_stand_for_the_options_of_this_paper() -> None:
    item = Item("q", ("c", "a", "b"))
    assert rules.at_marks(item, []) == ()
    assert rules.at_marks(item, [2, 0]) == ("b", "c")
    assert rules.at_marks(item, [3]) is None
    assert rules.at_marks(item, [-1]) is None


def test_questions_are_numbered_from_one() -> None:
    items = (Item("p", ()), Item("q", ()))
    assert [sitting(items=items).item(number) for number in (-1, 0, 1, 2, 3)] == [None, None, *items, None]


def test_one_resumes_at_the_first_question_without_an_answer() -> None:
    items = [Item("p", ()), Item("q", ()), Item("r", ())]
    done = rules.answered({"p": Given(1, ("a",), T), "q": Given(4, (), T)})
    assert done == {"p"}
    assert rules.place_to_resume(items, done) == 2
    assert rules.place_to_resume(items, ()) == 1
    assert rules.place_to_resume(items, "pqr") == 1


@pytest.mark.parametrize(
    ("mark", "allowed", "submitted", "passed", "expected"),
    [
        (None, 1, 1, False, Shown.SCORE_ONLY),
        (None, None, 5, False, Shown.SCORE_ONLY),
        (80, 3, 1, False, Shown.OWN_CHOICES),
        (80, 3, 2, False, Shown.OWN_CHOICES),
        (80, 3, 3, False, Shown.EVERYTHING),
        (80, 3, 1, True, Shown.EVERYTHING),
        (80, None, 9, False, Shown.OWN_CHOICES),
        (80, None, 2, True, Shown.EVERYTHING),
    ],
)
def test_the_key_is_shown_after_passing_or_the_last_attempt(
    mark: int | None, allowed: int | None, submitted: int, passed: bool, expected: Shown
) -> None:
    assert rules.shown(mark, allowed, submitted, passed) is expected


def test_attempts_left() -> None:
    assert [rules.attempts_left(2, started) for started in range(4)] == [2, 1, 0, 0]
    assert rules.attempts_left(None, 7) is None


def test_words_are_taken_in_the_readers_language_then_in_the_fullest() -> None:
    assert rules.languages_in_order("ky", ["kk", "kk", "ru", "en"]) == ["kk", "en", "ru"]
    assert rules.languages_in_order("ru", ["kk", "kk", "ru", "en"]) == ["ru", "kk", "en"]
    assert rules.languages_in_order("ky", ["ru", "en"]) == ["en", "ru"]
