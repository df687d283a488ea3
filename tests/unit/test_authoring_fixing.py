"""Complaints that are put right by a button: the line afterwards, and that the complaint is gone then."""

from dataclasses import dataclass

import pytest

from elearn.authoring.content.looking import look
from tests.factories_content import SEARCHES, in_bytes

HOW, QUIZ, GATE = "en/02-how.md", "en/quiz.md", "en/scenario-gate.md"


@dataclass(frozen=True)
class Case:
    path: str
    old: str
    new: str
    becomes: str | None


CASES = (
    Case(HOW, "With respect.", "## With respect", "## With respect {#with-respect}"),
    Case(HOW, "With respect.", "## Кто считает ключи?", "## Кто считает ключи? {#kto-schitaet-klyuchi}"),
    Case(HOW, "With respect.", "## ١٢", "## ١٢ {#part}"),
    Case(HOW, "With respect.", "## A {#a}\n\n## A", "## A {#a-2}"),
    Case(HOW, "With respect.", "Text\n- one", "\n- one"),
    Case(HOW, "minutes: 5", "minuts: 5", "minutes: 5"),
    Case(HOW, "With respect.", "## A {#Not an id}", None),
    Case(HOW, "With respect.", "/// case | A", None),
    Case(GATE, "{#hall ending=poor}", "{ending=poor}", "## A hall {#a-hall ending=poor}"),
    Case(QUIZ, "{#manner objective", "{objective", "## How do you search? {#how-do-you-search objective=dignity difficulty=3}"),
    Case(QUIZ, "- [x] With respect {#respect}", "- [x] With respect", "- [x] With respect {#with-respect}"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.new)
def test_what_a_line_becomes(case: Case) -> None:
    files = in_bytes(SEARCHES)
    text = SEARCHES[case.path].replace(case.old, case.new, 1)
    found = look("searches", {**files, case.path: text.encode()}, case.path, {"gate.png": "/x"})
    assert found.noted
    certain = [each for each in found.noted if each.becomes is not None]
    assert [each.becomes for each in certain] == ([case.becomes] if case.becomes else [])
    if not certain:
        return
    [noted] = certain
    lines = text.split("\n")
    lines[noted.complaint.line - 1] = noted.becomes or ""
    after = look("searches", {**files, case.path: "\n".join(lines).encode()}, case.path, {"gate.png": "/x"})
    assert noted.complaint.problem not in {each.complaint.problem for each in after.noted}


def test_ids_of_a_translation_are_not_guessed() -> None:
    text = SEARCHES["ru/01-why.md"].replace(" {#tests}", "")
    path = "ru/01-why.md"
    found = look("searches", {**in_bytes(SEARCHES), path: text.encode()}, path, {"gate.png": "/x"})
    assert [each.becomes for each in found.noted] == [None]


@pytest.mark.parametrize("path", sorted(SEARCHES))
def test_nothing_is_noted_of_a_whole_module(path: str) -> None:
    assert look("searches", in_bytes(SEARCHES), path, {"gate.png": "/x"}).noted == ()
