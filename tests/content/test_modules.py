"""The modules of this project: whole, long enough, and covering what Rule 76 (1) of the Nelson Mandela Rules asks for."""

import re
from collections import Counter
from pathlib import Path

import pytest

from config import ROOT
from elearn.courses.content import library

MODULES = ROOT / "content" / "modules"
NAMES = ("dynamic-security", "international-standards", "risk-assessment")
BOXES = ("case", "steps", "errors", "summary", "sources")


def body(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def words(text: str) -> int:
    """Words that are read: without box marks, ids and addresses of links."""
    plain = re.sub(r"^///.*$|\{#[^}]*\}|\]\([^)]*\)", " ", text, flags=re.MULTILINE)
    return len(re.findall(r"\w[\w’'-]*", plain))


def test_nothing_is_wrong_with_any_module() -> None:
    reading = library.read_folder(MODULES)
    assert [str(complaint) for complaint in reading.complaints] == []
    assert tuple(module.said.id for module in reading.modules) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_lessons_are_whole(name: str) -> None:
    lessons = sorted((MODULES / name / "en").glob("[0-9]*.md"))
    assert len(lessons) >= 5
    for lesson in lessons:
        text = body(lesson)
        assert 600 <= words(text) <= 1200, (lesson.name, words(text))
        assert [box for box in BOXES if f"/// {box}" not in text] == [], lesson.name
    assert any("/// country" in body(lesson) for lesson in lessons)


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_have_scenes_choices_and_endings(name: str) -> None:
    (scenario,) = (MODULES / name / "en").glob("scenario-*.md")
    scenes = re.split(r"^## ", body(scenario), flags=re.MULTILINE)[1:]
    endings = re.findall(r"ending=(\w+)", body(scenario))
    assert len(scenes) >= 8
    assert len(endings) >= 3
    assert {"good", "poor"} <= set(endings)


@pytest.mark.parametrize("name", NAMES)
def test_there_are_questions_enough_of_each_kind(name: str) -> None:
    (module,) = library.read_folder(MODULES / name).modules
    questions = module.questions
    assert len(questions) >= 60
    assert min(Counter(question.objective for question in questions).values()) >= 8
    assert set(Counter(question.difficulty for question in questions)) == {1, 2, 3}
    assert {question.kind for question in questions} == {"single", "multiple"}


@pytest.mark.parametrize("name", NAMES)
def test_the_right_option_cannot_be_told_by_its_length(name: str) -> None:
    """Longest in clearly more than one question of three would give it away."""
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
    assert longest / single <= 0.45, (longest, single)


def test_rule_76_is_covered(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints which lessons teach which part of rule 76 (1); all four parts are taught."""
    covered: dict[str, list[str]] = {part: [] for part in "abcd"}
    for module in library.read_folder(MODULES).modules:
        for lesson in sorted((MODULES / module.said.id / "en").glob("[0-9]*.md")):
            for part in re.findall(r"^rule76: \[(.*)\]", lesson.read_text(encoding="utf-8"), re.MULTILINE):
                for letter in re.findall(r"[a-d]", part):
                    covered[letter].append(f"{module.said.id}/{lesson.stem}")
    with capsys.disabled():
        print("\nRule 76 (1) of the Nelson Mandela Rules is taught in:")
        for letter, lessons in covered.items():
            print(f"  ({letter}) {len(lessons)} lessons: {', '.join(lessons)}")
    assert all(covered.values())


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
    text = " ".join(body(path) for path in (MODULES / name / "en").glob("*.md") if path.name != "quiz.md")
    assert re.search(pattern, text, re.IGNORECASE), f"{name} says nothing of {topic}"
