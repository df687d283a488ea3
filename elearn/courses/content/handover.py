"""Translations on their way to translators and back, as PO files: one for each module and language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polib

from elearn.courses.content import checks, translations
from elearn.courses.content.blocks import cut
from elearn.courses.content.placing import PlaceProblem, put
from elearn.courses.content.reading import read_files
from elearn.courses.content.translations import Pair, pairs, text_of
from elearn.courses.rules.module import Files
from elearn.courses.rules.translating import State, digest
from elearn.foundation.manuscript.complaints import N_, Complaint, Problem

LARGEST = 4_000_000  # characters; a module of 150 blocks has 200,000


class HandoverProblem(Problem):
    """What is wrong with an entry of a PO file, and what to do."""

    NOT_PO = (N_("This is no PO file."), N_("Take the file that was handed over, and save it as PO again."))
    UNKNOWN = (N_("The module has no “%(id)s”."), N_("Leave this entry out: it was deleted or has another name now."))
    TWICE = (N_("“%(id)s” is in the file twice."), N_("Delete one of the two."))


@dataclass(frozen=True)
class Change:
    """A translation that a PO file brings: the line of its entry, the block, and its words."""

    line: int
    pair: Pair
    words: str


@dataclass(frozen=True)
class Brought:
    """What a PO file comes to: what it changes, the files as they are then, and what of it cannot be taken."""

    changes: tuple[Change, ...] = ()
    files: Files = field(default_factory=dict)
    complaints: tuple[Complaint, ...] = ()


def written(found: Iterable[Pair], language: str, previous: Mapping[str, str]) -> str:
    """The PO file of these blocks. `previous` is what was translated of those whose source changed, by key."""
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for pair in found:
        stale = pair.state is State.STALE
        file.append(
            polib.POEntry(
                msgctxt=pair.key,
                msgid=pair.source.text,
                msgstr=pair.translation.text if pair.translation and pair.state is not State.MISSING else "",
                previous_msgid=previous.get(pair.key) if stale else None,
                flags=["fuzzy"] if stale else [],
            )
        )
    return f"{file}\n"


def brought(name: str, text: str, files: Files, language: str, file: str) -> Brought:
    """What a PO file brings to the files of a module; nothing is written. Fuzzy and empty entries bring nothing.

    An entry of which something is complained is left out, also where only the checker refuses what it would make.
    """
    entries = _entries(text)
    if entries is None:
        return Brought(complaints=(Complaint(file, 1, HandoverProblem.NOT_PO),))
    known = {pair.key: pair for pair in pairs(files, language)}
    complaints, changes, seen = [], [], set()
    for entry in entries:
        line = entry.linenum or 1
        pair = known.get(entry.msgctxt or "")
        if pair is None or entry.msgctxt in seen:
            problem = HandoverProblem.TWICE if pair else HandoverProblem.UNKNOWN
            complaints.append(Complaint(file, line, problem, {"id": entry.msgctxt or entry.msgid[:40]}))
        elif entry.msgstr.strip() and not entry.fuzzy and not _is_there(pair, entry):
            changes.append((Change(line, pair, entry.msgstr), digest(entry.msgid)))
        seen.add(entry.msgctxt)
    placed, refused = _placed(files, language, changes, file)
    taken = [each for each in changes if each[0].line not in {complaint.line for complaint in refused}]
    checked = _checked(name, files, placed, language, [change for change, _origin in taken], file)
    if checked:
        taken = [each for each in taken if each[0].line not in {complaint.line for complaint in checked}]
        placed, _none = _placed(files, language, taken, file)
    everything = sorted([*complaints, *refused, *checked], key=lambda complaint: complaint.line)
    return Brought(tuple(change for change, _origin in taken), placed, tuple(everything))


def _entries(text: str) -> Sequence[polib.POEntry] | None:
    if len(text) > LARGEST or "msgid" not in text:
        return None
    try:
        return [entry for entry in polib.pofile(text) if not entry.obsolete]
    except (OSError, ValueError, IndexError, UnicodeError):
        return None


def _is_there(pair: Pair, entry: polib.POEntry) -> bool:
    """Whether the translation says this already, as made from the text that the entry shows."""
    found = pair.translation
    same = found is not None and found.text.split() == entry.msgstr.split()
    return same and (pair.state is State.UNMARKED or (found is not None and found.origin == digest(entry.msgid)))


def _placed(
    files: Files, language: str, changes: Iterable[tuple[Change, str]], file: str
) -> tuple[dict[str, bytes], list[Complaint]]:
    """The files that change, and what cannot be put into them."""
    changed: dict[str, bytes] = {}
    refused = []
    order: dict[str, list[str]] = {}
    for pair in pairs(files, language):
        order.setdefault(pair.file, []).append(pair.source.id)
    for change, origin in sorted(changes, key=lambda each: each[0].pair.source.id != ""):
        pair = change.pair
        text = text_of({**files, **changed}, pair.file)
        outcome = put(pair.file, text, pair.source, change.words, origin, language, order[pair.file])
        if isinstance(outcome, str):
            changed[pair.file] = outcome.encode()
        else:
            refused.append(Complaint(file, change.line, outcome[0], outcome[1]))
    return changed, refused


def _checked(
    name: str, files: Files, placed: Files, language: str, changes: Sequence[Change], file: str
) -> list[Complaint]:
    """What the checker says of the blocks that would change, in the lines of the PO file."""
    found = []
    for complaint in complaints_of(name, {**files, **placed}):
        path = complaint.file.removeprefix(f"{name}/")
        change = _changed_at(path, text_of(placed, path), complaint.line, language, changes)
        if change:
            found.append(Complaint(file, change.line, complaint.problem, complaint.values))
    return found


def _changed_at(path: str, text: str, line: int, language: str, changes: Sequence[Change]) -> Change | None:
    blocks = [block for block in cut(path, text, language) if block.line <= line] if text else []
    within = max(blocks, key=lambda block: block.line, default=None)
    return next(
        (each for each in changes if within and each.pair.file == path and each.pair.source.id == within.id), None
    )


def complaints_of(name: str, files: Files) -> list[Complaint]:
    """All that the checker says of the files of one module."""
    read = read_files(name, files)
    checks.check(read)
    return read.complaints


def saved(
    files: Files, pair: Pair, words: str, origin: str, language: str
) -> str | tuple[PlaceProblem, Mapping[str, object]]:
    """The file of a translation with these words as the block of the pair; the reason where that cannot be."""
    order = [each.source.id for each in translations.pairs(files, language) if each.path == pair.path]
    return put(pair.file, text_of(files, pair.file), pair.source, words, origin, language, order)
