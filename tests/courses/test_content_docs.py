"""What docs/authoring.md shows is a module of which nothing is complained, and which can be published."""

import re
from pathlib import Path

from flask import Flask

from config import ROOT
from elearn.courses.content import library
from elearn.courses.queries import published
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests.factories_content import PNG

PAGE = (ROOT / "docs" / "authoring.md").read_text()
SHOWN = re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
# A file may be shown in several pieces.
EXAMPLES = {path: "\n".join(text for shown, text in SHOWN if shown == path) for path, _text in SHOWN}


def test_the_examples_are_whole(app: Flask, tmp_path: Path) -> None:
    for path, text in EXAMPLES.items():
        file = tmp_path / "searches" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "searches" / "media").mkdir()
    (tmp_path / "searches" / "media" / "parcel.png").write_bytes(PNG)
    assert library.read_folder(tmp_path).complaints == ()
    with transaction():
        [publication] = publishing.publish(tmp_path)
    assert published.catalogue() == [publication.module]
    assert (publication.changed, publication.module.part_ids) == (True, ("why-we-search", "scenario-gate"))


def test_the_tree_of_files_is_that_of_the_examples() -> None:
    [tree] = re.findall(r"^```text\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert {line.split()[0] for line in tree.splitlines()[1:]} == {*EXAMPLES, "media/parcel.png"}


def test_every_fenced_example_is_tried() -> None:
    assert PAGE.count("\n```") == 2 * (len(SHOWN) + 1)
