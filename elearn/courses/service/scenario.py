"""Playing a scenario: every decision is a fact; the first ending reached marks the part done."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from elearn.courses.models import ChoiceTaken
from elearn.courses.queries import plays, published
from elearn.courses.rules import play as rules
from elearn.courses.rules.module import Published, Scenario
from elearn.courses.rules.play import Decision, Play, Taken
from elearn.courses.rules.standing import Enrolment
from elearn.courses.service import reading
from elearn.foundation import facts
from elearn.foundation.db import db


def choose(
    enrolment: Enrolment,
    module: Published,
    scenario: Scenario,
    *,
    play_id: UUID,
    step: int,
    scene_id: str,
    choice: int,
    language: str,
) -> bool:
    """Take a decision in a play of one's own; one that the play does not offer any more changes nothing.

    False when the play is somebody else's, or one of another scenario. `language` is the reader's.
    """
    play = plays.of_id(play_id) or Play(play_id, enrolment.id, module.revision_id, scenario.id, ())
    if (play.enrolment_id, play.revision_id, play.scenario_id) != (enrolment.id, module.revision_id, scenario.id):
        return False
    taken = rules.take(scenario, play.path, Decision(play_id, step, scene_id, choice))
    if taken and _keep(enrolment, play, taken) and not rules.here(scenario, [taken]).choices:
        reading.part_done(
            officer_id=enrolment.officer_id,
            enrolment_id=enrolment.id,
            revision_id=module.revision_id,
            part_id=scenario.id,
            language=published.scene(module.revision_id, scenario.id, taken.target, language).language,
        )
    return True


def _keep(enrolment: Enrolment, play: Play, taken: Taken) -> bool:
    fact = ChoiceTaken(
        officer_id=enrolment.officer_id,
        enrolment_id=play.enrolment_id,
        revision_id=play.revision_id,
        scenario_id=play.scenario_id,
        play_id=play.id,
        step=len(play.path),
        scene_id=taken.scene_id,
        choice=taken.choice,
        target=taken.target,
        points=taken.points,
    )
    try:
        with db.session.begin_nested():
            facts.add(fact)
    except IntegrityError:  # the other click of a double one was first
        return False
    return True
