"""What a group chose in a scenario, told without names: see decision 27."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from elearn.courses.rules.module import Scenario
from elearn.courses.rules.play import Taken
from elearn.people.rules.crowds import SMALLEST


@dataclass(frozen=True)
class Played:
    """A play of somebody: which person, in which revision, when its first decision was taken, and its decisions in order."""

    person_id: UUID
    play_id: UUID
    revision_id: str
    begun_at: datetime
    path: tuple[Taken, ...]


@dataclass(frozen=True)
class Debrief:
    """How many people played, and by scene how many made each of its choices. `counts` lacks forks at which too few decided.

    `people` is None where too few played at all.
    """

    people: int | None
    counts: Mapping[str, tuple[int, ...]]

    def share(self, scene_id: str, choice: int) -> float:
        """Of those who decided in the scene, how many made the choice: from 0 to 1."""
        return self.counts[scene_id][choice] / sum(self.counts[scene_id])


def first_plays(plays: Iterable[Played]) -> list[Played]:
    """Of each person the play that was begun first, whichever record it was played with, as far as it went."""
    first: dict[UUID, Played] = {}
    for play in sorted(plays, key=lambda play: (play.begun_at, play.play_id)):
        first.setdefault(play.person_id, play)
    return list(first.values())


def debrief(scenario: Scenario, paths: Collection[Sequence[Taken]]) -> Debrief:
    """What people chose at each fork when they first came to it, given the path of each.

    A fork at which fewer than SMALLEST decided is not told. Who decided at one is not counted at later forks either: else it
    could be worked out from what is told of those what was chosen there.
    """
    told = {scene.id: len(scene.choices) for scene in scenario.scenes if len(scene.choices) > 1}
    forks = frozenset(told)
    while True:
        counts = _counted(told, forks, paths)
        many = {scene_id: told[scene_id] for scene_id, each in counts.items() if sum(each) >= SMALLEST}
        if many == told:
            return Debrief(len(paths) if len(paths) >= SMALLEST else None, counts)
        told = many


def _counted(
    told: Mapping[str, int], forks: Collection[str], paths: Iterable[Sequence[Taken]]
) -> dict[str, tuple[int, ...]]:
    """How often each choice of a fork that is told was made, the first time, by those whose way led through no other fork."""
    counts = {scene_id: [0] * choices for scene_id, choices in told.items()}
    for path in paths:
        been: set[str] = set()
        for taken in path:
            if taken.scene_id in told and taken.scene_id not in been:
                counts[taken.scene_id][taken.choice] += 1
            elif taken.scene_id in forks and taken.scene_id not in told:
                break
            been.add(taken.scene_id)
    return {scene_id: tuple(each) for scene_id, each in counts.items()}
