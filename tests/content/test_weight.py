"""What a lesson weighs on the way to an old PC: the first visit, and every one after it."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elearn.courses.queries import published
from elearn.courses.service import enrolment, publishing
from elearn.foundation.db import transaction
from tests.world import make_world

FIRST, AFTER = 40_000, 12_000  # bytes, compressed


def weight(client: FlaskClient, path: str) -> tuple[int, str]:
    """Bytes on the wire, and the text."""
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    return len(answer.data), client.get(path).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_lesson_is_light(app: Flask) -> None:
    world = make_world(app)
    with transaction():
        publishing.publish(app.config["CONTENT"])
        for module in published.catalogue():
            enrolment.enrol(world.kostanay.officers, module.module_id, world.kostanay.academy_id, None, False, None)
    client = world.signed_in(world.kostanay.accounts[0], language="ar")
    lessons = [
        f"/modules/{module.module_id}/{part.id}"
        for module in published.catalogue()
        for part in module.contents
        if not part.is_scenario
    ]
    assert len(lessons) == 18
    for lesson in lessons:
        page, html = weight(client, lesson)
        files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
        assert len(files) + 1 <= 4
        assert page <= AFTER, (lesson, page)
        assert page + sum(weight(client, file)[0] for file in files) <= FIRST, lesson
