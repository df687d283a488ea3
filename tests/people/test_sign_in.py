"""Signing in: by number or name, throttled, with the same answer whatever was wrong, and never to another site."""

import html
import logging
import re
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.app import create_app
from elearn.foundation import clock, ids, throttle
from elearn.foundation.db import db, transaction
from elearn.people.models import SignIn
from elearn.people.rules.signing_in import TRIES_PER_ADDRESS, TRY_WINDOW
from elearn.people.service import passwords, places, signing_in
from tests.databases import NOW, settings
from tests.people.helpers import HASH, PASSWORD, give_password, notices, sign_in, where, words
from tests.routes import path
from tests.world import World, officer

WRONG = "The name or the password is wrong. Please try again."
TOO_MANY = "Too many wrong tries. Please wait 15 minutes and try again."


@pytest.fixture
def known(world: World) -> World:
    """One officer and one administrator of each academy have a password."""
    for place in (world.kostanay, world.karaganda):
        give_password(place.accounts[0], place.administrator)
    return world


def whoami(client: FlaskClient) -> str | None:
    """The name in the bar of the page."""
    found = re.search(r'class="name" translate="no">(.*?)</a>', client.get("/help").get_data(as_text=True))
    return found[1] if found else None


def test_officers_sign_in_by_service_number_and_staff_by_user_name(known: World) -> None:
    for name, shown in {
        "000001": "А. Сейтқали",
        " 000-001 ": "А. Сейтқали",
        "000 004": "А. Жумабаев",
        "kostanay-admin": "Kostanay-Admin",
        " Kostanay-Admin": "Kostanay-Admin",
        "ｋａｒａｇａｎｄａ-admin": "Karaganda-Admin",
    }.items():
        client = known.app.test_client()
        assert where(sign_in(client, name)) == (303, "/")
        assert whoami(client) == shown


def test_a_password_is_taken_letter_by_letter(world: World, client: FlaskClient) -> None:
    typed = "  Ұзын құпиясөз йод " + "x" * 108
    with transaction():
        passwords.keep(world.kostanay.accounts[0], passwords.hashed(typed))
    for other in (typed.strip(), typed.lower(), typed[:72], typed + "x"):
        assert sign_in(client, "000001", other).status_code == 422
    assert (
        sign_in(client, "000001", typed.replace("й", "и\u0306")).status_code == 303
    )  # the same letter, typed elsewhere


def test_a_service_number_is_tried_in_each_country_whose_key_is_there(known: World, client: FlaskClient) -> None:
    with transaction():
        places.add_country("KG", {"en": "Kyrgyzstan"}, "Asia/Bishkek")  # its key is missing
    assert where(sign_in(client, "000004")) == (303, "/")
    assert whoami(client) == "А. Жумабаев"


def test_where_one_number_has_two_accounts_the_password_decides(known: World, client: FlaskClient) -> None:
    with transaction():
        again = register_again(known)
        passwords.keep(again, passwords.hashed("another long password"))
    assert sign_in(client, "000001", "another long password").status_code == 303
    assert whoami(client) == "В. Соколова"
    assert sign_in(client, "000001").status_code == 303
    assert whoami(client) == "А. Сейтқали"


def register_again(world: World) -> UUID:
    """The first officer of Kostanay, registered at Karaganda under another name: the account's id."""
    place = world.karaganda
    return officer(world.app, place.academy_id, place.institution_id, "Соколова", "Вера", "F", "000001")[1]


NAMES = (
    "000001",
    "000002",  # has no password yet
    "999999",
    "kostanay-admin",
    "monitor",  # has no password yet
    "nobody",
    "' OR 1=1 --",
    "Сейтқали",
    "---",
)


def test_the_answer_is_the_same_whatever_was_wrong(known: World) -> None:
    answers = [sign_in(known.app.test_client(), name, "a wrong guess") for name in NAMES]
    bodies = {re.sub(r'value="[^"]*"', "", answer.get_data(as_text=True)) for answer in answers}
    assert [answer.status_code for answer in answers] == [422] * len(NAMES)
    assert len(bodies) == 1
    assert WRONG in words(answers[0])


def test_one_password_is_verified_whoever_is_named(known: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known, without a password, unknown: each costs one verification with the same parameters."""
    verified: list[str] = []
    library = type(passwords._hasher)
    real = library.verify

    def verify(hasher: PasswordHasher, kept: str, typed: str) -> bool:
        verified.append(kept)
        return real(hasher, kept, typed)

    monkeypatch.setattr(library, "verify", verify)
    for name in NAMES:
        sign_in(known.app.test_client(), name, "a wrong guess")
    assert {kept.rsplit("$", 2)[0] for kept in verified} == {"$argon2id$v=19$m=65536,t=3,p=4"}
    assert verified == [HASH if name in ("000001", "kostanay-admin") else passwords.NOBODYS for name in NAMES]


def test_nobodys_hash_is_like_everybodys() -> None:
    assert not passwords._hasher.check_needs_rehash(passwords.NOBODYS)
    assert not passwords.is_right(None, "")


def test_nothing_but_the_password_signs_in(known: World, client: FlaskClient) -> None:
    for data in ({}, {"name": "000001"}, {"name": "000001", "password": ""}, {"password": PASSWORD}):
        answer = client.post("/sign-in", data=data)
        assert answer.status_code == 422
        assert "Please fill this in." in words(answer)
        assert where(client.get("/account")) == (303, "/sign-in?next=/account")
    assert client.post("/sign-in", json={"name": "000001", "password": True}).status_code == 422
    assert client.post("/sign-in", data={"name": "000001", "password": ["0", PASSWORD]}).status_code == 422


# Throttling


def test_ten_failures_of_one_name_and_the_right_password_has_to_wait(known: World, client: FlaskClient) -> None:
    assert [sign_in(client, "000001", "wrong").status_code for _ in range(10)] == [422] * 10
    answer = sign_in(known.app.test_client(), "000-001")
    assert (answer.status_code, TOO_MANY in words(answer)) == (429, True)
    assert sign_in(client, "000004").status_code == 303  # somebody else's name is not touched
    with clock.stopped_at(NOW + timedelta(minutes=15)):
        assert sign_in(client, "000001").status_code == 303


def test_unknown_names_wait_just_as_long(known: World, client: FlaskClient) -> None:
    assert [sign_in(client, "nobody", "wrong").status_code for _ in range(11)] == [422] * 10 + [429]


def test_a_success_forgives_the_failures_of_the_name(known: World, client: FlaskClient) -> None:
    for _ in range(2):
        assert [sign_in(client, "000001", "wrong").status_code for _ in range(9)] == [422] * 9
        assert sign_in(client, "000001").status_code == 303


def fail(address: str, times: int) -> None:
    """As many failures behind an address, each with another name."""
    for _ in range(times):
        throttle.spend("sign-in address", address, TRIES_PER_ADDRESS, TRY_WINDOW)


def test_a_class_behind_one_address_spends_nothing(known: World, client: FlaskClient) -> None:
    for name in ("000001", "kostanay-admin", "000004", "karaganda-admin"):
        assert sign_in(client, name).status_code == 303
    assert not throttle.exhausted("sign-in address", "127.0.0.1", 1, TRY_WINDOW)


def test_a_hundred_failures_of_one_address(known: World, client: FlaskClient) -> None:
    fail("127.0.0.1", 99)
    assert sign_in(client, "nobody", "wrong").status_code == 422
    assert sign_in(client, "000001").status_code == 429
    elsewhere = known.app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.0.0.7"
    assert sign_in(elsewhere, "000001").status_code == 303
    with clock.stopped_at(NOW + timedelta(minutes=15)):
        assert sign_in(client, "000001").status_code == 303


def test_success_does_not_forgive_the_address(known: World, client: FlaskClient) -> None:
    """Else who has an account could guess those of others without end."""
    fail("127.0.0.1", 99)
    assert [sign_in(client, "000001").status_code, sign_in(client, "nobody", "wrong").status_code] == [303, 422]
    assert sign_in(client, "000001").status_code == 429


def test_a_forged_forwarding_header_is_not_another_address(known: World, client: FlaskClient) -> None:
    fail("127.0.0.1", 100)
    data = {"name": "000001", "password": PASSWORD}
    assert client.post("/sign-in", data=data, headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 429


def test_a_restart_forgives_nothing(known: World, database: str, tmp_path: Path) -> None:
    client = known.app.test_client()
    assert {sign_in(client, "000001", "wrong").status_code for _ in range(10)} == {422}
    app = create_app(settings(database, tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    assert sign_in(app.test_client(), "000001").status_code == 429
    with app.app_context():
        db.engine.dispose()


# The cookie


def test_signing_in_gives_a_new_token_and_ends_the_one_before(known: World, client: FlaskClient) -> None:
    sign_in(client, "000001")
    with client.session_transaction() as session:
        before = session["_user_id"]
    sign_in(client, "kostanay-admin")
    with client.session_transaction() as session:
        assert session["_user_id"] != before
    assert signing_in.visitor(before) is None


def test_a_cookie_given_by_somebody_else_is_not_signed_in_by_signing_in(known: World) -> None:
    """Fixation: what stood in the cookie before means nothing afterwards, and is not taken over."""
    chosen, victim, attacker = "chosen-by-somebody-else", known.app.test_client(), known.app.test_client()
    for browser in (victim, attacker):
        with browser.session_transaction() as session:
            session["_user_id"], session["planted"] = chosen, "1"
    sign_in(victim, "000001")
    assert whoami(victim) == "А. Сейтқали"
    assert whoami(attacker) is None
    with victim.session_transaction() as session:
        assert "planted" not in session
        assert session["_user_id"] != chosen


def test_the_database_holds_no_token_that_a_cookie_could_use(known: World, client: FlaskClient) -> None:
    sign_in(client, "000001")
    with client.session_transaction() as session:
        token = session["_user_id"]
    assert len(token) >= 43  # 256 bits
    assert db.session.execute(select(SignIn.token)).scalars().all() == [ids.digest(token)]
    assert signing_in.visitor(ids.digest(token)) is None


def test_cookies_are_closed_to_scripts_other_sites_and_plain_http(known: World, database: str, tmp_path: Path) -> None:
    real = settings(database, tmp_path)
    app = create_app(type(real)(**{**real.__dict__, "secure_cookies": True}))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answers = [
        client.post("/sign-in", base_url="https://localhost", data={"name": "000001", "password": PASSWORD}),
        client.post("/language", base_url="https://localhost", data={"language": "ru"}),
    ]
    with app.app_context():
        db.engine.dispose()
    cookies = {cookie.split("=")[0]: cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")}
    assert sorted(cookies) == ["__Host-elearn", "language"]
    for cookie in cookies.values():
        attributes = {part.strip() for part in cookie.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= attributes
        assert "Domain" not in cookie


# Where it leads


def test_a_page_that_was_asked_for_comes_after_signing_in(known: World, client: FlaskClient) -> None:
    asked = client.get("/officers?page=1")
    assert where(asked) == (303, "/sign-in?next=/officers?page%3D1")
    page = client.get(asked.location).get_data(as_text=True)
    form = page[page.index('<form class="card"') :]
    action = html.unescape(re.findall(r'action="([^"]*)"', form)[0])
    wrong = client.post(
        action, data={"name": "kostanay-admin", "password": "x"}, headers={"Referer": f"http://localhost{action}"}
    )
    # Neither a slip of the finger nor another language forgets where one was going.
    assert 'name="next" value="/sign-in?next=/officers?page%3D1"' in wrong.get_data(as_text=True)
    right = client.post(action, data={"name": "kostanay-admin", "password": PASSWORD})
    assert where(right) == (303, "/officers?page=1")


ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "HTTPS:evil.example",
    "https:/evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    "@evil.example",
    "//localhost@evil.example",
    "/\x0b/evil.example",
    "/a\\..\\..//evil.example",
    "",
]


def test_signing_in_never_leads_to_another_site(known: World, client: FlaskClient) -> None:
    """Neither do the language, a sign-in page that is not needed any more, and unlocking."""
    assert where(sign_in(client, "000001", target="//evil.example")) == (303, "/")
    for target in ELSEWHERE:
        assert where(client.post("/language", data={"language": "en", "next": target})) == (303, "/"), target
        assert where(client.get("/sign-in", query_string={"next": target})) == (303, "/"), target
        assert where(client.get("/unlock", query_string={"next": target})) == (303, "/"), target
    with clock.stopped_at(NOW + timedelta(minutes=11)):
        assert where(client.post("/unlock", query_string={"next": "/\\evil.example"}, data={"password": PASSWORD})) == (
            303,
            "/",
        )


def test_nothing_secret_stands_in_an_address_or_a_log(
    known: World, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [
        client.get("/sign-in"),
        sign_in(client, "000001", "wrong\r\nguess"),
        sign_in(client, "000001"),
        client.get("/account"),
        client.post("/sign-out"),
    ]
    for answer in answers:
        seen = " ".join(
            [answer.location or "", *re.findall(r'(?:href|action|src)="([^"]*)"', answer.get_data(as_text=True))]
        )
        assert not re.search(r"000001|four|wrong|token|csrf", seen), seen
        assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"000001|four words|guess", caplog.text)


def test_the_sign_in_page(client: FlaskClient) -> None:
    assert words(client.get("/sign-in")) == (
        "Training for prison officers Dynamic security, risk assessment, international standards. Learn at your own pace, "
        "in your language, and keep a certificate that anyone can check. "
        "Қазақша · Русский · Кыргызча · العربية · Français · English "
        "Sign in Service number or user name Password Sign in I have a code on paper "
        "Forgot your password? Your academy prints a code for you, with which you choose a new one."
    )


def test_a_fresh_site_has_no_account(app: Flask, client: FlaskClient) -> None:
    assert app
    assert [sign_in(client, name, name).status_code for name in ("admin", "administrator", "root", "demo")] == [422] * 4


EARLIER = "This page was opened in an earlier session. Nothing was changed: please do it once more."


def test_a_page_of_before_signing_out_leads_to_signing_in(known: World, client: FlaskClient) -> None:
    """Two windows: one signed out, in the other a button is pressed."""
    known.app.config["WTF_CSRF_ENABLED"] = True
    other = known.signed_in(known.kostanay.administrator)
    token = re.findall(r'name="csrf_token" value="([^"]+)"', other.get("/account").get_data(as_text=True))[0]
    other.get(other.post("/sign-out", data={"csrf_token": token}).location)
    stood_on = {"Referer": "http://localhost/officers?page=1"}
    answer = other.post("/officers", data={"csrf_token": token, "search": "x"}, headers=stood_on)
    assert where(answer) == (303, "/officers?page=1")
    asked = other.get(answer.location)
    assert where(asked) == (303, "/sign-in?next=/officers?page%3D1")
    assert notices(other.get(asked.location)) == [EARLIER]


def test_forms_are_taken_only_with_their_token(known: World, client: FlaskClient) -> None:
    """Every page of people that writes, and signing in itself, from another site's page."""
    known.app.config["WTF_CSRF_ENABLED"] = True
    page = client.get("/sign-in").get_data(as_text=True)
    token = re.findall(r'<input id="csrf_token" name="csrf_token" type="hidden" value="([^"]+)"', page)[0]
    data = {"name": "kostanay-admin", "password": PASSWORD}
    assert where(client.post("/sign-in", data=data)) == (303, "/")
    assert where(client.post("/sign-in", data={**data, "csrf_token": token + "x"})) == (303, "/")
    assert where(client.get("/account")) == (303, "/sign-in?next=/account")
    assert client.post("/sign-in", data={**data, "csrf_token": token}).status_code == 303
    assert client.get("/account").status_code == 200
    writing = [rule for rule in known.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    for rule in writing:
        if rule.endpoint.startswith("people."):
            # The token of before signing in.
            assert where(client.post(path(known.app, rule), data={"csrf_token": token})) == (303, "/"), rule.rule
            assert notices(client.get("/privacy")) == [EARLIER], rule.rule
    assert client.get("/account").status_code == 200
