"""How a scenario is drawn: where each scene stands, and which way the line of each choice takes.

Rows are those of `layers`. Within them scenes stand in an order with few crossings (barycentres, after Sugiyama, Tagawa and
Toda 1981), as near to their neighbours as boxes allow. Ways back go around on a side. Measures are pixels from the top and from
the left; for who reads from right to left the picture is turned round.
"""

from bisect import bisect, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from elearn.courses.rules.layers import Way, Ways, layered, onward, ways_of
from elearn.courses.rules.module import Scene

BOX_WIDTH, BOX_HEIGHT = 152, 72
_PORT = 46  # between two choices of a scene, so that what stands beside their lines does not touch
_BETWEEN, _BELOW, _EDGE = 22, 78, 14
_LANE, _LEVELS = 12, 5
_SWEEPS = 8
_BEND_BELOW, _BEND_ABOVE, _STEP = 40, 12, 5  # how far from its box the line of a way back turns
_STUB = 34  # a choice that leads nowhere

# What is larger is no scenario that anybody plays, and would take long to draw.
MOST_SCENES, MOST_CHOICES = 150, 600

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A scene, by its number from 0, and its upper left corner."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """A choice, by the numbers from 0 of its scene and in it, and to which scene it leads; None where to none.

    A way `back` turns corners at its points; any other one bends smoothly between them.
    """

    number: int
    choice: int
    to: int | None
    points: tuple[Point, ...]
    back: bool = False


@dataclass(frozen=True)
class Picture:
    """The boxes and lines of a scenario, on a sheet of that size."""

    width: float
    height: float
    box_width: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class _Rows:
    """What stands in each row, by key: boxes, and lines that pass through. Keys of boxes are the numbers of scenes.

    `up` and `down` are the neighbours of each; `through` the keys that each choice passes, both ends included.
    """

    rows: list[list[int]]
    up: Mapping[int, list[int]]
    down: Mapping[int, list[int]]
    through: Mapping[Way, tuple[int, ...]]
    widths: Mapping[int, float]


def is_too_large(scenes: Sequence[Scene]) -> bool:
    """Whether there is too much in a scenario to be drawn."""
    return len(scenes) > MOST_SCENES or sum(len(scene.choices) for scene in scenes) > MOST_CHOICES


def drawn(scenes: Sequence[Scene], *, right_to_left: bool = False) -> Picture:
    """The picture of a scenario, which is not too large and has a scene at least: it starts at the first one."""
    ways = ways_of(scenes)
    layers, backward = layered(ways)
    width = max([BOX_WIDTH, *(_PORT * len(targets) for targets in ways)])
    rows = _uncrossed(_in_rows(ways, layers, backward, width))
    picture = _put_together(ways, rows, _middles(rows), width)
    return _mirrored(picture) if right_to_left else picture


def _mirrored(picture: Picture) -> Picture:
    def turned(x: float) -> float:
        return round(picture.width - x, 1)

    return replace(
        picture,
        boxes=tuple(replace(box, x=turned(box.x + picture.box_width)) for box in picture.boxes),
        lines=tuple(replace(line, points=tuple((turned(x), y) for x, y in line.points)) for line in picture.lines),
    )


def _in_rows(ways: Ways, layers: Mapping[int, int], backward: frozenset[Way], width: float) -> _Rows:
    rows: list[list[int]] = [[] for _ in range(max(layers.values()) + 1)]
    widths: dict[int, float] = {}
    for number, row in layers.items():
        rows[row].append(number)
        widths[number] = width
    through: dict[Way, tuple[int, ...]] = {}
    for way, to in onward(ways, backward):
        between = range(layers[way[0]] + 1, layers[to])
        keys = range(len(widths), len(widths) + len(between))
        for key, row in zip(keys, between, strict=True):
            rows[row].append(key)
            widths[key] = 0
        through[way] = (way[0], *keys, to)
    up: dict[int, list[int]] = {key: [] for key in widths}
    down: dict[int, list[int]] = {key: [] for key in widths}
    for keys_through in through.values():
        for above, below in pairwise(keys_through):
            down[above].append(below)
            up[below].append(above)
    return _Rows(rows, up, down, through, widths)


def _uncrossed(rows: _Rows) -> _Rows:
    """Each row sorted by where its neighbours stand, down and up again: of all these orders the one with fewest crossings."""
    order, best, fewest = rows.rows, rows.rows, _crossings(rows.rows, rows.down)
    for sweep in range(_SWEEPS):
        order = _sorted(order, rows.up, rows.down) if sweep % 2 == 0 else _sorted(order[::-1], rows.down, {})[::-1]
        if (count := _crossings(order, rows.down)) < fewest:
            best, fewest = order, count
    return replace(rows, rows=best)


def _sorted(
    order: Sequence[list[int]], neighbours: Mapping[int, Sequence[int]], ports: Mapping[int, Sequence[int]]
) -> list[list[int]]:
    """Each row by the middle of its neighbours in the row before; what has none there keeps its place.

    `ports` are the lines that leave each of them, from left to right: a line stands as far right in it as it leaves.
    """
    done = [list(order[0])]
    for row in order[1:]:
        leaves = {
            (key, to): place + number / len(ports.get(key, ()))
            for place, key in enumerate(done[-1])
            for number, to in enumerate(ports.get(key, ()))
        }
        before = {key: float(place) for place, key in enumerate(done[-1])}
        wished = {
            key: _mean([leaves.get((each, key), before[each]) for each in neighbours[key]], place)
            for place, key in enumerate(row)
        }
        done.append(sorted(row, key=wished.__getitem__))
    return done


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise


def _crossings(order: Sequence[Sequence[int]], down: Mapping[int, Sequence[int]]) -> int:
    count = 0
    for above, below in pairwise(order):
        places = {key: place for place, key in enumerate(below)}
        passed: list[int] = []
        for key in above:
            for end in (places[to] for to in down[key]):
                count += len(passed) - bisect(passed, end)
                insort(passed, end)
    return count


def _middles(rows: _Rows) -> dict[int, float]:
    """The middle of everything in the rows: as near to its neighbours as what stands beside it allows."""
    middles = dict.fromkeys(rows.widths, 0.0)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row in rows.rows if down else rows.rows[::-1]:
            joined = rows.up if down else rows.down
            wished = [_mean([middles[each] for each in joined[key]], middles[key]) for key in row]
            middles.update(zip(row, _apart(wished, [rows.widths[key] for key in row]), strict=True))
    return middles


def _apart(wished: Sequence[float], widths: Sequence[float]) -> list[float]:
    """The middles nearest to those wished, by least squares, at which nothing touches: pools of adjacent violators."""
    offsets = [0.0]
    for one, other in pairwise(widths):
        offsets.append(offsets[-1] + (one + other) / 2 + _BETWEEN)
    pools: list[tuple[float, int]] = []  # the mean of each pool, and how many are in it
    for want, offset in zip(wished, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] >= mean:
            before, more = pools.pop()
            mean, size = (mean * size + before * more) / (size + more), size + more
        pools.append((mean, size))
    pooled = [mean for mean, size in pools for _ in range(size)]
    return [mean + offset for mean, offset in zip(pooled, offsets, strict=True)]


def _put_together(ways: Ways, rows: _Rows, middles: Mapping[int, float], width: float) -> Picture:
    first = min(middles[key] - wide / 2 for key, wide in rows.widths.items()) - _EDGE
    last = max(middles[key] + wide / 2 for key, wide in rows.widths.items()) + _EDGE
    at = {
        key: (middles[key] - first, float(_EDGE + number * (BOX_HEIGHT + _BELOW)))
        for number, row in enumerate(rows.rows)
        for key in row
    }
    lines = tuple(_lines(ways, rows, at, width, last - first))
    corners = [point for line in lines for point in line.points]
    return Picture(
        width=round(max([last - first, *(x + _EDGE for x, _y in corners)]), 1),
        height=max([len(rows.rows) * (BOX_HEIGHT + _BELOW) - _BELOW + 2.0 * _EDGE, *(y + _EDGE for _x, y in corners)]),
        box_width=width,
        boxes=tuple(Box(number, round(at[number][0] - width / 2, 1), at[number][1]) for number in range(len(ways))),
        lines=lines,
    )


def _lines(ways: Ways, rows: _Rows, at: Mapping[int, Point], width: float, side: float) -> Iterator[Line]:
    backs = 0
    for number, targets in enumerate(ways):
        middle, top = at[number]
        for choice, to in enumerate(targets):
            begin = (round(middle - width / 2 + width * (choice + 0.5) / len(targets), 1), top + BOX_HEIGHT)
            if to is None:
                yield Line(number, choice, None, (begin, (begin[0], begin[1] + _STUB)))
            elif (number, choice) in rows.through:
                yield Line(number, choice, to, (begin, *_passed(rows.through[number, choice], at)))
            else:
                yield Line(number, choice, to, _around(begin, at[to], width, side, backs), back=True)
                backs += 1


def _passed(keys: Sequence[int], at: Mapping[int, Point]) -> Iterator[Point]:
    """Through each row that is passed straight down, and to the top of the box."""
    for key in keys[1:-1]:
        x, y = at[key]
        yield round(x, 1), y
        yield round(x, 1), y + BOX_HEIGHT
    yield round(at[keys[-1]][0], 1), at[keys[-1]][1]


def _around(begin: Point, box: Point, width: float, side: float, number: int) -> tuple[Point, ...]:
    """Down, to the side, up along it in a lane of its own, and to the top of the box."""
    level = number % _LEVELS * _STEP
    lane, end = round(side + number * _LANE, 1), round(box[0] + width / 3, 1)
    low, high = begin[1] + _BEND_BELOW + level, box[1] - _BEND_ABOVE
    return begin, (begin[0], low), (lane, low), (lane, high), (end, high), (end, box[1])
