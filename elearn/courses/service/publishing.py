"""Publishing: freezes what a module says now as a revision, and makes that the module's current one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Select, delete, func, insert, select

from elearn.courses.content import library, rendering, translations
from elearn.courses.content.library import Reading
from elearn.courses.content.module import Module as WrittenModule
from elearn.courses.content.module import digest, only
from elearn.courses.models import Medium, Module, Page, Revision, RevisionPublished, SourceFile
from elearn.courses.queries import published, sources
from elearn.courses.rules import translating as rules
from elearn.courses.rules.module import Files, Published
from elearn.courses.rules.tally import UnderWay
from elearn.courses.service import blobs, indexing
from elearn.courses.service.course_publishing import publish_course
from elearn.foundation import facts, markup
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.spreading import spread
from elearn.quizzes.queries import banks
from elearn.quizzes.service import freezing


class NotWhole(Exception):
    """Something is wrong with the modules: `complaints` say what. Nothing was published."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        super().__init__(f"{len(complaints)} complaints, the first about {complaints[0].file}:{complaints[0].line}")
        self.complaints = complaints


@dataclass(frozen=True)
class _Prepared:
    """What can be told of a module to be published without a database. `now` has no number yet.

    `rendered` is None where it is the current revision already.
    """

    missing: Mapping[str, int]
    now: Published
    rendered: rendering.Rendered | None


@dataclass(frozen=True)
class Publication:
    """What publishing a module came to. `gone` are ids of parts and questions that only the revision before had.

    `missing` says how many blocks lack in which language, where any do; that is not counted where no file has changed.
    """

    module: Published
    changed: bool
    gone: tuple[str, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)


def publish(folder: Path) -> list[Publication]:
    """Publish the modules in a folder with their courses, or the one module that it is. Raises NotWhole.

    What did not change is not written.
    """
    reading = read(folder)
    if reading.complaints:
        raise NotWhole(reading.complaints)
    publications = publish_modules(reading)
    for course in reading.courses:
        publish_course(course)
    return publications


def read(folder: Path) -> Reading:
    """What is to be published of a folder. A module whose files are all those of its current revision is not read again."""
    return library.read_folder(folder, _settled)


def _settled(module_id: str, files: Files) -> tuple[str, ...] | None:
    """What the module requires, if these are the files of its current revision, and it would be rendered today as it was."""
    current = published.current(module_id)
    if (
        current
        and current.rendered_as == markup.EDITION
        and blobs.digests(files) == sources.digests(current.revision_id)
    ):
        return current.requires
    return None


def publish_modules(reading: Reading) -> list[Publication]:
    """Publish what was read, and say of what was not that it has not changed."""
    settled = [Publication(now, changed=False) for now in map(published.current, reading.settled) if now]
    befores = [published.current(module.said.id) for module in reading.modules]
    prepared = spread(_prepare, [*zip(reading.modules, befores, strict=True)])
    made = [_publish(*each, UnderWay.FINISH) for each in zip(reading.modules, befores, prepared, strict=True)]
    return sorted([*made, *settled], key=lambda each: each.module.module_id)


def offered(module: WrittenModule) -> WrittenModule:
    """What officers get of a module: without the languages in which it is not complete, unless they have them already."""
    return _offered(module, translations.missing(module.files), published.current(module.said.id))


def _offered(module: WrittenModule, missing: Mapping[str, int], before: Published | None) -> WrittenModule:
    return only(module, rules.offered(missing, before.languages if before else ()))


def publish_module(module: WrittenModule, under_way: UnderWay = UnderWay.FINISH) -> Publication:
    """Make what was written the module's current revision; nothing is frozen when it is that already.

    Languages in which it is not complete are left out, see `offered`. `under_way` says what becomes of officers who had begun
    an earlier one.
    """
    before = published.current(module.said.id)
    return _publish(module, before, _prepare((module, before)), under_way)


def _prepare(given: tuple[WrittenModule, Published | None]) -> _Prepared:
    """Of a module and its current revision."""
    module, before = given
    missing = translations.missing(module.files)
    module = _offered(module, missing, before)
    now = rendering.published(module, digest(module), 0)
    changed = before is None or before.revision_id != now.revision_id
    return _Prepared(missing, now, rendering.rendered(module) if changed else None)


def _publish(module: WrittenModule, before: Published | None, prepared: _Prepared, under_way: UnderWay) -> Publication:
    missing = {language: count for language, count in prepared.missing.items() if count}
    module, now = _offered(module, prepared.missing, before), prepared.now
    module_id, revision_id = now.module_id, now.revision_id
    if before and not prepared.rendered:
        _keep_files(module, revision_id)
        return Publication(before, changed=False, missing=missing)
    now = replace(now, number=_number(revision_id))
    if not now.number and prepared.rendered:
        now = replace(
            now, number=1 + _highest(select(func.max(Revision.number)).where(Revision.module_id == module_id))
        )
        _freeze(module, now, prepared.rendered)
    serial = 1 + _highest(select(func.max(RevisionPublished.serial)).where(RevisionPublished.module_id == module_id))
    facts.add(RevisionPublished(module_id=module_id, revision_id=revision_id, serial=serial, under_way=str(under_way)))
    # `now` is not read back: what is read is kept in memory, and this transaction may still fail.
    return Publication(now, changed=True, gone=_gone(before, module) if before else (), missing=missing)


def _number(revision_id: str) -> int:
    """The number of a revision; 0 of one that is not frozen yet."""
    return _highest(select(Revision.number).where(Revision.id == revision_id))


def _highest(query: Select[Any]) -> int:
    return db.session.execute(query).scalar() or 0


def _gone(before: Published, module: WrittenModule) -> tuple[str, ...]:
    now = {*module.said.contents, *(question.id for question in module.questions[module.said.source])}
    return tuple(sorted({*before.part_ids, *banks.bank(before.revision_id)} - now))


def _freeze(module: WrittenModule, frozen: Published, rendered: rendering.Rendered) -> None:
    """Keep a new revision."""
    revision_id = frozen.revision_id
    data = published.ADAPTER.dump_python(frozen, mode="json", exclude={"revision_id", "number"})
    data["to_review"] = [statement.model_dump() for statement in module.said.to_review]
    db.session.add(Revision(id=revision_id, module_id=frozen.module_id, number=frozen.number, data=data))
    db.session.flush()
    _freeze_pages(rendered, revision_id)
    _keep_files(module, revision_id)
    freezing.freeze(revision_id, rendered.bank, rendered.words, module.questions)
    indexing.freeze_words(rendered.terms, revision_id)


def _freeze_pages(rendered: rendering.Rendered, revision_id: str) -> None:
    rows = [
        {
            "revision_id": revision_id,
            "language": page.language,
            "part_id": part_id,
            "scene_id": scene_id,
            "title": page.title,
            "html": page.html,
            "choices": [[choice.words, choice.reason] for choice in page.choices],
        }
        for part_id, scene_id, page in rendered.pages
    ]
    db.session.execute(insert(Page.__table__), rows)  # type: ignore[arg-type]


def _keep_files(module: WrittenModule, revision_id: str) -> None:
    """Keep the files from which the revision was read last: names, marks and languages to come make no other one of it."""
    digests = blobs.keep(module.files)
    if digests == sources.digests(revision_id):
        return
    db.session.execute(delete(SourceFile).where(SourceFile.revision_id == revision_id))
    rows = [{"revision_id": revision_id, "path": path, "digest": digest} for path, digest in digests.items()]
    db.session.execute(insert(SourceFile.__table__), rows)  # type: ignore[arg-type]
    for picture in module.media.values():
        db.session.merge(Medium(digest=picture.digest, mime_type=picture.mime_type))


def project(fact: Fact) -> None:
    """Keep Module in step with publications. One that arrives late does not replace a later one."""
    if isinstance(fact, RevisionPublished):
        db.session.execute(delete(Module).where(Module.id == fact.module_id))
        _insert(published.latest().where(RevisionPublished.module_id == fact.module_id))


def rebuild() -> None:
    """Make Module anew from the facts."""
    db.session.execute(delete(Module))
    _insert(published.latest())


def _insert(latest: Select[str, str]) -> None:
    db.session.execute(insert(Module).from_select(["id", "revision_id"], latest))
