"""Commands for whoever looks after the site."""

import re
import stat
from datetime import timedelta
from uuid import UUID

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from elearn.foundation import clock, signing
from elearn.foundation.db import Base, db, transaction
from elearn.foundation.facts import fact_tables
from elearn.people.models import Account, Country, Identity, Officer, RoleGranted
from elearn.people.service import links
from elearn.people.service import staff as service
from tests.databases import NOW
from tests.people.helpers import give_password, rows, sign_in, where, words
from tests.world import World, officer


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["people", *words])


def said(result: Result) -> tuple[int, str]:
    return result.exit_code, result.output


def test_a_countrys_key_is_made_once_and_only_its_owner_reads_it(app: Flask) -> None:
    keys = app.config["KEYS"]
    code, output = said(run(app, "make-key", "KZ"))
    assert code == 0
    assert output == (
        f"The key of KZ is made: {keys / 'KZ.key'}\n"
        "Back it up now, on paper or on a stick, in two sealed copies in two safes. How, says docs/operations.md.\n"
        "Without it no officer can be recognised by service number; with it, numbers can be guessed from the database.\n"
    )
    assert stat.S_IMODE((keys / "KZ.key").stat().st_mode) == 0o600
    before = signing.match_key(keys, "KZ", "1")
    assert said(run(app, "make-key", "KZ")) == (1, "Error: KZ has its key already. A key is never replaced.\n")
    assert signing.match_key(keys, "KZ", "1") == before
    for wrong in ("kz", "KAZ", "../", "К3", "../../tmp/x"):
        assert run(app, "make-key", wrong).exit_code == 2
    assert [path.name for path in keys.iterdir()] == ["KZ.key"]


def test_a_country_is_added_with_its_names(app: Flask) -> None:
    words = ("add-country", "KG", "--name", "en=Kyrgyzstan", "--name", "ky=Кыргызстан", "--time-zone", "Asia/Bishkek")
    assert said(run(app, *words)) == (
        0,
        "KG is added.\nIts key is missing. If there never was one, make it: flask people make-key KG\n",
    )
    made = db.session.execute(select(Country)).scalar_one()
    assert (made.code, made.names, made.time_zone) == ("KG", {"en": "Kyrgyzstan", "ky": "Кыргызстан"}, "Asia/Bishkek")
    db.session.rollback()
    assert said(run(app, *words)) == (1, "Error: KG is there already.\n")
    assert run(app, "add-country", "KZ", "--name", "Kazakhstan", "--time-zone", "Asia/Almaty").exit_code == 2
    assert run(app, "add-country", "KZ", "--name", "en=Kazakhstan", "--time-zone", "Almaty").exit_code == 2


def test_the_first_administrator_gets_in_by_the_printed_code(app: Flask, client: FlaskClient) -> None:
    code, output = said(run(app, "first-administrator", "A.Bekova"))
    printed = re.findall(r"Code for a\.bekova: (\S+)\n", output)
    assert (code, len(printed)) == (0, 1)
    assert "/activate" in output
    assert "2026-10-15 06:00 UTC" in output
    data = {"code": printed[0], "password": "жеті рет өлше бір рет кес", "again": "жеті рет өлше бір рет кес"}
    assert where(client.post("/activate", data=data)) == (303, "/")
    assert client.get("/site").status_code == 200
    held = db.session.execute(select(RoleGranted.role, RoleGranted.scope)).all()
    assert held == [("programme-administrator", None)]


def test_there_is_one_first_administrator_unless_another_is_wanted(app: Flask) -> None:
    assert run(app, "first-administrator", "bekova").exit_code == 0
    there_is = "Error: There is an administrator already. To make one more, add --another.\n"
    assert said(run(app, "first-administrator", "second")) == (1, there_is)
    assert said(run(app, "first-administrator", "bekova", "--another")) == (1, "Error: This user name is taken.\n")
    assert run(app, "first-administrator", "second", "--another").exit_code == 0
    assert run(app, "first-administrator", "вера", "--another").exit_code == 1
    names = db.session.execute(select(Account.user_name).order_by(Account.user_name)).scalars().all()
    assert names == ["bekova", "second"]


def test_a_disabled_administrator_does_not_count(app: Flask) -> None:
    run(app, "first-administrator", "bekova")
    with transaction():
        service.disable(db.session.execute(select(Account.id)).scalar_one())
    assert run(app, "first-administrator", "second").exit_code == 0


def test_a_code_by_user_name_or_service_number(world: World) -> None:
    assert "Code for kostanay-admin: " in run(world.app, "code", "Kostanay-Admin").output
    assert "Code for 000004: " in run(world.app, "code", "000-004").output
    assert said(run(world.app, "code", "nobody")) == (1, "Error: There is no such account.\n")
    with transaction():
        service.disable(world.kostanay.administrator)
        officer(world.app, world.karaganda.academy_id, world.karaganda.institution_id, "Х", "У", None, "000001")
    assert said(run(world.app, "code", "kostanay-admin")) == (1, "Error: This account is disabled. Enable it first.\n")
    assert said(run(world.app, "code", "000001")) == (
        1,
        "Error: Several accounts go by this number. Print the code on the officer's page.\n",
    )


def test_rebuilding_says_how_many_officers_there_are(world: World) -> None:
    with transaction():
        db.session.execute(delete(Officer))
    assert said(run(world.app, "rebuild")) == (0, "6 officers.\n")
    db.session.rollback()
    assert len(db.session.execute(select(Officer)).scalars().all()) == 6


def test_records_of_two_academies_are_linked_and_unlinked(world: World) -> None:
    one, other, third = world.kostanay.officers[0], world.karaganda.officers[0], world.karaganda.officers[1]

    def people(*officer_ids: UUID) -> int:
        db.session.rollback()
        return len(set(db.session.execute(select(Officer.person_id).where(Officer.id.in_(officer_ids))).scalars()))

    pair = (str(one), str(other))
    assert said(run(world.app, "unlink", *pair)) == (
        1,
        "Error: No link stands between these two records. Nothing is changed.\n",
    )
    assert said(run(world.app, "link", *pair)) == (0, "The two records are one person from now on.\n")
    assert people(one, other) == 1
    assert said(run(world.app, "link", *reversed(pair))) == (
        1,
        "Error: These records are one person already. Nothing is changed.\n",
    )
    assert said(run(world.app, "unlink", *reversed(pair))) == (
        0,
        "The link is undone. The two records are two people again.\n",
    )
    assert people(one, other) == 2
    with transaction():
        for each in ((one, other), (other, third), (third, one)):
            links.link(*each, None)
    assert said(run(world.app, "unlink", *pair)) == (
        0,
        "The link is undone. Links with other records still make the two one person.\n",
    )
    assert people(one, other, third) == 1


def test_only_two_known_records_are_linked_or_unlinked(world: World) -> None:
    one, nobody = str(world.kostanay.officers[0]), str(UUID(int=7))
    for command in ("link", "unlink"):
        for pair in ((one, nobody), (nobody, one)):
            unknown = f"Error: No record of an officer has the id {nobody}.\n"
            assert said(run(world.app, command, *pair)) == (1, unknown)
        assert said(run(world.app, command, one, one)) == (1, "Error: This is the same record twice.\n")
        assert run(world.app, command, one, "000002").exit_code == 2
    assert said(run(world.app, "erase-identity", nobody, "--yes"))[0] == 1


def all_facts() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of facts."""
    db.session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name in fact_tables()]
    return {table.name: sorted(map(tuple, db.session.execute(select(table))), key=str) for table in tables}


def test_an_erased_identity_leaves_every_fact(world: World, client: FlaskClient) -> None:
    officer_id, theirs = world.kostanay.officers[0], world.karaganda.officers[0]
    give_password(world.kostanay.accounts[0])
    with transaction():
        links.link(officer_id, theirs, None)
    browser, before = world.signed_in(world.kostanay.accounts[0]), all_facts()
    officer_before = db.session.execute(select(Officer.__table__).where(Officer.id == officer_id)).one()
    asked = said(run(world.app, "erase-identity", str(officer_id)))
    assert asked == (1, "Error: This erases name and number for good. To do it, add --yes.\n")
    assert browser.get("/account").status_code == 200
    stays = (
        "The account is closed. Postings, results and certificates stay without a name, and count as before.\n"
        f"The same person has another record, whose name stays: {theirs}\n"
    )
    for opening in ("Name and number are erased.\n", "Name and number were erased earlier.\n"):
        assert said(run(world.app, "erase-identity", str(officer_id), "--yes")) == (0, opening + stays)
    assert where(browser.get("/account")) == (303, "/sign-in?next=/account")
    assert sign_in(client, "000001").status_code == 422
    db.session.rollback()
    assert db.session.get(Identity, officer_id) is None
    assert len(db.session.execute(select(Identity)).all()) == 5
    assert all_facts() == before
    assert db.session.execute(select(Officer.__table__).where(Officer.id == officer_id)).one() == officer_before
    administrator = world.signed_in(world.kostanay.administrator)
    page = administrator.get(f"/officers/{officer_id}")
    assert words(page).startswith("← All officers (name erased) Who it is Service number Sex Woman Year of birth 1990")
    assert words(page).endswith("Account disabled Enable the account")
    assert rows(administrator.get("/officers"))[-1] == "(name erased) Institution of kostanay сержант disabled"


def test_looks_are_printed_for_the_auditor(world: World) -> None:
    assert said(run(world.app, "looks")) == (0, "")
    world.signed_in(world.kostanay.administrator).get("/officers")
    with clock.stopped_at(NOW + timedelta(days=1)):
        world.signed_in(world.karaganda.administrator).get(f"/officers/{world.karaganda.officers[0]}")
    with clock.stopped_at(NOW + timedelta(days=1, seconds=1)):
        boss = world.signed_in(world.programme_administrator)
        boss.post(f"/site/staff/{world.monitor}/code", data={"language": "en"})
    first = "2026-09-15 06:00:00\tkostanay-admin\tkostanay\tofficers page 1\t3\n"
    later = (
        f"2026-09-16 06:00:00\tkaraganda-admin\tkaraganda\tofficer {world.karaganda.officers[0]}\t1\n"
        f"2026-09-16 06:00:01\tprogramme\t-\tcode {world.monitor}\t1\n"
    )
    assert said(run(world.app, "looks")) == (0, first + later)
    assert said(run(world.app, "looks", "--since", "2026-09-16")) == (0, later)
    assert said(run(world.app, "looks", "--since", "2026-09-17")) == (0, "")
    assert run(world.app, "looks", "--since", "yesterday").exit_code == 2


def test_after_a_lost_key_everyone_is_put_under_the_new_one(world: World, client: FlaskClient) -> None:
    give_password(world.kostanay.accounts[0])
    with transaction():
        db.session.execute(delete(Identity).where(Identity.officer_id == world.karaganda.officers[0]))
    keys = world.app.config["KEYS"]
    (keys / "KZ.key").unlink()
    missing = said(run(world.app, "renew-match-keys", "KZ"))
    assert (missing[0], missing[1].startswith("Error: the key of country KZ is missing at ")) == (1, True)
    run(world.app, "make-key", "KZ")
    assert sign_in(client, "000001").status_code == 422
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        assert said(run(world.app, "renew-match-keys", "KZ")) == (
            0,
            "5 officers are under the present key of KZ now.\n"
            "1 have no service number any more: they cannot be recognised by one.\n",
        )
        assert sign_in(client, "000001").status_code == 303
        assert run(world.app, "renew-match-keys", "KZ").output.startswith("0 officers are under the present key")


def test_a_restored_key_lets_officers_in_again(world: World, client: FlaskClient) -> None:
    give_password(world.kostanay.accounts[0], world.kostanay.administrator)
    path = world.app.config["KEYS"] / "KZ.key"
    kept = path.read_bytes()
    path.unlink()
    assert sign_in(client, "000001").status_code == 422
    assert sign_in(client, "kostanay-admin").status_code == 303
    path.write_bytes(kept)
    assert sign_in(world.app.test_client(), "000001").status_code == 303
