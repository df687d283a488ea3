"""What a group chose, without names: each person once, the first way through, and by tens of people only."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from elearn.courses.rules.debrief import Played, debrief, first_ways, is_through
from elearn.courses.rules.module import Choice, Scenario, Scene
from elearn.courses.rules.play import Taken, follow


def scene(id_: str, *targets: str) -> Scene:
    return Scene(id_, tuple(Choice(target, 0) for target in targets), None if targets else "good")


# Two forks of which the second is reached straight, or through a third; a way round; and a scene with one choice.
SCENARIO = Scenario(
    "scenario-gate",
    (scene("a", "b", "c"), scene("b", "d", "end", "a"), scene("c", "d", "b"), scene("d", "end"), scene("end")),
)


def ways(*written: tuple[int, str]) -> list[Sequence[Taken]]:
    """So many people took these choices."""
    return [follow(SCENARIO, [int(each) for each in choices]) for count, choices in written for _person in range(count)]


def test_the_debrief_is_what_was_chosen() -> None:
    found = debrief(SCENARIO, ways((10, "000"), (3, "010"), (4, "100"), (3, "1100")))
    assert (found.people, found.counts) == (20, {"a": [13, 7], "b": [13, 3, 0], "c": [4, 3]})
    assert found.share("b", 1) == 3 / 16


def test_people_are_told_by_tens() -> None:
    """Those who were through first are told first, so what one person adds is never seen."""
    for count, told in ((0, 0), (9, 0), (10, 10), (19, 10), (20, 20)):
        found = debrief(SCENARIO, ways((count, "000")))
        assert (found.people, found.counts) == (told, {"a": [told, 0], "b": [told, 0, 0], "c": [0, 0]} if told else {})
    assert debrief(SCENARIO, ways((10, "000"), (9, "10"))).counts["a"] == [10, 0]
    assert debrief(SCENARIO, ways((10, "000"))).share("c", 1) == 0


def test_only_the_first_decision_at_a_fork_counts() -> None:
    found = debrief(SCENARIO, ways((10, "02100")))
    assert found.counts == {"a": [10, 0], "b": [0, 0, 10], "c": [10, 0]}


def played(person: int, play: int, minute: int, choices: str = "000") -> Played:
    last = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minute)
    return Played(UUID(int=person), UUID(int=play), "r", last, tuple(ways((1, choices))[0]))


def test_each_person_counts_once_with_the_first_way_through() -> None:
    plays = [played(1, 1, 5), played(1, 2, 3), played(2, 3, 4), played(1, 4, 3), played(3, 5, 1)]
    assert [play.play_id.int for play in first_ways(plays)] == [5, 2, 3]
    assert is_through(SCENARIO, played(1, 1, 1))
    assert is_through(SCENARIO, played(1, 1, 1, "01"))
    assert not is_through(SCENARIO, played(1, 1, 1, "00"))
    assert not is_through(SCENARIO, played(1, 1, 1, ""))
