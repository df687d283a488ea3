"""The frame around every view: headers, caching, error pages, the one commit."""

import re

import pytest
from flask import Flask, abort, render_template_string
from sqlalchemy import func, select

from elearn.foundation import ids
from elearn.foundation.access import public
from elearn.foundation.db import db
from elearn.foundation.web import writes
from elearn.people.models import Country
from tests.world import World

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "media-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/modules", "/check"])
def test_every_answer_carries_the_headers(world: World, path: str) -> None:
    for client in (world.app.test_client(), world.signed_in(world.kostanay.accounts[0])):
        headers = client.get(path).headers
        assert headers["Content-Security-Policy"] == POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cache-Control"] == "no-store"
        assert "Cookie" in headers["Vary"]


def test_static_files_are_kept_for_good_under_their_fingerprint(app: Flask) -> None:
    with app.test_request_context():
        address = render_template_string("{{ asset('look.css') }}")
    client = app.test_client()
    assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get("/static/000000000000/look.css").headers["Cache-Control"]
    assert client.get("/static/x/nothing.css").status_code == 404


def test_scripts_import_each_other_by_the_addresses_that_are_kept_for_good(app: Flask) -> None:
    with app.test_request_context():
        quiz, unsent = (render_template_string("{{ asset(name) }}", name=name) for name in ("quiz.js", "unsent.js"))
    client = app.test_client()
    assert re.findall(r'from "(.*)"', client.get(quiz).text) == [unsent]
    assert re.findall(r'from "(.*)"', client.get(unsent).text) == []
    for address in (quiz, unsent):
        assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def broken(app: Flask) -> Flask:
    """Routes that fail in different ways after writing something."""

    def country() -> None:
        db.session.add(Country(code=ids.new_code(), names={}, time_zone="UTC"))

    @app.post("/broken/crash")
    @public
    @writes
    def crash() -> str:
        country()
        raise ZeroDivisionError("the secret detail")

    @app.post("/broken/refuse")
    @public
    @writes
    def refuse() -> str:
        country()
        abort(404)

    @app.post("/broken/answer")
    @public
    @writes
    def answer() -> tuple[str, int]:
        country()
        return "no", 409

    return app


def countries() -> int:
    return db.session.execute(select(func.count()).select_from(Country)).scalar_one()


def test_an_exception_undoes_everything_and_says_nothing_of_itself(app: Flask) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = broken(app).test_client().post("/broken/crash")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.text
    assert "Reference" in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert countries() == 0


def test_a_refusal_keeps_what_was_written(app: Flask) -> None:
    client = broken(app).test_client()
    assert (client.post("/broken/refuse").status_code, countries()) == (404, 1)
    assert (client.post("/broken/answer").status_code, countries()) == (409, 2)


def test_a_form_without_its_token_is_refused_in_plain_words(world: World) -> None:
    """To somebody whose browser keeps no cookies: who has one is led on (test_sign_in)."""
    world.app.config["WTF_CSRF_ENABLED"] = True
    answer = world.app.test_client().post("/sign-in", data={"name": "000001", "password": "any"})
    assert answer.status_code == 400
    assert "This form is too old" in answer.text
    assert "your browser keeps no cookies" in answer.text


@pytest.mark.parametrize("path", ["/media/%00", "/check/%00", "/officers/%00"])
def test_nul_in_an_address_is_nobodys(world: World, path: str) -> None:
    assert world.signed_in(world.kostanay.administrator).get(path).status_code == 404
