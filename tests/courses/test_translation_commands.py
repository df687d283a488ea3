"""The commands of translations: states, marks, and PO files on their way to translators and back."""

from pathlib import Path

import polib
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from elearn.courses.content import handover, translations
from elearn.courses.rules.translating import State
from tests.courses.test_content_commands import english, run
from tests.factories_content import SEARCHES, TRANSLATED, in_bytes, write

__all__ = ["english"]
FILES = in_bytes(TRANSLATED)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, TRANSLATED) / "searches"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def test_states_and_marks(app: Flask, folder: Path) -> None:
    before = contents(folder)
    assert run(app, "translations", folder)[1][0] == "searches, ru: 0 done, 0 stale, 14 unmarked, 0 missing"
    assert run(app, "mark-translated", folder, "ru", "tests", "quiz.md#when") == (0, ["2 translations are marked."])
    assert {path for path, data in contents(folder).items() if data != before[path]} == {"ru/01-why.md", "ru/quiz.md"}
    assert run(app, "mark-translated", folder, "ru", "nothing") == (1, ["The module has no “nothing”."])
    assert run(app, "mark-translated", folder, "ru") == (0, ["12 translations are marked."])
    lesson = folder / "en" / "01-why.md"
    lesson.write_text(lesson.read_text().replace("Ask three", "Ask four"))
    assert run(app, "translations", folder, "--language", "ru") == (
        0,
        ["searches, ru: 13 done, 1 stale, 0 unmarked, 0 missing", "  stale: 01-why.md#tests"],
    )
    assert run(app, "translations", folder.parent, "--language", "kk")[1][:2] == [
        "searches, kk: 0 done, 0 stale, 0 unmarked, 14 missing",
        "  missing: module.md#title",
    ]
    assert run(app, "check", folder.parent)[0] == 0
    assert run(app, "mark-translated", folder.parent, "ru") == (1, ["There is no module in this folder."])


def test_to_translators_and_back(app: Flask, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "searches.po"
    assert run(app, "to-translators", folder, "kk", file) == (0, ["14 blocks are in the file."])
    po = polib.pofile(file)
    for entry in po:
        entry.msgstr = entry.msgid.replace("search", "тінту")
    po[-1].msgstr = "Тақырыпсыз"
    po[3].msgctxt = "quiz.md#gone"
    po.save(str(file))
    before = contents(folder)
    code, lines = run(app, "from-translators", folder, "kk", file)
    assert (code, lines[0], lines[1], lines[-1]) == (
        1,
        "searches.po:21: The module has no “quiz.md#gone”. "
        "Leave this entry out: it was deleted or has another name now.",
        "searches.po:153: The first line is not the heading of the source. "
        "Begin with as many # signs as the source, then the words of the heading.",
        "12 blocks can be taken. Nothing was written: --save writes it.",
    )
    assert contents(folder) == before
    assert run(app, "from-translators", folder, "kk", file, "--save")[1][-1] == "12 blocks were taken."
    assert run(app, "translations", folder, "--language", "kk")[1] == [
        "searches, kk: 12 done, 0 stale, 0 unmarked, 2 missing",
        "  missing: module.md#objectives.dignity",
        "  missing: scenario-gate.md#hall",
    ]
    assert run(app, "check", folder.parent)[0] == 0


def test_what_the_checker_refuses_stays_out() -> None:
    pairs = translations.pairs(FILES, "ru")
    po = polib.pofile(handover.written(pairs, "ru", {}))
    entry = next(each for each in po if each.msgctxt == "01-why.md#tests")
    entry.msgstr = "## Проверки\n\n<b>Три</b> вопроса."
    other = next(each for each in po if each.msgctxt == "02-how.md#")
    other.msgstr = "# Как\n\nБережно."
    found = handover.brought("searches", str(po), FILES, "ru", "a.po")
    assert [(each.pair.key, each.words) for each in found.changes] == [("02-how.md#", other.msgstr)]
    assert set(found.files) == {"ru/02-how.md"}
    [complaint] = found.complaints
    assert (complaint.file, complaint.values) == ("a.po", {"tag": "<b>"})


@pytest.mark.parametrize("text", ["", "msgid", "GIF89a\x00", 'msgid "a"\nmsgstr', "msgid \xff"])
def test_what_is_no_po_file(text: str) -> None:
    found = handover.brought("searches", text, FILES, "ru", "a.po")
    assert (found.changes, found.files) == ((), {})


def test_what_is_stale_goes_out_fuzzy_with_what_was_translated() -> None:
    marked = {**FILES, **translations.with_marks(FILES, "ru", lambda _pair: True)[0]}
    before = {pair.key: pair.source.text for pair in translations.pairs(marked, "ru")}
    marked["en/01-why.md"] = marked["en/01-why.md"].replace(b"Ask three", b"Ask four")
    po = polib.pofile(handover.written(translations.pairs(marked, "ru"), "ru", before))
    assert [(each.msgctxt, each.previous_msgid) for each in po if each.fuzzy] == [
        ("01-why.md#tests", before["01-why.md#tests"])
    ]
    assert handover.brought("searches", str(po), marked, "ru", "a.po") == handover.Brought()


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from([pair.key for pair in translations.pairs(FILES, "ru")])))
def test_what_is_written_and_read_again_is_the_same(taken_away: set[str]) -> None:
    """A translation handed over whole, with some of it then taken away from the module, comes back as it was."""
    whole = {**FILES, **translations.with_marks(FILES, "ru", lambda _pair: True)[0]}
    po = handover.written(translations.pairs(whole, "ru"), "ru", {})
    assert handover.brought("searches", po, whole, "ru", "a.po") == handover.Brought()
    bare = {path: data for path, data in whole.items() if not path.startswith("ru/")}
    found = handover.brought("searches", po, bare, "ru", "a.po")
    assert found.complaints == ()
    again = translations.pairs({**bare, **found.files}, "ru")
    assert [(pair.key, pair.translation.text if pair.translation else "", pair.state) for pair in again] == [
        (pair.key, pair.translation.text if pair.translation else "", State.DONE)
        for pair in translations.pairs(whole, "ru")
    ]
    assert handover.written(again, "ru", {}) == po
    kept = [pair for pair in translations.pairs(whole, "ru") if pair.key not in taken_away]
    assert handover.brought("searches", handover.written(kept, "ru", {}), whole, "ru", "a.po") == handover.Brought()


def test_the_module_of_the_tests_lacks_eight_blocks() -> None:
    assert translations.missing(in_bytes(SEARCHES)) == {"ru": 8}
