"""Quizzes by themselves: attempts of enrolments that nobody made, so what stands above is not kept in step."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from elearn.foundation.db import db


class Browser(FlaskClient):
    """Each request in a context of its own, as on a server: else it would find the visitor and language of the last one."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()  # ends the test's reading transaction, so that it sees what the request wrote
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(autouse=True)
def _alone(app: Flask) -> None:
    app.extensions["projections"] = ()
    app.test_client_class = Browser
