"""Trying a draft out: the picture of a scenario, its play, and questions. Nothing of it is saved, and no stranger sees it."""

import pytest
from flask.testing import FlaskClient

from elearn.authoring.queries import drafts
from elearn.authoring.service import drafts as service
from elearn.foundation.db import transaction
from tests.authoring.test_pages import version
from tests.factories_courses import count_queries
from tests.quizzes.pages import main_text
from tests.world import World

SCENARIO = "en/scenario-first-case.md"
HEAD = "---\nid: scenario-first-case\ntitle: The gate\nminutes: 5\nobjectives: [first-objective]\n---\n"
BROKEN = (
    HEAD
    + "## A parcel {#parcel}\n\nIt ticks.\n\n- [Ask](#asked) +2: You **ask**.\n- [Shout](#nobody)\n- [Run](#round)\n\n"
    "## Asked {#asked ending=good}\n\nGood.\n\n## Round {#round}\n\n- [Again](#round)\n\n## Lost {#lost}\n\nEmpty.\n"
)


@pytest.fixture
def author(world: World, keys: str) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def write(world: World, path: str, text: str) -> None:
    file = drafts.file("keys", path)
    with transaction():
        service.save_file("keys", path, text.encode(), file.version if file else 0, world.kostanay.instructor)


def test_another_academy_sees_nothing(world: World, keys: str) -> None:
    stranger = world.signed_in(world.karaganda.instructor)
    for page, path in (("picture", SCENARIO), ("play", SCENARIO), ("questions", "en/quiz.md")):
        assert stranger.get(f"/authoring/keys/{page}/{path}").status_code == 404
    assert stranger.post("/authoring/keys/questions/en/quiz.md", data={"n": "1"}).status_code == 404


def test_only_scenarios_are_drawn(author: FlaskClient) -> None:
    for path in ("en/quiz.md", "module.md", "en/01-first-lesson.md", "en/scenario-none.md"):
        assert author.get(f"/authoring/keys/picture/{path}").status_code == 404
        assert author.get(f"/authoring/keys/play/{path}").status_code == 404
    assert author.get(f"/authoring/keys/play/{SCENARIO}?way=x").status_code == 404
    page = author.get(f"/authoring/keys/edit/{SCENARIO}").text
    assert f'href="/authoring/keys/picture/{SCENARIO}"' in page
    assert f'href="/authoring/keys/play/{SCENARIO}"' in page


def test_a_scenario_in_which_all_is_well(author: FlaskClient) -> None:
    page = author.get(f"/authoring/keys/picture/{SCENARIO}")
    assert "Every scene can be reached, and every way comes to an ending." in main_text(page)
    assert page.text.count("<foreignObject") == page.text.count('scope="row"')


def test_what_goes_wrong_is_said_in_words_and_shape(world: World, author: FlaskClient) -> None:
    write(world, SCENARIO, BROKEN)
    page = author.get(f"/authoring/keys/picture/{SCENARIO}")
    assert "Some ways of this scenario go wrong." in main_text(page)
    assert main_text(page).endswith(
        "Scenes and choices Scene Choices, and the scene that each leads to "
        "1. A parcel It starts here Ask → leads to 2. Asked 2 points Shout → leads to no scene: “nobody” Run → leads to 3. Round "
        "2. Asked A good ending 3. Round No way to an ending Again → leads to 3. Round "
        "4. Lost Nobody comes here · Dead end"
    )
    assert page.text.count('class="nowhere"') == 1
    assert page.text.count('class="way back"') == 1
    assert '<path class="scene bad apart"' in page.text


def test_a_play_saves_nothing(world: World, author: FlaskClient) -> None:
    write(world, SCENARIO, BROKEN)
    before, address = drafts.files("keys"), f"/authoring/keys/play/{SCENARIO}"
    frame = (
        "Authoring · keys Play the scenario en/scenario-first-case.md The scenario as a picture "
        "As an officer plays it. Nothing is saved. "
    )
    first = "A parcel It ticks. What do you do? Ask Shout Run"
    assert main_text(author.get(address)) == frame + first
    assert main_text(author.get(f"{address}?way=0")) == (
        frame
        + "Ask You ask . 2 points Asked Good. A good ending You reached 2 points. The best that can be reached is 2. "
        "The way you took A parcel 2 points Ask You ask . 2 points so far. Start again from the beginning"
    )
    nowhere = "This choice leads to no scene. Officers will not see it before that is put right. "
    assert main_text(author.get(f"{address}?way=1")) == frame + first.replace("What", nowhere + "What")
    assert 'value="2.0.0"' in author.get(f"{address}?way=2.0").text
    assert drafts.files("keys") == before


def test_a_dead_end_and_an_unknown_ending(world: World, author: FlaskClient) -> None:
    write(world, SCENARIO, HEAD + "## A {#a}\n\n- [On](#b)\n\n## B {#b ending=great}\n\nB.\n")
    dead = "A dead end: this scene has no choices, and nothing says how it ended."
    assert dead in main_text(author.get(f"/authoring/keys/play/{SCENARIO}?way=0"))
    assert "2. B Dead end" in main_text(author.get(f"/authoring/keys/picture/{SCENARIO}"))


def test_what_cannot_be_read_or_drawn(world: World, author: FlaskClient) -> None:
    write(world, SCENARIO, "---\n")
    for page in ("picture", "play"):
        assert "Nothing can be shown yet." in main_text(author.get(f"/authoring/keys/{page}/{SCENARIO}"))
    scenes = (f"## S {{#s{number}}}\n\n- [On](#s{number + 1})\n" for number in range(200))
    write(world, SCENARIO, HEAD + "\n".join(scenes))
    assert "This scenario is too large to be drawn." in main_text(author.get(f"/authoring/keys/picture/{SCENARIO}"))


def test_a_translation_has_the_ways_of_its_source(world: World, author: FlaskClient) -> None:
    write(world, SCENARIO, BROKEN)
    russian = SCENARIO.replace("en/", "ru/")
    text = (
        "---\nid: scenario-first-case\ntitle: Ворота\n---\n## Посылка {#parcel}\n\n- [Спросить](#asked): Да.\n"
        "- [Кричать](#nobody)\n- [Бежать](#round)\n\n## Спросили {#asked}\n\nХорошо.\n"
    )
    write(world, russian, text)
    page = main_text(author.get(f"/authoring/keys/picture/{russian}"))
    assert "1. Посылка It starts here Спросить → leads to 2. Спросили 2 points" in page
    assert "2. Спросили A good ending 3. Round No way to an ending Again" in page
    assert "Спросили Хорошо. A good ending" in main_text(author.get(f"/authoring/keys/play/{russian}?way=0"))


def test_reading_needs_no_more_queries_for_more_scenes(world: World, author: FlaskClient) -> None:
    address = f"/authoring/keys/picture/{SCENARIO}"
    author.get(address)
    few = count_queries(lambda: author.get(address))
    write(world, SCENARIO, HEAD + "\n".join(f"## S {{#s{n}}}\n\n- [On](#s{n + 1})\n" for n in range(30)))
    assert count_queries(lambda: author.get(address)) == few


QUIZ = "en/quiz.md"
QUESTIONS = """\
## Who counts the keys? {#who objective=know difficulty=1}

- [x] You {#you}
- [ ] Nobody {#nobody}
  > Somebody does.

> Rule 1.

## Which of these are yours? {#yours objective=know difficulty=1 marks=part}

- [x] Keys {#keys}
- [x] Radio {#radio}
- [ ] Parcels {#parcels}
  > They are not.

> Rule 2.

## How many rounds? {#rounds difficulty=1}

= 3 rounds

## Report it. {#report objective=know difficulty=1}

= 50 words

| Criterion | 0 | 1 |
|---|---|---|
| Facts {#facts} | None | Some |

> Rule 3.

## Not finished
"""


@pytest.fixture
def page(world: World, author: FlaskClient) -> str:
    write(world, QUIZ, QUESTIONS)
    return f"/authoring/keys/questions/{QUIZ}"


def answered(author: FlaskClient, page: str, number: int, *given: object, **more: object) -> str:
    """What stands below the button of the question of that number after it was answered, up to the next question."""
    sent = {"n": number, "sequence": 1, "order": 1, "version": version(QUIZ), "answer-0": list(given)} | more
    below = main_text(author.post(page, data=sent)).partition(f"Question {number} ")[2]
    return min((below.partition(f" {each}")[0] for each in ("Which", "Line", "Report")), key=len)


def test_questions_to_try_and_what_is_complained_of_others(author: FlaskClient, page: str) -> None:
    assert f'href="{page}"' in author.get(f"/authoring/keys/edit/{QUIZ}").text
    before, words = drafts.files("keys"), main_text(author.get(page))
    assert words.startswith(
        "Authoring · keys Try the questions out en/quiz.md As officers see them, scored as officers are scored. "
        "Nothing is saved. Put the parts in another order Who counts the keys? Choose one answer. You Nobody "
        "See what it comes to Question 1 Which of these are yours? Choose every answer that is right. There may be several. "
        "Radio Parcels Keys See what it comes to Question 2 Line 18 This question has no explanation."
    )
    assert "How many rounds? Type a number. rounds See what it comes to Question 3 Report it." in words
    assert words.endswith(" Not finished This question cannot be tried before that is put right.")
    orders = {main_text(author.get(f"{page}?order={order}")).partition("several. ")[2][:18] for order in range(1, 4)}
    assert len(orders) > 1
    assert drafts.files("keys") == before


def test_what_answers_come_to(author: FlaskClient, page: str) -> None:
    before = drafts.files("keys")
    assert answered(author, page, 1, 0) == "Right: the whole point. You right your choice Nobody Why Rule 1."
    assert answered(author, page, 1, 1) == (
        "Not right: no point. You right Nobody Somebody does. your choice Why Rule 1."
    )
    assert answered(author, page, 1) == "No answer: no point. You right Nobody Why Rule 1."
    assert answered(author, page, 2, 0) == (
        "Partly right: 50% of the point. Radio right your choice Parcels Keys right Why Rule 2."
    )
    assert answered(author, page, 3, "4") == "Not right: no point. 4 your answer 3 rounds right"
    assert answered(author, page, 4, "We saw.") == (
        "People mark this answer by the rubric below. We saw. Points for each criterion Criterion 0 1 Facts None Some "
        "Why Rule 3."
    )
    assert drafts.files("keys") == before


def test_answers_that_cannot_be(author: FlaskClient, page: str) -> None:
    fine: dict[str, object] = {"n": 1, "sequence": 1, "order": 1, "version": version(QUIZ)}
    wrong: list[tuple[dict[str, object], int]] = [
        ({"answer-0": "7"}, 400),
        ({"answer-9": "0"}, 400),
        ({"n": "x"}, 400),
        ({"n": 5}, 404),
        ({"n": 99}, 404),
    ]
    wrong += [({"n": -1}, 404), ({"order": 0}, 404)]
    assert [author.post(page, data=fine | each).status_code for each, _status in wrong] == [each[1] for each in wrong]
    assert [author.get(f"{page}?{each}").status_code for each in ("page=2", "page=0", "order=1000", "page=x")] == [
        404, 404, 404, 200,
    ]  # fmt: skip
    assert author.get("/authoring/keys/questions/en/01-first-lesson.md").status_code == 404
    changed = main_text(author.post(page, data=fine | {"version": 1, "answer-0": "0"}))
    assert "This file was changed while you answered." in changed
    assert "Right: the whole point." not in changed


def test_a_question_in_translation_takes_what_every_language_takes(world: World, author: FlaskClient) -> None:
    short = "## Who is asked? {#asked objective=know difficulty=1}\n\n= the nurse\n\n> Rule 4.\n"
    write(world, QUIZ, f"{short}\n## Broken {{#broken}}\n")
    russian = "ru/quiz.md"
    text = "## Кого спрашивают? {#asked}\n\n= медсестру\n\n> Правило 4.\n\n## Сломан {#broken}\n\n> Нет.\n"
    write(world, russian, text)
    page = f"/authoring/keys/questions/{russian}"
    sent = {"n": 1, "sequence": 1, "order": 1, "version": version(russian)}
    for words in ("the nurse", "Медсестру"):
        assert "Right: the whole point." in main_text(author.post(page, data=sent | {"answer-0": words}))
        source = page.replace("ru/", "en/")
        sent_there = sent | {"answer-0": words, "version": version(QUIZ)}
        assert "Right: the whole point." in main_text(author.post(source, data=sent_there))
    assert main_text(author.get(page)).endswith("Сломан Put this question right in the source language first.")


def test_questions_stand_twenty_a_page(world: World, author: FlaskClient) -> None:
    address = f"/authoring/keys/questions/{QUIZ}"
    one = "## Q {#q objective=know difficulty=1}\n\n= true\n\n> R.\n\n"
    author.get(address)
    few = count_queries(lambda: author.get(address))
    write(world, QUIZ, "".join(one.replace("#q", f"#q-{number}") for number in range(45)))
    assert count_queries(lambda: author.get(address)) == few
    sent = {"n": 41, "sequence": 1, "order": 1, "version": version(QUIZ), "answer-0": "0"}
    last = main_text(author.post(address, data=sent))
    assert last.count("See what it comes to") == 5
    assert "Question 41 Right: the whole point." in last
    assert last.endswith("Page 3 of 3")
    write(world, QUIZ, "")
    assert main_text(author.get(address)).endswith("There is no question in this file yet.")
