"""Reads all files of a module, each into what it says, with the complaints about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from elearn.courses.content.folder import Folder, sort_files
from elearn.courses.content.frontmatter import Front, read_front
from elearn.courses.content.glossary import WrittenTerm, read_glossary
from elearn.courses.content.lesson import read_lesson
from elearn.courses.content.media import Picture, read_picture
from elearn.courses.content.parts import WrittenPart
from elearn.courses.content.problems import ModuleProblem
from elearn.courses.content.scenario import read_scenario
from elearn.courses.content.shapes import ModuleFront, PartFront, TranslatedFront
from elearn.courses.rules.module import SCENARIO_PREFIX, Files
from elearn.foundation.manuscript.complaints import Complaint, Problem
from elearn.foundation.manuscript.entries import Path
from elearn.foundation.manuscript.text import Manuscript, read
from elearn.quizzes.content.quiz import Setting, read_quiz
from elearn.quizzes.rules.kind import WrittenQuestion

T = TypeVar("T")
File = tuple[str, bytes]


@dataclass(frozen=True)
class Read(Generic[T]):
    """A file and what was read in it."""

    manuscript: Manuscript
    found: T


@dataclass(frozen=True)
class Written:
    """All files of a module: parts by language and id, quizzes and glossaries by language, pictures by name.

    `source` is the source language, also where module.md fails to say it.
    """

    name: str
    source: str
    outline: Manuscript
    front: Front[ModuleFront] | None
    parts: Mapping[str, Mapping[str, Read[WrittenPart | None]]]
    quizzes: Mapping[str, Read[tuple[WrittenQuestion, ...]]]
    glossaries: Mapping[str, Read[tuple[WrittenTerm, ...]]]
    media: Mapping[str, Read[Picture]]
    misplaced: list[Complaint]
    files: Files

    @property
    def said(self) -> ModuleFront | None:
        """What module.md says, when that can be read."""
        return self.front.said if self.front else None

    def complain(self, entry: Path, problem: Problem, **values: object) -> None:
        """Note a problem of an entry of module.md."""
        self.outline.complain(self.front.entries.line(*entry) if self.front else 1, problem, **values)

    @property
    def manuscripts(self) -> Iterator[Manuscript]:
        yield self.outline
        yield from (part.manuscript for parts in self.parts.values() for part in parts.values())
        yield from (quiz.manuscript for quiz in self.quizzes.values())
        yield from (glossary.manuscript for glossary in self.glossaries.values())
        yield from (picture.manuscript for picture in self.media.values())

    @property
    def complaints(self) -> list[Complaint]:
        """About all files, by file and line."""
        found = [complaint for manuscript in self.manuscripts for complaint in manuscript.complaints]
        return sorted(self.misplaced + found, key=lambda complaint: (complaint.file, complaint.line))


def read_files(name: str, files: Files) -> Written:
    """Everything in the files of a module that can be read in one file alone."""
    folder, misplaced = sort_files(name, files)
    outline = _outline(folder)
    front = read_front(outline, ModuleFront)
    said = front.said if front else None
    source = said.source if said else _likely_source(folder)
    objectives = frozenset(said.objectives) if said else None
    settings = {
        language: Setting(language == source, objectives, frozenset(folder.media))
        for language in (*folder.parts, *folder.quizzes, *folder.glossaries)
    }
    return Written(
        name=name,
        source=source,
        outline=outline,
        front=front,
        parts={language: _read_parts(parts, settings[language]) for language, parts in folder.parts.items()},
        quizzes={language: _read_quiz(file, settings[language]) for language, file in folder.quizzes.items()},
        glossaries={language: _read_glossary(file, settings[language]) for language, file in folder.glossaries.items()},
        media={medium: _read_picture(medium, file) for medium, file in folder.media.items()},
        misplaced=misplaced,
        files=files,
    )


def _outline(folder: Folder) -> Manuscript:
    if folder.module:
        return read(*folder.module)
    manuscript = Manuscript(f"{folder.name}/module.md")
    manuscript.complain(1, ModuleProblem.NO_MODULE_FILE)
    return manuscript


def _likely_source(folder: Folder) -> str:
    """The language with most files: translations come later and lack some."""
    return max(sorted(folder.parts), key=lambda language: len(folder.parts[language]), default="en")


def _read_parts(parts: Mapping[str, list[File]], setting: Setting) -> dict[str, Read[WrittenPart | None]]:
    found = {}
    for part_id, (file, *doubles) in parts.items():
        found[part_id] = _read_part(part_id, file, setting)
        for double, _ in doubles:
            found[part_id].manuscript.complain(1, ModuleProblem.SAME_PART, id=part_id, file=double)
    return found


def _read_part(part_id: str, file: File, setting: Setting) -> Read[WrittenPart | None]:
    manuscript = read(*file)
    front: Front[PartFront] | Front[TranslatedFront] | None
    if setting.source:
        front = read_front(manuscript, PartFront)
    else:
        front = read_front(manuscript, TranslatedFront, source_only=PartFront.model_fields)
    if front is None:
        return Read(manuscript, None)
    _check_front(manuscript, part_id, front, setting)
    reader = read_scenario if part_id.startswith(SCENARIO_PREFIX) else read_lesson
    return Read(manuscript, reader(manuscript, front, setting))


def _check_front(
    manuscript: Manuscript, part_id: str, front: Front[PartFront] | Front[TranslatedFront], setting: Setting
) -> None:
    if front.said and front.said.id != part_id:
        manuscript.complain(front.entries.line("id"), ModuleProblem.OTHER_ID, id=front.said.id, name=part_id)
    if isinstance(front.said, PartFront) and setting.objectives is not None:
        for number, objective in enumerate(front.said.objectives):
            if objective not in setting.objectives:
                line, known = front.entries.line("objectives", number), ", ".join(sorted(setting.objectives))
                manuscript.complain(line, ModuleProblem.UNKNOWN_OBJECTIVE, objective=objective, known=known)


def _read_quiz(file: File, setting: Setting) -> Read[tuple[WrittenQuestion, ...]]:
    manuscript = read(*file)
    return Read(manuscript, read_quiz(manuscript, setting))


def _read_glossary(file: File, setting: Setting) -> Read[tuple[WrittenTerm, ...]]:
    manuscript = read(*file)
    return Read(manuscript, read_glossary(manuscript, setting))


def _read_picture(name: str, file: File) -> Read[Picture]:
    manuscript = Manuscript(file[0])
    return Read(manuscript, read_picture(manuscript, name, file[1]))
