"""Modules brought in a zip, or copied: looked at first, and saved only as they were looked at."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from elearn.authoring.content import identity
from elearn.authoring.formats import zips
from elearn.authoring.formats.problems import PackageProblem
from elearn.authoring.queries import drafts as drafts_there
from elearn.authoring.queries import packages
from elearn.authoring.rules.drafts import MODULE_FILE, MOST_FILES, unusable
from elearn.authoring.rules.packages import Change, Origin, changes
from elearn.authoring.service import drafts
from elearn.courses.content import library
from elearn.courses.content.media import LARGEST
from elearn.courses.content.module import Module
from elearn.courses.content.problems import MediumProblem, ModuleProblem
from elearn.courses.queries import published, sources
from elearn.courses.rules.module import Files
from elearn.foundation.manuscript.complaints import Complaint, Sentences, TextProblem

# With these nobody could tell afterwards which file, letter or answer was meant. All else may be put right in the draft.
_REFUSED: tuple[Sentences, ...] = (
    TextProblem.NOT_UTF8,
    TextProblem.DOUBLE_ID,
    ModuleProblem.SAME_PART,
    ModuleProblem.STRANGE_FILE,
    ModuleProblem.STRANGE_LANGUAGE,
    MediumProblem.BAD_NAME,
    MediumProblem.NOT_A_PICTURE,
    MediumProblem.TOO_LARGE,
)


@dataclass(frozen=True)
class Looked:
    """What bringing a zip would make: of which module, and which of its files would change; `same` stay as they are.

    `complaints` keep it from being brought; `remarks` only from being published. `saves` is how many saves the draft had that
    it was compared with, 0 for a new one.
    """

    module_id: str
    titles: Mapping[str, str]
    files: Files
    complaints: Sequence[Complaint]
    remarks: Sequence[Complaint] = ()
    changes: Sequence[Change] = ()
    same: int = 0
    saves: int = 0
    origin: Origin | None = None

    @property
    def data(self) -> bytes:
        """What was looked at, as a zip of its own."""
        return zips.write(self.module_id, self.files)


def look(name: str, data: bytes, into: str | None = None) -> Looked:
    """What a zip of that name would make: a new module, or changes to the draft of a module. Nothing is saved."""
    unpacked = zips.read(name, data)
    return Looked("", {}, {}, unpacked.complaints) if unpacked.complaints else look_at(unpacked.files, into)


def look_at(files: Files, into: str | None = None) -> Looked:
    """The same of files, by their paths in the folder of the module."""
    said = identity.identity(files)
    folder = said.module_id or "module"
    found = [
        replace(each, file=each.file.removeprefix(f"{folder}/"))
        for each in library.read_modules({folder: files}, known()).complaints
    ]
    refused = [*_of_identity(said.module_id, into), *_of_files(files)]
    refused += [each for each in found if each.problem in _REFUSED]
    if refused:
        return Looked(said.module_id, said.titles, {}, refused)
    before = packages.digests(into) if into else {}
    after = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    draft = drafts_there.draft(into) if into else None
    made = changes(before, after)
    return Looked(
        said.module_id,
        said.titles,
        files,
        (),
        found,
        made,
        sum(before.get(path) == digest for path, digest in after.items()),
        draft.saves if draft else 0,
        said.origin,
    )


def _of_identity(module_id: str, into: str | None) -> Sequence[Complaint]:
    if not module_id:
        return (Complaint(MODULE_FILE, 1, PackageProblem.NO_ID),)
    if into and module_id != into:
        return (Complaint(MODULE_FILE, 1, PackageProblem.OTHER_MODULE, {"id": module_id, "wanted": into}),)
    if not into and packages.is_taken(module_id):
        return (Complaint(MODULE_FILE, 1, PackageProblem.TAKEN, {"id": module_id}),)
    return ()


def _of_files(files: Files) -> Sequence[Complaint]:
    """What a draft cannot hold. A zip has been asked before; a folder of the command line has not."""
    if len(files) > MOST_FILES:
        return (Complaint(MODULE_FILE, 1, PackageProblem.TOO_MANY, {"most": MOST_FILES}),)
    return [
        Complaint(zips.shown(path), 1, PackageProblem.STRANGE)
        for path, data in sorted(files.items())
        if unusable(path, len(data), LARGEST, 0)
    ]


def draft_of(files: Files) -> str | None:
    """The id of the draft that these files are of; None where there is no draft of theirs."""
    module_id = identity.identity(files).module_id
    return module_id if drafts_there.draft(module_id) else None


def start(looked: Looked, academy_id: UUID | None, by: UUID | None) -> bool:
    """Begin the draft of the module that was looked at; False when there is one of its id by now."""
    return drafts.start_with(looked.module_id, looked.files, academy_id, by)


def change(looked: Looked, saves: int, by: UUID | None) -> bool:
    """Make the draft what was looked at; False when it was saved since it had so many saves. Every save stays."""
    return drafts.replace_unchanged(looked.module_id, looked.files, saves, by)


def copy(revision_id: str, module_id: str, site: str, academy_id: UUID | None, by: UUID | None) -> bool:
    """Begin a draft with the files of a revision, as another module that says where it comes from.

    False when there is a module of that id, or when its module.md cannot be changed. Raises
    courses.queries.published.NotPublished.
    """
    origin = Origin(published.revision(revision_id).module_id, revision_id, site)
    files = identity.copied(sources.sources(revision_id), module_id, origin)
    return files is not None and drafts.start_with(module_id, files, academy_id, by)


def known() -> set[str]:
    """The modules that may be required: those that are published."""
    return {each.module_id for each in published.catalogue()}


def whole(module_id: str, files: Files) -> Module | None:
    """The module that the files are, when nothing is wrong with it; else it is to be put right in the draft first."""
    reading = library.read_modules({module_id: files}, known())
    return reading.modules[0] if reading.modules else None
