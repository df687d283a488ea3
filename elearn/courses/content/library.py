"""Reads modules and courses: all that is wrong with any of them, or all of them whole."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import MappingProxyType

from elearn.courses.content import checks, folder
from elearn.courses.content.course import course_files, read_course
from elearn.courses.content.module import Module, module
from elearn.courses.content.problems import ModuleProblem
from elearn.courses.content.reading import Written, read_files
from elearn.courses.rules.course import Course
from elearn.courses.rules.module import Files
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.spreading import spread


@dataclass(frozen=True)
class Reading:
    """What reading came to. There are modules and courses only when there are no complaints.

    `settled` are modules that were not read, as they are known already.
    """

    modules: tuple[Module, ...]
    complaints: tuple[Complaint, ...]
    courses: tuple[Course, ...] = ()
    settled: tuple[str, ...] = ()


def read_folder(
    path: Path, settled: Callable[[str, Files], Sequence[str] | None] = lambda _name, _files: None
) -> Reading:
    """The modules in a folder with the courses made of them, or the one module that the folder is.

    `settled` says of a module with these files what it requires, where nothing can be wrong with it but that: it is not read.
    """
    folders = folder.module_folders(path)
    if not folders:
        return Reading((), (Complaint(str(path), 1, ModuleProblem.NO_MODULES),))
    neighbours = {each.name for each in folders[0].parent.iterdir() if each.is_dir()}
    requires: dict[str, Sequence[str]] = {}
    unread: dict[str, Files] = {}
    for each in folders:
        files = folder.read_files(each)
        known = settled(each.name, files)
        if known is None or not neighbours.issuperset(known):
            unread[each.name] = files
        else:
            requires[each.name] = known
    reading = read_modules(unread, neighbours, requires)
    requires |= {each.said.id: each.said.requires for each in reading.modules}
    if reading.complaints:
        return reading  # what a course may list is known when the modules are whole
    read = [read_course(each.stem, each.read_bytes(), requires) for each in course_files(path)]
    complaints = tuple(complaint for _course, found in read for complaint in found)
    courses = tuple(course for course, _found in read if course)
    return Reading((), complaints) if complaints else replace(reading, courses=courses)


def read_modules(
    modules: Mapping[str, Files],
    neighbours: Collection[str] = (),
    settled: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Reading:
    """Modules given as the files of each folder. `neighbours` are modules not read now that may be required.

    `settled` are those of them of which it is known what they require themselves.
    """
    written = [*spread(_read, sorted(modules.items()))]
    for each in written:
        _check_requirements(each, {*modules, *neighbours})
    _check_circles(written, settled)
    complaints = tuple(complaint for each in written for complaint in each.complaints)
    whole = () if complaints else tuple(module(each, each.said) for each in written if each.said)
    return Reading(whole, complaints, settled=tuple(settled))


def _read(module: tuple[str, Files]) -> Written:
    """The files of a module, checked but for what other modules say."""
    written = read_files(*module)
    checks.check(written)
    return written


def _check_requirements(written: Written, known: Collection[str]) -> None:
    for number, module_id in enumerate(written.said.requires if written.said else ()):
        if module_id not in known:
            written.complain(("requires", number), ModuleProblem.UNKNOWN_MODULE, id=module_id)


def _check_circles(modules: Sequence[Written], settled: Mapping[str, Sequence[str]]) -> None:
    by_name = {each.name: each for each in modules}
    try:
        TopologicalSorter({**settled, **{each.name: each.said.requires for each in modules if each.said}}).prepare()
    except CycleError as circle:
        names = sorted({*circle.args[1]})
        for name in [each for each in names if each in by_name][:1]:
            by_name[name].complain(("requires",), ModuleProblem.REQUIRED_IN_CIRCLE, modules=", ".join(names))
