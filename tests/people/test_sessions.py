"""On a shared PC: signing out, the lock, the end of a sign-in, one's own account, the language."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.people.models import Account
from elearn.people.service import signing_in, staff
from tests.databases import NOW
from tests.people.helpers import HASH, PASSWORD, give_password, notices, sign_in, where, words
from tests.world import World

# Pages of several kinds: each must be closed to a cookie that does not hold any more.
CLOSED = (
    "/account",
    "/modules",
    "/certificates",
    "/officers",
    "/officers/new",
    "/officers/links",
    "/site",
    "/enrolment",
)


def cookie(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        token: str = session["_user_id"]
    return token


def replay(world: World, token: str) -> FlaskClient:
    """Another browser with the same cookie."""
    client = world.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def is_out(client: FlaskClient) -> bool:
    answers = [client.get(path) for path in CLOSED]
    return all((answer.status_code, (answer.location or "").split("?")[0]) == (303, "/sign-in") for answer in answers)


# Signing out


def test_after_signing_out_the_cookie_is_dead_and_the_browser_is_told_to_forget(world: World) -> None:
    client = world.signed_in(world.kostanay.administrator)
    token = cookie(client)
    assert client.get("/account").status_code == 200
    answer = client.post("/sign-out")
    assert where(answer) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache"'  # the language stays, and so does what is sealed
    with client.session_transaction() as session:
        assert dict(session) == {"_flashes": [("ok signed-out", "You are signed out.")]}
    assert is_out(client)
    assert is_out(replay(world, token))


def test_signing_out_when_nobody_is_signed_in_does_no_harm(world: World, client: FlaskClient) -> None:
    assert where(client.post("/sign-out")) == (303, "/sign-in")
    assert client.get("/sign-out").status_code == 405


def test_sign_out_stands_on_every_page_and_pages_are_not_kept(world: World) -> None:
    client = world.signed_in(world.kostanay.administrator)
    officer = f"/officers/{world.kostanay.officers[0]}"
    for path in ("/account", "/officers", officer, "/help", "/privacy", "/nowhere", "/site"):
        answer = client.get(path)
        assert 'action="/sign-out"' in answer.get_data(as_text=True), path
        assert (answer.headers["Cache-Control"], "Cookie" in answer.vary) == ("no-store", True), path


# The end of a sign-in


def test_a_sign_in_ends_after_twelve_hours_even_when_in_use(world: World) -> None:
    client = world.signed_in(world.kostanay.accounts[0])
    for minutes in range(9, 12 * 60, 9):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            assert client.get("/account").status_code == 200
    with clock.stopped_at(NOW + timedelta(hours=12)):
        assert is_out(client)


def test_a_disabled_account_is_out_with_the_next_request_and_stays_out_when_enabled(world: World) -> None:
    give_password(world.kostanay.administrator)
    client = world.signed_in(world.kostanay.administrator)
    assert client.get("/account").status_code == 200
    with transaction():
        staff.disable(world.kostanay.administrator)
    assert is_out(client)
    assert sign_in(world.app.test_client(), "kostanay-admin").status_code == 422
    with transaction():
        staff.enable(world.kostanay.administrator)
    assert is_out(client)
    assert sign_in(world.app.test_client(), "kostanay-admin").status_code == 303


def test_a_role_taken_away_is_gone_with_the_next_request(world: World) -> None:
    client = world.signed_in(world.kostanay.administrator)
    assert client.get("/officers").status_code == 200
    boss = world.signed_in(world.programme_administrator)
    granted = boss.get(f"/site/staff/{world.kostanay.administrator}").get_data(as_text=True)
    path = granted.split("/roles/")[1].split('"')[0]
    boss.post(f"/site/staff/{world.kostanay.administrator}/roles/{path}")
    assert client.get("/officers").status_code == 403


# The lock


def test_a_computer_left_alone_locks_and_opens_for_the_same_person_only(world: World) -> None:
    give_password(world.kostanay.administrator)
    client = world.signed_in(world.kostanay.administrator)
    with clock.stopped_at(NOW + timedelta(minutes=10)):
        assert where(client.get("/officers?page=1")) == (303, "/unlock?next=/officers?page%3D1")
        stood_on = {"Referer": "http://localhost/officers?page=2#list"}
        sent = client.post("/officers", data={"search": "x"}, headers=stood_on)
        assert where(sent) == (303, "/unlock?next=/officers?page%3D2")
        assert words(client.get("/unlock?next=/officers")) == (
            "What you did last was not saved. Please do it once more. "
            "Are you still there? Nothing was done here for ten minutes, so the page is locked. What you saved is kept. "
            "Signed in as Kostanay-Admin Password Go on Not you? Sign out, so that you can sign in yourself"
        )
        wrong = client.post("/unlock?next=/officers", data={"password": "wrong"})
        assert (wrong.status_code, notices(wrong)) == (422, ["Password The password is wrong. Please try again."])
        assert client.post("/unlock?next=/officers", data={}).status_code == 422
        assert where(client.get("/officers")) == (303, "/unlock?next=/officers")
        assert where(client.post("/unlock?next=/officers", data={"password": PASSWORD})) == (303, "/officers")
        assert client.get("/officers").status_code == 200


def test_the_lock_does_not_open_by_asking_for_pages(world: World) -> None:
    """Neither public pages nor the lock itself count as being there."""
    client = world.signed_in(world.kostanay.administrator)
    for minutes in (10, 12, 14):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            client.get("/help")
            client.get("/unlock")
            assert where(client.get("/account")) == (303, "/unlock?next=/account")
    with clock.stopped_at(NOW + timedelta(minutes=15)):
        client.post("/language", data={"language": "ru"})
    assert (
        db.session.execute(select(Account.language).where(Account.id == world.kostanay.administrator)).scalar() is None
    )


def test_who_reads_on_is_not_locked_out(world: World) -> None:
    client = world.signed_in(world.kostanay.accounts[0])
    for minutes in (9, 18):
        with clock.stopped_at(NOW + timedelta(minutes=minutes)):
            answer = client.get("/account/seen")
            assert (answer.status_code, answer.data) == (204, b"")
    with clock.stopped_at(NOW + timedelta(minutes=27)):
        assert client.get("/account").status_code == 200
    with clock.stopped_at(NOW + timedelta(minutes=37)):
        assert where(client.get("/account/seen")) == (303, "/unlock?next=/account/seen")


def test_guessing_at_the_lock_is_throttled_and_does_not_touch_signing_in(world: World) -> None:
    give_password(world.kostanay.accounts[0])
    client = world.signed_in(world.kostanay.accounts[0])
    with clock.stopped_at(NOW + timedelta(minutes=20)):
        assert [client.post("/unlock", data={"password": "wrong"}).status_code for _ in range(10)] == [422] * 10
        assert client.post("/unlock", data={"password": PASSWORD}).status_code == 429
        assert sign_in(world.app.test_client(), "000001").status_code == 303
    with clock.stopped_at(NOW + timedelta(minutes=35)):
        assert where(client.post("/unlock?next=/account", data={"password": PASSWORD})) == (303, "/account")


def test_unlocking_does_not_prolong_the_twelve_hours(world: World) -> None:
    give_password(world.kostanay.accounts[0])
    client = world.signed_in(world.kostanay.accounts[0])
    with clock.stopped_at(NOW + timedelta(hours=11, minutes=59)):
        assert client.post("/unlock", data={"password": PASSWORD}).status_code == 303
    with clock.stopped_at(NOW + timedelta(hours=12)):
        assert is_out(client)
        assert where(client.get("/unlock?next=/account")) == (303, "/sign-in?next=/account")
        assert where(client.post("/unlock?next=/account", data={"password": PASSWORD})) == (
            303,
            "/sign-in?next=/account",
        )


# One's own account


def change(client: FlaskClient, current: str, password: str, again: str | None = None) -> list[str]:
    """What the account page says to a change of the password."""
    data = {"current": current, "password": password, "again": password if again is None else again}
    return notices(client.post("/account/password", data=data, follow_redirects=True))


@pytest.mark.parametrize("who", ["officer", "staff"])
def test_changing_the_password_asks_for_the_present_one_and_for_a_good_new_one(world: World, who: str) -> None:
    account_id = world.kostanay.accounts[0] if who == "officer" else world.kostanay.administrator
    least = 8 if who == "officer" else 15
    give_password(account_id)
    client = world.signed_in(account_id)
    good = "жеті рет өлше бір рет кес"
    refusals = {
        ("", good, good): ["Current password Please fill this in."],
        ("wrong", good, good): ["Current password The password is wrong. Please try again."],
        (PASSWORD, "", ""): ["New password Please fill this in.", "The new password once more Please fill this in."],
        (PASSWORD, good, good + " "): ["The new password once more The two passwords are not the same."],
        (PASSWORD, "x1" * 3, "x1" * 3): [f"New password Please use at least {least} characters."],
        (PASSWORD, "ab" * 65, "ab" * 65): ["New password Please use at most 128 characters."],
        (PASSWORD, "Kostanay2026!!!", "Kostanay2026!!!"): [
            "New password Many people use this password, so it is quickly guessed. Three or four words make a good one."
        ],
    }
    for typed, said in refusals.items():
        assert change(client, *typed) == said
    assert db.session.execute(select(Account.password_hash).where(Account.id == account_id)).scalar() == HASH
    assert change(client, PASSWORD, good) == ["Your password is changed. You are signed out everywhere else."]
    name = "000001" if who == "officer" else "kostanay-admin"
    assert sign_in(world.app.test_client(), name).status_code == 422
    assert sign_in(world.app.test_client(), name, good).status_code == 303


def test_ones_own_number_is_no_password(world: World) -> None:
    with transaction():
        signing_in.choose_language(world.kostanay.accounts[0], "en")
    give_password(world.kostanay.accounts[0])
    client = world.signed_in(world.kostanay.accounts[0])
    said = change(client, PASSWORD, "СЕЙТҚАЛИ")
    assert said == ["New password This is your name or number. Please choose something that others do not know."]


def test_a_new_password_ends_all_other_sign_ins(world: World) -> None:
    give_password(world.kostanay.accounts[0])
    here, elsewhere = world.signed_in(world.kostanay.accounts[0]), world.signed_in(world.kostanay.accounts[0])
    somebody_else = world.signed_in(world.karaganda.accounts[0])
    assert change(here, PASSWORD, "another four words") == [
        "Your password is changed. You are signed out everywhere else."
    ]
    assert is_out(elsewhere)
    assert here.get("/account").status_code == 200
    assert somebody_else.get("/account").status_code == 200


def test_guessing_the_present_password_is_throttled(world: World) -> None:
    give_password(world.kostanay.accounts[0])
    client = world.signed_in(world.kostanay.accounts[0])
    assert {change(client, "wrong", "another four words")[0] for _ in range(10)} == {
        "Current password The password is wrong. Please try again."
    }
    assert change(client, PASSWORD, "another four words") == [
        "Current password Too many wrong tries. Please wait 15 minutes and try again."
    ]


def listed(client: FlaskClient) -> list[str]:
    """The values of the buttons that end one's sign-ins."""
    page = client.get("/account").get_data(as_text=True)
    return [part.split('"')[0] for part in page.split('name="which" value="')[1:]]


def test_own_sign_ins_are_listed_and_ended_one_by_one_or_all(world: World) -> None:
    account_id = world.kostanay.accounts[0]
    with clock.stopped_at(NOW - timedelta(hours=13)):
        world.signed_in(account_id)  # over by itself
    first, second, third = (world.signed_in(account_id) for _ in range(3))
    somebody_else = world.signed_in(world.karaganda.accounts[0])
    assert len(listed(first)) == 3  # two others, and "others"
    chosen = listed(first)[0]
    assert notices(first.post("/account/sign-ins", data={"which": chosen}, follow_redirects=True)) == [
        "That sign-in is ended."
    ]
    assert [is_out(client) for client in (second, third)].count(True) == 1
    assert first.post("/account/sign-ins", data={"which": chosen}).status_code == 303  # pressed twice
    first.post("/account/sign-ins", data={"which": "others"})
    assert [is_out(client) for client in (first, second, third, somebody_else)] == [False, True, True, False]
    assert listed(first) == []


def test_nobody_ends_the_sign_in_of_somebody_else(world: World) -> None:
    theirs, mine = world.signed_in(world.karaganda.accounts[0]), world.signed_in(world.kostanay.accounts[0])
    world.signed_in(world.karaganda.accounts[0])
    token = listed(theirs)[0]
    assert mine.post("/account/sign-ins", data={"which": token}).status_code == 404
    assert mine.post("/account/sign-ins", data={}).status_code == 404
    assert token in listed(theirs)


def test_the_account_page(world: World) -> None:
    client = world.signed_in(world.kostanay.accounts[0])
    assert words(client.get("/account")) == (
        "Your account Name А. Сейтқали Service number 000001 Change your password Current password New password "
        "At least 8 characters. Three or four words make a good password. Spaces are allowed. The new password once more "
        "Change the password You will be signed out on every other computer. "
        "Reminders by e-mail E-mail for reminders Leave it empty if you want no letters. They name no module and no "
        "academy. Save the address "
        "Language Қазақша Русский Кыргызча العربية Français English "
        "Where you are signed in A sign-in ends by itself after twelve hours. "
        "If you do not know one of these, end it and change your password. "
        "Began 1 minute ago, last used 1 minute ago This computer"
    )


# The language


def language_of(client: FlaskClient) -> str:
    return client.get("/help").get_data(as_text=True).split('<html lang="')[1].split('"')[0]


def test_a_language_is_remembered_by_the_browser_and_by_the_account(world: World) -> None:
    client = world.signed_in(world.kostanay.accounts[0])
    answer = client.post("/language", data={"language": "kk", "next": "/account"})
    assert where(answer) == (303, "/account")
    assert "Max-Age=31536000" in answer.headers["Set-Cookie"]
    assert language_of(client) == "kk"
    elsewhere = world.signed_in(world.kostanay.accounts[0], language="fr")
    assert language_of(elsewhere) == "kk"
    client.post("/sign-out")
    assert language_of(client) == "kk"  # the cookie stays
    assert language_of(world.signed_in(world.kostanay.accounts[1])) == "en"


def test_an_unknown_language_is_refused(world: World, client: FlaskClient) -> None:
    for language in ("de", "", "../ru", "ru" * 500):
        answer = client.post("/language", data={"language": language})
        assert (answer.status_code, client.get_cookie("language")) == (400, None)


@pytest.mark.parametrize("path", ["/help", "/privacy"])
def test_help_and_privacy_are_there_for_everyone(world: World, client: FlaskClient, path: str) -> None:
    assert world
    assert len(words(client.get(path)).split()) > 200
