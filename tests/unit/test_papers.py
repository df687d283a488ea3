"""Papers drawn from banks: by objective, tag and difficulty, as parallel forms, each question as often as the others."""

import math
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.quizzes.rules import papers
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, Item, TooFewQuestions, by_objective
from elearn.quizzes.rules.seating import Draw, Shortage, shortages
from tests.exposure import exposure
from tests.factories_quizzes import question

BANK = [question(f"{objective}-{n}", objective) for objective in ("gate", "keys") for n in range(10)]
PAPER = Blueprint("final", by_objective({"gate": 3, "keys": 2}), minutes=40, pass_percent=80, attempts=3)

seeds = st.integers(0, 2**31)


def of(question_id: str, objective: str = "gate", difficulty: int = 1, *tags: str) -> Question:
    return replace(question(question_id, objective), difficulty=difficulty, tags=tags)


def ids_of(items: Iterable[Item]) -> list[str]:
    return [item.question_id for item in items]


def mix_of(items: Iterable[Item], bank: Iterable[Question]) -> Counter[tuple[str, int]]:
    """How many questions of each objective and difficulty a paper has."""
    known = {each.id: (each.objective, each.difficulty) for each in bank}
    return Counter(known[question_id] for question_id in ids_of(items))


def paper(*lines: Draw, name: str = "final") -> Blueprint:
    return Blueprint(name, lines, 40)


@given(seeds, st.sets(st.sampled_from([q.id for q in BANK]), max_size=7))
def test_a_paper_follows_its_blueprint_and_its_seed(seed: int, without: Collection[str]) -> None:
    items = papers.draw(PAPER, BANK, seed, form=seed, without=without)
    assert mix_of(items, BANK) == {("gate", 1): 3, ("keys", 1): 2}
    assert len(set(ids_of(items))) == PAPER.length == 5
    assert not set(ids_of(items)) & set(without)
    assert all(sorted(item.layout["options"]) == ["a", "b", "c", "d"] for item in items)
    assert papers.draw(PAPER, reversed(BANK), seed, form=seed, without=without) == items


@given(seeds, st.sets(st.sampled_from([q.id for q in BANK])))
def test_what_was_asked_before_is_asked_again_only_where_there_is_too_little_else(seed: int, met: set[str]) -> None:
    asked = set(ids_of(papers.draw(PAPER, BANK, seed, form=seed, met=met)))
    for line in PAPER.draw:
        new = {q.id for q in BANK if line.fits(q)} - met
        assert len({q.id for q in BANK if line.fits(q)} & asked) == line.count
        assert len(new & asked) == min(line.count, len(new))


def test_a_bank_that_is_too_small_says_where() -> None:
    with pytest.raises(TooFewQuestions, match=r"^objective: keys: 1 questions, 2 wanted$") as error:
        papers.draw(PAPER, BANK, 1, form=1, without=[f"keys-{n}" for n in range(9)])
    assert error.value.shortage == Shortage((Draw(2, "keys"),) * 2, there=1, wanted=2)


def test_a_line_says_as_much_as_it_likes() -> None:
    asked = [of("a", "gate", 1, "transfer"), of("b", "gate", 2, "law", "transfer"), of("c", "keys", 2)]
    fitting = {
        Draw(1): "abc",
        Draw(1, "gate"): "ab",
        Draw(1, tag="transfer"): "ab",
        Draw(1, difficulty=2): "bc",
        Draw(1, "gate", "law"): "b",
        Draw(1, "keys", "transfer"): "",
        Draw(1, "gate", "transfer", 1): "a",
    }
    assert {line: "".join(each.id for each in asked if line.fits(each)) for line in fitting} == fitting
    assert [str(line) for line in fitting][-1] == "objective: gate, tag: transfer, difficulty: 1"
    assert str(Draw(3)) == "*"


lines = st.builds(
    Draw,
    st.integers(1, 3),
    st.sampled_from([None, None, "gate", "keys"]),
    st.sampled_from([None, "law", "transfer"]),
    st.sampled_from([None, None, 1, 2]),
)
banks = st.lists(
    st.tuples(
        st.sampled_from(["gate", "keys"]), st.sampled_from([1, 2]), st.sets(st.sampled_from(["law", "transfer"]))
    ),
    max_size=12,
).map(lambda asked: [of(f"q{n}", each[0], each[1], *sorted(each[2])) for n, each in enumerate(asked)])


def can_be_filled(wanted: Sequence[Draw], bank: Collection[Question]) -> bool:
    """Hall's condition, tried on all sets of lines: whatever lines one takes, enough questions fit one of them."""
    return all(
        sum(line.count for line in some) <= sum(any(line.fits(each) for line in some) for each in bank)
        for some in chain.from_iterable(combinations(wanted, size) for size in range(len(wanted) + 1))
    )


def keeps_to(wanted: Sequence[Draw], items: Collection[Item], bank: Collection[Question]) -> bool:
    """Whether the questions of a paper are different, as many as wanted, and can be shared out among the lines."""
    asked = [each for each in bank if each.id in ids_of(items)]
    return len(asked) == len(items) == sum(line.count for line in wanted) and can_be_filled(wanted, asked)


@given(st.lists(lines, max_size=4), banks, seeds, st.sets(st.integers(0, 11).map("q{}".format)))
def test_a_paper_is_drawn_wherever_there_is_one(
    wanted: list[Draw], bank: list[Question], seed: int, met: set[str]
) -> None:
    if can_be_filled(wanted, bank):
        assert shortages(wanted, bank) == []
        items = papers.draw(paper(*wanted), bank, seed, form=seed, met=met)
        assert keeps_to(wanted, items, bank)
        others = [each for each in bank if each.id not in set(ids_of(items)) | met]
        for line in wanted:  # whatever was met already could not be spared
            for again in (each for each in bank if each.id in set(ids_of(items)) & met and line.fits(each)):
                rest = [each for each in bank if each.id in ids_of(items) and each != again]
                assert not any(can_be_filled(wanted, [*rest, other]) for other in others)
    else:
        assert shortages(wanted, bank)
        with pytest.raises(TooFewQuestions):
            papers.draw(paper(*wanted), bank, seed, form=seed)


@given(st.lists(lines, min_size=1, max_size=4), banks)
def test_a_shortage_names_lines_that_want_more_than_fits_them(wanted: list[Draw], bank: list[Question]) -> None:
    for short in shortages(wanted, bank):
        named = [line for line in wanted if str(line) in map(str, short.lines)]
        assert short.wanted == sum(line.count for line in named) > short.there
        assert short.there == sum(any(line.fits(each) for line in named) for each in bank)


def test_lines_that_overlap_are_short_together() -> None:
    bank = [of("a", "gate", 1, "law"), of("b", "gate"), of("c", "keys", 1, "law"), of("d", "keys")]
    enough, wanted = [Draw(2, "gate"), Draw(1, tag="law")], [Draw(2, "gate"), Draw(2, tag="law")]
    assert shortages(enough, bank) == []
    [short] = shortages(wanted, bank)
    assert (str(short), short.there, short.wanted) == ("objective: gate; tag: law", 3, 4)
    [short] = shortages([*enough, Draw(1, tag="rare"), Draw(1, tag="rare")], bank)
    assert (str(short), short.there, short.wanted) == ("tag: rare", 0, 2)


@given(st.lists(lines, max_size=3), st.lists(lines, max_size=3), banks, seeds, seeds)
def test_a_pre_test_leaves_enough_for_the_final_assessment(
    before: list[Draw], after: list[Draw], bank: list[Question], seed: int, other: int
) -> None:
    pre_test, final = paper(*before, name="pre-test"), paper(*after)
    if can_be_filled([*before, *after], bank):
        first = papers.draw(pre_test, bank, seed, form=seed, beside=[final])
        second = papers.draw(final, bank, other, form=seed, without=ids_of(first))
        assert keeps_to(before, first, bank)
        assert keeps_to(after, second, bank)
        assert not set(ids_of(first)) & set(ids_of(second))
    else:
        with pytest.raises(TooFewQuestions):
            papers.draw(pre_test, bank, seed, form=seed, beside=[final])


MIXED = [
    of(f"{objective}-{difficulty}-{n}", objective, difficulty, *(["law"] if n % 2 else []))
    for objective in ("gate", "keys", "yard")
    for difficulty, number in ((1, 4), (2, 8), (3, 4))
    for n in range(number)
]


@given(seeds, st.lists(seeds, min_size=4, max_size=4))
def test_forms_of_one_blueprint_share_no_question_and_have_the_same_mix(form: int, each: list[int]) -> None:
    blueprint = paper(*by_objective({"gate": 3, "keys": 2, "yard": 4}))
    asked: list[str] = []
    mixes = []
    for seed in each:  # 4 forms of 4 take all 16 questions on the yard
        items = papers.draw(blueprint, MIXED, seed, form=form, without=asked)
        asked += ids_of(items)
        mixes.append(mix_of(items, MIXED))
    assert len(set(asked)) == len(asked) == 4 * blueprint.length
    assert mixes == mixes[:1] * 4
    assert [mix["yard", difficulty] for mix in mixes for difficulty in (1, 2, 3)] == [1, 2, 1] * 4


@given(seeds, seeds, seeds)
def test_pre_test_and_final_assessment_are_equally_hard(form: int, seed: int, other: int) -> None:
    """Also where they are not equally long: both have the mix of the bank, to less than a question in each line."""
    pre_test = paper(*by_objective(dict.fromkeys(("gate", "keys"), 2)))
    final = paper(*by_objective(dict.fromkeys(("gate", "keys"), 4)))
    first = papers.draw(pre_test, MIXED, seed, form=form, beside=[final])
    second = papers.draw(final, MIXED, other, form=form, without=ids_of(first))
    for objective in ("gate", "keys"):
        mean = [
            sum(difficulty * count for (which, difficulty), count in mix_of(items, MIXED).items() if which == objective)
            / sum(count for (which, _), count in mix_of(items, MIXED).items() if which == objective)
            for items in (first, second)
        ]
        assert abs(mean[0] - mean[1]) <= 0.5


def test_what_a_bank_lacks_for_the_mix_is_made_up_for() -> None:
    bank = [of("a", "gate", 1), of("b", "gate", 2), of("c", "gate", 2), of("d", "gate", 3)]
    first = papers.draw(paper(Draw(2, "gate")), bank, 1, form=7)
    second = papers.draw(paper(Draw(2, "gate")), bank, 2, form=7, without=ids_of(first))
    assert sorted([*ids_of(first), *ids_of(second)]) == ["a", "b", "c", "d"]


# One seed each for 1,000 officers.
CHANCE = random.Random(1)  # noqa: S311 - the same in every run
OFFICERS = [(CHANCE.getrandbits(31), CHANCE.getrandbits(122)) for _ in range(1000)]

UNEVEN = 0.001  # of 1,000 fair draws, one looks as uneven as that


def stock(objective: str, mix: Sequence[int], *tags: str) -> list[Question]:
    """Questions of one objective: so many of difficulty 1, 2 and 3."""
    return [
        of(f"{objective}-{difficulty}-{''.join(tags)}{n}", objective, difficulty, *tags)
        for difficulty, number in enumerate(mix, 1)
        for n in range(number)
    ]


Drawing = Callable[[Blueprint, Sequence[Question], int, int], Sequence[str]]


def drawn(blueprint: Blueprint, bank: Sequence[Question], seed: int, form: int) -> Sequence[str]:
    return ids_of(papers.draw(blueprint, bank, seed, form=form))


def exposures(draw: Drawing, blueprint: Blueprint, *alike: Sequence[Question]) -> list[float]:
    """How likely the counts of 1,000 papers are within each set of questions."""
    bank = [each for some in alike for each in some]
    sheets = [draw(blueprint, bank, seed, form) for seed, form in OFFICERS]
    return [exposure(sheets, [each.id for each in some]) for some in alike]


GATE, KEYS = stock("gate", (3, 5, 3)), stock("keys", (4, 2, 9))
PLAIN = paper(Draw(3, "gate"), Draw(5, "keys"))


def test_each_question_is_drawn_as_often_as_the_others_of_its_line() -> None:
    """Whatever its difficulty. The mix is kept, so counts differ less between difficulties than chance alone would have it."""
    assert min(exposures(drawn, PLAIN, GATE, KEYS)) > UNEVEN


def test_each_question_is_drawn_as_often_as_those_like_it_where_lines_overlap() -> None:
    both, neither = stock("gate", (7, 0, 0), "law"), stock("gate", (9, 0, 0))
    law, rest = stock("keys", (5, 0, 0), "law"), stock("keys", (7, 0, 0))
    blueprint = paper(Draw(4, "gate"), Draw(3, tag="law"), Draw(2, "keys"), Draw(3, difficulty=1))
    assert min(exposures(drawn, blueprint, both, neither, law, rest)) > UNEVEN


def test_a_final_assessment_after_a_pre_test_prefers_nothing() -> None:
    pre_test, final = paper(Draw(2, "gate"), Draw(2, "keys"), name="pre-test"), PLAIN
    first, second = [], []
    for seed, form in OFFICERS:
        first.append(ids_of(papers.draw(pre_test, [*GATE, *KEYS], seed, form=form, beside=[final])))
        second.append(ids_of(papers.draw(final, [*GATE, *KEYS], seed + 1, form=form, without=first[-1])))
    for sheets in (first, second):
        assert min(exposure(sheets, [each.id for each in some]) for some in (GATE, KEYS)) > UNEVEN


def twice_as_often(blueprint: Blueprint, bank: Sequence[Question], seed: int, _form: int) -> Sequence[str]:
    """A draw that is not fair: one question of each line has two tickets."""
    chance = random.Random(seed)  # noqa: S311 - the same in every run
    asked: list[str] = []
    for line in blueprint.draw:
        tickets = [each.id for each in bank if line.fits(each)]
        tickets = list(dict.fromkeys(chance.sample([tickets[0], *tickets], len(tickets) + 1)))
        asked += tickets[: line.count]
    return asked


def without_a_form(blueprint: Blueprint, bank: Sequence[Question], seed: int, _form: int) -> Sequence[str]:
    """A draw of which only one form is ever used."""
    return ids_of(papers.draw(blueprint, bank, seed, form=7))


@pytest.mark.parametrize("unfair", [twice_as_often, without_a_form])
def test_a_draw_that_is_not_fair_is_found_out(unfair: Drawing) -> None:
    assert max(exposures(unfair, PLAIN, GATE, KEYS)) < UNEVEN / 1000


def test_the_measure_of_exposure() -> None:
    """The 99.9 % point of chi-square with 4 degrees of freedom is 18.467: NIST/SEMATECH e-Handbook, 1.3.6.7.4."""
    sheets = [["a"]] * 34 + [["b"]] * 26 + [["c"]] * 20 + [["d"]] * 14 + [["e"]] * 6
    by_hand = (14**2 + 6**2 + 0 + 6**2 + 14**2) / 20  # one of five is drawn: no correction
    tail = math.exp(-by_hand / 2) * (1 + by_hand / 2)
    assert exposure(sheets, "abcde") == pytest.approx(tail)
    assert math.exp(-18.467 / 2) * (1 + 18.467 / 2) == pytest.approx(0.001, rel=1e-3)
    assert exposure([["a", "b"], ["b", "c"], ["c", "a"]], "abc") == 1


def test_no_place_and_no_order_of_options_is_preferred() -> None:
    sheets = [papers.draw(PLAIN, [*GATE, *KEYS], seed, form=form) for seed, form in OFFICERS]
    assert exposure([[sheet[0].question_id] for sheet in sheets], [each.id for each in GATE]) > UNEVEN
    options = [item.layout["options"] for sheet in sheets for item in sheet]
    assert exposure([[min("abc", key=each.index)] for each in options], "abc") > UNEVEN


@pytest.mark.parametrize("name", sorted(KINDS))
def test_parts_are_shuffled_where_their_order_would_tell_or_not_matter(name: str) -> None:
    roles = [*KINDS[name].shuffled, "fixed"]
    asked = replace(question("q"), kind=name, plan=dict.fromkeys(roles, ("a", "b", "c")))
    layouts = [papers.draw(paper(Draw(1)), [asked], seed, form=form)[0].layout for seed, form in OFFICERS[:200]]
    orders = {role: {layout[role] for layout in layouts} for role in roles}
    assert orders == {role: {*permutations("abc")} for role in roles} | {"fixed": {("a", "b", "c")}}
