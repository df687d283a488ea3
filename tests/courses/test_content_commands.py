"""The commands of instructors: what they print, and how they end."""

from pathlib import Path

import pytest
from flask import Flask

from elearn.courses.queries import published
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests.factories_content import HOW, MODULE, QUIZ, SEARCHES, changed, write


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(app: Flask, *words: str | Path) -> tuple[int, list[str]]:
    """How a command ends, and the lines it prints."""
    result = app.test_cli_runner().invoke(args=["content", *map(str, words)])
    return result.exit_code, result.output.splitlines()


LACKS = "searches: 8 blocks are not translated into ru."
OFFERED = f"{LACKS} The language is offered when nothing is missing."
WHOLE = "searches: lessons 2, scenes 3, questions 3, words 23, languages en, ru, rule 76 (1): (b), (c)"


def test_nothing_to_complain_of(app: Flask, tmp_path: Path) -> None:
    write(tmp_path / "modules")
    assert run(app, "check", tmp_path) == (0, [WHOLE, OFFERED])
    assert run(app, "check", tmp_path / "modules") == (0, [WHOLE, OFFERED])
    assert run(app, "check", tmp_path / "modules" / "searches") == (0, [WHOLE, OFFERED])
    assert published.catalogue() == []


def test_all_complaints_of_all_modules(app: Flask, tmp_path: Path) -> None:
    write(tmp_path, changed("en/02-how.md", "With respect.", "With <b>respect."))
    other = {"module.md": MODULE.replace("id: searches", "id: other"), "en/02-how.md": HOW.replace("minutes: 5\n", "")}
    write(tmp_path, dict(SEARCHES) | other | {"en/quiz.md": QUIZ.replace("=dignity", "=decency")}, "other")
    complaints = [
        "other/en/02-how.md:1: The entry “minutes” is missing. Add it.",
        "other/en/quiz.md:17: There is no objective “decency”. Use one of those in module.md: dignity, lawful.",
        "searches/en/02-how.md:8: “<b>” is HTML, which is shown as it is written. "
        "Write it in Markdown, or put it between ` signs if it is meant to be seen.",
        "3 complaints.",
    ]
    assert run(app, "check", tmp_path) == (1, complaints)
    assert run(app, "publish", tmp_path) == (1, complaints)
    assert published.catalogue() == []
    assert run(app, "check", tmp_path / "searches") == (1, [*complaints[2:3], "1 complaint."])


def test_a_folder_without_modules(app: Flask, tmp_path: Path) -> None:
    complaint = f"{tmp_path}:1: There is no module here. Name the folder that holds the modules, or the folder of one."
    assert run(app, "check", tmp_path) == (1, [complaint, "1 complaint."])


def test_what_lies_about_in_a_folder(app: Flask, tmp_path: Path) -> None:
    write(tmp_path)
    for name in (".git/config", "searches/.DS_Store", "searches/en/.01-why.md.swp"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\xff")
    (tmp_path / "searches" / "en" / "link.md").symlink_to("/etc/passwd")
    (tmp_path / "README.md").write_text("These are our modules.")
    assert run(app, "check", tmp_path) == (0, [WHOLE, OFFERED])


def test_a_module_required_by_the_only_one_that_is_checked(app: Flask, tmp_path: Path) -> None:
    write(tmp_path, changed("module.md", "requires: []", "requires: [keys]"))
    write(tmp_path, dict(SEARCHES) | {"module.md": MODULE.replace("id: searches", "id: keys")}, "keys")
    assert run(app, "check", tmp_path / "searches") == (0, [WHOLE, OFFERED])


def test_publishing(app: Flask, tmp_path: Path) -> None:
    write(tmp_path)
    assert run(app, "publish", tmp_path) == (0, ["searches: published as revision 1.", OFFERED])
    assert run(app, "publish", tmp_path) == (0, ["searches: nothing changed."])
    write(tmp_path, changed("en/quiz.md", "{#manner ", "{#way "))
    assert run(app, "publish", tmp_path) == (
        0,
        [
            "searches: published as revision 2.",
            OFFERED,
            "searches: no longer there: manner. What officers did with them stays with the revision before.",
        ],
    )
    assert [module.number for module in published.catalogue()] == [2]


def test_rebuilding(app: Flask, tmp_path: Path) -> None:
    write(tmp_path)
    with transaction():
        [publication] = publishing.publish(tmp_path)
    assert run(app, "rebuild") == (0, ["0 enrolments were worked out anew."])
    assert published.catalogue() == [publication.module]


def test_without_a_folder_it_is_that_of_the_settings(app: Flask, tmp_path: Path) -> None:
    app.config["CONTENT"] = write(tmp_path / "modules").parent
    assert run(app, "check") == (0, [WHOLE, OFFERED])


@pytest.mark.parametrize("language", ["ru_RU.UTF-8", "kk_KZ", "xx", ""])
def test_commands_speak_the_language_of_the_terminal(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setenv("LANG", "C")
    write(tmp_path)
    code, [line, _missing] = run(app, "check", tmp_path)
    assert (code, line.startswith("searches: ")) == (0, True)
