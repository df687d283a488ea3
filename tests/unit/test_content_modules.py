"""The modules of this project are whole, as long as they shall be, and teach all of rule 76 (1)."""

import pytest

from config import ROOT
from elearn.courses.content import library
from elearn.courses.content.module import Module, word_count
from elearn.courses.rules.module import FINAL, PRE_TEST

NAMES = ["dynamic-security", "international-standards", "risk-assessment"]


@pytest.fixture(scope="module")
def modules() -> dict[str, Module]:
    reading = library.read_folder(ROOT / "content")
    assert reading.complaints == ()
    return {module.said.id: module for module in reading.modules}


def test_there_are_three(modules: dict[str, Module]) -> None:
    assert list(modules) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_lessons_are_as_long_as_one_reads_in_a_quarter_of_an_hour(modules: dict[str, Module], name: str) -> None:
    lessons = [part.id for part in modules[name].parts if not part.is_scenario]
    lengths = {part_id: word_count(modules[name].pages["en"][part_id][0].body) for part_id in lessons}
    assert len(lengths) >= 5
    assert {part_id: length for part_id, length in lengths.items() if not 600 <= length <= 1200} == {}


@pytest.mark.parametrize("name", NAMES)
def test_each_has_a_branching_scenario(modules: dict[str, Module], name: str) -> None:
    [scenario] = modules[name].scenarios.values()
    assert len(scenario.scenes) >= 8
    assert sum(scene.ending is not None for scene in scenario.scenes) >= 3
    assert {scene.ending for scene in scenario.scenes} == {None, "good", "mixed", "poor"}


@pytest.mark.parametrize("name", NAMES)
def test_each_has_questions_on_every_objective(modules: dict[str, Module], name: str) -> None:
    questions = modules[name].questions["en"]
    assert len(questions) >= 60
    assert {question.objective for question in questions} == set(modules[name].said.objectives)
    assert {question.difficulty for question in questions} == {1, 2, 3}
    papers = {PRE_TEST: modules[name].said.papers.pre_test, FINAL: modules[name].said.papers.final}
    assert all(paper and set(paper.draw) == set(modules[name].said.objectives) for paper in papers.values())


@pytest.mark.parametrize("name", NAMES)
def test_national_law_is_left_to_lawyers(modules: dict[str, Module], name: str) -> None:
    lessons = [pages[0].body for pages in modules[name].pages["en"].values()]
    assert sum("/// country | " in lesson for lesson in lessons) >= 3


def test_together_they_teach_all_of_rule_76(modules: dict[str, Module], capsys: pytest.CaptureFixture[str]) -> None:
    taught = {part: [name for name, module in modules.items() if part in module.said.rule76] for part in "abcd"}
    with capsys.disabled():
        for part, names in taught.items():
            print(f"\nrule 76 (1) ({part}): {', '.join(names)}", end="")
    assert all(taught.values())
