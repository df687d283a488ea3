"""Charts show the numbers they are given, at the place that belongs to them."""

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask, render_template_string


def _drawn(gallery: Flask, call: str, language: str = "en", **values: Any) -> ElementTree.Element:
    with gallery.test_request_context(headers={"Accept-Language": language}):
        source = render_template_string(
            '{% from "foundation/charts.html" import bars, line, scatter, spread %}{{ ' + call + " }}", **values
        )
    return ElementTree.fromstring(source)  # noqa: S314 - our own


def _texts(chart: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in chart.iter("text")]


def _line(gallery: Flask, points: list[int | None], target: list[int | None] | None = None) -> ElementTree.Element:
    labels = [f"Q{number}" for number in range(1, len(points) + 1)]
    return _drawn(
        gallery, "line(points, target, labels, 'Trained', 'By quarter')", points=points, target=target, labels=labels
    )


def test_line_says_what_it_shows(gallery: Flask) -> None:
    svg = _line(gallery, [1, 2]).find(".//svg[@role='img']")
    assert svg is not None
    assert [(child.tag, child.text) for child in svg[:2]] == [("title", "Trained"), ("desc", "By quarter")]


def test_line_puts_numbers_in_their_places(gallery: Flask) -> None:
    chart = _line(gallery, [0, 500, 1000])
    assert _texts(chart) == ["0", "500", "1,000", "Q1", "Q2", "Q3", "1,000"]
    assert [line.get("points") for line in chart.iter("polyline")] == ["8.0,100.0 51.0,50.0 94.0,0.0 "]


def test_line_leaves_out_what_is_not_known(gallery: Flask) -> None:
    chart = _line(gallery, [None, 10, 20, None], [5, 10, 15, 20])
    assert [(line.get("class"), len((line.get("points") or "").split())) for line in chart.iter("polyline")] == [
        ("target", 4),
        ("series", 2),
    ]
    dot = chart.find(".//circle")
    assert dot is not None
    assert dot.get("cx") == "65.33%"
    assert _texts(chart)[-1] == "20"


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (7, [0, 2, 4, 6, 8]),
        (412, [0, 200, 400, 600]),
        (50_000, [0, 20_000, 40_000, 60_000]),
    ],
)
def test_scale_has_round_steps(gallery: Flask, highest: int, steps: list[int]) -> None:
    texts = _texts(_line(gallery, [0, highest]))
    assert [int(text.replace(",", "")) for text in texts[: len(steps)]] == steps


def test_nothing_to_draw_draws_nothing(gallery: Flask) -> None:
    assert list(_line(gallery, []).iter("circle")) == []
    assert list(_line(gallery, [None]).iter("circle")) == []
    assert list(_drawn(gallery, "bars([], 'Trained', '')").iter("rect")) == []


def test_legend_names_the_lines(gallery: Flask) -> None:
    chart = _drawn(gallery, "line([1], [2], ['Q1'], 'T', '', name='Trained', target_name='Target')")
    assert ["".join(part.itertext()).strip() for part in chart.findall("figcaption/span")] == ["Trained", "Target"]


ROWS = [("Kostanay", [("women", 61), ("men", 122)]), ("Karaganda", [("women", 0), ("men", 30)])]


def test_bars_are_as_long_as_their_numbers(gallery: Flask) -> None:
    chart = _drawn(gallery, "bars(rows, 'Trained', 'By academy and sex')", rows=ROWS)
    assert _texts(chart) == ["61 women", "122 men", "0 women", "30 men"]
    assert [label.text for label in chart.iter("strong")] == ["Kostanay", "Karaganda"]
    assert [title.text for title in chart.iter("title")] == ["Trained: Kostanay", "Trained: Karaganda"]
    widths = [(bar.get("class"), bar.get("x"), bar.get("width")) for bar in chart.iter("rect")]
    assert widths == [
        ("bar-a", "0%", "22.5%"),
        ("bar-b", "0%", "45.0%"),
        ("bar-a", "0%", "0.0%"),
        ("bar-b", "0%", "11.07%"),
    ]


def test_bars_do_not_overlap(gallery: Flask) -> None:
    chart = _drawn(gallery, "bars(rows, 'Trained', '')", rows=ROWS)
    for group in chart.iter("svg"):
        tops = [float(bar.get("y", 0)) for bar in group.iter("rect")]
        assert all(below - above >= 16 for above, below in pairwise(tops))
        assert tops[-1] + 16 <= float(group.get("height", 0))


def test_bars_grow_from_the_right_in_arabic_and_time_runs_as_ever(gallery: Flask) -> None:
    chart = _drawn(gallery, "bars(rows, 'Trained', '')", "ar", rows=ROWS)
    assert [bar.get("x") for bar in chart.iter("rect")] == ["77.5%", "55.0%", "100.0%", "88.93%"]
    assert _drawn(gallery, "line([1], [], ['Q1'], 'T', '')", "ar").find("div[@dir='ltr']") is not None


MARKS = [(0.0, 0.5, ""), (1.0, -0.25, "7"), (0.5, 0.2, "")]


def _scatter(gallery: Flask, marks: list[tuple[float, float, str]], language: str = "en") -> ElementTree.Element:
    call = "scatter(marks, 0.2, 0.95, 0.15, 'Items', 'By two', 'Facility', 'Discrimination', 'good', 'look', 'here')"
    return _drawn(gallery, call, language, marks=marks)


def test_scatter_puts_marks_in_their_places(gallery: Flask) -> None:
    """From 12 to 96 percent of the width; from 0.6 at 42 to -0.4 at 262 pixels."""
    chart = _scatter(gallery, MARKS)
    places = [(svg.get("x"), svg.get("y"), [part.tag for part in svg]) for svg in chart.iter("svg") if svg.get("x")]
    assert places == [
        ("12.0%", "64.0", ["circle"]),
        ("54.0%", "130.0", ["circle"]),
        ("96.0%", "229.0", ["path", "text"]),
    ]
    wanted = chart.find(".//rect[@class='area']")
    assert wanted is not None
    assert [wanted.get(name) for name in ("x", "width", "y", "height")] == ["28.8%", "63.0%", "42", "99.0"]


def test_scatter_says_what_it_shows(gallery: Flask) -> None:
    steps = ["-0.4", "-0.2", "0", "0.2", "0.4", "0.6"]
    shares = ["0%", "25%", "50%", "75%", "100%"]
    chart = _scatter(gallery, MARKS)
    assert _texts(chart) == ["Discrimination", *steps, *shares, "Facility", "7"]
    assert [span[0].tail for span in chart.iter("span")] == ["good", "look", "here"]
    assert (chart.findtext(".//title"), chart.findtext(".//desc")) == ("Items", "By two")
    assert _scatter(gallery, MARKS, "ar").find("div[@dir='ltr']") is not None


@pytest.mark.parametrize(
    ("number", "ends"), [(0.1, ("0", "0.6")), (0.61, ("0", "0.8")), (1.0, ("0", "1")), (-1.0, ("-1", "0.6"))]
)
def test_scatter_has_room_for_all(gallery: Flask, number: float, ends: tuple[str, str]) -> None:
    words = _texts(_scatter(gallery, [(0.5, number, "")]))
    assert (words[1], words[words.index("0%") - 1]) == ends


SPREADS = [("Calm", 0, 0, (0.25, 0.75, 0.0)), ("Debts", 1, 2, (0.0, 0.5, 0.5))]
SPREAD = "spread(rows, (1, 2, 3), 'By step', 'as the panel', 'unlike it', 'panel')"


def test_spread_frames_the_panel_and_draws_the_rest_otherwise(gallery: Flask) -> None:
    chart = _drawn(gallery, SPREAD, rows=SPREADS)
    calm, debts = chart.findall("svg")
    assert [(bar.get("class"), bar.get("x"), bar.get("height")) for bar in calm.iter("rect")] == [
        ("area", "0.0%", "88"),
        ("bar-c", "0.0%", "88"),
        ("bar-a", "6.67%", "10.0"),
        ("bar-b", "40.0%", "30.0"),
        ("bar-b", "73.33%", "0.0"),
    ]
    assert _texts(calm) == ["25", "1", "75", "2", "0", "3"]
    assert [(bar.get("x"), bar.get("width")) for bar in debts.iter("rect")][:2] == [("33.33%", "66.67%")] * 2
    assert [title.text for title in chart.iter("title")] == ["Calm", "Debts"]
    assert [span[0].tail for span in chart.iter("span")] == ["as the panel", "unlike it", "panel"]


def test_a_scale_begins_at_the_right_in_arabic(gallery: Flask) -> None:
    calm = _drawn(gallery, SPREAD, "ar", rows=SPREADS).findall("svg")[0]
    assert [bar.get("x") for bar in calm.iter("rect")] == ["66.67%", "66.67%", "73.33%", "40.0%", "6.67%"]


def test_words_are_escaped(gallery: Flask) -> None:
    rows = [("<script>", [('"&', 1)])]
    chart = _drawn(gallery, "bars(rows, title, '')", rows=rows, title="<b>")
    assert (_texts(chart), chart.findtext("strong"), chart.findtext(".//title")) == (
        ['1 "&'],
        "<script>",
        "<b>: <script>",
    )
    assert _drawn(gallery, SPREAD, rows=[("<b>", 0, 0, (1.0, 0.0, 0.0))]).findtext("p") == "<b>"
    assert _texts(_scatter(gallery, [(0.5, 0.5, "<b>")]))[-1] == "<b>"


def test_nothing_depends_on_ids(gallery: Flask) -> None:
    """Two charts may stand on one page."""
    source = ElementTree.tostring(_line(gallery, [1, 2], [1, 2]), encoding="unicode")
    assert not re.search(r"\bid=|url\(#", source)
