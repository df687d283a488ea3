"""Reading: a part done is a fact."""

from uuid import UUID

from sqlalchemy.exc import IntegrityError

from elearn.courses.models import PartDone
from elearn.foundation import facts
from elearn.foundation.db import db


def part_done(*, officer_id: UUID, enrolment_id: UUID, revision_id: str, part_id: str, language: str) -> bool:
    """The lesson was read to its end, or the scenario played to an ending; False when that was known already.

    `language` is the one its words were really in, whatever the language of the menus around them.
    """
    fact = PartDone(
        officer_id=officer_id,
        enrolment_id=enrolment_id,
        revision_id=revision_id,
        part_id=part_id,
        language=language,
    )
    try:
        with db.session.begin_nested():
            facts.add(fact)
    except IntegrityError:  # done before, or by the other click of a double one
        return False
    return True
