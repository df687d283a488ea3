"""Bringing questions from other systems: what the page says, what comes back, and that nothing is kept."""

import re
from html import unescape
from io import BytesIO
from time import process_time

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from elearn.courses.service import publishing
from elearn.foundation.db import Base, db, transaction
from elearn.foundation.manuscript.text import read as read_text
from elearn.quizzes.content.quiz import Setting, read_quiz
from tests.factories_content import read
from tests.quizzes.pages import main_text
from tests.world import World

PAGE = "/catalogue/searches/quiz/import"

# Of the shapes that Moodle's own samples have.
AIKEN = """\
A question with one option only
A) The only one
ANSWER: A

A) No question above

ANSWER: No question above

Who may order a search?
A) Whom the law names
B) Anybody
ANSWER: A

A question that does not end
A) This
B) That

Which signs are these: > < & ?
A)Signs < > &
B)None
ANSWER: A
"""
GIFT = """\
// essay
::order:: What do you think of it? {}

// a pair too many, texts in four formats
::Pairs::[html]Match the <b>sign</b> to its meaning.{
    =[html]A dog sits <i>down</i> -> Something was found
    =[moodle]A dog barks -> It is afraid
    =[plain]A dog *sleeps* -> It is tired
    = -> It is hungry
}

::order:: Who may order a search?
{
    =Whom the law names # Rule 52.
    ~Anybody # [html]<em>Only</em> they.
    ~[plain]Nobody # Somebody must.
}

::many:: Which are dogs? {
    ~%50%A hound # yes
    ~%-100%A cat # no
    ~%50%A poodle
    ####Cats are none.
}

::days:: How many days?{#15:1}

::part:: What keeps weapons out?{=%100%a search =%50%a gate}

::fire::[html]<p>Fire needs air. <img src="x.png" alt="A fire"></p>{T#No.#Yes.}
"""
CLOZE = """\
<?xml version="1.0" encoding="UTF-8"?>
<quiz>
  <question type="category"><category><text>$course$/top</text></category></question>
  <question type="cloze">
    <name><text>A list and a gap</text></name>
    <questiontext format="html"><text><![CDATA[<p>Keys are {1:MULTICHOICE:=counted~lost}.</p>]]></text></questiontext>
  </question>
  <question type="cloze">
    <name><text>Two gaps</text></name>
    <questiontext format="html"><text><![CDATA[<p>On the wing</p><p>Keys are {1:SA:=counted} at
      {1:SHORTANSWER:=noon~=midday}.</p>]]></text></questiontext>
  </question>
</quiz>
"""
CHOICE = """\
<quiz><question type="multichoice">
  <name><text>Greeting</text></name>
  <questiontext format="html">
    <text><![CDATA[<p>Listen: <a href="@@PLUGINFILE@@/a.mp3">a.mp3</a> Who speaks?</p>]]></text>
    <file name="a.mp3" encoding="base64">SUQzBAAAAA==</file>
  </questiontext>
  <single>true</single>
  <answer fraction="0"><text>A guard</text><feedback><text>Listen again.</text></feedback></answer>
  <answer fraction="100"><text>A visitor</text><feedback><text>Yes.</text></feedback></answer>
</question></quiz>
"""


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    with transaction():
        [module] = read().modules
        publishing.publish_module(module)
    return world.signed_in(world.kostanay.instructor)


def send(client: FlaskClient, data: bytes | str, name: str = "questions.txt", **chosen: str) -> TestResponse:
    content = data if isinstance(data, bytes) else data.encode()
    form = {"file": (BytesIO(content), name), "file_format": "", "objective": "", "difficulty": ""} | chosen
    answer = client.post(PAGE, data=form, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # a file, where it is large
    return answer


def text_in(answer: TestResponse) -> str:
    """The text of quiz.md that the page shows."""
    [text] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", answer.get_data(as_text=True), re.DOTALL)
    return unescape(text)


def rows(answer: TestResponse, caption: str) -> list[list[str]]:
    """The cells of a table of the page."""
    [table] = re.findall(
        rf"<caption[^>]*>{caption}</caption>.*?<tbody>(.*?)</tbody>", answer.get_data(as_text=True), re.DOTALL
    )
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in table.split("<tr>")[1:]]
    return [[" ".join(unescape(re.sub(r"<[^>]*>", "", cell)).split()) for cell in row] for row in cells]


def cards(answer: TestResponse) -> list[str]:
    """What stands in the cards of the questions."""
    [listed] = re.findall(r'<ol class="questions stack">(.*?)\n  </ol>', answer.get_data(as_text=True), re.DOTALL)
    found = listed.split('<li class="card stack">')[1:]
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", card)).split()) for card in found]


def notice(answer: TestResponse) -> str:
    [words] = re.findall(r'<p class="notice \w+" role="status">(.*?)</p>', answer.get_data(as_text=True), re.DOTALL)
    return " ".join(words.split())


def complaints(text: str) -> list[tuple[int, str]]:
    """What the checker says of the text as the quiz of the module."""
    manuscript = read_text("quiz.md", text.encode())
    read_quiz(manuscript, Setting(True, {"lawful", "dignity"}, ()))
    return [(each.line, each.problem.what) for each in manuscript.complaints]


def test_the_page_says_what_it_takes(instructor: FlaskClient) -> None:
    assert main_text(instructor.get(PAGE)) == (
        "Searches · Preview Bring questions Bring questions from Moodle or from another system. You see first which of them "
        "can be carried, and what of them is lost. File GIFT, Aiken or Moodle XML, at most 10 MB and 5,000 questions. The file "
        "is not kept. Format to be found out GIFT Aiken Moodle XML Objective What the questions test. For those that say no "
        "objective of this module themselves. to be said later Say when a search is lawful. Search without humiliating anyone. "
        "Difficulty For the questions that do not say it themselves. to be said later easy middling hard Look at the questions"
    )


def test_an_aiken_file_with_mistakes(instructor: FlaskClient) -> None:
    answer = send(instructor, AIKEN, objective="lawful", difficulty="2")
    assert notice(answer) == "Read as Aiken. 2 questions can be carried. 3 questions cannot."
    assert [row[:2] for row in rows(answer, "Questions that cannot be carried")] == [
        ["1", "A question with one option only"],
        ["5", "A) No question above"],
        ["14", "A question that does not end"],
    ]
    assert rows(answer, "What is still missing") == [
        [
            "This question has no explanation. After the options, write > and why the right answer is right, with its source.",
            "2",
        ],
        ["This wrong option has no feedback. Below it, write two spaces, > and why it is wrong.", "2"],
    ]
    assert text_in(answer) == (
        "## Who may order a search? {#question-3 objective=lawful difficulty=2}\n\n- [x] Whom the law names {#a}\n"
        "- [ ] Anybody {#b}\n\n## Which signs are these: > < & ? {#question-5 objective=lawful difficulty=2}\n\n"
        "- [x] Signs < > & {#a}\n- [ ] None {#b}\n"
    )
    assert cards(answer) == [
        "#question-3 · line 9 Who may order a search? Choose one answer. Whom the law names Anybody The right answer "
        "Whom the law names right Anybody missing This question has no explanation. missing This wrong option has no feedback.",
        "#question-5 · line 18 Which signs are these: > < & ? Choose one answer. Signs < > & None The right answer "
        "Signs < > & right None missing This question has no explanation. missing This wrong option has no feedback.",
    ]


def test_a_gift_file_with_many_kinds(instructor: FlaskClient) -> None:
    answer = send(instructor, GIFT, objective="dignity", difficulty="1")
    assert notice(answer) == "Read as GIFT. 5 questions can be carried. 2 questions cannot."
    assert rows(answer, "Questions that cannot be carried") == [
        ["2", "order", "This question is answered in one's own words, and has no rubric to mark it by. Write it anew as "
         "an essay: a table of criteria, with a description of each level."],
        ["28", "part", "This question gives points for answers that are right in part. Keep what is quite right, or give "
         "all right options the same share of 100: ~%50% before each of two."],
    ]  # fmt: skip
    pairs, order, many, days, fire = cards(answer)
    assert pairs.startswith("#pairs · line 5 Match the sign to its meaning. Choose what goes with each part.")
    assert order == (
        "#order · line 12 Who may order a search? Choose one answer. Whom the law names Anybody Nobody The right answer "
        "Whom the law names Rule 52. right Anybody Only they. Nobody Somebody must. id in use The module has a question with "
        "this id. Put this one in its place, or change the id. missing This question has no explanation."
    )
    assert many.endswith(
        "Why Cats are none. lost Wrong options took away other points than they do here. Nothing is to be done if this is "
        "right: with one right option, a wrong one brings nothing; with several, it takes away what a right one gives."
    )
    assert days == (
        "#days · line 26 How many days? Type a number. The right answer 15 ± 1 right missing This question has no explanation."
    )
    assert "lost The pictures and files of this question do not come with it. Add them in the editor." in fire
    assert [words for _line, words in complaints(text_in(answer))] == ["This question has no explanation."] * 4


def test_moodle_files(instructor: FlaskClient) -> None:
    answer = send(instructor, CLOZE, "a.xml")
    assert notice(answer) == "Read as Moodle XML. 1 question can be carried. 1 question cannot."
    assert [row[:2] for row in rows(answer, "Questions that cannot be carried")] == [["4", "A list and a gap"]]
    assert cards(answer)[0].startswith(
        "#two-gaps · line 8 On the wing Keys are at . The right answer Keys are … right: counted"
    )
    answer = send(instructor, CHOICE, "a.xml", objective="lawful", difficulty="3")
    assert notice(answer) == "Read as Moodle XML. 1 question can be carried."
    assert cards(answer) == [
        "#greeting · line 1 Listen: a.mp3 Who speaks? Choose one answer. A guard A visitor The right answer A guard Listen "
        "again. A visitor Yes. right lost The pictures and files of this question do not come with it. Add them in the editor. "
        "missing This question has no explanation."
    ]


def test_what_a_question_says_itself_stays(instructor: FlaskClient) -> None:
    said = "// [id:a] [tag:objective-dignity] [tag:difficulty-3]\n"
    other = "// [id:b] [tag:objective-unheard-of]\n"
    answer = send(instructor, f"{said}q{{T}}\n\n{other}r{{T}}", objective="lawful", difficulty="1")
    assert re.findall(r"\{.*\}", text_in(answer)) == [
        "{#a objective=dignity difficulty=3}",
        "{#b objective=lawful difficulty=1}",
    ]
    assert re.findall(r"\{.*\}", text_in(send(instructor, f"{other}r{{T}}"))) == ["{#b}"]


def test_no_two_elements_have_the_same_id(instructor: FlaskClient) -> None:
    body = send(instructor, GIFT).get_data(as_text=True)
    ids = re.findall(r'<[a-z][^<>]*\sid="([^"]*)"', body)
    assert len(ids) == len({*ids}) > 15
    named = re.findall(r'<[a-z][^<>]*\saria-(?:labelledby|describedby)="([^"]*)"', body)
    assert {name for names in named for name in names.split()} <= {*ids}


def test_the_text_comes_back_as_a_file(instructor: FlaskClient) -> None:
    text = text_in(send(instructor, GIFT, objective="lawful"))
    sent = {"text": text.replace("\n", "\r\n")}  # as browsers send it
    answer = instructor.post(f"{PAGE}/quiz.md", data=sent, content_type="multipart/form-data")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, text)
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=quiz.md"


def test_more_questions_than_are_shown(instructor: FlaskClient) -> None:
    answer = send(instructor, "".join(f"::n{number}:: Is it {number} &lt; 9?{{T}}\n\n" for number in range(60)))
    assert notice(answer) == "Read as GIFT. 60 questions can be carried."
    assert len(cards(answer)) == 50
    words = main_text(answer)
    assert "10 more questions Is it 50 < 9? Is it 51" in words
    assert text_in(answer).count("\n## ") == 59


def test_five_thousand_questions(instructor: FlaskClient) -> None:
    one = "::%d::Who may order a search of a prisoner in this cell block?{=Whom the law names#Right.~Anybody#Only they.}\n\n"
    start = process_time()
    answer = send(instructor, "".join(one % number for number in range(5_000)))
    assert process_time() - start < 10
    assert notice(answer) == "Read as GIFT. 5000 questions can be carried."
    text = text_in(answer)
    sent = instructor.post(f"{PAGE}/quiz.md", data={"text": text + text}, content_type="multipart/form-data")
    sent.request.environ["wsgi.input"].close()
    assert (sent.status_code, len(sent.data)) == (200, 2 * len(text))
    long = send(instructor, "".join((one.replace("search", "search " * 20)) % number for number in range(5_000)))
    assert "These are too many questions for one module: its file quiz.md may have 1 MB." in main_text(long)


def test_nothing_is_kept(instructor: FlaskClient) -> None:
    def counts() -> dict[str, int]:
        db.session.rollback()
        tables = Base.metadata.tables.values()
        return {
            table.name: db.session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
        }

    before = counts()
    send(instructor, GIFT)
    send(instructor, AIKEN)
    assert counts() == before


def error(answer: TestResponse) -> str:
    body = answer.get_data(as_text=True)
    found = re.findall(r'<p class="error" id="([\w-]+)-error">(.*?)</p>', body)
    return " / ".join(f"{name}: {unescape(words)}" for name, words in found)


MEGABYTES = 9_900_000


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.txt", "file_format: It is not clear in which format this file is. Say which program it comes from: choose "
         "the format in the list, and choose the file once more."),
        (b"Who?", "a.txt", "file_format: It is not clear in which format this file is. Say which program it comes from: "
         "choose the format in the list, and choose the file once more."),
        (b"q\n\n{\xff\xfe}", "a.gift", "file: Line 3: This file is not text in UTF-8, UTF-16 or Windows-1251. Save it as "
         "UTF-8: in most editors, File, Save as, Encoding."),
        (b"q{T}\x00", "a.gift", "file: This file is not text in UTF-8, UTF-16 or Windows-1251. Save it as UTF-8: in most "
         "editors, File, Save as, Encoding."),
        (b"PK\x03\x04" + b"\0" * 9_000, "a.zip", "file: This is a zip file, such as a QTI package. Packages are written here, "
         "not read. Take the questions from the other system as Moodle XML or GIFT, or unpack the file first."),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "a.xml", "file: This file declares abbreviations of its own "
         "(DOCTYPE), which could make it grow without end. Delete the line that begins with <!DOCTYPE, or export the questions "
         "from Moodle once more."),
        (b"<quiz>" + b"<a>" * (MEGABYTES // 3), "a.xml", "file: This file has too many parts, or parts too deep in each other, "
         "to be read. Export fewer questions at once, and those that you need only."),
        (b"[" * 10_500_000, "a.gift", "file: This file is larger than 10 MB. Split it, or leave out pictures: they are added "
         "in the editor."),
        (b"q{=" + b"=".join([b"a"] * 90) + b"}\n\n" + (b"q{=" + b"=".join([b"a"] * 90) + b"}\n\n") * 4_000, "a.gift", "file: "
         "There is more text in this file than can be read at once. Split it into several files."),
    ],
    ids=["empty", "unclear", "letters", "nul", "zip", "entities", "deep", "large", "full"],
)  # fmt: skip
def test_files_that_are_refused_with_a_sentence(instructor: FlaskClient, data: bytes, name: str, said: str) -> None:
    start = process_time()
    answer = send(instructor, data, name)
    assert process_time() - start < 5
    assert (answer.status_code, error(answer)) == (200, said)


@pytest.mark.parametrize("sign", ["{", "[", "<", "(", "}", "<b>", "A) "])
@pytest.mark.parametrize("chosen", ["gift", "aiken", "moodle-xml"])
def test_ten_megabytes_of_brackets(instructor: FlaskClient, sign: str, chosen: str) -> None:
    start = process_time()
    answer = send(instructor, (sign * (MEGABYTES // len(sign))).encode(), file_format=chosen)
    assert process_time() - start < 5
    nothing = main_text(answer)
    assert "No question of this file can be carried." in nothing or error(answer).startswith("file: ")


def test_a_file_above_what_the_page_takes(instructor: FlaskClient, world: World) -> None:
    """And others send no more than everywhere."""
    assert send(instructor, b"{" * 13_000_000).status_code == 413
    assert instructor.post("/language", data={"language": "x" * 3_000_000}).status_code == 413
    for account in (world.kostanay.accounts[0], world.monitor):
        assert send(world.signed_in(account), b"{" * 1_000).status_code == 403
    assert send(world.app.test_client(), b"{" * 3_000_000).status_code == 303


def test_forms_that_are_not_whole(instructor: FlaskClient) -> None:
    assert error(instructor.post(PAGE, data={})) == (
        "file: Please choose a file. / file_format: Please choose one. / objective: Please choose one. / "
        "difficulty: Please choose one."
    )
    assert error(send(instructor, "q{T}", objective="unheard-of", file_format="qti", difficulty="4")) == (
        "file_format: Please choose one. / objective: Please choose one. / difficulty: Please choose one."
    )


def test_modules_that_are_not_there(instructor: FlaskClient) -> None:
    for method, path in (("GET", "import"), ("POST", "import"), ("POST", "import/quiz.md"), ("GET", "export")):
        assert instructor.open(f"/catalogue/other/quiz/{path}", method=method).status_code == 404
    assert instructor.get("/catalogue/other/quiz/export/en/gift").status_code == 404


def test_who_writes_modules_may_bring_questions(instructor: FlaskClient, world: World) -> None:
    assert instructor.get(PAGE).status_code == 200
    there = (world.kostanay.administrator, world.karaganda.instructor, world.programme_administrator)
    assert [world.signed_in(account).get(PAGE).status_code for account in there] == [200] * 3
    refused = (world.kostanay.accounts[0], world.karaganda.accounts[0], world.monitor)
    assert [world.signed_in(account).get(PAGE).status_code for account in refused] == [403] * 3


def test_russian_questions_from_an_old_editor(instructor: FlaskClient) -> None:
    asked = "Кто может приказать обыск?{=Кого называет закон ~Любой}"
    answer = send(instructor, asked.encode("windows-1251"))
    assert text_in(answer).startswith("## Кто может приказать обыск? {#question-1}\n\n- [x] Кого называет закон {#a}")
