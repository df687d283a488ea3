"""Reads courses: short files that list modules in order."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, Strict

from elearn.courses.content.frontmatter import Front, read_front
from elearn.courses.content.problems import CourseProblem, ModuleProblem
from elearn.courses.rules.course import Course
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.manuscript.shapes import Id, InLanguages, Language, Shape
from elearn.foundation.manuscript.text import Manuscript, read

# Module ids, each with the ids of the modules that it requires.
Requirements = Mapping[str, Sequence[str]]


class CourseFront(Shape):
    """With `in_order`, each module opens when those before it are completed."""

    id: Id
    source: Language
    title: InLanguages
    summary: InLanguages
    modules: Annotated[tuple[Id, ...], Field(min_length=1)]
    in_order: Annotated[bool, Strict()] = False


def course_files(folder: Path) -> list[Path]:
    """The files of the courses made of a folder of modules: they lie in `courses` beside `modules`."""
    root = folder if (folder / "modules").is_dir() else folder.parent
    beside = folder in (root, root / "modules")
    return sorted((root / "courses").glob("*.md")) if beside else []


def read_course(name: str, data: bytes, modules: Requirements) -> tuple[Course | None, list[Complaint]]:
    """The course in a file of that name without ending, and all that is wrong with it."""
    manuscript = read(f"courses/{name}.md", data)
    front = read_front(manuscript, CourseFront)
    if front and front.said:
        _check(manuscript, front, front.said, name, modules)
    if manuscript.complaints or not front or not front.said:
        return None, manuscript.complaints
    return _course(front.said), []


def _check(
    manuscript: Manuscript, front: Front[CourseFront], said: CourseFront, name: str, modules: Requirements
) -> None:
    line = front.entries.line
    if said.id != name:
        manuscript.complain(line("id"), ModuleProblem.OTHER_ID, id=said.id, name=name)
    for key, words in (("title", said.title), ("summary", said.summary)):
        if said.source not in words:
            manuscript.complain(line(key), ModuleProblem.NOT_IN_SOURCE_LANGUAGE, key=key, language=said.source)
    for number, module_id in enumerate(said.modules):
        if module_id in said.modules[:number]:
            manuscript.complain(line("modules", number), CourseProblem.TWICE, id=module_id)
        elif module_id not in modules:
            manuscript.complain(line("modules", number), ModuleProblem.UNKNOWN_MODULE, id=module_id)
        for needed in modules.get(module_id, ()):
            if needed not in said.modules[:number]:
                manuscript.complain(
                    line("modules", number), CourseProblem.REQUIRED_LATER, id=module_id, required=needed
                )
    below = next((number for number, words in front.body.numbered() if words.strip()), None)
    if below is not None:
        manuscript.complain(below, CourseProblem.TEXT_BELOW)


def _course(said: CourseFront) -> Course:
    everything = json.dumps(said.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
    revision_id = hashlib.sha256(everything.encode()).hexdigest()
    return Course(revision_id, said.id, said.source, said.title, said.summary, said.modules, said.in_order)
