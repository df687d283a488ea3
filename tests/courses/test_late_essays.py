"""An essay that came too late, from the page of staff to the state of the enrolment."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from elearn.courses.models import Progress
from elearn.courses.service import progress
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.quizzes.rules.attempts import Acceptance
from elearn.quizzes.rules.papers import by_objective
from elearn.quizzes.service import assessing, attempting
from tests import factories_courses as factories
from tests import factories_quizzes
from tests.courses.test_assessment import address, begin, said
from tests.databases import NOW
from tests.factories_courses import PARTS, SEARCHES
from tests.quizzes.test_marking import GOOD, bank
from tests.world import World


def rows() -> list[tuple[object, ...]]:
    db.session.rollback()
    return [tuple(row) for row in db.session.execute(select(*Progress.__table__.c).order_by(Progress.enrolment_id))]


def standing() -> list[tuple[object, ...]]:
    db.session.rollback()
    columns = select(Progress.state, Progress.waiting, Progress.finals, Progress.best_percent)
    return [tuple(row) for row in db.session.execute(columns.order_by(Progress.academy_id))]


def test_nobody_has_failed_while_a_late_essay_is_to_be_marked(world: World) -> None:
    asked = [replace(each, objective="lawful") for each in bank().questions.values()]
    final = replace(SEARCHES.papers["final"], draw=by_objective({"lawful": 2}), attempts=1)
    factories.publish(asked, revision_id="with-an-essay", papers=dict(SEARCHES.papers) | {"final": final})
    enrolled, sat = [], []
    for place in (world.kostanay, world.karaganda):
        enrolled.append(factories.enrol(place))
        factories.read(place, *PARTS)
        sat.append(begin(place))
    for place, attempt_id in zip((world.kostanay, world.karaganda), sat, strict=True):
        with transaction():
            attempting.save(attempt_id, place.officers[0], "single", 1, factories_quizzes.choice("a"))
        with clock.stopped_at(NOW + timedelta(minutes=21)), transaction():
            late = {"text": ("At 14:10 I found a phone.",)}
            assert attempting.save(attempt_id, place.officers[0], "essay", 1, late) is Acceptance.LATE
            attempting.submit(attempt_id, place.officers[0])
    assert standing() == [("failed", False, 1, 50)] * 2
    instructor = world.signed_in(world.kostanay.instructor)
    answer = instructor.post(address(enrolled[0], "attempts", sat[0], "late"))
    assert said(instructor, answer, enrolled[0]) == (
        "These answers count now. The result is there when what people mark is marked."
    )
    assert sorted(standing()) == [("failed", False, 1, 50), ("started", True, 1, 50)]
    before = rows()
    with transaction():
        progress.rebuild()
    assert rows() == before
    with transaction():
        assessing.mark(sat[0], "essay", 1, world.kostanay.instructor, 1, GOOD, "")
    assert sorted(standing()) == [("failed", False, 1, 50), ("passed", False, 1, 100)]
    before = rows()
    with transaction():
        progress.rebuild()
    assert rows() == before
    assert instructor.post(address(enrolled[1], "attempts", sat[1], "late")).status_code == 404
