"""The commands: courses checked and published with their modules, dates of cohorts made anew."""

from pathlib import Path

from flask import Flask
from sqlalchemy import update

from elearn.cohorts.cli.cohorts import commands
from elearn.cohorts.models.cohorts import Cohort
from elearn.courses.cli.content import commands as content
from elearn.courses.models import CoursePublished
from elearn.courses.queries import courses
from elearn.foundation.db import db, transaction
from tests.cohorts.groups import DUE, START, made, rows
from tests.factories_content import write
from tests.world import World

COURSE = """---
id: gate
source: en
title: {en: At the gate}
summary: {en: One module.}
modules: [searches]
---
"""


def run(app: Flask, command: str, folder: Path) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(content, [command, str(folder)])
    return result.exit_code, result.output.splitlines()


def test_courses_are_published_with_their_modules(app: Flask, tmp_path: Path) -> None:
    write(tmp_path / "modules")
    (tmp_path / "courses").mkdir()
    file = tmp_path / "courses" / "gate.md"
    file.write_text(COURSE.replace("searches", "nothing"))
    assert run(app, "publish", tmp_path) == (
        1,
        [
            "courses/gate.md:6: There is no module “nothing”. Write the id of another module, or delete it.",
            "1 complaint.",
        ],
    )
    assert courses.catalogue() == []
    file.write_text(COURSE)
    assert run(app, "check", tmp_path)[1][-1] == "gate: modules searches"
    said = ["gate: the course is published.", "gate: the course has not changed."]
    assert [run(app, "publish", tmp_path)[1][-1] for _twice in range(2)] == said
    file.write_text(COURSE.replace("One", "A"))
    run(app, "publish", tmp_path / "modules")
    file.write_text(COURSE)
    run(app, "publish", tmp_path)  # back to what it was
    db.session.rollback()
    assert rows(CoursePublished, "course_id", "serial") == [("gate", 1), ("gate", 2), ("gate", 3)]
    current = courses.current("gate")
    assert current
    assert (current.summaries, courses.current("nothing")) == ({"en": "One module."}, None)


def test_dates_made_anew(app: Flask, world: World) -> None:
    made(world.kostanay, module_id="searches", course_id=None)
    with transaction():
        db.session.execute(update(Cohort).values(due_on=START))
    output = app.test_cli_runner().invoke(commands, ["rebuild"]).output
    assert (output, rows(Cohort, "due_on")) == ("Cohorts worked out anew: 1\n", [(DUE,)])
