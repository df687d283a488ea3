"""The language of a request: the account's choice, then the cookie, then the browser; Arabic runs the other way."""

import re

import pytest

from elearn.foundation.db import db
from elearn.people.models import Account
from tests.world import World


def language(html: str) -> tuple[str, str]:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)"', html)
    assert found
    return found[1], found[2]


@pytest.mark.parametrize(
    ("accept", "cookie", "answered"),
    [
        ("de,ru;q=0.5", None, ("ru", "ltr")),
        ("ar", None, ("ar", "rtl")),
        ("de", None, ("en", "ltr")),
        ("ru", "kk", ("kk", "ltr")),
        ("ru", "nonsense", ("ru", "ltr")),
        ("ky-KG", None, ("ky", "ltr")),
        ("", None, ("en", "ltr")),
    ],
)
def test_the_cookie_then_the_browser(world: World, accept: str, cookie: str | None, answered: tuple[str, str]) -> None:
    client = world.app.test_client()
    if cookie:
        client.set_cookie("language", cookie)
    assert language(client.get("/sign-in", headers={"Accept-Language": accept}).text) == answered


def test_the_accounts_choice_comes_first(world: World) -> None:
    db.session.get_one(Account, world.kostanay.accounts[0]).language = "ar"
    db.session.commit()
    page = world.signed_in(world.kostanay.accounts[0], language="ru").get("/modules").text
    assert language(page) == ("ar", "rtl")
    other = world.signed_in(world.karaganda.accounts[0], language="ru").get("/modules").text
    assert language(other) == ("ru", "ltr")
