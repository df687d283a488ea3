"""What docs/authoring.md shows is a module of which nothing is complained, and which can be published."""

import re
from pathlib import Path

from flask import Flask

from config import ROOT
from elearn.courses.content import library
from elearn.courses.queries import courses, published
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests.factories_content import PNG

PAGE = (ROOT / "docs" / "authoring.md").read_text()
SHOWN = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
# A file may be shown in several pieces.
ALL = {path: "\n".join(text for shown, text in SHOWN if shown == path) for path, _text in SHOWN}
COURSES = {path: text for path, text in ALL.items() if path.startswith("courses/")}
EXAMPLES = {path: text for path, text in ALL.items() if path not in COURSES}


def test_the_examples_are_whole(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "modules" / "searches"
    files = {folder / path: text for path, text in EXAMPLES.items()}
    for file, text in (files | {tmp_path / path: text for path, text in COURSES.items()}).items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "media").mkdir()
    (folder / "media" / "parcel.png").write_bytes(PNG)
    assert library.read_folder(tmp_path).complaints == ()
    with transaction():
        [publication] = publishing.publish(tmp_path)
    assert published.catalogue() == [publication.module]
    assert [course.modules for course in courses.catalogue()] == [("searches",)]
    assert (publication.changed, publication.module.part_ids) == (True, ("why-we-search", "scenario-gate"))


def test_the_tree_of_files_is_that_of_the_examples() -> None:
    [tree] = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert {line.split()[0] for line in tree.splitlines()[1:]} == {*EXAMPLES, "media/parcel.png"}


def test_every_fenced_example_is_tried() -> None:
    assert PAGE.count("\n```") == 2 * (len(SHOWN) + 1)
