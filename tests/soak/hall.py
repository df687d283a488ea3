"""Officers who answer while their database stands on a lossy disk: all of elearn, in process, over apsw's SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from elearn.app import create_app
from elearn.foundation import db as foundation
from elearn.foundation.db import db
from tests import conftest, databases
from tests.soak import apsw_dbapi
from tests.soak.looking import sqlite_file
from tests.soak.lossy import Disk, LossyFileSystem
from tests.soak.saving import Browser

# What a server answers when the application gives it nothing to answer.
BARE = 500


@dataclass
class Hall:
    """The application, its disk, and the officers' browsers."""

    app: Flask
    disk: Disk
    browsers: list[Browser]

    def save(self, browser: Browser) -> int:
        """Send the browser's next choice: the status of the answer."""
        answer = self._ask(browser, json=browser.choose().body(), headers={"X-CSRFToken": browser.token}, method="POST")
        if answer is None:
            return BARE
        if answer.status_code == 200:
            assert answer.json
            assert answer.json["state"] == "saved"
            browser.note_saved()
        return answer.status_code

    def read(self, browser: Browser) -> int:
        """Open the page of the next question: the status of the answer."""
        answer = self._ask(browser)
        return answer.status_code if answer else BARE

    def _ask(self, browser: Browser, **request: Any) -> TestResponse | None:
        """None when not even the page that tells of an error could be made."""
        client = self.app.test_client()
        client.set_cookie("elearn", browser.cookie.partition("=")[2])
        try:
            return client.open(f"/attempts/{browser.attempt_id}", **request)
        except DBAPIError:
            return None


@contextmanager
def on_lossy_disk(database: str, folder: Path, browsers: list[Browser]) -> Iterator[Hall]:
    """The database must be nobody's: what the disk holds at first is what stands in its file.

    elearn opens it, prepares it and writes to it as ever: it only gets another module in the place of pysqlite3.
    """
    disk = Disk()
    disk.adopt(sqlite_file(database))
    files = LossyFileSystem(disk)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(foundation, "sqlite", apsw_dbapi)
        app = create_app(databases.settings(database, folder))
        app.test_client_class = conftest.Browser
        with app.app_context():
            yield Hall(app, disk, browsers)
            db.session.remove()
            db.engine.dispose()
    files.unregister()
