"""The page on how good the questions are: figures, words and charts, from the first attempts of all academies."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from elearn.foundation.db import transaction
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.kind import Answer
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.service import attempting
from tests import factories_courses as factories
from tests import factories_quizzes
from tests.factories_quizzes import Bank, choice
from tests.quizzes.pages import main_text
from tests.world import Place, World

PAGE = "/catalogue/searches/quiz/analysis"
FINE = ("fine-1", "fine-2", "fine-3", "fine-4", "fine-5")
ASKED = [
    *(factories_quizzes.question(question_id, "lawful") for question_id in (*FINE, "hard", "wrong-key")),
    factories_quizzes.case("friday", "lawful"),
]


@pytest.fixture
def instructor(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.instructor)


def published(questions: int = 8) -> tuple[Bank, Blueprint]:
    """A module whose final paper has all eight questions, or so many of them."""
    final = Blueprint("final", by_objective({"lawful": questions}), 20, 80, 2)
    papers = {"pre-test": replace(final, name="pre-test"), "final": final}
    module = factories.publish(ASKED, revision_id="searches-of-eight", papers=papers)
    return Bank(module.revision_id, {question.id: question for question in ASKED}), final


def sit(place: Place, bank: Bank, final: Blueprint, answers: dict[str, Answer]) -> None:
    attempt_id = factories_quizzes.start(place, bank, final)
    on_it = sittings.questions_on([attempt_id])
    with transaction():
        for question_id in answers.keys() & on_it:
            attempting.save(attempt_id, place.officers[0], question_id, 1, answers[question_id])
        attempting.submit(attempt_id, place.officers[0])


def answers(number: int) -> dict[str, Answer]:
    """Every other officer is strong: right where the key is, but once, and near to the panel."""
    strong = number % 2 == 0
    given = {
        question_id: choice("a" if strong != (number % 7 == place) else "bcd"[(number + place) % 3])
        for place, question_id in enumerate(FINE)
    }
    given["hard"] = choice("a" if number % 8 == 0 else "bcd"[number % 3])
    given["wrong-key"] = choice("c" if strong else "a")
    ratings = ("1", "3", "5") if strong else ("2", "135"[number % 3], "4")
    rated = dict(zip(("calm", "debts", "threats"), ((rating,) for rating in ratings), strict=True))
    return given | {"friday": rated if number % 10 else {"calm": ("1",)}}


def everybody_sits(world: World, bank: Bank, final: Blueprint, officers: int) -> None:
    for number in range(officers):
        sit(world.kostanay if number % 4 < 2 else world.karaganda, bank, final, answers(number))


HEAD = (
    "Searches · Preview How good the questions are What the answers in the final assessment say of its questions. Those to be "
    "looked at first come first. At a glance Questions At a glance: Questions How many questions are good, are to be looked "
    "at, or have too few answers yet. {good} good {look} to be looked at {few} too few answers yet Counted are the first "
    "attempts of officers of all academies at this revision, at most the latest 5,000. Nothing is said of a question below "
    "30 answers, and below 100 its figures are uncertain. How far results can be relied on "
)
TOO_FEW = "Too few answers yet to say anything"
PAPER = (
    "Officers 40 Questions on a paper 8 Cronbach's alpha 0.44 Standard error of measurement 16% Chance has more part in the "
    "results than what officers know. Do not compare officers by them, and improve the questions that are to be looked at. "
    "Where nearly everybody knows nearly everything, this is so even if all questions are good. Questions like these that a "
    "paper would need, so that its results can be relied on: about 24. Two officers whose results differ by less than 44% "
    "cannot be told apart. A result may be up to 31% too high or too low. Who is that close to the pass mark of 80% may be on "
    "the wrong side of it: allow another attempt. Officers counted: 40. With fewer than 100, these numbers may still change "
    "much: take them as a first sign. Alpha is 1 where results would come out the same with other questions like these, and 0 "
    "where they are chance. The standard error says how far a result is off as a rule. What is said of differences and of too "
    "high or too low holds for 95 of 100 officers. "
)
ALL = (
    "All questions Facility and discrimination of the questions Each question by how many are right and by how well it tells "
    "the strong from the weak. The table below holds the same numbers. Discrimination "
    "-1 -0.8 -0.6 -0.4 -0.2 0 0.2 0.4 0.6 0.8 0% 25% 50% 75% 100% Facility 1 2 "
    "good to be looked at, with its number in the table where good questions are "
    "Facility and discrimination of the questions Question Facility Discrimination "
    "1 What about wrong-key? look at it 50% -0.97 2 What about hard? look at it 12% 0.30 "
    "3 What about fine-1? keep it 50% 0.50 4 What about fine-2? keep it 50% 0.48 5 What about fine-3? keep it 50% 0.50 "
    "6 What about fine-4? keep it 50% 0.50 7 What about fine-5? keep it 50% 0.48 8 What about friday? keep it 66% 0.65 "
    "Facility is the mean of the points, 100% where everybody is right. Discrimination tells how far those who do well "
    "elsewhere do well here, from -1 to 1. "
)
WRONG_KEY = (
    "Question 1 What about wrong-key? Officers who do well elsewhere do worse here: check which answer is marked right. "
    "Officers who do well elsewhere choose Option c of wrong-key : check whether it is right, or put it more clearly. "
    "Nobody chooses Option b of wrong-key : replace it by a mistake that officers really make. "
    "Nobody chooses Option d of wrong-key : replace it by a mistake that officers really make. "
    "Answers 40 Facility 50% uncertain Discrimination -0.97 uncertain "
    "Who chose what Option All The strongest 27% The weakest 27% Option a of wrong-key right 20 0 15 "
    "Option b of wrong-key 0 0 0 Option c of wrong-key 20 18 0 Option d of wrong-key 0 0 0 "
)
SPREAD = "How many percent of the officers gave each number. The table below holds the same numbers. "
FRIDAY = (
    "Question 8 What about friday? A good question. Answers 40 Facility 66% uncertain Discrimination 0.65 uncertain Agreement "
    "Officers agree well with each other. Their ratings are like the panel's. Officers who rated all factors 36 "
    "One officer with another, ICC(2,1) 0.76 good agreement The mean of all of them, ICC(2,k) 0.99 excellent agreement "
    "With the middle of the panel's range, weighted kappa 0.80 good agreement 1 is full agreement, 0 is as much as chance "
    "gives. The mean of many officers is nearly always steady and says nothing of one of them. A case has few factors: take "
    "these numbers as a first sign. Who left factors out is not counted. "
    f"Factor calm of friday Factor calm of friday {SPREAD}44 1 56 2 0 3 0 4 0 5 "
    f"Factor debts of friday Factor debts of friday {SPREAD}19 1 0 2 64 3 0 4 17 5 "
    f"Factor threats of friday Factor threats of friday {SPREAD}0 1 0 2 0 3 56 4 44 5 "
    "percent of the officers, as the panel percent of the officers, unlike the panel what the panel gave "
    "How many percent of the officers gave each number Factor Panel 1 2 3 4 5 As the panel "
    "Factor calm of friday 1 44% 56% 0% 0% 0% 44% Factor debts of friday 2–3 19% 0% 64% 0% 17% 64% "
    "Factor threats of friday 4–5 0% 0% 0% 56% 44% 100%"
)


def test_nothing_is_said_below_thirty_answers(instructor: FlaskClient, world: World) -> None:
    bank, final = published()
    everybody_sits(world, bank, final, 29)
    nothing = " ".join(f"What about {question_id}? {TOO_FEW}." for question_id in sorted(bank.questions))
    assert main_text(instructor.get(PAGE)) == (
        f"{HEAD.format(good=0, look=0, few=8)}{TOO_FEW}: officers are counted from 30 on. {nothing}"
    )


def test_what_forty_officers_of_two_academies_say(instructor: FlaskClient, world: World) -> None:
    bank, final = published()
    everybody_sits(world, bank, final, 40)
    text = main_text(instructor.get(PAGE))
    begin, second, rest = text.partition("Question 2 What about hard?")
    assert begin == (
        f"{HEAD.format(good=6, look=2, few=0)}{PAPER}All officers had the same questions. {ALL}{WRONG_KEY}"
    )
    assert second
    assert rest[rest.index("Question 8") :] == FRIDAY
    # Another academy's instructor and the programme's administrator see the same: the page is counted over all.
    for account in (world.karaganda.instructor, world.programme_administrator):
        assert main_text(world.signed_in(account).get(PAGE)) == text


def test_who_left_factors_out_is_not_counted_as_a_rater(instructor: FlaskClient, world: World) -> None:
    bank, final = published()
    everybody_sits(world, bank, final, 32)  # of whom 28 rated everything
    friday = main_text(instructor.get(PAGE)).partition("What about friday? A good question.")[2]
    assert friday.partition("Answers 32")[2].partition("Agreement ")[2] == (
        "Too few officers have rated all factors yet to say anything."
    )


def test_papers_that_were_drawn_are_said_to_be(instructor: FlaskClient, world: World) -> None:
    bank, final = published(questions=6)
    everybody_sits(world, bank, final, 60)
    words = main_text(instructor.get(PAGE))
    assert "Questions on a paper 6 Cronbach's alpha" in words
    assert "All officers had the same questions." not in words
    assert (
        "holds for 95 of 100 officers. Papers are drawn at random, so officers have different questions. Alpha is worked out "
        "from the pairs of questions that stood on the same paper, and that one paper is harder than another counts as an "
        "error. All questions" in words
    )


def test_the_page_takes_as_many_queries_for_many(instructor: FlaskClient, world: World) -> None:
    bank, final = published()
    everybody_sits(world, bank, final, 1)
    instructor.get(PAGE)
    few = factories.count_queries(lambda: instructor.get(PAGE))
    everybody_sits(world, bank, final, 31)
    assert factories.count_queries(lambda: instructor.get(PAGE)) == few
