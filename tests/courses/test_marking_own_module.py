"""Who takes a module and has not passed it marks none of its essays: the page says why (decision 15)."""

from dataclasses import replace

from elearn.foundation.db import db, transaction
from elearn.people.models import RoleGranted
from elearn.quizzes.rules.papers import by_objective
from elearn.quizzes.rules.words import FrozenWords
from elearn.quizzes.service import attempting
from tests import factories_courses as factories
from tests import factories_quizzes
from tests.courses.test_assessment import begin
from tests.factories_courses import PARTS, SEARCHES, count_queries
from tests.quizzes.pages import main_text
from tests.quizzes.test_marking import TEXT, bank
from tests.world import Place, World

WHY = (
    "You take the module Searches yourself and have not passed it yet. Whoever marks its answers sees what a good answer "
    "says, so others mark them until you have passed."
)
MARKS = {"sequence": "1", "number": "1", "level-0": "2", "level-1": "2"}


def handed_in(place: Place, officer: int) -> str:
    """The address where an essay of the officer's waits to be marked."""
    factories.enrol(place, officer)
    factories.read(place, *PARTS, officer=officer)
    attempt_id = begin(place, officer)
    with transaction():
        attempting.save(attempt_id, place.officers[officer], "single", 1, factories_quizzes.choice("a"))
        attempting.save(attempt_id, place.officers[officer], "essay", 1, {"text": (TEXT,)})
        attempting.submit(attempt_id, place.officers[officer])
    return f"/assessment/{attempt_id}/essay"


def test_who_has_still_to_pass_a_module_marks_none_of_its_essays(world: World) -> None:
    asked = [replace(each, objective="lawful") for each in bank().questions.values()]
    final = replace(SEARCHES.papers["final"], draw=by_objective({"lawful": 2}), attempts=1)
    levels = {f"{each} {level}": f"<p>{each} at {level}</p>" for each in ("facts", "done") for level in range(3)}
    essay = FrozenWords("<p>Write the report.</p>", {"facts": "Facts", "done": "Deeds"}, levels, "<p>Rule 64.</p>")
    words = {"en": {"single": factories_quizzes.english(asked[0]), "essay": essay}}
    factories.publish(asked, words, revision_id="with-an-essay", papers=dict(SEARCHES.papers) | {"final": final})
    one, other, theirs = (
        handed_in(place, officer) for place, officer in ((world.kostanay, 1), (world.kostanay, 2), (world.karaganda, 0))
    )
    with transaction():
        for place, account in ((world.kostanay, 0), (world.karaganda, 1)):
            db.session.add(RoleGranted(account_id=place.accounts[account], role="instructor", scope=place.academy_id))
    colleague, instructor = world.signed_in(world.kostanay.accounts[0]), world.signed_in(world.kostanay.instructor)
    assert "Answer 1 : Write the report. Searches" in main_text(colleague.get("/assessment"))
    before = count_queries(lambda: colleague.get("/assessment"))
    own = handed_in(world.kostanay, 0)
    listed = main_text(colleague.get("/assessment"))
    assert f"{WHY} 2 answers of it wait for somebody else. No answer waits for you." in listed
    assert "Write the report." not in listed
    assert count_queries(lambda: colleague.get("/assessment")) == before
    refused = colleague.get(one)
    assert (refused.status_code, main_text(refused)) == (
        403,
        f"403 You may not mark this answer yet {WHY} Back to all answers",
    )
    for secret in ("Rule 64.", TEXT, "facts at 2"):
        assert secret not in refused.text + listed
    assert colleague.post(one, data=MARKS).status_code == 403
    # One's own, and another academy's, are not there at all.
    assert [colleague.get(each).status_code for each in (own, theirs)] == [404, 404]
    # It is a matter of the officer: others mark at both academies, also an instructor who is enrolled in nothing.
    assert "Answer 3 : Write the report." in main_text(instructor.get("/assessment"))
    assert instructor.post(own, data=MARKS).status_code == 303
    assert world.signed_in(world.karaganda.accounts[1]).get(theirs).status_code == 200
    # Passed by what others marked: from now on it is open.
    assert "Answer 1 : Write the report." in main_text(colleague.get("/assessment"))
    assert colleague.post(one, data=MARKS).status_code == 303
    assert "passed" not in main_text(colleague.get("/assessment"))
    assert colleague.post(other, data=MARKS).status_code == 303
