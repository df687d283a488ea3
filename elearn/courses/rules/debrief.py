"""What a group chose in a scenario, told without names and by tens of people only (decision 27)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from elearn.courses.rules.module import Scenario
from elearn.courses.rules.play import Taken, here
from elearn.people.rules.crowds import SMALLEST


@dataclass(frozen=True)
class Played:
    """A play of somebody: which person, in which revision, when its last decision was taken, and its decisions in order."""

    person_id: UUID
    play_id: UUID
    revision_id: str
    last_at: datetime
    path: tuple[Taken, ...]


@dataclass(frozen=True)
class Debrief:
    """Of how many people something is told; and by scene how many of them made each of its choices, for every fork.

    `counts` is empty while nothing is told.
    """

    people: int
    counts: Mapping[str, Sequence[int]]

    def share(self, scene_id: str, choice: int) -> float:
        """Of those who decided in the scene, how many made the choice: from 0 to 1, and 0 where nobody decided."""
        counts = self.counts[scene_id]
        return counts[choice] / (sum(counts) or 1)


def is_through(scenario: Scenario, play: Played) -> bool:
    """Whether it came to an ending."""
    return not here(scenario, play.path).choices


def first_ways(plays: Iterable[Played]) -> list[Played]:
    """Of plays that came to an ending the first of each person, with whichever record; who was through first stands first."""
    first: dict[UUID, Played] = {}
    for play in sorted(plays, key=lambda play: (play.last_at, play.play_id)):
        first.setdefault(play.person_id, play)
    return list(first.values())


def debrief(scenario: Scenario, paths: Sequence[Sequence[Taken]]) -> Debrief:
    """What people chose at each fork when they first came to it, given their ways in the order in which they were through.

    They are told by tens, and a way that is told never changes: whatever is subtracted from whatever, as a page seen before
    somebody played from the same page after it, no choices of fewer than ten people are left.
    """
    told = paths[: len(paths) - len(paths) % SMALLEST]
    counts = {scene.id: [0] * len(scene.choices) for scene in scenario.scenes if len(scene.choices) > 1}
    for path in told:
        decided = {taken.scene_id: taken.choice for taken in reversed(path) if taken.scene_id in counts}
        for scene_id, choice in decided.items():
            counts[scene_id][choice] += 1
    return Debrief(len(told), counts if told else {})
