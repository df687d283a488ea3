"""The picture of a scenario: rows, lines, ways back, what nobody comes to; and what is wrong with a scene."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.courses.rules import graph, picture
from elearn.courses.rules.graph import Trouble
from elearn.courses.rules.layers import layered, ways_of
from elearn.courses.rules.module import Choice, Scenario, Scene
from elearn.courses.rules.picture import BOX_HEIGHT, Line, Picture, drawn
from elearn.courses.rules.play import best_points, follow


def scene(id_: str, *targets: str, ending: str | None = None) -> Scene:
    return Scene(id_, tuple(Choice(target, number) for number, target in enumerate(targets)), ending)


GATE = [
    scene("a", "b", "c"),
    scene("b", "c", "a"),
    scene("c", ending="good"),
    scene("lost", "c", "nowhere"),
    scene("end"),
]


def rows(scenes: list[Scene]) -> dict[str, int]:
    found, _backward = layered(ways_of(scenes))
    return {scenes[number].id: row for number, row in found.items()}


def test_a_scene_stands_below_all_from_which_one_comes_to_it() -> None:
    assert rows(GATE) == {"a": 0, "b": 1, "c": 2, "lost": 3, "end": 4}
    assert layered(ways_of(GATE))[1] == {(1, 1), (3, 0)}  # back to the beginning; from what nobody comes to


def test_a_scene_that_leads_to_itself() -> None:
    alone = drawn([scene("a", "a")])
    assert len(alone.boxes) == 1
    assert [line.back for line in alone.lines] == [True]


def test_lines_begin_and_end_at_their_boxes() -> None:
    found = drawn(GATE)
    assert [(line.number, line.choice, line.to, line.back) for line in found.lines] == [
        (0, 0, 1, False), (0, 1, 2, False), (1, 0, 2, False), (1, 1, 0, True), (3, 0, 2, True), (3, 1, None, False),
    ]  # fmt: skip
    assert all(_joins(line, found) for line in found.lines)


def _joins(line: Line, found: Picture) -> bool:
    box = found.boxes[line.number]
    (x, y), (last_x, last_y) = line.points[0], line.points[-1]
    begins = box.x < x < box.x + found.box_width and y == box.y + BOX_HEIGHT
    if line.to is None:
        return begins
    to = found.boxes[line.to]
    return begins and to.x < last_x < to.x + found.box_width and last_y == to.y


def test_from_right_to_left() -> None:
    there, turned = drawn(GATE), drawn(GATE, right_to_left=True)
    assert [round(there.width - box.x - there.box_width, 1) for box in there.boxes] == [box.x for box in turned.boxes]
    assert all(_joins(line, turned) for line in turned.lines)
    assert (turned.width, turned.height) == (there.width, there.height)


_ids = st.sampled_from("abcdefghij")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(_ids, st.lists(_ids, max_size=4)), min_size=1, max_size=10))
def test_nothing_touches_whatever_is_drawn(written: list[tuple[str, list[str]]]) -> None:
    found = drawn([scene(id_, *targets) for id_, targets in written])
    for one, other in combinations(found.boxes, 2):
        assert one.y != other.y or abs(one.x - other.x) > found.box_width
    assert all(0 < box.x < found.width - found.box_width and box.y + BOX_HEIGHT < found.height for box in found.boxes)
    assert all(0 < x < found.width and 0 < y < found.height for line in found.lines for x, y in line.points)
    assert len(found.lines) == sum(len(targets) for _id, targets in written)


def test_fewer_lines_cross() -> None:
    crossed = [scene("a", "b", "c"), scene("b", "e"), scene("c", "d"), scene("d"), scene("e")]
    found = drawn(crossed).boxes
    assert (found[1].x < found[2].x) == (found[4].x < found[3].x)
    turned = drawn([scene("a", "c", "b"), scene("b"), scene("c")]).boxes
    assert turned[2].x < turned[1].x  # as the choices stand


@pytest.mark.parametrize(("scenes", "choices", "too_large"), [(150, 4, False), (151, 0, True), (2, 301, True)])
def test_what_is_too_large_to_be_drawn(scenes: int, choices: int, too_large: bool) -> None:
    found = [scene(f"s{number}", *[f"s{number + 1}"] * choices) for number in range(scenes)]
    assert picture.is_too_large(found) is too_large


def test_what_is_wrong_with_a_scene() -> None:
    scenes = [
        scene("a", "b", "gone", "end"),
        scene("b", "b"),
        scene("end", ending="poor"),
        scene("dead"),
        scene("x", "end"),
    ]
    assert graph.troubles(scenes) == {
        "b": (Trouble.NO_WAY_OUT,),
        "dead": (Trouble.UNREACHABLE, Trouble.DEAD_END),
        "x": (Trouble.UNREACHABLE,),
    }
    assert graph.troubles([]) == {}


def test_following_choices_as_far_as_they_lead() -> None:
    played = Scenario("scenario-gate", tuple(GATE))
    assert [taken.target for taken in follow(played, [0, 1, 0, 0])] == ["b", "a", "b", "c"]
    assert follow(played, [2]) == follow(played, [-1]) == ()
    lost = Scenario("scenario-lost", tuple(GATE[3:]))
    assert follow(lost, [1]) == ()
    assert best_points(lost) == 0
