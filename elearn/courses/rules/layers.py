"""Which choices of a scenario lead back, and in which row each scene stands: below all from which one comes to it."""

from collections.abc import Collection, Iterator, Sequence

from elearn.courses.rules.module import Scene

# Of each scene, by number from 0, the scenes to which its choices lead; None where one leads to no scene.
Ways = Sequence[Sequence[int | None]]
Way = tuple[int, int]  # a scene, and which of its choices, both from 0


def ways_of(scenes: Sequence[Scene]) -> Ways:
    """Where two scenes have one id, as can be in a draft, choices lead to the first."""
    numbers: dict[str, int] = {}
    for number, scene in enumerate(scenes):
        numbers.setdefault(scene.id, number)
    return [[numbers.get(choice.target) for choice in scene.choices] for scene in scenes]


def layered(ways: Ways) -> tuple[dict[int, int], frozenset[Way]]:
    """The row of each scene, by the longest way from the first one; and the choices that lead back, which do not count.

    What cannot be reached from the first scene begins below everything that can.
    """
    backward: set[Way] = set()
    rows: dict[int, int] = {}
    for start in _starts(ways):
        if start not in rows:
            _place(_walked(start, ways, rows.keys(), backward), ways, backward, rows)
    return rows, frozenset(backward)


def onward(ways: Ways, backward: frozenset[Way]) -> Iterator[tuple[Way, int]]:
    """The choices that lead on, each with its scene to come."""
    for number, targets in enumerate(ways):
        for choice, to in enumerate(targets):
            if to is not None and (number, choice) not in backward:
                yield (number, choice), to


def _starts(ways: Ways) -> list[int]:
    """The first scene; then those to which no choice leads, before those that only lead to each other."""
    led_to = {to for targets in ways for to in targets}
    return sorted(range(len(ways)), key=lambda number: (number > 0, number in led_to, number))


def _walked(start: int, ways: Ways, earlier: Collection[int], backward: set[Way]) -> list[int]:
    """What is newly reached from a scene, depth first, in an order in which all ways that do not lead back lead on."""
    placed = frozenset(earlier)
    seen, above, closed = {start}, {start}, []
    waiting = [(start, iter(enumerate(ways[start])))]
    while waiting:
        number, left = waiting[-1]
        for choice, to in left:
            if to in above or to in placed:
                backward.add((number, choice))
            elif to is not None and to not in seen:
                seen.add(to)
                above.add(to)
                waiting.append((to, iter(enumerate(ways[to]))))
                break
        else:
            waiting.pop()
            above.discard(number)
            closed.append(number)
    return closed[::-1]


def _place(order: Sequence[int], ways: Ways, backward: set[Way], rows: dict[int, int]) -> None:
    rows[order[0]] = max(rows.values(), default=-1) + 1
    for number in order:
        for choice, to in enumerate(ways[number]):
            if to is not None and (number, choice) not in backward:
                rows[to] = max(rows.get(to, 0), rows[number] + 1)
