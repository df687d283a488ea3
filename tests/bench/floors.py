"""The application with two floors: the least that a page of this site can be, and the least that saving can be."""

import json
import os
from uuid import UUID

from flask import Flask, render_template_string, request
from sqlalchemy import select, text

from elearn.app import create_app as create_elearn
from elearn.foundation.access import requires
from elearn.foundation.db import db
from elearn.foundation.web import writes
from elearn.people.models import Institution
from elearn.people.rules.roles import Permission

FLOOR = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>{{ name }}</title>
  <link rel="stylesheet" href="/static/x/look.css">
</head>
<body>
  <header>
    <p>elearn</p>
    <p>{{ current_user.name }}</p>
  </header>
  <main>
    <h1>{{ name }}</h1>
    <p>One query by an index, one short template: the least that a page of this site can be.</p>
    <p><a href="/">Home</a></p>
  </main>
  <footer><p>elearn</p></footer>
</body>
</html>"""


BARE_TABLE = text("CREATE TABLE bare (attempt CHAR(32) NOT NULL, answer JSON NOT NULL)")
_BARE_INSERT = text("INSERT INTO bare (attempt, answer) VALUES (:attempt, :answer)")


def create_app() -> Flask:
    """The application of the environment, with the floors."""
    app = create_elearn()

    @app.get("/floor")
    @requires(Permission.OWN_ACCOUNT)
    def floor() -> str:
        row = db.session.execute(select(Institution.region).where(Institution.id == UUID(int=1))).one()
        return render_template_string(FLOOR, name=row.region)

    @app.post("/floor/<uuid:attempt_id>")
    @requires(Permission.OWN_ACCOUNT)
    @writes
    def bare_insert(attempt_id: UUID) -> dict[str, str]:
        db.session.execute(_BARE_INSERT, {"attempt": attempt_id.hex, "answer": json.dumps(request.get_json())})
        return {"state": "saved"}

    return app


def create_app_on(database: str) -> Flask:
    """The same on another database."""
    os.environ["ELEARN_DATABASE"] = database
    return create_app()
