"""Places and staff, kept by those who administer the whole site and by nobody else."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from elearn.foundation.db import db, transaction
from elearn.people.models import Academy, Account, Country, Institution, NamesSeen, RoleGranted
from elearn.people.rules.roles import Role
from elearn.people.service import staff as service
from tests.people.helpers import give_password, notices, rows, sign_in, where, words
from tests.world import World, staff


@pytest.fixture
def boss(world: World) -> FlaskClient:
    return world.signed_in(world.programme_administrator)


ACADEMY = {"country": "KZ", "code": "almaty", "en": "Almaty academy", "kk": "Алматы академиясы", "contact": "room 3"}
INSTITUTION = {
    "country": "KZ",
    "code": "la-155-4",
    "en": "Institution LA-155/4",
    "ru": "Учреждение ЛА-155/4",
    "region": "Almaty",
}
COUNTRY = {"code": "KG", "en": "Kyrgyzstan", "ky": "Кыргызстан", "ar": "قيرغيزستان", "time_zone": "Asia/Bishkek"}


def test_academies_are_listed_made_and_changed(world: World, boss: FlaskClient) -> None:
    assert rows(boss.get("/site")) == [
        "Karaganda training centre KZ karaganda allowed",
        "Kostanay academy KZ kostanay allowed",
    ]
    assert where(boss.post("/site/academies/new", data=ACADEMY)) == (303, "/site")
    page = boss.get("/site")
    assert notices(page) == ["Saved."]
    assert rows(page)[0] == "Almaty academy KZ almaty not allowed"
    made = db.session.execute(select(Academy).where(Academy.code == "almaty")).scalar_one()
    assert made.names == {"en": "Almaty academy", "kk": "Алматы академиясы"}
    opened = boss.get(f"/site/academies/{made.id}").get_data(as_text=True)
    assert 'value="Алматы академиясы"' in opened
    assert "room 3</textarea>" in opened
    change = {"en": "Almaty", "ru": "Алматы", "own_choice": "y", "contact": "", "country": "KG", "code": "other"}
    assert where(boss.post(f"/site/academies/{made.id}", data=change)) == (303, "/site")
    db.session.rollback()
    made = db.session.get_one(Academy, made.id)
    assert (made.names, made.own_choice, made.contact) == ({"en": "Almaty", "ru": "Алматы"}, True, "")
    assert (made.country, made.code) == ("KZ", "almaty")


def test_institutions_are_listed_made_and_changed(world: World, boss: FlaskClient) -> None:
    assert where(boss.post("/site/institutions/new", data=INSTITUTION)) == (303, "/site/institutions")
    assert rows(boss.get("/site/institutions")) == [
        "Institution of karaganda KZ karaganda-1 Karaganda",
        "Institution of kostanay KZ kostanay-1 Kostanay",
        "Institution LA-155/4 KZ la-155-4 Almaty",
    ]
    made = db.session.execute(select(Institution).where(Institution.code == "la-155-4")).scalar_one()
    assert 'value="Учреждение ЛА-155/4"' in boss.get(f"/site/institutions/{made.id}").get_data(as_text=True)
    boss.post(f"/site/institutions/{made.id}", data={"en": "LA-155/4", "region": "Almaty region"})
    assert rows(boss.get("/site/institutions"))[2] == "LA-155/4 KZ la-155-4 Almaty region"


def test_countries_are_listed_with_their_keys(world: World, boss: FlaskClient) -> None:
    assert rows(boss.get("/site/countries")) == [
        "Kazakhstan KZ Asia/Almaty on this computer not kept Keep them encrypted"
    ]
    assert where(boss.post("/site/countries/new", data=COUNTRY)) == (303, "/site/countries")
    page = boss.get("/site/countries")
    assert rows(page) == [
        "Kyrgyzstan KG Asia/Bishkek missing",
        "Kazakhstan KZ Asia/Almaty on this computer not kept Keep them encrypted",
    ]
    assert "Only where there never was one, make it." in words(page)


def test_a_code_is_taken_once_and_what_is_typed_must_be_in_shape(world: World, boss: FlaskClient) -> None:
    taken, letters = "This code is taken already.", "Code of two letters (ISO 3166)"
    zone = "Please give the name of a time zone, such as Asia/Almaty."
    for path, data, field, value, said in (
        ("/site/academies/new", ACADEMY, "code", "kostanay", f"Short code {taken}"),
        ("/site/academies/new", ACADEMY, "code", "A b", "Short code Please use small Latin letters, digits and hyphens."),
        ("/site/academies/new", ACADEMY, "country", "XX", "Country Please choose one."),
        ("/site/academies/new", ACADEMY, "en", "", "Name in English Please fill this in."),
        ("/site/institutions/new", INSTITUTION, "code", "kostanay-1", f"Short code {taken}"),
        ("/site/institutions/new", INSTITUTION, "region", "", "Region Please fill this in."),
        ("/site/countries/new", COUNTRY, "code", "KZ", f"{letters} {taken}"),
        ("/site/countries/new", COUNTRY, "code", "../", f"{letters} Please use at most 2 characters."),
        ("/site/countries/new", COUNTRY, "code", "kz", f"{letters} Please give two capital letters, such as KZ."),
        ("/site/countries/new", COUNTRY, "time_zone", "Mars", f"Time zone {zone}"),
    ):  # fmt: skip
        answer = boss.post(path, data={**data, field: value})
        assert answer.status_code == 422
        assert notices(answer)[0] == said
    for table, many in ((Academy, 2), (Institution, 2), (Country, 1)):
        assert len(db.session.execute(select(table)).scalars().all()) == many


def test_staff_is_listed_with_roles(world: World, boss: FlaskClient) -> None:
    assert rows(boss.get("/site/staff")) == [
        "karaganda-admin Karaganda-Admin Academy administrator (Karaganda training centre) has no password yet",
        "karaganda-instructor Karaganda-Instructor Instructor (Karaganda training centre) has no password yet",
        "kostanay-admin Kostanay-Admin Academy administrator (Kostanay academy) has no password yet",
        "kostanay-instructor Kostanay-Instructor Instructor (Kostanay academy) has no password yet",
        "monitor Monitor Monitor, sees figures only has no password yet",
        "programme Programme Programme administrator has no password yet",
    ]


def test_the_list_of_staff_takes_as_many_queries_for_one_as_for_many(world: World, queries: list[str]) -> None:
    counts = []
    for many in (6, 9):
        boss = world.signed_in(world.programme_administrator)
        queries.clear()
        assert len(rows(boss.get("/site/staff"))) == many
        counts.append(len(queries))
        with transaction():
            for n in range(3):
                staff(f"more-{many}-{n}", "instructor", world.kostanay.academy_id)
    assert counts[0] == counts[1] == 4


def test_a_new_account_gets_a_role_and_a_code(world: World, boss: FlaskClient) -> None:
    answer = boss.post("/site/staff/new", data={"user_name": " A.Bekova ", "display_name": "A. Bekova"})
    account_id = UUID(answer.location.rsplit("/", 1)[1])
    page = boss.get(answer.location)
    assert notices(page) == ["Added. Now give the account a role, and print a code for it."]
    assert "No role yet: the account may sign in, and see nothing." in words(page)
    path = f"/site/staff/{account_id}"
    for role, academy, said in (
        ("academy-administrator", "", ["Academy Choose the academy."]),
        ("monitor", world.kostanay.academy_id, ["Academy This role is held everywhere."]),
        ("officer", "", ["Role Please choose one."]),
        ("academy-administrator", UUID(int=7), ["Academy Please choose one."]),
    ):
        answer = boss.post(f"{path}/roles", data={"role": role, "academy": academy})
        assert (answer.status_code, notices(answer)) == (422, said)
    for _ in range(2):
        answer = boss.post(
            f"{path}/roles", data={"role": "academy-administrator", "academy": world.kostanay.academy_id}
        )
        assert where(answer) == (303, path)
    boss.post(f"{path}/roles", data={"role": "monitor", "academy": ""})
    held = select(RoleGranted.role, RoleGranted.scope).where(RoleGranted.account_id == account_id)
    assert sorted(db.session.execute(held)) == [("academy-administrator", world.kostanay.academy_id), ("monitor", None)]
    assert db.session.get_one(Account, account_id).user_name == "a.bekova"
    give_password(account_id)
    client = world.app.test_client()
    assert where(sign_in(client, "A.BEKOVA", target="/officers")) == (303, "/officers")
    assert len(rows(client.get("/officers"))) == 3


def test_user_names_are_unique_and_never_look_like_a_service_number(world: World, boss: FlaskClient) -> None:
    shape = "User name Please use 3 to 40 Latin letters, digits, dots and hyphens, beginning with a letter."
    for name, said in {
        "Kostanay-Admin": "User name This user name is taken already.",
        "000001": shape,
        "вера": shape,
        "a b": shape,
    }.items():
        answer = boss.post("/site/staff/new", data={"user_name": name, "display_name": "x"})
        assert (answer.status_code, notices(answer)) == (422, [said])


def test_an_account_of_staff_is_disabled_and_enabled(world: World, boss: FlaskClient) -> None:
    path, client = f"/site/staff/{world.kostanay.instructor}", world.signed_in(world.kostanay.instructor)
    assert where(boss.post(f"{path}/state", data={})) == (303, path)
    assert where(client.get("/account")) == (303, "/sign-in?next=/account")
    page = boss.get(path)
    assert notices(page) == ["The account is disabled. Nobody can sign in to it."]
    assert "Print a code" not in words(page)
    assert boss.post(f"{path}/code", data={"language": "en"}).status_code == 303
    boss.post(f"{path}/state", data={"enable": "1"})
    assert "Print a code" in words(boss.get(path))


def test_nobody_changes_their_own_roles_or_state(world: World, boss: FlaskClient) -> None:
    path = f"/site/staff/{world.programme_administrator}"
    page = words(boss.get(path))
    assert "This is your own account. Somebody else has to change its roles or its state." in page
    assert not re.search("Take away|Give a role|Disable", page)
    granted = db.session.execute(
        select(RoleGranted.id).where(RoleGranted.account_id == world.programme_administrator)
    ).scalar_one()
    for action, data in {
        "state": {},
        "roles": {"role": "monitor", "academy": ""},
        f"roles/{granted}": {},
        "code": {"language": "en"},
    }.items():
        assert boss.post(f"{path}/{action}", data=data).status_code == 404
    # nor through the page of somebody else
    boss.post(f"/site/staff/{world.monitor}/roles/{granted}")
    assert boss.get("/site").status_code == 200


def test_accounts_of_officers_are_their_academies_affair(world: World, boss: FlaskClient) -> None:
    path = f"/site/staff/{world.kostanay.accounts[0]}"
    assert boss.get(path).status_code == 404
    for action in ("state", "roles", "code"):
        assert boss.post(f"{path}/{action}", data={"role": "monitor", "language": "en"}).status_code == 404
    assert "Сейтқали" not in boss.get("/site/staff").get_data(as_text=True)
    assert db.session.get_one(Account, world.kostanay.accounts[0]).disabled_at is None


PAGES = (
    "/site", "/site/academies/new", "/site/institutions", "/site/institutions/new", "/site/countries", "/site/countries/new",
    "/site/staff", "/site/staff/new",
)  # fmt: skip


def test_only_those_who_administer_the_whole_site_get_there(world: World) -> None:
    with transaction():
        of_one_programme = staff("one-programme", "programme-administrator", UUID(int=5))
    paths = [*PAGES, f"/site/staff/{world.monitor}", f"/site/academies/{world.kostanay.academy_id}"]
    paths.append(f"/site/institutions/{world.kostanay.institution_id}")
    for account_id in (world.kostanay.administrator, world.kostanay.accounts[0], world.monitor, of_one_programme):
        client = world.signed_in(account_id)
        assert {client.get(path).status_code for path in paths} == {403}
        role = {"role": "programme-administrator", "academy": ""}
        assert client.post(f"/site/staff/{account_id}/roles", data=role).status_code == 403
        assert client.post("/site/staff/new", data={"user_name": "mine", "display_name": "x"}).status_code == 403
        assert client.post("/site/academies/new", data=ACADEMY).status_code == 403
    boss = world.signed_in(world.programme_administrator)
    assert {boss.get(path).status_code for path in paths} == {200}


def test_pages_that_are_not_there(boss: FlaskClient) -> None:
    for path in ("/site/academies", "/site/institutions", "/site/staff"):
        assert boss.get(f"{path}/{UUID(int=7)}").status_code == 404


def test_each_appointment_is_written_down(world: World, boss: FlaskClient) -> None:
    path, here = f"/site/staff/{world.monitor}", world.kostanay.academy_id
    for _ in range(2):  # the second gives nothing
        boss.post(f"{path}/roles", data={"role": "instructor", "academy": here})
    granted = select(RoleGranted.id).where(RoleGranted.account_id == world.monitor, RoleGranted.role == "instructor")
    granted_id = db.session.execute(granted).scalar_one()
    for _ in range(2):
        boss.post(f"{path}/roles/{granted_id}")
    boss.post(f"{path}/code", data={"language": "en"})
    columns = (NamesSeen.account_id, NamesSeen.academy_id, NamesSeen.what, NamesSeen.how_many)
    db.session.rollback()
    by = world.programme_administrator
    assert sorted((tuple(row) for row in db.session.execute(select(*columns))), key=lambda row: str(row[2])) == [
        (by, None, f"code {world.monitor}", 1),
        (by, here, f"role given instructor {world.monitor}", 1),
        (by, here, f"role taken instructor {world.monitor}", 1),
    ]


def test_a_role_is_never_given_where_it_does_not_belong(world: World) -> None:
    for role, academy_id in (("monitor", world.kostanay.academy_id), ("instructor", None)):
        with pytest.raises(ValueError, match=role):
            service.grant(world.monitor, Role(role), academy_id)
