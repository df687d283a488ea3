"""What tests of courses share: a published module."""

import pytest

from elearn.courses.rules.module import Published
from tests import factories_courses as factories
from tests.world import World


@pytest.fixture
def searches(world: World) -> Published:
    """A module of two lessons and a scenario, published."""
    return factories.publish()
