"""One file of a module as officers will see it, and what is complained of it, from as few other files as that takes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from elearn.authoring.content.fixing import fixed
from elearn.courses.content import checks, rendering
from elearn.courses.content.folder import MODULE_FILE, part_id
from elearn.courses.content.problems import ModuleProblem
from elearn.courses.content.reading import Written, read_files
from elearn.courses.content.scenario import ENDINGS
from elearn.courses.content.shapes import ModuleFront
from elearn.courses.rules.module import Files, RenderedPage, Scene
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.markup import Unrenderable
from elearn.quizzes.rules.kind import WrittenQuestion
from elearn.quizzes.rules.translating import translated

# Complaints about the outline for which every file must be read.
_OF_ALL = {
    ModuleProblem.NO_QUIZ,
    ModuleProblem.NO_SUCH_PART,
    ModuleProblem.TOO_FEW_QUESTIONS,
    ModuleProblem.NOT_TAUGHT,
}


@dataclass(frozen=True)
class Noted:
    """A complaint about the file. `becomes` is its line as it shall be, where that is certain."""

    complaint: Complaint
    becomes: str | None


@dataclass(frozen=True)
class Look:
    """A file: the pages of a lesson or scenario, or the questions of a quiz, or the outline.

    All of them are empty where the file cannot be read. `scenes` are those of a scenario with their pages: in a translation
    they are those of its source, with its pages where they have the same choices, as officers read them.
    """

    language: str
    noted: tuple[Noted, ...]
    pages: tuple[RenderedPage, ...] = ()
    scenes: tuple[tuple[Scene, RenderedPage], ...] = ()
    questions: tuple[WrittenQuestion, ...] = ()
    outline: ModuleFront | None = None


def needed(path: str, paths: Collection[str]) -> set[str]:
    """The files without which one cannot be read: the outline, and what may be its source."""
    language, _, name = path.partition("/")
    same = {each for each in paths if each != path and name and part_id(each) == part_id(path) is not None}
    return {path, MODULE_FILE, *same} if language else {MODULE_FILE}


def look(name: str, files: Files, path: str, media: Mapping[str, str]) -> Look:
    """The file of that path; `files` are those that are needed, `media` the address of each picture by name."""
    written = read_files(name, {**{f"media/{medium}": b"" for medium in media}, **files})
    checks.check(written)
    place = path.partition("/")[0]
    language = written.source if path == MODULE_FILE else place
    lines = files[path].decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    noted = tuple(
        Noted(complaint, fixed(lines, complaint, language == written.source))
        for complaint in written.complaints
        if complaint.file == f"{name}/{path}" and complaint.problem not in _OF_ALL
    )
    if path == MODULE_FILE:
        return Look(language, noted, outline=written.said)
    if path.endswith("/quiz.md"):
        return Look(language, noted, questions=_questions(written, language))
    return _part(written, language, part_id(path) or "", media, noted)


def _part(written: Written, language: str, part: str, media: Mapping[str, str], noted: tuple[Noted, ...]) -> Look:
    pages = _pages(written, language, part, media)
    if pages is None:
        return Look(language, noted)
    own = list(zip(_scenes(written, language, part), pages, strict=False))
    if language == written.source or not own:
        return Look(language, noted, pages, tuple(own))
    source = zip(
        _scenes(written, written.source, part), _pages(written, written.source, part, media) or (), strict=False
    )
    told = {(scene.id, len(page.choices)): page for scene, page in own}
    scenes = tuple((scene, told.get((scene.id, len(page.choices)), page)) for scene, page in source)
    return Look(language, noted, pages, scenes)


def _scenes(written: Written, language: str, part: str) -> tuple[Scene, ...]:
    """The scenes of a scenario; what is not known as an ending is none."""
    read = written.parts.get(language, {}).get(part)
    found = read.found.scenes if read and read.found else ()
    return tuple(scene if scene.ending in ENDINGS else replace(scene, ending=None) for scene in found)


def _pages(written: Written, language: str, part: str, media: Mapping[str, str]) -> tuple[RenderedPage, ...] | None:
    read = written.parts.get(language, {}).get(part)
    if read is None or read.found is None:
        return None
    try:
        return tuple(rendering.page(page, language, media) for page in read.found.pages)
    except Unrenderable:
        return None


def _questions(written: Written, language: str) -> tuple[WrittenQuestion, ...]:
    """In a translation with what only the source says, as far as the source has them."""
    quiz, source = written.quizzes[language], written.quizzes.get(written.source)
    if language == written.source:
        return quiz.found
    originals = (
        {question.id: question for question in source.found} if source and not source.manuscript.complaints else {}
    )
    if quiz.manuscript.complaints:
        return ()
    return tuple(translated(originals[each.id], each) for each in quiz.found if each.id in originals)
