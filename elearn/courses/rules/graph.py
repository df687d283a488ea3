"""Where the choices of a scenario lead: scenes nobody comes to, and scenes nobody comes out of.

Choices that lead to no scene lead nowhere: in a draft there may be some.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from elearn.courses.rules.module import Scene


class Trouble(StrEnum):
    """What is wrong with a scene, as far as the ways to it and from it go."""

    DEAD_END = "dead-end"  # it has no choices and is no ending
    UNREACHABLE = "unreachable"  # nobody comes to it
    NO_WAY_OUT = "no-way-out"  # whoever comes to it comes to no ending


def troubles(scenes: Sequence[Scene]) -> dict[str, tuple[Trouble, ...]]:
    """What is wrong with each scene, by its id; scenes in which all is well are not there."""
    if not scenes:
        return {}
    never, stuck = unreachable(scenes), without_ending(scenes)
    found = {
        scene.id: (
            *((Trouble.UNREACHABLE,) if scene.id in never else ()),
            *((_stuck(scene),) if scene.id in stuck else ()),
        )
        for scene in scenes
    }
    return {scene_id: each for scene_id, each in found.items() if each}


def _stuck(scene: Scene) -> Trouble:
    return Trouble.NO_WAY_OUT if scene.choices else Trouble.DEAD_END


def unreachable(scenes: Sequence[Scene]) -> set[str]:
    """The scenes to which no choice leads from the first one."""
    ways = _ways(scenes)
    return ways.keys() - _reached([scenes[0].id], ways)


def without_ending(scenes: Sequence[Scene]) -> set[str]:
    """The scenes from which no ending can be reached."""
    ways = _ways(scenes)
    back: dict[str, set[str]] = {scene: set() for scene in ways}
    for scene, targets in ways.items():
        for target in targets:
            back[target].add(scene)
    return ways.keys() - _reached((scene.id for scene in scenes if scene.ending), back)


def _ways(scenes: Sequence[Scene]) -> dict[str, set[str]]:
    known = {scene.id for scene in scenes}
    return {scene.id: {choice.target for choice in scene.choices} & known for scene in scenes}


def _reached(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        scene = waiting.pop()
        if scene not in reached:
            reached.add(scene)
            waiting.extend(ways[scene])
    return reached
