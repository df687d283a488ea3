"""The commands that bring questions and take them along: what they print, what they write, and how they end."""

from pathlib import Path

import pytest
from flask import Flask

from elearn.quizzes.formats import gift
from tests.factories_content import publish_in_part

GIFT = "::a:: Who?{=law ~anybody}\n\n::b:: Why?{}\n\n::c:: [html]<p>Is it?</p><img src='x.png'>{T}\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(app: Flask, *words: str | Path) -> tuple[int, list[str]]:
    """How a command ends, and the lines it prints."""
    result = app.test_cli_runner().invoke(args=["questions", *map(str, words)])
    return result.exit_code, result.output.splitlines()


def test_questions_are_looked_at_and_then_written(app: Flask, tmp_path: Path) -> None:
    file, to = tmp_path / "a.gift", tmp_path / "quiz.md"
    file.write_text(GIFT)
    said = [
        f"{file}:3: “b” is not carried: This question is answered in one's own words, and has no rubric to mark it by. "
        "Write it anew as an essay: a table of criteria, with a description of each level.",
        f"{file}:5: “c” is carried in part: The pictures and files of this question do not come with it. Add them in the "
        "editor.",
        "This question has no explanation. After the options, write > and why the right answer is right, with its source. "
        "(× 2)",
        "This wrong option has no feedback. Below it, write two spaces, > and why it is wrong. (× 1)",
        "GIFT: 2 can be carried, 1 cannot.",
    ]
    chosen = ("--objective", "lawful", "--difficulty", "2")
    looked = [*said, f"Nothing is written. With --save, the questions are written to {to}."]
    assert run(app, "import", file, "--to", to, *chosen) == (0, looked)
    assert not to.exists()
    assert run(app, "import", file, "--to", to, *chosen, "--save") == (0, [*said, f"Written to {to}."])
    assert to.read_text() == (
        "## Who? {#a objective=lawful difficulty=2}\n\n- [x] law {#a}\n- [ ] anybody {#b}\n\n"
        "## Is it? {#c objective=lawful difficulty=2}\n\n= true\n"
    )
    again = (1, [*said, f"{to} is there already. Name a file that is not."])
    assert run(app, "import", file, "--to", to, *chosen, "--save") == again


def test_a_file_that_is_not_read(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"q{T}\n\xff")
    to = tmp_path / "quiz.md"
    refused = (
        f"{file}:2: This file is not text in UTF-8, UTF-16 or Windows-1251. Save it as UTF-8: in most "
        "editors, File, Save as, Encoding."
    )
    assert run(app, "import", file, "--to", to, "--save") == (1, [refused])
    file.write_text("Who?")
    code, [line] = run(app, "import", file, "--to", to, "--save")
    assert (code, line.startswith(f"{file}:1: It is not clear in which format this file is.")) == (1, True)
    code, lines = run(app, "import", file, "--to", to, "--format", "aiken", "--save")
    assert (code, lines[-1], to.exists()) == (0, "Aiken: 0 can be carried, 1 cannot.", False)


def test_per_cent_signs_are_said_once(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    answers = "<answer fraction='100'><text>a</text></answer>" * 2
    file.write_text(
        f"<quiz><question type='multichoice'><questiontext><text>q</text></questiontext>{answers}</question></quiz>"
    )
    _code, lines = run(app, "import", file, "--to", tmp_path / "quiz.md")
    assert "the same share of 100%." in lines[0]


def test_questions_of_a_module(app: Flask, tmp_path: Path) -> None:
    publish_in_part()
    out = tmp_path / "a.gift"
    code, lines = run(app, "export", "searches", out, "--format", "gift")
    assert (code, lines) == (
        0,
        [
            "question 1: “How do you search?” is carried in part: In the other system, this question gives points for a part "
            "of the answer. Set it there, where all or nothing is possible.",
            f"3 of 3 questions are in {out}.",
        ],
    )
    assert [each.id for each in gift.read(out.read_bytes()).questions] == ["manner", "order", "when"]
    code, lines = run(app, "export", "searches", out, "--format", "aiken", "--language", "ru")
    assert (code, lines[-1]) == (0, f"1 of 3 questions is in {out}.")
    assert len(lines) == 4  # two not translated, one without feedback
    assert run(app, "export", "searches", out, "--format", "qti", "--language", "kk") == (
        1,
        ["There are questions in these languages: en, ru."],
    )
    assert run(app, "export", "other", out, "--format", "qti") == (1, ["There is no published module “other”."])
