"""Modules that are taken along and brought: harmless names, and what bringing one would change."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_DRIVE = re.compile(r"[A-Za-z]:")
# Names of devices, with whatever ending: learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)


class Doing(StrEnum):
    """What bringing a module does to a file."""

    NEW = "new"
    CHANGED = "changed"
    DELETED = "deleted"


@dataclass(frozen=True)
class Change:
    """A file that is not the same before and after."""

    path: str
    doing: Doing


@dataclass(frozen=True)
class Origin:
    """From which revision of which module one was copied, and on which site; it travels in module.md."""

    module: str
    revision: str
    site: str


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> Sequence[Change]:
    """What differs between two states of a module, given as digests by path; by path."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            found.append(Change(path, Doing.NEW))
        elif path not in after:
            found.append(Change(path, Doing.DELETED))
        elif before[path] != after[path]:
            found.append(Change(path, Doing.CHANGED))
    return found


def leads_out(name: str) -> bool:
    """Whether a name in an archive leads anywhere but into the folder in which the archive is unpacked."""
    steps = name.removesuffix("/").split("/")
    return "\\" in name or bool(_DRIVE.match(name)) or any(step in ("", ".", "..") for step in steps)


def is_reserved(path: str) -> bool:
    """Whether Windows cannot keep a file or a folder of such a name."""
    return any(_RESERVED.fullmatch(step) or step != step.rstrip(". ") for step in path.split("/"))


def same_name(path: str) -> str:
    """The same for two names that some computer takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def without_folder(paths: Iterable[str], needed: str) -> dict[str, str]:
    """Each path with what it is within the folder around all of them, if there is one that holds the file needed."""
    there = list(paths)
    folders = {path.partition("/")[0] for path in there}
    around = f"{next(iter(folders))}/" if len(folders) == 1 and f"{next(iter(folders))}/{needed}" in there else ""
    return {path: path.removeprefix(around) for path in there}
