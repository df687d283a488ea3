"""Printed one-time codes: for whom, for how long, once only, and nobody but the owner ever knows a password."""

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import func, select

from elearn.foundation import clock, ids, throttle
from elearn.foundation.db import db, transaction
from elearn.people.models import Account, NamesSeen, OneTimeCode
from elearn.people.rules.signing_in import TRIES_PER_ADDRESS, TRY_WINDOW
from elearn.people.service import codes, staff
from tests.databases import NOW
from tests.people.helpers import HASH, give_password, issue, notices, plain, sign_in, where, words
from tests.racing import at_once
from tests.world import World

GOOD = "жеті рет өлше бір рет кес"
USED = "Code from your slip This code is used up or out of date. Ask your academy for a new one."
MISTAKE = "Code from your slip There is a mistake in this code. Please compare it with your slip, letter by letter."


def activate(client: FlaskClient, code: str, password: str = GOOD) -> tuple[int, list[str]]:
    answer = client.post("/activate", data={"code": code, "password": password, "again": password})
    return answer.status_code, notices(answer)


def printed(page: str) -> str:
    """The code on a slip."""
    found = re.search(r'class="code"[^>]*>(.*?)</span>', page)
    assert found
    return found[1]


def test_a_code_sets_a_password_once_and_signs_in(world: World, client: FlaskClient) -> None:
    code = issue(world.kostanay.accounts[0])
    assert where(client.post("/activate", data={"code": code, "password": GOOD, "again": GOOD})) == (303, "/")
    assert client.get("/account").status_code == 200
    assert activate(world.app.test_client(), code, "somebody else's words") == (422, [USED])
    assert sign_in(world.app.test_client(), "000001", GOOD).status_code == 303
    assert sign_in(world.app.test_client(), "000001", "somebody else's words").status_code == 422


def test_a_code_is_read_as_people_type_it(world: World, client: FlaskClient) -> None:
    code = issue(world.kostanay.accounts[0])
    cyrillic = str.maketrans("ABCEHKMPTX", "АВСЕНКМРТХ")
    assert activate(client, f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ")[0] == 303
    code = issue(world.kostanay.accounts[0])
    assert activate(client, code.translate(cyrillic))[0] == 303


def test_a_mistyped_code_is_told_from_one_that_is_no_good(world: World, client: FlaskClient) -> None:
    code = issue(world.kostanay.accounts[0])
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    assert activate(client, wrong) == (422, [MISTAKE])
    assert activate(client, "") == (422, ["Code from your slip Please fill this in."])
    assert activate(client, ids.new_code()) == (422, [USED])
    assert activate(client, code)[0] == 303


def test_a_refused_password_leaves_the_code_as_it_is(world: World, client: FlaskClient) -> None:
    code = issue(world.kostanay.administrator)
    for password, said in {
        "fourteen chars": "New password Please use at least 15 characters.",
        "Administrator2026": "New password Many people use this password, so it is quickly guessed. "
        "Three or four words make a good one.",
    }.items():
        assert activate(client, code, password) == (422, [said])
    answer = client.post("/activate", data={"code": code, "password": GOOD, "again": GOOD + "x"})
    assert notices(answer) == ["The new password once more The two passwords are not the same."]
    assert activate(client, code)[0] == 303


def test_how_long_a_code_is_good(world: World, client: FlaskClient) -> None:
    first, forgotten = world.kostanay.accounts[:2]
    give_password(forgotten)
    for account_id, good_for in ((first, timedelta(days=30)), (forgotten, timedelta(days=3))):
        code = issue(account_id)
        with clock.stopped_at(NOW + good_for):
            assert activate(client, code) == (422, [USED])
        with clock.stopped_at(NOW + good_for - timedelta(seconds=1)):
            assert activate(client, code)[0] == 303


def test_a_new_code_ends_the_earlier_ones(world: World, client: FlaskClient) -> None:
    earlier, somebody_elses = issue(world.kostanay.accounts[0]), issue(world.kostanay.accounts[1])
    later = issue(world.kostanay.accounts[0])
    assert activate(client, earlier) == (422, [USED])
    assert activate(client, later)[0] == 303
    assert activate(client, somebody_elses)[0] == 303


def test_a_code_ends_all_sign_ins_and_the_old_password(world: World, client: FlaskClient) -> None:
    give_password(world.kostanay.accounts[0])
    thief = world.signed_in(world.kostanay.accounts[0])
    assert activate(client, issue(world.kostanay.accounts[0]))[0] == 303
    assert where(thief.get("/account")) == (303, "/sign-in?next=/account")
    assert sign_in(world.app.test_client(), "000001").status_code == 422


def test_changing_the_password_oneself_ends_a_printed_code(world: World, client: FlaskClient) -> None:
    give_password(world.kostanay.accounts[0])
    code = issue(world.kostanay.accounts[0])
    owner = world.signed_in(world.kostanay.accounts[0])
    data = {"current": "four words make it", "password": GOOD, "again": GOOD}
    assert where(owner.post("/account/password", data=data)) == (303, "/account")
    assert activate(client, code, "somebody else's words") == (422, [USED])


def test_a_disabled_account_gets_no_code_and_its_code_is_no_good(world: World, client: FlaskClient) -> None:
    code = issue(world.kostanay.accounts[0])
    with transaction():
        staff.disable(world.kostanay.accounts[0])
        assert codes.issue(world.kostanay.accounts[0]) is None
    assert activate(client, code) == (422, [USED])


def test_wrong_codes_are_throttled_by_address(world: World, client: FlaskClient) -> None:
    code = issue(world.kostanay.accounts[0])
    for _ in range(99):
        throttle.spend("code address", "127.0.0.1", TRIES_PER_ADDRESS, TRY_WINDOW)
    assert activate(client, ids.new_code()) == (422, [USED])
    assert activate(client, code) == (
        429,
        ["Code from your slip Too many wrong tries. Please wait 15 minutes and try again."],
    )
    with clock.stopped_at(NOW + timedelta(minutes=15)):
        assert activate(client, code)[0] == 303


def test_a_code_used_twice_at_once_is_used_once(world: World) -> None:
    for account_id in world.kostanay.accounts:
        code = issue(account_id)

        def redeem(code: str = code) -> bool:
            with transaction():
                return codes.redeem(code, HASH) is not None

        assert sorted(at_once(world.app, redeem, redeem, redeem)) == [False, False, True]


def test_two_codes_given_out_at_once_leave_one_good(world: World) -> None:
    given = at_once(world.app, *[lambda: issue(world.kostanay.accounts[0])] * 3)
    assert len(set(given)) == 3
    assert db.session.execute(select(func.count()).select_from(OneTimeCode)).scalar() == 1


def test_the_database_holds_no_code_that_could_be_typed(world: World) -> None:
    code = issue(world.kostanay.accounts[0])
    assert db.session.execute(select(OneTimeCode.code)).scalars().all() == [ids.digest(code)]


# The slip


def test_the_slip_of_an_officer_is_in_the_officers_language_and_is_recorded(world: World, client: FlaskClient) -> None:
    administrator = world.signed_in(world.kostanay.administrator)
    answer = administrator.post(f"/officers/{world.kostanay.officers[0]}/code", data={"language": "ar"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert '<html lang="en" dir="ltr">' in page
    assert '<section class="slip" lang="ar" dir="rtl">' in page
    slip = plain(page.split('<section class="slip"')[1].split("</section>")[0])
    assert "А. Сейтқали" in slip
    assert "000001" in slip
    assert "Айгүл" not in page  # the initial is enough
    assert "http://localhost" in slip
    assert activate(client, printed(page))[0] == 303
    recorded = db.session.execute(
        select(NamesSeen.account_id, NamesSeen.academy_id, NamesSeen.what, NamesSeen.how_many)
    )
    assert recorded.all() == [
        (world.kostanay.administrator, world.kostanay.academy_id, f"code {world.kostanay.accounts[0]}", 1)
    ]


def test_a_slip_in_english(world: World) -> None:
    administrator = world.signed_in(world.kostanay.administrator)
    answer = administrator.post(f"/officers/{world.kostanay.officers[0]}/code", data={"language": "en"})
    code = printed(answer.get_data(as_text=True))
    assert words(answer) == (
        "← Back Code to print Print this slip now and hand it over in person. It is shown only once: whoever has it can set "
        "the password. Earlier codes do not work any more. Print "
        f"А. Сейтқали With this code you choose your password and sign in for the first time. {code} "
        "Open this address in a browser: http://localhost Choose “I have a code on paper” and type the code. "
        "Choose a password that only you know. Tell it to nobody, not even to your academy. "
        "From then on you sign in as: 000001 "
        "The code works once, until October 15, 2026. Keep this slip to yourself, and tear it up when you have used it."
    )


def test_only_the_academy_that_registered_an_officer_prints_a_code(world: World) -> None:
    theirs = f"/officers/{world.karaganda.officers[0]}/code"
    for account_id, status in {
        world.kostanay.administrator: 404,
        world.programme_administrator: 403,
        world.kostanay.instructor: 403,
        world.karaganda.accounts[0]: 403,
    }.items():
        assert world.signed_in(account_id).post(theirs, data={"language": "en"}).status_code == status
    assert db.session.execute(select(func.count()).select_from(OneTimeCode)).scalar() == 0


def test_the_slip_of_staff_is_printed_by_the_sites_administrators(world: World, client: FlaskClient) -> None:
    boss = world.signed_in(world.programme_administrator)
    answer = boss.post(f"/site/staff/{world.kostanay.instructor}/code", data={"language": "en"})
    page = answer.get_data(as_text=True)
    assert "From then on you sign in as: kostanay-instructor" in words(answer)
    assert activate(client, printed(page), "short words")[1] == ["New password Please use at least 15 characters."]
    assert activate(client, printed(page))[0] == 303
    assert db.session.execute(select(NamesSeen.account_id, NamesSeen.what)).all() == [
        (world.programme_administrator, f"code {world.kostanay.instructor}")
    ]


def test_site_administrators_print_no_code_for_officers_nor_for_themselves(world: World) -> None:
    boss = world.signed_in(world.programme_administrator)
    for account_id in (world.kostanay.accounts[0], world.programme_administrator):
        assert boss.post(f"/site/staff/{account_id}/code", data={"language": "en"}).status_code == 404
    assert db.session.execute(select(func.count()).select_from(OneTimeCode)).scalar() == 0


def test_no_page_of_an_administrator_takes_or_shows_a_password(world: World) -> None:
    give_password(world.kostanay.accounts[0], world.kostanay.instructor)
    boss, administrator = world.signed_in(world.programme_administrator), world.signed_in(world.kostanay.administrator)
    officer, member = f"/officers/{world.kostanay.officers[0]}", f"/site/staff/{world.kostanay.instructor}"
    pages = [administrator.get(path) for path in (officer, f"{officer}/correction", "/officers/new", "/officers")]
    pages += [boss.get(path) for path in (member, "/site/staff", "/site/staff/new")]
    for page in pages:
        assert page.status_code == 200
        assert 'type="password"' not in page.get_data(as_text=True)
        assert "argon2" not in page.get_data(as_text=True)
    administrator.post(f"{officer}/correction", data={"password": GOOD, "password_hash": GOOD})
    assert (
        db.session.execute(select(Account.password_hash).where(Account.id == world.kostanay.accounts[0])).scalar()
        == HASH
    )
