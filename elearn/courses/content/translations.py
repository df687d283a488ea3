"""The blocks of a module beside their translations: how each stands, what a language lacks, what is marked as fitting."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from elearn.courses.content.blocks import Block, cut, is_part
from elearn.courses.content.folder import MODULE_FILE, PART_FILE
from elearn.courses.content.placing import marked
from elearn.courses.content.reading import read_files
from elearn.courses.rules.module import Files
from elearn.courses.rules.translating import State, digest, state
from elearn.foundation.locale import LANGUAGES


@dataclass(frozen=True)
class Pair:
    """A block of the source and its translation. `path` and `file` are the files of both; `file` may be still to write."""

    path: str
    file: str
    source: Block
    translation: Block | None
    state: State

    @property
    def key(self) -> str:
        """What names the block in every language: en/01-why.md and three-tests make 01-why.md#three-tests."""
        return f"{self.path.rpartition('/')[2]}#{self.source.id}"

    @property
    def origin(self) -> str:
        return digest(self.source.text)


def source_of(files: Files) -> str:
    """The language in which a module is written first."""
    return read_files("", {MODULE_FILE: files[MODULE_FILE]}).source if MODULE_FILE in files else "en"


def languages(files: Files) -> tuple[str, ...]:
    """The languages in which there is a file besides the source's, in the order of the menu; a title alone makes none."""
    source, there = source_of(files), {path.partition("/")[0] for path in files if path.endswith(".md")}
    return tuple(each for each in LANGUAGES if each in there and each != source)


def text_of(files: Files, path: str) -> str:
    """The text of a file; none where there is none, or it cannot be read."""
    try:
        return files.get(path, b"").decode()
    except UnicodeDecodeError:
        return ""


def pairs(files: Files, language: str) -> tuple[Pair, ...]:
    """Every block of a module beside what it is in a language, in the order of the files of the source."""
    return tuple(_pairs(files, _sources(files), language))


def _sources(files: Files) -> dict[str, tuple[Block, ...]]:
    """The blocks of each file of the source, in their order."""
    source = source_of(files)
    texts = sorted(path for path in files if path.startswith(f"{source}/") and path.endswith(".md"))
    return {path: cut(path, text_of(files, path), source) for path in (MODULE_FILE, *texts)}


def _pairs(files: Files, sources: Mapping[str, tuple[Block, ...]], language: str) -> Iterator[Pair]:
    for path, blocks in sources.items():
        yield from _pairs_of(files, path, blocks, language)


def _pairs_of(files: Files, path: str, blocks: tuple[Block, ...], language: str) -> Iterator[Pair]:
    file = file_of(files, path, language)
    there = {each.id: each for each in cut(file, text_of(files, file), language)}
    for block in blocks:
        found = there.get(block.id)
        whole = found is not None and found.has_title and (found.has_body or not block.has_body)
        how = state(block.text, whole, found.origin if found else "")
        yield Pair(path, file, block, found, how)


def file_of(files: Files, path: str, language: str) -> str:
    """The file of a translation: that of the same part, whatever its number, else one of the same name."""
    if path == MODULE_FILE:
        return path
    name = path.rpartition("/")[2]
    if is_part(path) and (wanted := PART_FILE.fullmatch(name)):
        for each in sorted(files):
            place, _slash, other = each.partition("/")
            if place == language and (found := PART_FILE.fullmatch(other)) and found[1] == wanted[1]:
                return each
    return f"{language}/{name}"


def missing(files: Files) -> Mapping[str, int]:
    """How many blocks each language lacks into which some of a module is translated."""
    sources = _sources(files)  # cut once: it is the same for all of them
    return {
        language: sum(pair.state is State.MISSING for pair in _pairs(files, sources, language))
        for language in languages(files)
    }


def with_marks(files: Files, language: str, chosen: Callable[[Pair], bool]) -> tuple[Files, list[Pair]]:
    """The files that change when the chosen translations are said to fit their source as it stands; and those pairs."""
    changed: dict[str, bytes] = {}
    done = []
    for pair in pairs(files, language):
        if pair.state not in (State.STALE, State.UNMARKED) or not chosen(pair):
            continue
        text = text_of({**files, **changed}, pair.file)
        block = next(each for each in cut(pair.file, text, language) if each.id == pair.source.id)
        changed[pair.file] = marked(pair.file, text, block, pair.origin).encode()
        done.append(replace(pair, translation=block))
    return changed, done
