"""What modules that are taken along and brought are compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from elearn.authoring.queries import drafts
from elearn.authoring.rules.packages import Change, Origin, changes
from elearn.courses.queries import published, sources
from elearn.courses.queries.published import NotPublished
from elearn.courses.rules.module import Published


@dataclass(frozen=True)
class Newer:
    """The revision that a copy was made of, the one that the origin has now, and which files differ between the two."""

    then: Published
    now: Published
    changes: Sequence[Change]


def digests(module_id: str) -> Mapping[str, str]:
    """The digest of each file of a draft, by path."""
    return {each.path: each.digest for each in drafts.listed(module_id)}


def origin_here(origin: Origin) -> Published | None:
    """The revision a copy was made of, when it was published here: what another site has nobody can know."""
    try:
        found = published.revision(origin.revision)
    except NotPublished:
        return None
    return found if found.module_id == origin.module else None


def newer(origin: Origin) -> Newer | None:
    """What the origin of a copy has published since; None when nothing, or not here."""
    then = origin_here(origin)
    now = published.current(origin.module) if then else None
    if then is None or now is None or now.number <= then.number:
        return None
    return Newer(then, now, changes(sources.digests(then.revision_id), sources.digests(now.revision_id)))


def is_taken(module_id: str) -> bool:
    """Whether a module of that id is published or in work."""
    return bool(published.current(module_id) or drafts.draft(module_id))
