"""What tests of people share."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from elearn.foundation.db import db


@pytest.fixture
def queries(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database, as they are sent."""
    assert app
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement != "BEGIN":
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)
