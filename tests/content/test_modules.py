"""How the modules of this project are written; that they are whole says tests/unit/test_content_modules.py."""

import re
from pathlib import Path

import pytest

from config import ROOT

MODULES = ROOT / "content" / "modules"
NAMES = ("dynamic-security", "international-standards", "risk-assessment")
BOXES = ("case", "steps", "errors", "summary", "sources")


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


@pytest.mark.parametrize("name", NAMES)
def test_each_lesson_has_a_case_steps_errors_a_summary_and_sources(name: str) -> None:
    lacking = {
        lesson.name: [box for box in BOXES if f"/// {box}" not in body(lesson)]
        for lesson in (MODULES / name / "en").glob("[0-9]*.md")
    }
    assert {lesson: boxes for lesson, boxes in lacking.items() if boxes} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_right_option_cannot_be_told_by_its_length(name: str) -> None:
    """By chance it is the longest in one question of three; much more often would give it away."""
    questions = re.split(r"^## ", (MODULES / name / "en" / "quiz.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[
        1:
    ]
    single = longest = 0
    for question in questions:
        options = re.findall(r"^- \[([ x])\] (.*?)\s*\{#", question, re.MULTILINE)
        if sum(mark == "x" for mark, _text in options) != 1:
            continue
        single += 1
        lengths = [len(text) for _mark, text in options]
        right = next(len(text) for mark, text in options if mark == "x")
        longest += right == max(lengths) and lengths.count(right) == 1
    assert longest / single <= 0.4, (longest, single)


@pytest.mark.parametrize(
    ("topic", "pattern"),
    [
        ("the absolute prohibition of torture", r"torture"),
        ("freedom of religion or belief", r"religio"),
        ("gender", r"wom[ae]n"),
        ("age", r"\bage\b|young|juvenile|children"),
        ("rehabilitation", r"rehabilitat|reintegrat"),
        ("alternatives to imprisonment", r"alternatives? to (imprisonment|prison)|non-custodial"),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_what_every_module_teaches_where_its_topic_touches_it(name: str, topic: str, pattern: str) -> None:
    text = " ".join(
        body(path) for path in (MODULES / name / "en").glob("*.md") if path.name not in ("quiz.md", "glossary.md")
    )
    assert re.search(pattern, text, re.IGNORECASE), f"{name} says nothing of {topic}"
