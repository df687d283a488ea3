"""What of a published translation is older than its source: for those who teach, officers read it all the same."""

from elearn.courses.content import translations
from elearn.courses.content.folder import PART_FILE
from elearn.courses.queries import sources
from elearn.courses.rules.module import Published
from elearn.courses.rules.translating import State


def outdated(module: Published, part_id: str, language: str) -> list[str]:
    """The titles, as the source has them, of what in a lesson or scenario was translated from an older source."""
    if language == module.source or language not in module.languages:
        return []
    return [
        pair.source.title
        for pair in translations.pairs(sources.texts(module.revision_id), language)
        if pair.state is State.STALE and _is_of(pair.path, part_id)
    ]


def _is_of(path: str, part_id: str) -> bool:
    found = PART_FILE.fullmatch(path.rpartition("/")[2])
    return bool(found and found[1] == part_id)
