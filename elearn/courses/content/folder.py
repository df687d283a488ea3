"""The files of a module: which there are, and what each is by its name."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from elearn.courses.content.problems import ModuleProblem
from elearn.courses.rules.module import Files
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.complaints import Complaint

# Nothing a module may hold is larger; what is, is judged by its beginning.
MOST_READ = 20_000_001
MODULE_FILE = "module.md"
QUIZ_FILE = "quiz.md"
GLOSSARY_FILE = "glossary.md"
PART_FILE = re.compile(r"(?:\d+-(?!scenario-)|(?=scenario-))(.+)\.md")
_KNOWN = "module.md, en/01-name.md, en/quiz.md, en/glossary.md, en/scenario-name.md, media/name.png"


@dataclass(frozen=True)
class Folder:
    """The files of one module, each as (path, content); texts by language, parts by id within it, media by name."""

    name: str
    module: tuple[str, bytes] | None = None
    parts: dict[str, dict[str, list[tuple[str, bytes]]]] = field(default_factory=dict)
    quizzes: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    glossaries: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    media: dict[str, tuple[str, bytes]] = field(default_factory=dict)


def module_folders(folder: Path) -> list[Path]:
    """The folders of the modules in a folder; the folder itself when it is one."""
    if (folder / MODULE_FILE).is_file():
        return [folder]
    parent = folder / "modules" if (folder / "modules").is_dir() else folder
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


def read_files(folder: Path) -> Files:
    """What the files of a module hold, by path within it. Hidden files and links are passed over."""
    found = [path for pattern in ("*", "*/*") for path in sorted(folder.glob(pattern))]
    return {
        path.relative_to(folder).as_posix(): _beginning(path)
        for path in found
        if path.is_file() and not path.is_symlink() and "/." not in f"/{path.relative_to(folder).as_posix()}"
    }


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_READ)


def part_id(path: str) -> str | None:
    """The id of the lesson or scenario that a file is by its name, "quiz" for questions; None for other files."""
    name = path.partition("/")[2]
    found = PART_FILE.fullmatch(name)
    return found[1] if found else "quiz" if name == QUIZ_FILE else None


def sort_files(name: str, files: Files) -> tuple[Folder, list[Complaint]]:
    """The files of a module by what they are, and complaints about those that are nothing."""
    folder = Folder(name, (f"{name}/{MODULE_FILE}", files[MODULE_FILE]) if MODULE_FILE in files else None)
    complaints = []
    for path, content in sorted(files.items()):
        problem = None if path == MODULE_FILE else _sort_in(folder, path, (f"{name}/{path}", content))
        if problem is ModuleProblem.STRANGE_LANGUAGE:
            language, known = path.partition("/")[0], ", ".join(sorted(LANGUAGES))
            complaints.append(Complaint(f"{name}/{path}", 1, problem, {"language": language, "known": known}))
        elif problem:
            complaints.append(Complaint(f"{name}/{path}", 1, problem, {"known": _KNOWN}))
    return folder, complaints


def _sort_in(folder: Folder, path: str, file: tuple[str, bytes]) -> ModuleProblem | None:
    place, _, name = path.partition("/")
    part = PART_FILE.fullmatch(name)
    if place == "media" and name and "/" not in name:
        folder.media[name] = file
    elif not (part or name in (QUIZ_FILE, GLOSSARY_FILE)) or "/" in name:
        return ModuleProblem.STRANGE_FILE
    elif place not in LANGUAGES:
        return ModuleProblem.STRANGE_LANGUAGE
    elif part:
        folder.parts.setdefault(place, {}).setdefault(part[1], []).append(file)
    else:
        (folder.quizzes if name == QUIZ_FILE else folder.glossaries)[place] = file
    return None
