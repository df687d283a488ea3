"""Reading courses: what is wrong is said with file and line; the real one is whole."""

import pytest

from config import ROOT
from elearn.courses.content import library
from elearn.courses.content.course import read_course
from elearn.courses.content.problems import CourseProblem, FrontProblem, ModuleProblem
from elearn.courses.rules.course import Course, still_missing
from elearn.foundation.manuscript.complaints import Complaint, EntryProblem

MODULES = {"first": (), "second": ("first",), "third": ()}
GOOD = """---
id: gate
source: en
title: {en: At the gate}
summary: {en: Two modules.}
modules: [first, second]
in_order: true
---
"""


def test_a_course_is_read() -> None:
    course, complaints = read_course("gate", GOOD.encode(), MODULES)
    assert complaints == []
    assert course
    revision_id = course.revision_id
    titles, summaries = {"en": "At the gate"}, {"en": "Two modules."}
    assert course == Course(revision_id, "gate", "en", titles, summaries, ("first", "second"), True)
    changed, _complaints = read_course("gate", GOOD.replace("true", "false").encode(), MODULES)
    assert changed
    assert changed.revision_id != revision_id


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("id: gate", "id: other", 2, ModuleProblem.OTHER_ID),
        ("title: {en:", "title: {ru:", 4, ModuleProblem.NOT_IN_SOURCE_LANGUAGE),
        ("summary: {en:", "summary: {ru:", 5, ModuleProblem.NOT_IN_SOURCE_LANGUAGE),
        ("[first, second]", "[first, fourth]", 6, ModuleProblem.UNKNOWN_MODULE),
        ("[first, second]", "[third, third]", 6, CourseProblem.TWICE),
        ("[first, second]", "[second, first]", 6, CourseProblem.REQUIRED_LATER),
        ("[first, second]", "[second]", 6, CourseProblem.REQUIRED_LATER),
        ("[first, second]", "[]", 6, EntryProblem.EMPTY),
        ("in_order: true", "in_order: yes please", 7, EntryProblem.NOT_YES_OR_NO),
        ("in_order", "inorder", 7, EntryProblem.MISSPELT_KEY),
        ("---\n", "", 1, FrontProblem.MISSING),
    ],
)
def test_what_is_wrong_is_said(old: str, new: str, line: int, problem: object) -> None:
    course, complaints = read_course("gate", GOOD.replace(old, new).encode(), MODULES)
    assert course is None
    assert [(each.file, each.line, each.problem) for each in complaints] == [("courses/gate.md", line, problem)]


def test_text_below_is_shown_nowhere() -> None:
    _course, complaints = read_course("gate", f"{GOOD}\nWelcome.\n".encode(), MODULES)
    assert complaints == [Complaint("courses/gate.md", 10, CourseProblem.TEXT_BELOW, {})]


def test_each_sentence_can_be_filled_in() -> None:
    for problem in CourseProblem:
        assert (problem.what + problem.remedy) % {"id": "a", "required": "b"}


def test_the_real_course_lists_the_real_modules() -> None:
    reading = library.read_folder(ROOT / "content" / "modules")
    assert reading.complaints == ()
    modules = ("international-standards", "dynamic-security", "risk-assessment")
    assert [(course.course_id, course.modules, course.in_order) for course in reading.courses] == [
        ("foundations", modules, True)
    ]
    assert library.read_folder(ROOT / "content").courses == reading.courses
    assert library.read_folder(ROOT / "content" / "modules" / "dynamic-security").courses == ()


def test_what_comes_first() -> None:
    course = Course("c", "gate", "en", {}, {}, ("first", "second", "third"), in_order=True)
    assert course.before("third") == ("first", "second")
    assert course.before("elsewhere") == ()
    assert Course("c", "gate", "en", {}, {}, ("first", "second"), in_order=False).before("second") == ()
    assert still_missing(("third", "first"), ("first", "second"), {"third"}) == ("first", "second")
