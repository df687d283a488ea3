"""Staff see in the preview what was translated from an older source; officers see the translation and no notice."""

import pytest
from flask.testing import FlaskClient

from elearn.courses.content import translations
from elearn.courses.content.library import read_modules
from elearn.courses.service import publishing
from elearn.foundation.db import transaction
from tests import factories_courses as factories
from tests.factories_content import TRANSLATED, in_bytes
from tests.quizzes.pages import main_text
from tests.world import World

NOTICE = "Исходный текст 1 фрагмента изменился после перевода. Сотрудники этого сообщения не видят."


@pytest.fixture
def changed(world: World) -> None:
    """A module of whose lesson and scenario one sentence each changed after they were translated."""
    files = {**in_bytes(TRANSLATED), **translations.with_marks(in_bytes(TRANSLATED), "ru", lambda _pair: True)[0]}
    files["en/01-why.md"] = files["en/01-why.md"].replace(b"Ask three", b"Ask four")
    files["en/scenario-gate.md"] = files["en/scenario-gate.md"].replace(b"Two complaints", b"Three complaints")
    with transaction():
        publishing.publish_module(read_modules({"searches": files}).modules[0])
    factories.enrol(world.kostanay)
    factories.enrol(world.karaganda)


def in_russian(client: FlaskClient) -> FlaskClient:
    client.set_cookie("language", "ru")
    return client


@pytest.mark.usefixtures("changed")
def test_who_sees_that_a_translation_is_older(world: World) -> None:
    staff = world.signed_in(world.kostanay.instructor)
    assert NOTICE not in main_text(staff.get("/catalogue/searches/why"))  # in English there is nothing to say
    for part, title in (("why", "The tests"), ("scenario-gate", "A hall")):
        page = main_text(in_russian(staff).get(f"/catalogue/searches/{part}"))
        assert f"{NOTICE} {title} " in page
    assert NOTICE not in main_text(staff.get("/catalogue/searches/how"))
    officer = in_russian(world.signed_in(world.kostanay.accounts[0]))
    page = main_text(officer.get("/modules/searches/why"))
    assert NOTICE not in page
    assert "Три вопроса." in page
