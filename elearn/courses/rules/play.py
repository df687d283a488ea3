"""How a scenario is played: where a play stands, which choice is taken, how many points can be had."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from elearn.courses.rules.module import Scenario, Scene


@dataclass(frozen=True)
class Taken:
    """One decision of a play: the scene, which of its choices (from 0), where it led, the points it brought."""

    scene_id: str
    choice: int
    target: str
    points: int


@dataclass(frozen=True)
class Play:
    """One run through a scenario: whose, of which revision, and the decisions taken in order."""

    id: UUID
    enrolment_id: UUID
    revision_id: str
    scenario_id: str
    path: tuple[Taken, ...]


@dataclass(frozen=True)
class Decision:
    """A choice that somebody makes in a play: after so many steps, in this scene, which of its choices (from 0)."""

    play_id: UUID
    step: int
    scene_id: str
    choice: int


def here(scenario: Scenario, path: Sequence[Taken]) -> Scene:
    """The scene where a play stands."""
    scene = scenario.scene(path[-1].target) if path else scenario.scenes[0]
    if scene is None:
        raise ValueError(f"{scenario.id} has no scene {path[-1].target}")
    return scene


def take(scenario: Scenario, path: Sequence[Taken], decision: Decision) -> Taken | None:
    """What is taken; None when the play does not stand there any more, or there is no such choice.

    The steps are counted so that the same choice sent twice is taken once.
    """
    scene = here(scenario, path)
    offered = 0 <= decision.choice < len(scene.choices)
    if decision.step != len(path) or decision.scene_id != scene.id or not offered:
        return None
    way = scene.choices[decision.choice]
    return Taken(scene.id, decision.choice, way.target, way.points)


def follow(scenario: Scenario, choices: Sequence[int]) -> tuple[Taken, ...]:
    """The decisions of whoever makes these choices one after the other, up to one that is not offered or leads to no scene."""
    path: list[Taken] = []
    for choice in choices:
        scene = here(scenario, path)
        if not 0 <= choice < len(scene.choices) or scenario.scene(scene.choices[choice].target) is None:
            break
        way = scene.choices[choice]
        path.append(Taken(scene.id, choice, way.target, way.points))
    return tuple(path)


def points(path: Sequence[Taken]) -> int:
    """What all decisions of a play brought together."""
    return sum(taken.points for taken in path)


def best_points(scenario: Scenario) -> int:
    """The most points with which an ending can be reached from the first scene.

    Exact while no way round in a circle brings points: then no best way is longer than there are scenes. 0 where no ending
    can be reached, as in a draft.
    """
    best: dict[str, int] = {scene.id: 0 for scene in scenario.scenes if not scene.choices}
    for _round in scenario.scenes:
        for scene in scenario.scenes:
            ways = [best[way.target] + way.points for way in scene.choices if way.target in best]
            if ways:
                best[scene.id] = max(ways)
    return best.get(scenario.scenes[0].id, 0)
