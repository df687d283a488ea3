"""A file of a draft as officers will see it, and all that is complained of in a draft."""

from collections.abc import Callable, Sequence

from elearn.authoring.content import looking, trying
from elearn.authoring.content.looking import Look
from elearn.authoring.content.trying import Asked
from elearn.authoring.queries import drafts
from elearn.courses.content.folder import MODULE_FILE
from elearn.courses.content.library import Reading, read_modules
from elearn.courses.content.reading import read_files
from elearn.courses.queries import published
from elearn.courses.service import bringing
from elearn.quizzes.rules.marking import Reviewed

_MEDIA = "media/"
# So many questions are shown as officers see them.
MOST_SHOWN = 60


def look(module_id: str, path: str, data: bytes, address: Callable[[str], str]) -> Look:
    """The file if it held this; `address` gives the address of a picture of the draft by its name."""
    paths = [each.path for each in drafts.listed(module_id)]
    needed = looking.needed(path, paths) - {path}
    media = _media(paths, address)
    return looking.look(module_id, {**drafts.files(module_id, needed), path: data}, path, media)


def questions(module_id: str, seen: Look, address: Callable[[str], str]) -> Sequence[Reviewed | None]:
    """The questions of a quiz with their keys; None for one that is not finished."""
    media = _media([each.path for each in drafts.listed(module_id)], address) if seen.questions else {}
    return [bringing.shown(each, seen.language, media) for each in seen.questions[:MOST_SHOWN]]


def asked(module_id: str, path: str, address: Callable[[str], str]) -> Sequence[Asked]:
    """The questions of a quiz of the draft, as they are tried out."""
    paths = [each.path for each in drafts.listed(module_id)]
    return trying.asked(module_id, drafts.files(module_id, looking.needed(path, paths)), path, _media(paths, address))


def _media(paths: Sequence[str], address: Callable[[str], str]) -> dict[str, str]:
    names = (path.removeprefix(_MEDIA) for path in paths if path.startswith(_MEDIA))
    return {name: address(name) for name in names}


def read(module_id: str) -> Reading:
    """The draft as a whole: the module, or all that is wrong with it. Other modules may be required once they are published."""
    others = {module.module_id for module in published.catalogue()}
    return read_modules({module_id: drafts.files(module_id)}, others)


def source_of(module_id: str) -> str:
    """The language in which a draft is written first."""
    return read_files(module_id, drafts.files(module_id, {MODULE_FILE})).source
