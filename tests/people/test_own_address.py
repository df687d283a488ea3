"""The e-mail address of an officer, as the officer sees and changes it."""

from sqlalchemy import select

from elearn.foundation.db import db, transaction
from elearn.people.models import Identity
from elearn.people.service.erasing import erase_identity
from tests.people.helpers import notices, where, words
from tests.world import World


def addresses() -> list[str]:
    db.session.rollback()
    return list(db.session.execute(select(Identity.email).where(Identity.email != "")).scalars())


def test_an_officer_sees_and_changes_the_own_address(world: World) -> None:
    client = world.signed_in(world.kostanay.accounts[0])
    assert "Reminders by e-mail E-mail for reminders" in words(client.get("/account"))
    assert where(client.post("/account/address", data={"email": "aigul@example.kz"})) == (303, "/account")
    page = client.get("/account")
    assert notices(page) == ["Saved. Reminders go to this address."]
    assert 'value="aigul@example.kz"' in page.text
    assert addresses() == ["aigul@example.kz"]  # nobody else's
    refused = client.post("/account/address", data={"email": "aigul@"})
    assert (refused.status_code, notices(refused)) == (422, ["E-mail for reminders This is no e-mail address."])
    office = world.signed_in(world.kostanay.administrator)
    assert "aigul@example.kz" in office.get(f"/officers/{world.kostanay.officers[0]}/correction").text
    assert where(client.post("/account/address", data={"email": ""})) == (303, "/account")
    assert notices(client.get("/account")) == ["Saved. You get no reminders by e-mail any more."]
    assert addresses() == []


def test_staff_and_erased_officers_have_none(world: World) -> None:
    staff = world.signed_in(world.kostanay.administrator)
    assert "Reminders by e-mail" not in words(staff.get("/account"))
    assert staff.post("/account/address", data={"email": "a@example.kz"}).status_code == 403
    client = world.signed_in(world.kostanay.accounts[0])
    with transaction():
        erase_identity(world.kostanay.officers[0])
    client.post("/account/address", data={"email": "aigul@example.kz"})
    assert addresses() == []
