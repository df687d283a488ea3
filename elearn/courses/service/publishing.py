"""Publishing: freezes what a module says now as a revision, and makes it the module's current one."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from elearn.courses.content import rendering
from elearn.courses.content.module import Module as WrittenModule
from elearn.courses.content.module import digest
from elearn.courses.models import Medium, Module, Page, Revision, RevisionPublished
from elearn.courses.queries import published
from elearn.courses.rules.module import Published
from elearn.foundation import facts
from elearn.foundation.db import db
from elearn.foundation.facts import Fact
from elearn.quizzes import queries as quizzes
from elearn.quizzes import service as quiz_service


@dataclass(frozen=True)
class Publication:
    """What publishing came to. `gone` are ids of parts and questions that the revision before had."""

    module: Published
    changed: bool
    gone: tuple[str, ...] = ()


def publish(module: WrittenModule, unfinished: Mapping[str, str]) -> Publication:
    """Make what was written the module's current revision; nothing is written when it is that already.

    `unfinished` says, by language, what stands in a country box that no lawyer has completed.
    """
    revision_id = digest(module)
    before = published.current(module.said.id)
    if before and before.revision_id == revision_id:
        return Publication(before, changed=False)
    if db.session.get(Revision, revision_id) is None:
        _freeze(module, revision_id, unfinished)
    facts.add(RevisionPublished(module_id=module.said.id, revision_id=revision_id, serial=_next_serial(module.said.id)))
    now = published.revision(revision_id)
    return Publication(now, changed=True, gone=tuple(sorted(_ids(before) - _ids(now))) if before else ())


def project(fact: Fact) -> None:
    """Keep Module in step with publications."""
    if isinstance(fact, RevisionPublished):
        db.session.merge(Module(id=fact.module_id, revision_id=fact.revision_id))
        db.session.flush()


def rebuild() -> int:
    """Make Module anew from the facts; how many modules there are."""
    latest = select(RevisionPublished.module_id, func.max(RevisionPublished.serial)).group_by(
        RevisionPublished.module_id
    )
    db.session.execute(delete(Module))
    db.session.execute(insert(Module).from_select(["id", "revision_id"], published.latest_revisions()))
    return db.session.execute(select(func.count()).select_from(Module)).scalar_one()
