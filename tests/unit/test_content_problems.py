"""Every problem of a module: one change brings exactly that complaint, with its file, its line and its values."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from elearn.authoring.formats.problems import PackageProblem
from elearn.courses.content.handover import HandoverProblem
from elearn.courses.content.library import read_modules
from elearn.courses.content.placing import PlaceProblem
from elearn.courses.content.problems import (
    CourseProblem,
    FrontProblem,
    GlossaryProblem,
    MediumProblem,
    ModuleProblem,
    ScenarioProblem,
)
from elearn.foundation.manuscript.complaints import Complaint, EntryProblem, Problem, Sentences, TextProblem
from elearn.people.content.problems import PackProblem
from elearn.quizzes.content.problems import QuizProblem
from elearn.quizzes.rules import choice
from elearn.quizzes.rules.kind import Fault
from elearn.quizzes.rules.kinds import KINDS
from tests.factories_content import GATE, HOW, MODULE, PNG, QUIZ, SEARCHES, changed, in_bytes, read

KEYS = "dignity, lawful"
BOXES = "case, steps, errors, country, summary, sources, transcript"
LANGUAGES = "ar, en, fr, kk, ky, ru"
TRACKS = "'psychologist', 'pve-inspector', 'security-officer', 'probation', 'theologian', 'social-worker' or 'other'"


class Case(NamedTuple):
    """In one file, `old` becomes `new`; the complaint is about the line that has the words `line`, or that number."""

    problem: Sentences
    path: str
    old: str
    new: str
    line: str | int = 1
    values: Mapping[str, Any] = {}
    file: str = ""  # the file that is complained of, where it is not the one that was changed


M, W, H, G, Q = "module.md", "en/01-why.md", "en/02-how.md", "en/scenario-gate.md", "en/quiz.md"
RU = "ru/quiz.md"
RESPECT = "With respect."
T, E, F, D, S, P, X = (
    TextProblem,
    EntryProblem,
    FrontProblem,
    ModuleProblem,
    ScenarioProblem,
    MediumProblem,
    QuizProblem,
)

CASES = [
    # any text
    Case(T.STRANGE_CHARACTER, H, RESPECT, "With\u202erespect.", "With", {"code": "202E"}),
    Case(T.STRANGE_CHARACTER, H, "How we search", '"How\\0 we"', "title", {"code": "0000"}),
    Case(T.STRANGE_CHARACTER, Q, "Anybody", "Any\ufffdbody", "Any", {"code": "FFFD"}),
    Case(T.TANGLED, H, RESPECT, "> > > > > > > a", "> >"),
    Case(T.TANGLED, H, RESPECT, "[" * 101, "[["),
    Case(T.TANGLED, H, RESPECT, "word " * 1300, "word"),
    Case(T.TANGLED, H, RESPECT, ("word " * 100 + "\n\n") * 201, 406),
    Case(T.TANGLED, H, "minutes: 5", "minutes: 5\n" + "# words words words\n" * 3_000),
    Case(T.NO_ID, W, "## The tests {#tests}", "## The tests", "## The tests"),
    Case(T.NO_ID, Q, " {#law}", "", "Whom the law names"),
    Case(T.BAD_ID, W, "{#tests}", "{#Tests}", "## The tests", {"id": "Tests"}),
    Case(T.BAD_ID, W, "{#tests}", "{#a #b}", "## The tests", {"id": "a #b"}),
    Case(T.DOUBLE_ID, W, "![A gate]", "## Again {#tests}\n\n![A gate]", "## Again", {"id": "tests", "first": 10}),
    Case(T.DOUBLE_ID, Q, "{#anybody}", "{#law}", "Anybody", {"id": "law", "first": 3}),
    Case(T.DOUBLE_ID, Q, "{#manner", "{#when", "How do you", {"id": "when", "first": 9}),
    Case(T.DOUBLE_ID, G, "## A hall", "## Again {#asked ending=good}\n\n## A hall", "## Again", {"id": "asked", "first": 14}),
    Case(T.UNKNOWN_MARK, W, "{#tests}", "{#tests test}", "## The tests", {"mark": "test"}),
    Case(T.UNKNOWN_MARK, Q, "{#order ", "{#order level=3 ", "{#order", {"mark": "level=3"}),
    Case(T.SOURCE_ONLY, RU, "{#order}", "{#order difficulty=1}", "{#order", {"mark": "difficulty=1"}),
    Case(T.BAD_ORIGIN, "ru/01-why.md", "{#tests}", "{#tests from=12}", "{#tests", {"mark": "from=12"}),
    Case(T.BAD_ORIGIN, "ru/scenario-gate.md", "{#parcel}", "{#parcel from=x}", "{#parcel", {"mark": "from=x"}),
    Case(T.BAD_ORIGIN, RU, "{#order}", "{#order from=1234567G}", "{#order", {"mark": "from=1234567G"}),
    Case(T.UNKNOWN_MARK, "en/01-why.md", "{#tests}", "{#tests from=12345678}", "{#tests", {"mark": "from=12345678"}),
    Case(E.NOT_ORIGIN, "ru/01-why.md", "id: why", "id: why\nfrom: here", "from:", {"key": "from"}),
    Case(E.NOT_TEXT, "ru/01-why.md", "id: why", "id: why\nfrom: 12345678", "from:", {"key": "from"}),
    Case(E.NOT_ORIGIN, M, "ru: Обыск", 'ru: "Обыск {from=1}"', "ru: ", {"key": "title.ru"}),
    Case(T.SOURCE_ONLY, "ru/01-why.md", "id: why", "id: why\nminutes: 3", "minutes", {"mark": "minutes"}),
    Case(T.SOURCE_ONLY, "ru/scenario-gate.md", "(#asked):", "(#asked) +2:", "(#asked)", {"mark": "+2"}),
    Case(T.NO_WORDS, W, "## The tests {#tests}", "## {#tests}", "{#tests}"),
    Case(T.NO_WORDS, Q, "[x] With respect {", "[x] {", "{#respect}"),
    Case(T.WRONG_LEVEL, H, RESPECT, "# With respect", "# With"),
    Case(T.TEXT_BEFORE_HEADING, G, "## A parcel", "It is late.\n\n## A parcel", "It is late"),
    Case(T.TEXT_BEFORE_HEADING, Q, "## Who", "# Questions\n\n## Who", "# Questions"),
    Case(T.HTML, H, RESPECT, "With <b>respect</b>.", "<b>", {"tag": "<b>"}),
    Case(T.HTML, Q, "It needs a reason.", "It needs <!-- a reason.", "<!--", {"tag": "<!--"}),
    Case(T.DEAD_LINK, H, RESPECT, "[Why](01-why.md)", "[Why]", {"target": "01-why.md"}),
    Case(T.DEAD_LINK, H, RESPECT, "[Why](#test)", "[Why]", {"target": "#test"}),
    Case(T.DEAD_LINK, H, RESPECT, "[Why](JavaScript:x)", "[Why]", {"target": "JavaScript:x"}),
    Case(T.DEAD_LINK, H, RESPECT, "Why?\nSee [Why we\nsearch](//x.org).", "See", {"target": "//x.org"}),
    Case(T.NO_SUCH_PICTURE, H, RESPECT, "![A door](../media/door.png)", "![", {"target": "../media/door.png"}),
    Case(T.NO_SUCH_PICTURE, H, RESPECT, "![A](https://x.org/a.png)", "![", {"target": "https://x.org/a.png"}),
    Case(T.NO_DESCRIPTION, H, RESPECT, "![ ](../media/gate.png)", "![", {"target": "../media/gate.png"}),
    Case(T.UNKNOWN_BOX, H, RESPECT, "/// cases | A\nb\n///", "/// cases", {"kind": "cases", "known": BOXES}),
    Case(T.BOX_WITHOUT_HEADING, H, RESPECT, "/// case\nb\n///", "/// case"),
    Case(T.BOX_WITHOUT_HEADING, H, RESPECT, "/// case On the wing\nb\n///", "/// case"),
    Case(T.BOX_IN_BOX, H, RESPECT, "/// case | A\nb\n/// steps | C\nd\n///", "/// steps", {"first": 8}),
    Case(T.BOX_NOT_CLOSED, H, RESPECT, "/// case | A\nb", "/// case"),
    Case(T.BOX_NOT_OPENED, H, RESPECT, "With respect.\n\n///", "///"),
    Case(T.NO_EMPTY_LINE, H, RESPECT, "Do this:\n- a\n- b", "- a"),
    Case(T.NO_EMPTY_LINE, H, RESPECT, "Do this:\n1. a\n2. b", "1. a"),
    Case(T.NO_EMPTY_LINE, H, RESPECT, "So:\n| a | b |\n|---|---|\n| 1 | 2 |", "|---"),
    Case(T.SHALLOW_LIST, H, RESPECT, "- a\n  - b", "  - b"),
    # front matter
    Case(F.MISSING, H, "---\nid", "id"),
    Case(F.NOT_CLOSED, H, "---\nWith", "With"),
    Case(E.NOT_YAML, H, "title: How we search", "title: How: we", "title"),
    Case(E.NOT_YAML, H, "minutes: 5", "minutes: {", "rule76"),
    Case(E.NOT_YAML, M, "reviewers: []", "reviewers: [{name: A, post: B, on: 2026-02-31}]", "reviewers"),
    Case(E.NOT_YAML, H, "minutes: 5", "minutes: " + "[" * 2000, 2),
    Case(E.ALIAS, H, "minutes: 5", "minutes: &five 5\nrule: *five", "rule: "),
    Case(E.DOUBLE_KEY, H, "minutes: 5", "minutes: 5\nminutes: 6", "minutes: 6", {"key": "minutes"}),
    Case(E.UNKNOWN_KEY, H, "minutes: 5", "minutes: 5\nauthor: A", "author", {"key": "author"}),
    Case(E.MISSPELT_KEY, M, "    pass: 80", "    pas: 80", "    pas", {"key": "papers.final.pas", "near": "pass"}),
    Case(E.MISSING_KEY, H, "minutes: 5\n", "", 1, {"key": "minutes"}),
    Case(E.NOT_TEXT, H, "How we search", "12", "title", {"key": "title"}),
    Case(E.NOT_NUMBER, H, "minutes: 5", "minutes: five", "minutes", {"key": "minutes"}),
    Case(E.NOT_NUMBER, H, "minutes: 5", "minutes: yes", "minutes", {"key": "minutes"}),
    Case(E.TOO_SMALL, H, "minutes: 5", "minutes: 0", "minutes", {"key": "minutes", "least": 1}),
    Case(E.NOT_NUMBER, M, "hours: 2", "hours: 2\nattendance: four", "attendance", {"key": "attendance"}),
    Case(E.TOO_SMALL, M, "hours: 2", "hours: 2\nattendance: 0", "attendance", {"key": "attendance", "least": 1}),
    Case(E.TOO_LARGE, M, "hours: 2", "hours: 2\nattendance: 61", "attendance", {"key": "attendance", "most": 60}),
    Case(E.TOO_LARGE, M, "pass: 80", "pass: 101", "pass", {"key": "papers.final.pass", "most": 100}),
    Case(E.NOT_YES_OR_NO, M, "pass: 80", "pass: 80\n    supervised: maybe", "    supervised", {"key": "papers.final.supervised"}),
    Case(E.NOT_LIST, M, "topics: [searches]", "topics: searches", "topics", {"key": "topics"}),
    Case(E.NOT_ENTRIES, M, "title:\n  en: Searches\n  ru: Обыск", "title: Searches", "title", {"key": "title"}),
    Case(E.NOT_DATE, M, "reviewers: []", "reviewers: [{name: A, post: B, on: 1}]", "reviewers", {"key": "reviewers.on"}),
    Case(E.EMPTY, H, "How we search", '" "', "title", {"key": "title"}),
    Case(E.NOT_ONE_OF, M, "  ru: Обыск", "  de: Suche", "  de", {"key": "title.de", "known": LANGUAGES}),
    Case(E.NOT_ONE_OF, M, "[security-officer]", "[officer]", "tracks", {"key": "tracks", "known": TRACKS}),
    Case(E.NOT_NUMBER, M, "{lawful: 1, ", "{lawful: one, ", 29, {"key": "papers.final.draw.lawful"}),
    Case(E.NOT_ENTRIES, M, "{lawful: 1, dignity: 1}", "2", 29, {"key": "papers.final.draw"}),
    Case(E.NOT_ENTRIES, M, "{lawful: 1, dignity: 1}", "[lawful]", 29, {"key": "papers.final.draw"}),
    Case(E.EMPTY, M, "{lawful: 1, dignity: 1}", "[]", 29, {"key": "papers.final.draw"}),
    Case(E.MISSING_KEY, M, "{lawful: 1, dignity: 1}", "[{tag: law}]", 29, {"key": "papers.final.draw.count"}),
    Case(E.TOO_LARGE, M, "{lawful: 1, dignity: 1}", "[{count: 1, difficulty: 4}]", 29,
         {"key": "papers.final.draw.difficulty", "most": 3}),
    Case(E.MISSPELT_KEY, M, "{lawful: 1, dignity: 1}", "[{count: 1, tags: law}]", 29,
         {"key": "papers.final.draw.tags", "near": "tag"}),
    Case(E.NOT_ID, M, "{lawful: 1, dignity: 1}", "[{count: 1, tag: The law}]", 29, {"key": "papers.final.draw.tag"}),
    Case(E.NOT_ID, M, "[searches]", "[Body searches]", "topics", {"key": "topics"}),
    # the module as a whole
    Case(D.OTHER_ID, M, "id: searches", "id: search", "id: search", {"id": "search", "name": "searches"}),
    Case(D.OTHER_ID, H, "id: how", "id: hows", "id: hows", {"id": "hows", "name": "how"}),
    Case(D.STRANGE_FILE, "en/notes.txt", "", "x", 1, {"known": ...}),
    Case(D.STRANGE_FILE, "en/media/gate.png", "", "x", 1, {"known": ...}),
    Case(D.STRANGE_FILE, "en/01-scenario-x.md", "", "x", 1, {"known": ...}),
    Case(D.STRANGE_LANGUAGE, "de/02-how.md", "", HOW, 1, {"language": "de", "known": LANGUAGES}),
    Case(D.NOT_IN_SOURCE_LANGUAGE, M, "  en: When a", "  fr: Quand", "summary", {"key": "summary", "language": "en"}),
    Case(
        D.NOT_IN_SOURCE_LANGUAGE,
        M,
        "    en: Say",
        "    fr: Dire",
        "  lawful:",
        {"key": "objectives.lawful", "language": "en"},
    ),
    Case(D.NOT_IN_CONTENTS, "en/03-more.md", "", HOW.replace("id: how", "id: more"), 1, {"id": "more"}),
    Case(D.NO_SUCH_PART, M, "scenario-gate]", "scenario-gate, after]", "contents", {"id": "after", "file": "en/04-after.md"}),
    Case(
        D.NO_SUCH_PART,
        M,
        "scenario-gate]",
        "scenario-gate, scenario-x]",
        "contents",
        {"id": "scenario-x", "file": "en/scenario-x.md"},
    ),
    Case(D.SAME_PART, "en/03-how.md", "", HOW, 1, {"id": "how", "file": "searches/en/03-how.md"}, "en/02-how.md"),
    Case(D.TWICE_IN_CONTENTS, M, "[why, how", "[why, how, why", "contents", {"id": "why"}),
    Case(D.NOT_IN_SOURCE, "ru/01-why.md", "{#tests}", "{#test}", "{#test}", {"id": "test"}),
    Case(D.NOT_IN_SOURCE, "ru/03-more.md", "", "---\nid: more\ntitle: Ещё\n---\n", 1, {"id": "more"}),
    Case(D.NOT_IN_SOURCE, "ru/scenario-gate.md", "{#parcel}", "{#box}", "{#box}", {"id": "box"}),
    Case(D.UNKNOWN_OBJECTIVE, H, "[dignity]", "[decency]", "objectives", {"objective": "decency", "known": KEYS}),
    Case(
        D.UNKNOWN_OBJECTIVE,
        M,
        "lawful: 1, dignity: 1",
        "lawful: 1, decency: 1",
        "draw: {lawful: 1, decency: 1}",
        {"objective": "decency", "known": KEYS},
    ),
    Case(
        D.TOO_FEW_QUESTIONS,
        M,
        "{lawful: 1, dig",
        "{lawful: 2, dig",
        "{lawful: 2",
        {"lines": "objective: lawful", "wanted": 3, "there": 2},
    ),
    Case(
        D.TOO_FEW_QUESTIONS,
        M,
        "lawful: 1, dignity: 1",
        "dignity: 2",
        "{dignity: 2",
        {"lines": "objective: dignity", "wanted": 2, "there": 1},
    ),
    Case(
        D.TOO_FEW_QUESTIONS,
        M,
        "    draw: {lawful: 1, dignity: 1}",
        "    draw:\n      - {objective: lawful, count: 1}\n      - {tag: law, count: 1}",
        "      - {tag",
        {"lines": "tag: law", "wanted": 1, "there": 0},
    ),
    Case(
        D.TOO_FEW_QUESTIONS,
        M,
        "    draw: {lawful: 1, dignity: 1}",
        "    draw:\n      - {difficulty: 2, count: 2}\n      - {objective: dignity, count: 1}",
        "      - {difficulty",
        {"lines": "difficulty: 2", "wanted": 2, "there": 1},
    ),
    Case(
        D.TOO_FEW_QUESTIONS,
        M,
        "    draw: {lawful: 1, dignity: 1}",
        "    draw: [{objective: lawful, difficulty: 1, count: 1}, {objective: lawful, difficulty: 2, count: 1}]",
        29,
        {
            "lines": "objective: lawful, difficulty: 1; objective: lawful, difficulty: 2; objective: lawful",
            "wanted": 3,
            "there": 2,
        },
    ),
    Case(
        D.UNKNOWN_OBJECTIVE,
        M,
        "    draw: {lawful: 1, dignity: 1}",
        "    draw:\n      - {tag: law,\n         objective: decency, count: 1}",
        "      - {tag",
        {"objective": "decency", "known": KEYS},
    ),
    Case(D.NOT_TAUGHT, M, "rule76: [b, c]", "rule76: [b, c, d]", "rule76", {"part": "d"}),
    Case(D.TAUGHT_UNSAID, H, "rule76: [b]", "rule76: [a, b]", "rule76", {"part": "a"}),
    Case(D.UNKNOWN_MODULE, M, "requires: []", "requires: [first-aid]", "requires", {"id": "first-aid"}),
    Case(D.REQUIRED_IN_CIRCLE, M, "requires: []", "requires: [searches]", "requires", {"modules": "searches"}),
    # scenarios
    Case(S.NO_SCENES, G, GATE[GATE.index("## A parcel") :], "", 7),
    Case(S.NOT_A_CHOICE, G, "+2: You", "You", "Ask first"),
    Case(S.DEAD_LINK, G, "(#asked)", "(#answer)", "Ask first", {"target": "answer"}),
    Case(S.TEXT_AFTER_CHOICES, G, "## The answer", "Choose well.\n\n## The answer", "Choose well"),
    Case(S.NO_ENDING, G, " ending=poor", "", "## A hall"),
    Case(S.NOT_AN_ENDING, G, "ending=poor", "ending=bad", "## A hall"),
    Case(S.ENDING_WITH_CHOICES, G, "Two complaints.", "Two.\n\n- [Go back](#parcel)", "## A hall"),
    Case(S.UNREACHABLE, G, "(#hall)", "(#asked)", "## A hall"),
    Case(S.NO_WAY_OUT, G, "{#hall ending=poor}\n\nTwo complaints.", "{#hall}\n\n- [Go round](#hall) 0: Again.", "## A hall"),
    Case(S.OTHER_CHOICES, "ru/scenario-gate.md", "(#hall)", "(#asked)", "{#parcel}", {"targets": "asked, hall"}),
    Case(S.NO_REASON, "ru/scenario-gate.md", ": Одна посылка не причина.", "", "{#parcel}"),
    # the quiz
    Case(X.NO_OBJECTIVE, Q, " objective=dignity", "", "{#manner"),
    Case(X.UNKNOWN_OBJECTIVE, Q, "=dignity", "=decency", "{#manner", {"objective": "decency", "known": KEYS}),
    Case(X.NO_DIFFICULTY, Q, "difficulty=3", "difficulty=4", "{#manner"),
    Case(X.NO_DIFFICULTY, Q, " difficulty=3", "", "{#manner"),
    Case(X.BAD_TAG, Q, "{#when", "{#when tags=law,Law,", "{#when", {"tag": "Law"}),
    Case(T.UNKNOWN_MARK, Q, "{#when", "{#when tags=law, prison", "{#when", {"mark": "prison"}),
    Case(T.SOURCE_ONLY, RU, "{#order}", "{#order tags=law}", "{#order", {"mark": "tags=law"}),
    Case(X.UNKNOWN_MARKING, Q, "{#when", "{#when marks=some", "{#when"),
    Case(X.UNKNOWN_KIND, Q, "{#when", "{#when kind=riddle", "{#when", {"known": ", ".join(KINDS)}),
    Case(choice.TOO_FEW, Q, "- [ ] Anybody {#anybody}\n  > Only whom the law names.\n", "", "{#order"),
    Case(choice.NO_MARK, Q, "- [ ] Anybody", "- Anybody", "Anybody"),
    Case(choice.NO_MARK, Q, "- [ ] Anybody", "- [v] Anybody", "Anybody"),
    Case(X.LOST_OPTION, Q, "- [x] Whom", "- Nobody\n- [x] Whom", "- Nobody", {"words": "Nobody"}),
    Case(X.LOST_OPTION, RU, "- Кого", "* Никто,\n  никогда\n- Кого", "* Никто", {"words": "Никто,"}),
    Case(
        X.STEP_NUMBER,
        Q,
        "- [ ] Always {#always}\n  > It needs a reason.\n- [x] When there is a reason {#reason}",
        "3. Search {#search}\n1. Ask {#ask}\n2. Write {#write}",
        "3. Search",
        {"number": 3, "expected": 1},
    ),
    Case(X.MARK_IN_TRANSLATION, RU, "- Любой", "- [ ] Любой", "Любой"),
    Case(choice.ONE_RIGHT, Q, "{#manner", "{#manner kind=single", "{#manner"),
    Case(choice.NO_RIGHT, Q, "- [x] Whom the law names {#law}", "- [ ] Nobody {#law}\n  > Somebody may.", "{#order"),
    Case(choice.NO_WRONG, Q, "- [ ] Anybody", "- [x] Anybody", "{#order"),
    Case(choice.NO_FEEDBACK, Q, "  > That humiliates.\n", "", "{#public}"),
    Case(choice.NO_FEEDBACK, RU, "  > Только тот, кого называет закон.\n", "", "{#anybody}"),
    Case(X.NO_EXPLANATION, Q, "> There must be a reason. Rule 50.", "", "{#when"),
    Case(X.NO_EXPLANATION, RU, "> Закон говорит, кто. Правило 52.", "", "{#order"),
    Case(X.OPTION_TOO_LATE, Q, "> The law says who. Rule 52.\n", "> The law.\n\n- [x] A judge {#judge}\n", "A judge"),
    Case(X.STRAY_TEXT, Q, "> There must be a reason.", "There must.\n\n> Rule 50.", "There must."),
    Case(X.STRAY_TEXT, Q, "> There must be a reason. Rule 50.", "> There must.\n\nRule 50.", "Rule 50"),
    Case(X.NOT_IN_SOURCE, RU, "{#order}", "{#orders}", "{#orders}", {"id": "orders"}),
    Case(X.NOT_IN_SOURCE, RU, "> Закон", "- Ещё {#more}\n\n> Закон", "{#more}", {"id": "more"}),
    Case(X.PART_NOT_TRANSLATED, RU, "- Кого называет закон {#law}\n", "", "{#order}", {"id": "law"}),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.problem.what)
def test_a_change_brings_exactly_its_complaint(case: Case) -> None:
    files = changed(case.path, case.old, case.new)
    complained = case.file or case.path
    words = files[complained].partition(str(case.line))[0]
    line = case.line if isinstance(case.line, int) else words.count("\n") + 1
    complaints = read(files).complaints
    values = {name: complaints[0].values[name] if value is ... else value for name, value in case.values.items()}
    assert complaints == (Complaint(f"searches/{complained}", line, case.problem, values),)


PICTURES = [
    (P.UNUSED, {"media/door.png": PNG}, "media/door.png", {}),
    (P.NOT_A_PICTURE, {"media/gate.png": b"<html>"}, "media/gate.png", {}),
    (P.TOO_LARGE, {"media/gate.png": PNG + b"\0" * 300_000}, "media/gate.png", {"most": 300}),
    (P.BAD_NAME, {"media/Door.PNG": PNG, H: HOW + "\n![A door](../media/Door.PNG)\n"}, "media/Door.PNG", {}),
    (P.BAD_NAME, {"media/door.svg": b"<svg>", H: HOW + "\n![A](../media/door.svg)\n"}, "media/door.svg", {}),
    (P.NOT_A_PICTURE, {"media/a.webp": PNG, H: HOW + "\n![A](../media/a.webp)\n"}, "media/a.webp", {}),
]


@pytest.mark.parametrize(("problem", "files", "file", "values"), PICTURES, ids=lambda value: getattr(value, "name", ""))
def test_a_picture_brings_exactly_its_complaint(
    problem: Problem, files: dict[str, str | bytes], file: str, values: dict[str, int]
) -> None:
    assert read({**SEARCHES, **files}).complaints == (Complaint(f"searches/{file}", 1, problem, values),)


BYTES = [
    (H, HOW.encode() + b"caf\xe9\n", 9),
    (H, HOW.encode("utf-16"), 1),
    (Q, QUIZ.encode().replace(b"Anybody", b"Any\xed\xa0\x80body"), 4),  # half a surrogate pair
]


@pytest.mark.parametrize(("file", "data", "line"), BYTES)
def test_what_is_not_utf8_is_said_once(file: str, data: bytes, line: int) -> None:
    complaints = read({**SEARCHES, file: data}).complaints
    assert complaints == (Complaint(f"searches/{file}", line, T.NOT_UTF8),)


def test_a_large_file_is_not_read() -> None:
    large = QUIZ + "\n" * 1_000_000
    assert read({**SEARCHES, Q: large}).complaints == (Complaint("searches/en/quiz.md", 1, T.TANGLED),)


def test_what_editors_of_other_systems_write_is_forgiven() -> None:
    foreign = {path: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for path, text in SEARCHES.items()}
    assert read(foreign) == read()


def test_a_folder_without_module_file() -> None:
    files = {path: text for path, text in SEARCHES.items() if path != M}
    assert read(files).complaints == (Complaint("searches/module.md", 1, D.NO_MODULE_FILE),)


def test_a_module_without_quiz() -> None:
    files = {path: text for path, text in SEARCHES.items() if not path.endswith("quiz.md")}
    assert read(files).complaints == (Complaint("searches/module.md", 24, D.NO_QUIZ),)


def test_a_part_with_the_address_of_another_page() -> None:
    files = dict(SEARCHES) | {M: MODULE.replace("how,", "print,"), H: HOW.replace("id: how", "id: print")}
    files["en/02-print.md"] = files.pop(H)
    assert read(files).complaints == (Complaint("searches/module.md", 23, D.RESERVED_ID, {"id": "print"}),)


def test_modules_that_require_each_other() -> None:
    def requiring(name: str, other: str) -> dict[str, bytes]:
        outline = MODULE.replace("id: searches", f"id: {name}").replace("requires: []", f"requires: [{other}]")
        return in_bytes({**SEARCHES, M: outline})

    complaints = read_modules({"a": requiring("a", "b"), "b": requiring("b", "a")}).complaints
    assert complaints == (Complaint("a/module.md", 15, D.REQUIRED_IN_CIRCLE, {"modules": "a, b"}),)


def test_all_complaints_come_at_once_by_file_and_line() -> None:
    files = dict(SEARCHES) | {
        H: HOW.replace(RESPECT, "<b>\n\n[x](y)"),
        Q: QUIZ.replace("  > That humiliates.\n", "").replace("difficulty=1", ""),
        M: MODULE.replace("hours: 2", "hours: two"),
    }
    found = [(complaint.file, complaint.line, complaint.problem) for complaint in read(files).complaints]
    assert found == [
        ("searches/en/02-how.md", 8, T.HTML),
        ("searches/en/02-how.md", 10, T.DEAD_LINK),
        ("searches/en/quiz.md", 1, X.NO_DIFFICULTY),
        ("searches/en/quiz.md", 21, choice.NO_FEEDBACK),
        ("searches/module.md", 11, E.NOT_NUMBER),
    ]


OF_MODULES = {*Problem.__subclasses__()} - {
    CourseProblem,  # test_content_courses.py
    GlossaryProblem,  # tests/courses/test_glossary.py
    HandoverProblem,
    PackageProblem,
    PackProblem,  # of countries: test_country_files.py
    PlaceProblem,
}


def test_every_problem_has_its_test() -> None:
    tested = {case.problem for case in CASES} | {problem for problem, *_ in PICTURES}
    tested |= {T.NOT_UTF8, D.NO_MODULE_FILE, D.NO_QUIZ, D.RESERVED_ID, D.NO_MODULES}
    tested |= {X.NO_TABLE_HEADINGS}  # in test_kind_rating.py
    tested |= {T.NO_TRANSCRIPT}  # in test_content_media.py
    of_choices = {fault for fault in vars(choice).values() if isinstance(fault, Fault)}  # other kinds: test_kind_*.py
    assert tested == of_choices | {problem for kind in OF_MODULES for problem in kind}


def test_every_sentence_can_be_filled_in() -> None:
    values = {case.problem: case.values for case in CASES} | {problem: values for problem, _, _, values in PICTURES}
    for kind in OF_MODULES:
        for problem in kind:
            assert "%(" not in problem.what % values.get(problem, {"id": "print", "target": "a"})
            assert "%(" not in problem.remedy % values.get(problem, {"id": "print", "target": "a"})
