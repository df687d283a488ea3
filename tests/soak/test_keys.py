"""Keys of questions: nothing that is sent to an officer before the key may be seen depends on it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import pytest

from elearn.courses.rules.module import FINAL, PRE_TEST
from elearn.foundation import clock
from elearn.foundation.locale import LANGUAGES
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, Item, by_objective, draw
from tests import factories_courses
from tests.databases import NOW
from tests.soak.scale import times
from tests.soak.twins import MARKED, Sitting, Twin, right, twins, wrong
from tests.world import World

# Rounds of each kind: in all languages twice, each time with the parts in another order. A tenth is one round of each kind,
# in which the kinds share the languages.
ROUNDS = 2 * len(LANGUAGES)

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # pages know nothing of databases


@pytest.fixture
def now() -> Iterator[datetime]:
    """A clock that stands, so that both twins are sat at the same moment."""
    with clock.stopped_at(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def _without_projections() -> None:
    """These officers are enrolled, and go through the pages of their module."""


def sit(sitting: Sitting, paper: str, other: Twin, like: Sitting | None) -> None:
    """A whole attempt: right and wrong answers, refusals, errors, another browser, handing in, too late."""
    at = sitting.start(paper, like)
    mine, theirs, no = right(sitting.twin.question), right(other.question), wrong(sitting.twin.question, other.question)
    both = (theirs, mine) if like else (mine, theirs)  # both twins are given the same
    sitting.get(at)
    for sequence, answer in enumerate(both, 1):
        sitting.post(at, json=sitting.json(answer, sequence))
        sitting.get(f"{at}?n=1")
    sitting.post(at, json=sitting.json(no, 1))  # stale
    sitting.post(at, json={"n": 1, "sequence": 3, "fields": [["answer-99", "0"]]})
    sitting.post(at, json={"n": 9, "sequence": 3, "fields": []})
    sitting.post(at, json=[])
    form = {"n": "1", "sequence": "4", "go": "overview"}
    given = sitting.json(no, 4)["fields"]
    sitting.post(at, data=form | {name: [value for each, value in given if each == name] for name, _value in given})
    for address in (at, f"{at}?n=9", f"{at}/overview", f"{at}/result", f"{at}/other"):
        sitting.get(address)
    there = sitting.there
    sitting.get(at, there)
    sitting.get(f"{at}/overview", there)
    sitting.post(at, there, json=sitting.json(both[0], 5))
    sitting.post(f"{at}/place", there)
    sitting.get(at, there)
    sitting.post(f"{at}/submit", there)
    sitting.post(f"{at}/submit")
    sitting.post(at, json=sitting.json(both[1], 6))  # too late
    for address in (f"{at}/result", at, f"{at}/overview", sitting.page):
        sitting.get(address)


def everything(
    world: World, twin: Twin, other: Twin, language: str, papers: Sequence[str], like: Sitting | None = None
) -> Sitting:
    """All that an officer is sent up to a failed final assessment, and the paper as staff print it."""
    sitting = Sitting(world, twin, language)
    sitting.get(sitting.page)
    for paper in papers:
        if paper == FINAL:
            factories_courses.read(world.kostanay, *factories_courses.PARTS, module_id=twin.module_id)
        sit(sitting, paper, other, like)
    sitting.mark_and_release()
    sitting.get(f"/attempts/{sitting.attempts[-1]}/result")
    sitting.get(sitting.page)
    sitting.get(f"/catalogue/{twin.module_id}/quiz/paper?number=3&language={language}", sitting.staff)
    return sitting


def differing(one: Sitting, other: Sitting) -> list[str]:
    """What was asked where the two were not sent the same."""
    assert len(one.sent) == len(other.sent)
    return [
        what
        for (what, ours, _), (_what, theirs, _) in zip(one.sent, other.sent, strict=True)
        if one.plain(ours) != other.plain(theirs)
    ]


def marked(sitting: Sitting) -> set[bytes]:
    """Marked words in anything that was sent, as it was sent, but for what the officer had typed before."""
    return {found for _what, whole, mine in sitting.sent for found in set(MARKED.findall(whole)) - mine}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_that_is_sent_depends_on_the_key(world: World, kind: str, measured: Callable[[str], None]) -> None:
    """Two questions differ in their key alone: before it may be seen, every byte sent to who answers them is the same."""
    compared = 0
    for round_ in range(times(ROUNDS)):
        one, other = twins(kind, round_)
        assert papers_of(one) == papers_of(other)
        language = list(LANGUAGES)[(round_ + list(KINDS).index(kind)) % len(LANGUAGES)]
        first = everything(world, one, other, language, (PRE_TEST, FINAL))
        second = everything(world, other, one, language, (PRE_TEST, FINAL), first)
        assert differing(first, second) == []
        assert marked(first) | marked(second) == set()
        compared += len(first.sent)
    measured(
        f"{kind}: {times(ROUNDS)} rounds, {compared:,} pairs of answers of the server; differing: 0; marked words: 0"
    )


def papers_of(twin: Twin) -> list[tuple[Item, ...]]:
    """What chance makes of its question: the order of its parts."""
    paper = Blueprint("final", by_objective({"lawful": 1}), 20)
    return [draw(paper, [twin.question], seed, form=0) for seed in range(20)]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_comparison_finds_a_page_that_tells_the_key(
    world: World, kind: str, measured: Callable[[str], None]
) -> None:
    """Control: after the last attempt the result shows the key. The same comparison finds it, and the search its words."""
    one, other = twins(kind, 0, attempts=1)
    first = everything(world, one, other, "en", [FINAL])
    second = everything(world, other, one, "en", [FINAL], first)
    result = f"GET /attempts/{first.attempts[-1]}/result"
    assert set(differing(first, second)) == {result}
    assert b"zzsecret-why-0" in marked(first)
    assert b"zzsecret-why-1" in marked(second)
    measured("each kind: found in the result, and nowhere else")
