"""What tests of authoring share: a published module that belongs to nobody yet, and a draft at each academy."""

import pytest

from elearn.authoring.service import drafts
from elearn.courses.rules.module import Published
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests import factories_content
from tests.world import World


@pytest.fixture
def searches(world: World) -> Published:
    """The module of the factory, published from a folder."""
    [module] = factories_content.read().modules
    with transaction():
        return publishing.publish_module(module).module


@pytest.fixture
def keys(world: World) -> str:
    """A module in work at Kostanay, and one at Karaganda, called keys and doors."""
    with transaction():
        assert drafts.start_new("keys", "Keys", "en", world.kostanay.academy_id, world.kostanay.instructor)
        assert drafts.start_new("doors", "Doors", "en", world.karaganda.academy_id, world.karaganda.instructor)
    return "keys"
