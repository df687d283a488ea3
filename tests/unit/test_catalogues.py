"""Every sentence stands in every language, with the same placeholders; what is not sure is listed for a native speaker."""

import gettext
import re
from pathlib import Path

import polib
import pytest

from config import ROOT
from elearn.foundation.locale import LANGUAGES

TRANSLATED = sorted(set(LANGUAGES) - {"en"})  # English is the source: its sentences stand in the code
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
SURE_OF_FEW = 700  # far fewer would mean that the patterns of babel.cfg no longer match


def catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(ROOT / "elearn" / "translations" / language / "LC_MESSAGES" / "messages.po"))


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_missing(language: str) -> None:
    entries = [entry for entry in catalogue(language) if not entry.obsolete]
    assert len(entries) > SURE_OF_FEW
    assert [entry.msgid for entry in entries if not all(forms(entry))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_not_sure_is_said_all_the_same(language: str) -> None:
    """A compiler that leaves out what is fuzzy would show English in its place."""
    compiled = gettext.translation("messages", ROOT / "elearn" / "translations", [language])
    unsure = [entry for entry in catalogue(language) if entry.fuzzy and not entry.msgid_plural]
    assert {entry.msgid: compiled.gettext(entry.msgid) for entry in unsure} == {
        each.msgid: each.msgstr for each in unsure
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_kept(language: str) -> None:
    """A plural form may leave out the number it stands for, as Arabic does for one and two; nothing else."""
    wrong = []
    for entry in catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
        for form in forms(entry):
            found = set(PLACEHOLDER.findall(form))
            may_lack = {"%(num)s", "%(num)d"} if entry.msgid_plural else set()
            if found - wanted or wanted - found - may_lack:
                wrong.append((entry.msgid, form))
    assert wrong == []


def test_every_language_has_the_same_sentences() -> None:
    sentences = {language: {entry.msgid for entry in catalogue(language)} for language in TRANSLATED}
    assert all(found == sentences["ru"] for found in sentences.values())


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_not_sure_is_listed(language: str) -> None:
    listed = (Path(ROOT) / "docs" / "translations.md").read_text(encoding="utf-8")
    assert [entry.msgid for entry in catalogue(language) if entry.fuzzy and entry.msgid not in listed] == []
