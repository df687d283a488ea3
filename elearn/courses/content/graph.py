"""Where the choices of a scenario lead: scenes nobody comes to, and scenes nobody comes out of."""

from collections.abc import Iterable, Mapping, Sequence

from elearn.courses.rules.module import Scene


def unreachable(scenes: Sequence[Scene]) -> set[str]:
    """The scenes to which no choice leads from the first one."""
    ways = _ways(scenes)
    return ways.keys() - _reached([scenes[0].id], ways)


def without_ending(scenes: Sequence[Scene]) -> set[str]:
    """The scenes from which no ending can be reached."""
    ways = _ways(scenes)
    back = {scene: {before for before in ways if scene in ways[before]} for scene in ways}
    return ways.keys() - _reached((scene.id for scene in scenes if scene.ending), back)


def _ways(scenes: Sequence[Scene]) -> dict[str, set[str]]:
    return {scene.id: {choice.target for choice in scene.choices} for scene in scenes}


def _reached(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(starts)
    while waiting:
        scene = waiting.pop()
        if scene not in reached:
            reached.add(scene)
            waiting.extend(ways[scene])
    return reached
