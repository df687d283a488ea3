"""What tests of certificates share: a published module, and browsers that start each request afresh."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.courses.rules.module import Published
from elearn.foundation.db import db
from tests import factories_courses
from tests.world import World


class Browser(FlaskClient):
    """Each request in a context of its own, as on a server: else it would find the visitor and language of the last."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()  # ends the test's reading transaction, so that it sees what the request wrote
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(autouse=True)
def _browsers(app: Flask) -> None:
    app.test_client_class = Browser


@pytest.fixture(autouse=True)
def module(world: World) -> Published:
    """A module of two lessons, a scenario and a final assessment that gives a certificate for 24 months."""
    assert world
    return factories_courses.publish()
