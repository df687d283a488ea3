"""A site with a kind of job that takes its time, for a worker in a process of its own that can be killed.

Each step writes a line down, and the last one makes a file: so that one sees which steps were committed, and how often.
"""

import time
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from elearn import app as elearn
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.foundation.jobs import Kind, Run
from elearn.foundation.throttle import Throttle
from elearn.people.rules.roles import Permission


def create_app() -> Flask:
    """The application as it is, and the job `count`."""
    app = elearn.create_app()
    app.extensions["jobs"]["count"] = KIND
    return app


def count(run: Run) -> dict[str, Any]:
    """Goes on after the last step that was committed."""
    steps, pause = run.parameters["steps"], run.parameters["pause"]
    for number in range(how_far(), steps):
        time.sleep(pause)
        with run.step(number + 1, steps):
            db.session.add(Throttle(key=f"step {number}", since=clock.now(), count=1))
    with run.step():
        run.keep_file("steps.csv", "text/csv", (f"{number};".encode() for number in range(steps)))
    return {"steps": steps}


def how_far() -> int:
    """How many steps are committed."""
    steps = select(func.count()).select_from(Throttle).where(Throttle.key.startswith("step "))
    return db.session.execute(steps).scalar_one()


KIND = Kind("Counting", Permission.MANAGE_OFFICERS, count)
