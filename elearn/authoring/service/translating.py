"""Translating a draft block by block, and by PO files: nobody overwrites what another one wrote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from elearn.authoring.queries import drafts, translating
from elearn.authoring.rules.drafts import Saved
from elearn.authoring.service.drafts import Outcome, hold, save_file
from elearn.courses.content import handover, translations
from elearn.courses.content.blocks import cut
from elearn.courses.content.handover import Brought
from elearn.courses.content.translations import Pair
from elearn.courses.rules.module import Files
from elearn.courses.rules.translating import State, digest
from elearn.foundation.manuscript.complaints import Complaint


@dataclass(frozen=True)
class Overtaken:
    """Nothing was saved: meanwhile somebody else translated the block as `theirs`, or the block is gone (None)."""

    theirs: str | None


def version(pair: Pair) -> str:
    """What names the translation of a block as it stands; empty where there is none."""
    return digest(f"{pair.translation.text} {pair.translation.origin}") if pair.translation else ""


def save_block(
    module_id: str, language: str, key: str, words: str, origin: str, base: str, by: UUID | None
) -> Outcome | Overtaken | Complaint:
    """Save the translation of one block, made from the source text of that origin by who read it in version `base`.

    Other blocks of the file may have changed meanwhile; that one may not. What cannot be put there is a complaint.
    """
    hold(module_id)
    files = translating.texts(module_id)
    pair = next((each for each in translations.pairs(files, language) if each.key == key), None)
    if pair is None or version(pair) != base:
        return Overtaken(pair.translation.text if pair and pair.translation else None)
    placed = handover.saved(files, pair, words, origin, language)
    if not isinstance(placed, str):
        return Complaint(pair.file, pair.translation.line if pair.translation else 1, *placed)
    return _save(module_id, {pair.file: placed.encode()}, by)


def previous(module_id: str, files: Files, pairs: Iterable[Pair]) -> Mapping[str, str]:
    """What stale translations were made from, by key, as far as the draft was saved when its source said so."""
    wanted: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.state is State.STALE:
            wanted.setdefault(pair.path, []).append(pair)
    language = translations.source_of(files)
    found: dict[str, str] = {}
    for path, stale in wanted.items():
        states = translating.earlier(module_id, path)
        said = {digest(block.text): block.text for data in states for block in cut(path, _text(data), language)}
        origins = {pair.key: pair.translation.origin for pair in stale if pair.translation}
        found |= {key: said[origin] for key, origin in origins.items() if origin in said}
    return found


def _text(data: bytes) -> str:
    return translations.text_of({"": data}, "")


def look_at(module_id: str, language: str, text: str, file: str) -> Brought:
    """What a PO file would bring to the draft. Nothing is saved."""
    return handover.brought(module_id, text, drafts.files(module_id), language, file)


def take(module_id: str, language: str, text: str, seen: str, by: UUID | None) -> Brought | None:
    """Save what a PO file brings; None when that is not what was `seen` any more."""
    hold(module_id)
    found = look_at(module_id, language, text, "")
    if sum_of(found) != seen:
        return None
    _save(module_id, found.files, by)
    return found


def sum_of(found: Brought) -> str:
    """What names all that a PO file brings to the draft as it stands."""
    said = [f"{path} {data.decode()}" for path, data in sorted(found.files.items())]
    return digest("\n".join(said))


def _save(module_id: str, changed: Files, by: UUID | None) -> Outcome:
    """Save files that were read while the draft is held."""
    outcome: Outcome = Saved(0)
    for path, data in changed.items():
        there = drafts.file(module_id, path)
        outcome = save_file(module_id, path, data, there.version if there else 0, by)
        if not isinstance(outcome, Saved):
            break
    return outcome
