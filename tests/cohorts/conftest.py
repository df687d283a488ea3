"""What tests of cohorts share: a module whose completion needs some days in class."""

import pytest

from elearn.courses.rules.module import Published
from tests import factories_courses as factories
from tests.world import World


@pytest.fixture
def searches(world: World) -> Published:
    return factories.publish(attendance=3)
