"""Starting the papers of a module: the pre-test and the final assessment."""

from collections.abc import Sequence
from uuid import UUID

from elearn.courses.rules import standing
from elearn.courses.rules.module import FINAL, PRE_TEST, Published
from elearn.courses.rules.standing import Enrolment, NotOpen
from elearn.foundation import clock
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules.attempts import AttemptLine, attempts_allowed
from elearn.quizzes.rules.papers import Blueprint, NoAttemptLeft
from elearn.quizzes.service import attempting


def start(enrolment: Enrolment, module: Published, paper: Blueprint, browser: str | None = None) -> UUID | NotOpen:
    """The attempt to go on with, the open one or a new one in this browser; or why there is none."""
    attempts = sittings.attempts(enrolment.id)
    begun = [line for line in attempts if line.paper == paper.name]
    if under_way := next((line.id for line in begun if line.state == "open"), None):
        attempting.submit_if_abandoned(under_way, enrolment.officer_id)
        return under_way
    if refusal := _refusal(enrolment, module, paper, begun):
        return refusal
    try:
        return attempting.start(
            officer_id=enrolment.officer_id,
            enrolment_id=enrolment.id,
            academy_id=enrolment.academy_id,
            module_id=module.module_id,
            titles=module.titles,
            bank_id=module.revision_id,
            blueprint=paper,
            # The final assessment shall not ask again what the pre-test asked: the two are parallel forms.
            without=sittings.questions_on([line.id for line in attempts if line.paper == PRE_TEST != paper.name]),
            beside=[module.papers[FINAL]] if paper.name == PRE_TEST else [],
            browser=browser,
        )
    except NoAttemptLeft:  # the last one was begun in another window in the meantime
        return NotOpen.NO_ATTEMPT


def _refusal(enrolment: Enrolment, module: Published, paper: Blueprint, begun: Sequence[AttemptLine]) -> NotOpen | None:
    if paper.name == PRE_TEST:
        return standing.pre_test_refusal(enrolment.standing, len(begun))
    opens_at = standing.opens_at(paper, [line.submitted_at for line in begun if line.submitted_at])
    allowed = attempts_allowed(paper.attempts, enrolment.granted)
    return standing.final_refusal(
        module.part_ids, enrolment.standing, allowed, waits=opens_at is not None and clock.now() < opens_at
    )
