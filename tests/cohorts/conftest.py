"""What tests of cohorts share: modules, one with days in class, and a course of two."""

import pytest

from elearn.courses.rules.course import Course
from elearn.courses.rules.module import Published
from elearn.courses.service.course_publishing import publish_course
from elearn.foundation.db import transaction
from tests import factories_courses as factories
from tests.world import World

COURSE = Course(
    "course-1", "gate", "en", {"en": "Work at the gate"}, {"en": "Two modules."}, ("searches", "visits"), in_order=True
)


@pytest.fixture
def course(world: World) -> Course:
    """The course, with its modules, published."""
    factories.publish()
    factories.publish(module_id="visits", revision_id="visits-1", titles={"en": "Visits"})
    with transaction():
        publish_course(COURSE)
    return COURSE


@pytest.fixture
def searches(world: World) -> Published:
    """A module whose completion needs three days in class."""
    return factories.publish(attendance=3)
