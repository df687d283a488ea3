"""Individual identification numbers: kept only where the country says so, sealed, masked, erased with the name.

The numbers are of people born in 1885, or in 2099: they are nobody's.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from elearn.foundation import signing
from elearn.foundation.db import db, transaction
from elearn.people.models import Country, Identity, LinkUndone, Officer, OfficersLinked
from elearn.people.rules.iin import check_digit
from elearn.people.service import iins
from elearn.people.service.officers import let_see
from tests.people.helpers import notices, rows, where, words
from tests.people.test_packs import run
from tests.world import Place, World


def number(serial: int, female: bool = True) -> str:
    """Of somebody who will be born on 31 December 2099."""
    figures = [*map(int, f"991231{6 if female else 5}{serial:04}")]
    return "".join(map(str, [*figures, check_digit(figures)]))


ONE, OTHER, MAN = number(1), number(2), number(1, female=False)


@pytest.fixture
def keeping(world: World) -> World:
    """Kazakhstan keeps them."""
    boss = world.signed_in(world.programme_administrator)
    assert where(boss.post("/site/countries/KZ/iins", data={"keep": "1"})) == (303, "/site/countries")
    assert rows(boss.get("/site/countries")) == [
        "Kazakhstan KZ Asia/Almaty on this computer kept encrypted I am sure Delete them and keep none"
    ]
    return world


def registered(client: FlaskClient, place: Place, service_number: str, iin: str, **more: str) -> Any:
    data = {
        "academy": place.academy_id,
        "service_number": service_number,
        "family_name": "Ғабитова",
        "given_name": "Ләззат",
    }
    data |= {"sex": "F", "institution": place.institution_id, "rank": "x", "track": "other", "since": "2026-02-01"}
    return client.post("/officers/new", data={**data, "iin": iin, **more})


def made(answer: Any) -> UUID:
    assert answer.status_code == 303, notices(answer)
    return UUID(answer.location.rsplit("/", 1)[1])


def stored() -> list[tuple[bytes | None, str | None]]:
    db.session.rollback()
    kept = select(Identity.iin, Identity.iin_key).where(Identity.iin.is_not(None) | Identity.iin_key.is_not(None))
    return [(row.iin, row.iin_key) for row in db.session.execute(kept)]


def test_by_default_none_is_asked_for_and_none_is_kept(world: World) -> None:
    administrator = world.signed_in(world.kostanay.administrator)
    assert 'name="iin"' not in administrator.get("/officers/new").text
    officer_id = made(registered(administrator, world.kostanay, "500", ONE))
    assert 'name="iin"' not in administrator.get(f"/officers/{officer_id}/correction").text
    assert administrator.post(f"/officers/{officer_id}/correction", data={"iin": ONE}).status_code == 422
    assert stored() == []


def test_only_where_there_are_such_numbers_can_they_be_kept_and_only_the_sites_administrators_decide(
    world: World,
) -> None:
    with transaction():
        db.session.add(Country(code="TN", names={"en": "Tunisia"}, time_zone="Africa/Tunis"))
    boss = world.signed_in(world.programme_administrator)
    for code in ("TN", "XX"):
        assert boss.post(f"/site/countries/{code}/iins", data={"keep": "1"}).status_code == 404
    assert world.signed_in(world.kostanay.administrator).post("/site/countries/KZ/iins").status_code == 403
    assert not db.session.get_one(Country, "KZ").keeps_iin


def test_it_is_sealed_and_shown_masked_to_the_own_academy_only(keeping: World) -> None:
    administrator = keeping.signed_in(keeping.kostanay.administrator)
    officer_id = made(registered(administrator, keeping.kostanay, "500", f"{ONE[:6]} {ONE[6:]}"))
    [(sealed, key)] = stored()
    assert sealed
    assert ONE.encode() not in sealed
    assert key
    assert ONE not in key
    for page in (f"/officers/{officer_id}", f"/officers/{officer_id}/correction"):
        shown = administrator.get(page).text
        assert f"{'•' * 8}{ONE[8:]}" in shown
        assert ONE not in shown
    with transaction():
        let_see(keeping.karaganda.academy_id, [officer_id])
    theirs = keeping.signed_in(keeping.karaganda.administrator)
    assert "IIN" not in words(theirs.get(f"/officers/{officer_id}"))
    assert keeping.signed_in(keeping.kostanay.instructor).get(f"/officers/{officer_id}").status_code == 403
    # a sealed number that is moved to another row opens no more
    with transaction():
        other = db.session.get_one(Identity, keeping.kostanay.officers[0])
        other.iin = sealed
    keys = keeping.app.config["KEYS"]
    assert iins.masked(keeping.kostanay.officers[0], "KZ", keys) == ""
    assert iins.masked(officer_id, "KZ", keys) == "•" * 8 + ONE[8:]


@pytest.mark.parametrize(
    ("iin", "more", "said"),
    [
        ("123", {}, "An IIN has twelve digits."),
        (f"{ONE[:11]}{(int(ONE[11]) + 1) % 10}", {}, "Please look at this number again: a digit is wrong."),
        ("991399100010", {}, "This is no IIN: its first six digits are no date of birth."),
        ("991231900010", {}, "This is no IIN: its seventh digit is 1 to 6."),
        (ONE, {"birth_date": "1986-07-23"}, "This number belongs to somebody with another date of birth."),
        (ONE, {"birth_year": "1986"}, "This number belongs to somebody with another date of birth."),
        (MAN, {}, "This number belongs to somebody of the other sex."),
    ],
)
def test_what_is_no_such_number_or_somebody_elses_is_refused(
    keeping: World, iin: str, more: dict[str, str], said: str
) -> None:
    administrator = keeping.signed_in(keeping.kostanay.administrator)
    answer = registered(administrator, keeping.kostanay, "500", iin, **more)
    assert (answer.status_code, notices(answer)) == (422, [f"Individual identification number (IIN) {said}"])
    assert stored() == []


def test_equal_numbers_are_one_person_whatever_the_service_numbers(keeping: World) -> None:
    administrator = keeping.signed_in(keeping.kostanay.administrator)
    theirs = keeping.signed_in(keeping.karaganda.administrator)
    one = made(registered(administrator, keeping.kostanay, "500", ONE))
    again = registered(administrator, keeping.kostanay, "501", ONE)
    assert (again.status_code, notices(again)[-1]) == (
        422, "Individual identification number (IIN) An officer with this number is registered already.",
    )  # fmt: skip
    other = made(registered(theirs, keeping.karaganda, "600", ONE))  # nothing of the first is told
    assert persons(one, other) == 1
    assert db.session.execute(select(OfficersLinked.basis)).scalars().all() == ["iin"]
    correction = {"service_number": "600", "family_name": "Ғабитова", "given_name": "Ләззат", "sex": "F"}
    path = f"/officers/{other}/correction"
    theirs.post(path, data={**correction, "iin": ""})  # empty: it stays
    assert persons(one, other) == 1
    theirs.post(path, data={**correction, "iin": OTHER})
    assert persons(one, other) == 2
    theirs.post(path, data={**correction, "iin": ONE})
    assert persons(one, other) == 1
    theirs.post(path, data={**correction, "forget_iin": "y"})
    assert persons(one, other) == 2
    assert len(stored()) == 1
    assert db.session.execute(select(func.count()).select_from(LinkUndone)).scalar_one() == 2


def persons(*officer_ids: UUID) -> int:
    db.session.rollback()
    return len(set(db.session.execute(select(Officer.person_id).where(Officer.id.in_(officer_ids))).scalars()))


def test_it_is_erased_with_the_name_and_with_the_setting(keeping: World, tmp_path: Path) -> None:
    administrator = keeping.signed_in(keeping.kostanay.administrator)
    one = made(registered(administrator, keeping.kostanay, "500", ONE))
    made(registered(administrator, keeping.kostanay, "501", OTHER))
    kept = stored()
    run(keeping.app, "erase-identity", str(one), "--yes")
    left = stored()
    assert len(left) == 1
    boss = keeping.signed_in(keeping.programme_administrator)
    assert notices(boss.post("/site/countries/KZ/iins", follow_redirects=True)) == [
        "Nothing is changed. Tick the box to delete the numbers."
    ]
    assert stored() == left
    boss.post("/site/countries/KZ/iins", data={"sure": "1"})
    assert stored() == []
    assert not db.session.get_one(Country, "KZ").keeps_iin
    db.session.rollback()
    file = tmp_path / "elearn.db"
    if file.exists():  # SQLite: gone from the file, too
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        assert [key for _sealed, key in kept if (key or "").encode() in file.read_bytes()] == []


def test_under_a_new_key_the_old_numbers_are_gone_and_none_can_be_kept_without_one(keeping: World) -> None:
    administrator = keeping.signed_in(keeping.kostanay.administrator)
    one = made(registered(administrator, keeping.kostanay, "500", ONE))
    file = keeping.app.config["KEYS"] / "KZ.key"
    file.rename(file.with_suffix(".old"))
    correction = {"service_number": "500", "family_name": "Ғабитова", "given_name": "Ләззат", "sex": "F", "iin": OTHER}
    assert administrator.post(f"/officers/{one}/correction", data=correction).status_code == 422
    assert "IIN" not in words(administrator.get(f"/officers/{one}"))
    signing.make_key(keeping.app.config["KEYS"], "KZ")
    assert "1 IINs cannot be read without the earlier key" in run(keeping.app, "renew-match-keys", "KZ")[1]
    assert stored() == []
