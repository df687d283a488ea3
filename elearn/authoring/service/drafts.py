"""Working on a module: begins drafts, and saves their files so that nobody overwrites what another wrote.

Who may do so is asked before: `rules.drafts.may_write`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from elearn.authoring.content import beginning
from elearn.authoring.models.drafts import Draft, DraftFile, Save
from elearn.authoring.queries import drafts
from elearn.authoring.rules.drafts import MODULE_FILE, Conflict, File, Saved, Unusable, unusable
from elearn.courses.content.folder import part_id
from elearn.courses.content.media import kind
from elearn.courses.queries import published, sources
from elearn.courses.rules.module import Files
from elearn.courses.service import blobs
from elearn.foundation import clock
from elearn.foundation.db import db, insert

Outcome = Saved | Conflict | Unusable


def start_new(
    module_id: str,
    title: str,
    language: str,
    academy_id: UUID | None,
    by: UUID | None,
    more_titles: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Begin a module with an outline and an example of everything; False when another one has the id."""
    return start_with(module_id, beginning.files(module_id, title, language, more_titles), academy_id, by)


def start_with(module_id: str, files: Files, academy_id: UUID | None, by: UUID | None) -> bool:
    """Begin a module with files; False when another one has the id."""
    if published.current(module_id) or not _start(module_id, academy_id, None):
        return False
    replace_all(module_id, files, by)
    return True


def start_from(revision_id: str, academy_id: UUID | None, by: UUID | None) -> bool:
    """Open a published module for change, which belongs to that academy from now on; False when it is open already.

    Raises courses.queries.published.NotPublished.
    """
    module_id = published.revision(revision_id).module_id
    if not _start(module_id, academy_id, revision_id):
        return False
    replace_all(module_id, sources.sources(revision_id), by)
    return True


def _start(module_id: str, academy_id: UUID | None, origin: str | None) -> bool:
    begun = insert(Draft).values(
        module_id=module_id, academy_id=academy_id, origin=origin, saves=0, started_at=clock.now()
    )
    return db.session.execute(begun.on_conflict_do_nothing().returning(Draft.module_id)).scalar() is not None


def replace_all(module_id: str, files: Files, by: UUID | None) -> None:
    """Make a draft hold these files and no others, whatever it held. What does not change is not saved."""
    hold(module_id)
    before = {each.path: each for each in drafts.listed(module_id)}
    digests = blobs.keep(files)
    for path in sorted(before.keys() - files.keys()):
        _save(module_id, path, None, by)
    for path, digest in sorted(digests.items()):
        if path not in before or before[path].digest != digest:
            _save(module_id, path, digest, by)


def replace_unchanged(module_id: str, files: Files, saves: int, by: UUID | None) -> bool:
    """As `replace_all`, while there were no more saves than these; False, and nothing is saved, when there were."""
    hold(module_id)
    draft = drafts.draft(module_id)
    if draft is None or draft.saves != saves:
        return False
    replace_all(module_id, files, by)
    return True


def restore(module_id: str, files: Files, path: str | None, saves: int, by: UUID | None) -> bool:
    """Bring back what was saved or published earlier, one file or all of them, as new saves; False as `replace_unchanged`."""
    hold(module_id)
    if path is not None:
        others = {each: data for each, data in drafts.files(module_id).items() if each != path}
        files = {**others, path: files[path]} if path in files else others
    return replace_unchanged(module_id, files, saves, by)


def save_file(module_id: str, path: str, data: bytes, base_version: int, by: UUID | None) -> Outcome:
    """Save a file that its author read in `base_version`; 0 for a new one.

    Who saves what is there already has saved it, whatever was there in between.
    """
    hold(module_id)
    there = drafts.listed(module_id)
    problem = unusable(path, len(data), kind(path)[1], sum(each.path != path for each in there))
    if problem:
        return problem
    digest = blobs.keep({path: data})[path]
    now = _named(there, path)
    if now and now.digest == digest:
        return Saved(now.version)
    if _version(now) != base_version:
        return Conflict(now)
    return Saved(_save(module_id, path, digest, by))


def add_part(module_id: str, path: str, title: str, by: UUID | None) -> Outcome:
    """Add a lesson, a scenario or questions to begin with; a new part of the source language stands in the contents too."""
    language = path.partition("/")[0]
    outcome = save_file(module_id, path, beginning.part(path, title, language), 0, by)
    outline, name = drafts.file(module_id, MODULE_FILE), part_id(path)
    if isinstance(outcome, Saved) and outline and name and not path.endswith("/quiz.md"):
        text = drafts.files(module_id, {MODULE_FILE})[MODULE_FILE].decode("utf-8", "surrogateescape")
        if f"\nsource: {language}\n" in text.replace("\r", ""):
            added = beginning.with_part(text, name).encode("utf-8", "surrogateescape")
            save_file(module_id, MODULE_FILE, added, outline.version, by)
    return outcome


def delete_file(module_id: str, path: str, base_version: int, by: UUID | None) -> Outcome:
    """Take a file out of the draft. Its saves stay."""
    hold(module_id)
    now = drafts.file(module_id, path)
    if path == MODULE_FILE:
        return Unusable.NEEDED
    if _version(now) != base_version:
        return Conflict(now)
    if now:
        _save(module_id, path, None, by)
    return Saved(0)


def rename_file(module_id: str, path: str, new_path: str, base_version: int, by: UUID | None) -> Outcome:
    """Give a file another name, which no other file has."""
    hold(module_id)
    there = drafts.listed(module_id)
    now = _named(there, path)
    problem = unusable(new_path, 0, 0, 0)
    if path == MODULE_FILE or problem:
        return problem or Unusable.NEEDED
    if now is None or now.version != base_version:
        return Conflict(now)
    if _named(there, new_path):
        return Unusable.THERE
    _save(module_id, path, None, by)
    return Saved(_save(module_id, new_path, now.digest, by))


def _named(files: list[File], path: str) -> File | None:
    return next((each for each in files if each.path == path), None)


def _version(file: File | None) -> int:
    return file.version if file else 0


def hold(module_id: str) -> None:
    """From here to the end of the transaction nobody else saves in this draft: what is read now holds."""
    db.session.execute(update(Draft).where(Draft.module_id == module_id).values(saves=Draft.saves))


def _save(module_id: str, path: str, digest: str | None, by: UUID | None) -> int:
    """Write a save down and make the file so; the serial of the save."""
    counted = update(Draft).where(Draft.module_id == module_id).values(saves=Draft.saves + 1).returning(Draft.saves)
    serial: int = db.session.execute(counted).scalar_one()
    said: dict[str, Any] = {"digest": digest, "by_account": by, "at": clock.now()}
    db.session.execute(insert(Save).values(module_id=module_id, serial=serial, path=path, **said))
    if digest is None:
        db.session.execute(delete(DraftFile).where(DraftFile.module_id == module_id, DraftFile.path == path))
        return serial
    said["version"] = serial
    made = insert(DraftFile).values(module_id=module_id, path=path, **said)
    db.session.execute(made.on_conflict_do_update(index_elements=["module_id", "path"], set_=said))
    return serial
