"""Answers that people mark, results that are kept back, and attempts that are scored again."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from elearn.foundation import clock, ids
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import AnswerMarked, Attempt, AttemptScored
from elearn.quizzes.queries import assessments, results, sittings
from elearn.quizzes.rules.assessing import Counting, Marking
from elearn.quizzes.rules.attempts import Acceptance
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.words import FrozenWords
from elearn.quizzes.service import assessing, attempting
from tests import factories_quizzes as factories
from tests.databases import NOW
from tests.factories_courses import count_queries
from tests.factories_quizzes import Bank, choice
from tests.quizzes.pages import main_text
from tests.racing import at_once
from tests.world import Place, World

FINAL = Blueprint("final", by_objective({"o": 2}), minutes=40, pass_percent=75, attempts=1)
HELD = replace(FINAL, held=True)
TEXT = "At 14:10 I found a phone."
GOOD, POOR, FAIR = {"facts": 2, "done": 2}, {"facts": 0, "done": 0}, {"facts": 2, "done": 1}


def bank(markers: int = 1) -> Bank:
    """A choice and an essay of two criteria, each from 0 to 2."""
    single = replace(factories.question("single"), objective="o")
    key = {"criteria": {"facts": 2, "done": 2}, "markers": markers}
    essay = Question("essay", "essay", "o", 1, {"criteria": ("facts", "done")}, key)
    levels = {f"{each} {level}": f"<p>{each} at {level}</p>" for each in ("facts", "done") for level in range(3)}
    words = FrozenWords("<p>Write the report.</p>", {"facts": "Facts", "done": "Deeds"}, levels, "<p>Rule 64.</p>")
    return factories.freeze([single, essay], {"en": {"single": factories.english(single), "essay": words}})


def handed_in(place: Place, of: Bank, blueprint: Blueprint = FINAL, officer: int = 0, right: bool = True) -> UUID:
    """An attempt with the choice and the essay answered."""
    attempt_id = factories.start(place, of, blueprint, officer)
    with transaction():
        attempting.save(attempt_id, place.officers[officer], "single", 1, choice("a" if right else "b"))
        attempting.save(attempt_id, place.officers[officer], "essay", 1, {"text": (TEXT,)})
        attempting.submit(attempt_id, place.officers[officer])
    return attempt_id


def mark(attempt_id: UUID, marker_id: UUID, levels: dict[str, int], number: int = 1, comment: str = "") -> Marking:
    with transaction():
        return assessing.mark(attempt_id, "essay", 1, marker_id, number, levels, comment)


def came_to(attempt_id: UUID) -> list[tuple[float, int | None, bool | None]]:
    """Points, per cent and whether it passed, each time that the attempt was scored."""
    db.session.rollback()
    scored = results.scores(attempt_id)
    first = scored.first
    return [
        (first.points, first.percent, first.passed),
        *((each.points, each.percent, each.passed) for each in scored.again),
    ]


def state(attempt_id: UUID) -> str:
    db.session.rollback()
    return db.session.get_one(Attempt, attempt_id).state


def test_an_attempt_waits_until_its_essay_is_marked(world: World) -> None:
    attempt_id = handed_in(world.kostanay, bank())
    theirs = handed_in(world.karaganda, bank())
    officer = world.signed_in(world.kostanay.accounts[0])
    assert (state(attempt_id), came_to(attempt_id)) == ("waiting", [(1, None, None)])
    assert "Somebody at your academy reads 1 of your answers" in main_text(
        officer.get(f"/attempts/{attempt_id}/result")
    )
    assert mark(attempt_id, world.kostanay.instructor, FAIR, comment="Say what you did.") is Marking.KEPT
    assert (state(attempt_id), came_to(attempt_id)) == ("submitted", [(1, None, None), (1.75, 87, True)])
    assert (state(theirs), came_to(theirs)) == ("waiting", [(1, None, None)])
    page = main_text(officer.get(f"/attempts/{attempt_id}/result"))
    assert page.startswith(
        "You have passed Gate and keys: Final assessment 87% 1.75 of 2 points. The pass mark is 75%."
    )
    assert (
        f"{TEXT} How it was marked Criterion Points What all points ask for Facts 2 of 2 facts at 2 Deeds 1 of 2"
        in page
    )
    assert "From whoever marked it Say what you did." in page
    assert "Until" not in page


def test_an_essay_without_an_answer_needs_nobody(world: World) -> None:
    of = bank()
    attempt_id = factories.start(world.kostanay, of, FINAL)
    with transaction():
        attempting.save(attempt_id, world.kostanay.officers[0], "single", 1, choice("a"))
        attempting.submit(attempt_id, world.kostanay.officers[0])
    assert (state(attempt_id), came_to(attempt_id)) == ("submitted", [(1, 50, False)])


def test_two_markers_and_a_third_where_they_are_far_apart(world: World) -> None:
    attempt_id = handed_in(world.kostanay, bank(markers=2))
    first, second, third = world.kostanay.instructor, world.kostanay.administrator, world.programme_administrator
    assert mark(attempt_id, first, GOOD, 1) is Marking.KEPT
    assert mark(attempt_id, first, FAIR, 2) is Marking.KEPT  # the same person again is still one person
    assert came_to(attempt_id) == [(1, None, None)]
    assert mark(attempt_id, second, POOR, 3) is Marking.KEPT
    assert came_to(attempt_id) == [(1, None, None)]
    # Where there is no third person, one of the two may look again.
    for account_id in (first, second):
        page = main_text(world.signed_in(account_id).get("/assessment"))
        assert "look again: you and the other marker are far apart" in page
    assert mark(attempt_id, third, GOOD, 4) is Marking.KEPT
    assert came_to(attempt_id) == [(1, None, None), (2, 100, True)]


def test_who_marks_once_more_after_another_look_decides_on_the_page_and_in_the_score(world: World) -> None:
    attempt_id = handed_in(world.kostanay, bank())
    first, other = world.kostanay.instructor, world.kostanay.administrator
    for number, (account_id, levels) in enumerate([(first, POOR), (other, FAIR), (first, GOOD)], 1):
        assert mark(attempt_id, account_id, levels, number) is Marking.KEPT
    assert came_to(attempt_id) == [(1, None, None), (1, 50, False), (1.75, 87, True), (2, 100, True)]
    page = main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{attempt_id}/result"))
    assert "Facts 2 of 2 facts at 2 Deeds 2 of 2" in page


def test_who_was_told_a_result_never_loses_a_point_by_another_look(world: World) -> None:
    attempt_id, instructor = handed_in(world.kostanay, bank()), world.kostanay.instructor
    mark(attempt_id, instructor, FAIR)
    mark(attempt_id, instructor, POOR, 2)
    assert came_to(attempt_id) == [(1, None, None), (1.75, 87, True)]
    with clock.stopped_at(NOW + timedelta(days=1)):
        mark(attempt_id, instructor, GOOD, 3)
    assert came_to(attempt_id) == [(1, None, None), (1.75, 87, True), (2, 100, True)]
    page = main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{attempt_id}/result"))
    assert "100% 2 of 2 points. The pass mark is 75%. Until September 16, 2026 it was 87%. An answer was marked" in page


def test_what_cannot_be_a_mark_changes_nothing(world: World) -> None:
    attempt_id, instructor = handed_in(world.kostanay, bank()), world.kostanay.instructor
    unknown, still_open = ids.new(), factories.start(world.kostanay, bank(), FINAL, officer=1)
    with transaction():
        refused = [
            assessing.mark(attempt_id, "essay", 1, instructor, 1, {"facts": 3, "done": 0}, ""),
            assessing.mark(attempt_id, "essay", 1, instructor, 1, {"facts": 1}, ""),
            assessing.mark(attempt_id, "single", 1, instructor, 1, GOOD, ""),
            assessing.mark(attempt_id, "nothing", 1, instructor, 1, GOOD, ""),
            assessing.mark(unknown, "essay", 1, instructor, 1, GOOD, ""),
            assessing.mark(still_open, "essay", 1, instructor, 1, GOOD, ""),
            assessing.mark(attempt_id, "essay", 1, instructor, 2, GOOD, ""),
        ]
    assert refused == [Marking.WRONG] * 6 + [Marking.OVERTAKEN]
    assert db.session.execute(select(AnswerMarked)).all() == []
    assert came_to(attempt_id) == [(1, None, None)]


def test_results_that_are_kept_back_are_told_together(world: World) -> None:
    of = bank()
    mine = [handed_in(world.kostanay, of, HELD, number) for number in range(3)]
    theirs = handed_in(world.karaganda, of, HELD)
    for attempt_id in (*mine[:2], theirs):
        mark(attempt_id, world.kostanay.instructor, GOOD)
    assert [state(each) for each in (*mine, theirs)] == ["waiting"] * 4
    officer = world.signed_in(world.kostanay.accounts[0])
    assert "100%" not in main_text(officer.get(f"/attempts/{mine[0]}/result"))
    instructor = world.signed_in(world.kostanay.instructor)
    page = main_text(instructor.get("/assessment"))
    assert "Gate and keys: Final assessment Kostanay academy 2 1 Release 2 results" in page
    assert "Karaganda" not in page
    place = world.kostanay.academy_id
    assert world.signed_in(world.karaganda.instructor).post(
        f"/assessment/release/{place}/gate-and-keys/final"
    ).status_code == 404  # fmt: skip
    released = instructor.post(f"/assessment/release/{place}/gate-and-keys/final", follow_redirects=True)
    assert "2 results are released." in released.text
    assert [came_to(each)[1:] for each in (*mine, theirs)] == [[(2, 100, True)]] * 2 + [[]] * 2
    assert [state(each) for each in (*mine, theirs)] == ["submitted"] * 2 + ["waiting"] * 2
    assert "100%" in main_text(officer.get(f"/attempts/{mine[0]}/result"))
    # What is marked later is kept until the next release.
    mark(mine[2], world.kostanay.instructor, GOOD)
    assert "Final assessment Kostanay academy 1 0 Release 1 result" in main_text(instructor.get("/assessment"))


def test_the_page_of_those_who_mark(world: World) -> None:
    of = bank(markers=2)
    attempt_id = handed_in(world.kostanay, of)
    theirs = handed_in(world.karaganda, of)
    instructor = world.signed_in(world.kostanay.instructor)
    path = f"/assessment/{attempt_id}/essay"
    listed = main_text(instructor.get("/assessment"))
    assert "Answer 1 : Write the report. Gate and keys Sep 15, 2026 first to mark" in listed
    assert "Answer 2" not in listed
    page = instructor.get(path)
    assert f"Answer {TEXT} Points Facts 0 facts at 0 1 facts at 1 2 facts at 2 Deeds" in main_text(page)
    for name in ("Сейтқали", "Айгүл", str(world.kostanay.officers[0])):
        assert name not in page.text + listed  # nobody sees whose answer it is
    lacking = instructor.post(path, data={"sequence": "1", "number": "1", "level-0": "2", "comment": "Well seen."})
    assert (lacking.status_code, "Choose a level for every criterion." in lacking.text) == (409, True)
    assert 'value="2" required checked' in lacking.text
    assert "Well seen." in lacking.text
    saved = instructor.post(path, data={"sequence": "1", "number": "1", "level-0": "2", "level-1": "2"})
    assert (saved.status_code, saved.location) == (303, "/assessment")
    assert "No answer waits for you." in main_text(instructor.get("/assessment"))
    administrator = world.signed_in(world.kostanay.administrator)
    assert "second to mark" in main_text(administrator.get("/assessment"))
    assert "checked" not in administrator.get(path).text  # nor what the first one gave
    administrator.post(path, data={"sequence": "1", "number": "2", "level-0": "2", "level-1": "2"})
    assert came_to(attempt_id)[1:] == [(2, 100, True)]
    # Somebody else's academy, and officers.
    assert [
        instructor.get(f"/assessment/{theirs}/essay").status_code,
        instructor.post(f"/assessment/{theirs}/essay").status_code,
    ] == [404, 404]
    assert world.signed_in(world.kostanay.accounts[1]).get("/assessment").status_code == 403
    assert world.signed_in(world.monitor).get(path).status_code == 403


def test_the_list_asks_as_much_for_three_answers_as_for_one(world: World) -> None:
    instructor = world.signed_in(world.kostanay.instructor)
    of, counts = bank(), []
    for officer in range(3):
        handed_in(world.kostanay, of, HELD if officer else FINAL, officer)
        instructor.get("/assessment")
        counts.append(count_queries(lambda: instructor.get("/assessment")))
    assert counts[0] == counts[2]


def test_two_who_mark_the_last_answers_at_once_settle_the_attempt(world: World) -> None:
    of = bank(markers=2)
    for officer in range(3):
        attempt_id = handed_in(world.kostanay, of, FINAL, officer)
        given = at_once(
            world.app,
            lambda: mark(attempt_id, world.kostanay.instructor, GOOD),  # noqa: B023 - called within the round
            lambda: mark(attempt_id, world.kostanay.administrator, GOOD),  # noqa: B023
        )
        # Who came second had not seen the first mark: nothing of theirs is kept, and they look again.
        assert sorted(given) == [Marking.KEPT, Marking.OVERTAKEN]
        second = [world.kostanay.instructor, world.kostanay.administrator][given.index(Marking.OVERTAKEN)]
        assert mark(attempt_id, second, GOOD, 2) is Marking.KEPT
        assert came_to(attempt_id) == [(1, None, None), (2, 100, True)]


def corrected_bank(of: Bank, right: str) -> Bank:
    """The same bank after its choice was put right."""
    single = of.questions["single"]
    changed = replace(single, key={"right": [right], "partly": False})
    essay = FrozenWords("<p>Write.</p>", {"facts": "Facts", "done": "Deeds"}, {}, "")
    return factories.freeze(
        [changed, of.questions["essay"]], {"en": {"single": factories.english(changed), "essay": essay}}
    )


def test_scoring_again_after_a_question_was_put_right(world: World) -> None:
    old = bank()
    new, account = corrected_bank(old, "b"), world.programme_administrator
    gained, kept, theirs, waiting = (
        handed_in(world.kostanay, old, right=False),
        handed_in(world.kostanay, old, officer=1),
        handed_in(world.karaganda, old, right=False),
        handed_in(world.kostanay, old, officer=2),
    )
    for attempt_id in (gained, kept, theirs):
        mark(attempt_id, world.kostanay.instructor, FAIR)
    assert [came_to(each)[-1] for each in (gained, kept)] == [(0.75, 37, False), (1.75, 87, True)]
    [correction] = assessments.corrections([old.id], new.id, "en")
    assert (correction.gaining, correction.passing) == (2, 2)
    with transaction():
        assert assessing.correct(old.id, new.id, account) == 2
    with transaction():
        assert assessing.correct(old.id, new.id, account) == 0  # a second time changes nothing
    assert came_to(gained) == [(0, None, None), (0.75, 37, False), (1.75, 87, True)]
    assert came_to(theirs)[-1] == (1.75, 87, True)
    assert came_to(kept) == [(1, None, None), (1.75, 87, True)]  # the old key gave the point, and nobody takes it back
    assert came_to(waiting) == [(1, None, None)]
    fact = (
        db.session.execute(
            select(AttemptScored).where(AttemptScored.attempt_id == gained).order_by(AttemptScored.number.desc())
        )
        .scalars()
        .first()
    )
    assert fact
    assert (fact.cause, fact.by_account, fact.key_bank_id) == ("corrected", account, new.id)
    page = main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{gained}/result"))
    assert "Until September 15, 2026 it was 37%. A question was wrong and has been put right." in page
    assert "Option b of single right your choice" in page  # and not what the wrong key called right


def late(attempt_id: UUID, officer_id: UUID, question_id: str, sequence: int, options: str) -> None:
    """An answer that comes after handing in."""
    with transaction():
        assert attempting.save(attempt_id, officer_id, question_id, sequence, choice(options)) is Acceptance.CLOSED


def test_late_answers_count_where_they_bring_more_when_staff_say_so(world: World) -> None:
    of = factories.freeze([replace(factories.question(name), objective="o") for name in ("one", "two", "three")])
    paper = Blueprint("final", by_objective({"o": 3}), 40, 60, 2)
    mine = factories.start(world.kostanay, of, paper)
    theirs = factories.start(world.karaganda, of, paper)
    for attempt_id, officer_id in ((mine, world.kostanay.officers[0]), (theirs, world.karaganda.officers[0])):
        with transaction():
            attempting.save(attempt_id, officer_id, "one", 1, choice("a"))
            attempting.save(attempt_id, officer_id, "two", 1, choice("b"))
            attempting.submit(attempt_id, officer_id)
        late(attempt_id, officer_id, "one", 2, "c")  # would take a point away
        late(attempt_id, officer_id, "two", 2, "a")
        late(attempt_id, officer_id, "three", 1, "a")
    with transaction():
        assert assessing.count_late(mine, world.kostanay.instructor) is Counting.COUNTED
    with transaction():
        assert (
            assessing.count_late(mine, world.kostanay.instructor) is Counting.NOTHING
        )  # a second time changes nothing
    assert came_to(mine) == [(1, 33, False), (3, 100, True)]
    assert came_to(theirs) == [(1, 33, False)]
    answers = sittings.answers(mine)
    assert {question_id: given.answer for question_id, given in answers.items()} == dict.fromkeys(
        ("one", "two", "three"), choice("a")
    )
    assert [(question_id, given.answer) for question_id, given in sittings.late_answers(mine)] == [("one", choice("c"))]
    page = main_text(world.signed_in(world.kostanay.accounts[0]).get(f"/attempts/{mine}/result"))
    assert "Until September 15, 2026 it was 33%. Answers that came too late count now: your academy decided so." in page


def test_late_answers_of_an_open_attempt_do_not_count_yet(world: World) -> None:
    attempt_id = factories.start(world.kostanay, bank(), FINAL)
    with transaction():
        assert assessing.count_late(attempt_id, world.kostanay.instructor) is Counting.NOTHING
        assert assessing.count_late(ids.new(), world.kostanay.instructor) is Counting.NOTHING


def test_what_is_answered_when_the_key_can_be_seen_never_counts(world: World) -> None:
    """After the last attempt everything is shown: an answer from a page that was left open proves nothing."""
    of = factories.freeze([replace(factories.question(name), objective="o") for name in ("one", "two")])
    officer_id = world.kostanay.officers[0]
    attempt_id = factories.start(world.kostanay, of, Blueprint("final", by_objective({"o": 2}), 40, 60, 1))
    with clock.stopped_at(NOW + timedelta(minutes=41)), transaction():
        assert attempting.save(attempt_id, officer_id, "one", 1, choice("a")) is Acceptance.LATE
    with clock.stopped_at(NOW + timedelta(minutes=42)), transaction():
        attempting.submit(attempt_id, officer_id)
    with clock.stopped_at(NOW + timedelta(minutes=43)):
        late(attempt_id, officer_id, "one", 2, "b")  # beside the one before, not in its place
        late(attempt_id, officer_id, "two", 1, "a")
    with transaction():
        assert assessing.count_late(attempt_id, world.kostanay.instructor) is Counting.COUNTED
    assert came_to(attempt_id) == [(0, 0, False), (1, 50, False)]
    assert [(question_id, given.sequence) for question_id, given in sittings.late_answers(attempt_id)] == [
        ("one", 2),
        ("two", 1),
    ]


def test_who_turns_out_to_be_far_apart_is_not_sent_back_to_the_same_answer_at_once(world: World) -> None:
    attempt_id = handed_in(world.kostanay, bank(markers=2))
    mark(attempt_id, world.kostanay.instructor, GOOD)
    administrator = world.signed_in(world.kostanay.administrator)
    sent = {"sequence": "1", "number": "2", "level-0": "0", "level-1": "0"}
    assert administrator.post(f"/assessment/{attempt_id}/essay", data=sent).location == "/assessment"
    assert "look again" in main_text(administrator.get("/assessment"))
