"""`flask quizzes submit-overdue`: what nobody comes back to is handed in as it stands."""

from datetime import timedelta

from elearn.foundation import clock, ids
from elearn.foundation.db import transaction
from elearn.quizzes.cli import commands
from elearn.quizzes.queries import sittings
from elearn.quizzes.service import attempting
from tests import factories_quizzes as factories
from tests.databases import NOW
from tests.factories_quizzes import PRE_TEST
from tests.world import Place, World


def run(world: World) -> tuple[int, str]:
    result = world.app.test_cli_runner().invoke(commands, ["submit-overdue"])
    return result.exit_code, result.output


def test_overdue_attempts_of_all_academies_are_handed_in_once(world: World) -> None:
    bank = factories.freeze(factories.questions())
    enrolments = {place: ids.new() for place in (world.kostanay, world.karaganda)}

    def stand(place: Place) -> list[tuple[str, str, int | None]]:
        return [(line.paper, line.state, line.percent) for line in sittings.attempts(enrolments[place])]

    for place, enrolment_id in enrolments.items():
        attempt_id = factories.start(place, bank, PRE_TEST, enrolment_id=enrolment_id)
        sitting = sittings.sitting(attempt_id, place.officers[0])
        assert sitting
        with transaction():
            attempting.save(attempt_id, place.officers[0], sitting.items[0].question_id, 1, {"choice": ("a",)})
    factories.start(world.kostanay, bank, enrolment_id=enrolments[world.kostanay])  # has 40 minutes
    with clock.stopped_at(NOW + timedelta(days=1, minutes=15)):
        assert run(world) == (0, "Attempts handed in: 0\n")
    with clock.stopped_at(NOW + timedelta(days=1, minutes=15, seconds=1)):
        assert run(world) == (0, "Attempts handed in: 2\n")
        assert run(world) == (0, "Attempts handed in: 0\n")
    assert stand(world.kostanay) == [("final", "open", None), ("pre-test", "submitted", 25)]
    assert stand(world.karaganda) == [("pre-test", "submitted", 25)]
    with clock.stopped_at(NOW + timedelta(days=2)):
        assert run(world) == (0, "Attempts handed in: 1\n")
    assert stand(world.kostanay) == [("final", "submitted", 0), ("pre-test", "submitted", 25)]
