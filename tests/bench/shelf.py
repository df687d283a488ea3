"""A hundred modules in six languages, made of one that is real: of its length, and each with words of its own."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from config import ROOT
from elearn.courses.content.folder import read_files
from elearn.courses.content.placing import put
from elearn.courses.content.translations import Pair, pairs, text_of
from elearn.courses.rules.module import Files

LANGUAGES = ("en", "ru", "kk", "ky", "fr", "ar")
_MODULE = ROOT / "content" / "modules" / "international-standards"
# Ids, targets and signs of a line's beginning stay; the letters between them become those of another script.
_KEPT = re.compile(r"\{[^{}]*\}|\]\([^()]*\)|^[ \t]*(?:///[^|\n]*\|?|[#>|=*+\d.-]+)|([A-Za-z]+)", re.MULTILINE)
_ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدهفغحيجكلمنوبقرستعوخصيز")
_PROSE = re.compile(r"^([^\W\d_].*)$", re.MULTILINE)


def write(folder: Path, modules: int) -> None:
    """The folders of the modules in a folder."""
    base = {**read_files(_MODULE)}
    kazakh = {pair.key: pair.translation.text for pair in pairs(base, "kk") if pair.translation}
    base |= _translated(base, "ky", lambda pair: kazakh.get(pair.key, pair.source.text))
    base |= _translated(base, "fr", lambda pair: pair.source.text)
    base |= _translated(base, "ar", lambda pair: _KEPT.sub(_in_arabic, pair.source.text))
    for number in range(modules):
        for path, data in _varied(base, number):
            file = folder / "modules" / f"{_MODULE.name}-{number}" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def _in_arabic(found: re.Match[str]) -> str:
    return found[1].lower().translate(_ARABIC) if found[1] else found[0]


def _translated(files: Files, language: str, said: Callable[[Pair], str]) -> Files:
    made: dict[str, bytes] = {}
    there = pairs(files, language)
    order: dict[str, list[str]] = {}
    for pair in there:
        order.setdefault(pair.path, []).append(pair.source.id)
    for pair in there:
        text = text_of({**files, **made}, pair.file)
        placed = put(pair.file, text, pair.source, said(pair), pair.origin, language, order[pair.path])
        if not isinstance(placed, str):
            raise TypeError(f"{language} {pair.key}: {placed}")
        made[pair.file] = placed.encode()
    return made


def _varied(files: Files, number: int) -> Iterator[tuple[str, bytes]]:
    """The files with a word of this module's own at the end of each paragraph's lines."""
    for path, data in files.items():
        if not path.endswith(".md"):
            yield path, data
            continue
        _begin, front, body = data.decode().split("---\n", 2) if data.startswith(b"---\n") else ("", "", data.decode())
        front = re.sub(
            r"^id: international-standards$", f"id: international-standards-{number}", front, flags=re.MULTILINE
        )
        front = re.sub(r"^(requires: ).*$", r"\1[]", front, flags=re.MULTILINE)
        varied = _PROSE.sub(rf"\1 word{number}.", body)
        yield path, (f"---\n{front}---\n{varied}" if front else varied).encode()
