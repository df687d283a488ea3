"""What a group chose, without names: each person once, the first way, and nothing about fewer than ten people."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from elearn.courses.rules.debrief import Played, debrief, first_plays
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
    found = debrief(SCENARIO, ways((10, "000"), (2, "01"), (11, "100"), (4, "1")))
    assert (found.people, found.counts) == (27, {"a": (12, 15), "b": (10, 2, 0), "c": (11, 0)})
    assert found.share("b", 1) == 2 / 12


def test_nothing_is_told_of_nine_people() -> None:
    found = debrief(SCENARIO, ways((9, "000")))
    assert (found.people, found.counts) == (None, {})
    found = debrief(SCENARIO, ways((10, "00"), (9, "10")))
    assert (found.people, found.counts) == (19, {"a": (10, 9), "b": (10, 0, 0)})


def test_what_is_not_told_cannot_be_worked_out() -> None:
    """Nine decided at c, five of whom went on to b: they are not counted there, or b less a would tell of c."""
    found = debrief(SCENARIO, ways((12, "00"), (5, "110"), (4, "10")))
    assert found.counts == {"a": (12, 9), "b": (12, 0, 0)}
    # Without them too few may be left at b.
    assert debrief(SCENARIO, ways((9, "00"), (9, "110"))).counts == {"a": (9, 9)}


def test_only_the_first_decision_at_a_fork_counts() -> None:
    found = debrief(SCENARIO, ways((10, "02101")))
    assert found.counts == {"a": (10, 0), "b": (0, 0, 10), "c": (10, 0)}


def played(person: int, play: int, minute: int) -> Played:
    begun = datetime(2026, 9, 1, tzinfo=UTC) + timedelta(minutes=minute)
    return Played(UUID(int=person), UUID(int=play), "r", begun, ())


def test_each_person_counts_once_with_the_play_begun_first() -> None:
    plays = [played(1, 1, 5), played(1, 2, 3), played(2, 3, 4), played(1, 4, 3)]
    assert {play.play_id.int for play in first_plays(plays)} == {2, 3}
