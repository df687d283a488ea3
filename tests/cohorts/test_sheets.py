"""The sign-in sheet on paper, and scans of signed ones."""

import hashlib
import io
from typing import Any

import pytest
from sqlalchemy import select, update

from elearn.cohorts.models.sessions import Scan, SheetKept
from elearn.cohorts.service import sessions
from elearn.foundation.db import db, transaction
from tests import factories_sessions as factories
from tests import world as people
from tests.factories_content import PNG
from tests.factories_sessions import MONDAY
from tests.world import World

pytestmark = pytest.mark.usefixtures("searches")


def upload(client: Any, session_id: object, data: bytes, day: str = "2026-09-14", name: str = "../sheet.exe") -> Any:
    sent = {"day": day, "scan": (io.BytesIO(data), name)}
    return client.post(f"/sessions/{session_id}/scans", data=sent, content_type="multipart/form-data")


def test_a_sheet_has_a_line_and_a_code_for_everybody_with_a_seat(world: World) -> None:
    session_id = factories.hold(world.kostanay, seats=3)
    factories.listed(world.kostanay, session_id, 0, 1)
    factories.invite(session_id, "Guest of the police")
    factories.listed(world.kostanay, session_id, 2)
    client = world.signed_in(world.kostanay.instructor)
    page = client.get(f"/sessions/{session_id}/days/{MONDAY}/sheet").text.replace("‑", "-")
    for officer in world.kostanay.officers[:2]:
        assert factories.participant(session_id, officer).code in page
    assert factories.participant(session_id, world.kostanay.officers[2]).code not in page  # waits
    assert page.count("<article") == 2
    assert "Page 1 of 2" in page
    assert "Guest of the police" in page
    assert page.index("Ермолаева") < page.index("Сейтқали")
    empty = factories.hold(world.kostanay)
    assert "Nobody is on the list yet." in client.get(f"/sessions/{empty}/days/{MONDAY}/sheet").text
    arabic = world.signed_in(world.kostanay.instructor, "ar").get(f"/sessions/{session_id}/days/{MONDAY}/sheet").text
    assert 'dir="rtl"' in arabic


def test_a_page_of_the_sheet_has_25_lines(world: World) -> None:
    place = world.kostanay
    with transaction():
        more = [
            people.officer(world.app, place.academy_id, place.institution_id, f"Officer{n:02}", "A", "M", f"{500 + n}")[
                0
            ]
            for n in range(26)
        ]
        sessions.sign_up(session_id := sessions.make(place.academy_id, factories.plan(seats=30)), more)
    page = world.signed_in(place.instructor).get(f"/sessions/{session_id}/days/{MONDAY}/sheet").text
    pages = page.split("<article")[1:]
    assert [each.count("<tr>") - 2 for each in pages] == [25, 1]  # heads and foot apart


@pytest.mark.parametrize(
    ("data", "mime_type", "ending"),
    [
        (PNG, "image/png", "png"),
        (b"\xff\xd8\xff\xe0 a photo", "image/jpeg", "jpg"),
        (b"%PDF-1.7 a scan", "application/pdf", "pdf"),
    ],
)
def test_a_scan_is_kept_byte_for_byte(world: World, data: bytes, mime_type: str, ending: str) -> None:
    session_id = factories.hold(world.kostanay)
    client = world.signed_in(world.kostanay.instructor)
    kept = upload(client, session_id, data)
    digest = hashlib.sha256(data).hexdigest()
    page = client.get(kept.location).text
    assert "What is kept is byte for byte what came" in page
    assert digest in page.replace("<wbr>", "")
    assert ("<img" in page) == (mime_type != "application/pdf")
    file = client.get(f"{kept.location}/file")
    assert (file.data, file.mimetype) == (data, mime_type)
    assert file.headers["Content-Disposition"] == f"attachment; filename=sheet-2026-09-14-{digest[:8]}.{ending}"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    fact = db.session.execute(select(SheetKept)).scalar_one()
    assert (fact.digest, fact.size, fact.mime_type, fact.day, fact.by_account) == (
        digest,
        len(data),
        mime_type,
        MONDAY,
        world.kostanay.instructor,
    )
    again = upload(client, session_id, data)
    assert "is kept already" in client.get(again.location).text
    db.session.rollback()
    assert len(db.session.execute(select(SheetKept)).all()) == len(db.session.execute(select(Scan.id)).all()) == 1


def test_whoever_changes_or_deletes_what_is_kept_is_found_out(world: World) -> None:
    session_id = factories.hold(world.kostanay)
    client = world.signed_in(world.kostanay.instructor)
    path = upload(client, session_id, PNG).location
    with transaction():
        db.session.execute(update(Scan).values(data=PNG + b"!"))
    assert "What is kept is not what came" in client.get(path).text
    with transaction():
        db.session.delete(db.session.execute(select(Scan)).scalar_one())
    assert "The file is gone." in client.get(path).text
    assert client.get(f"{path}/file").status_code == 404


@pytest.mark.parametrize(
    ("data", "day", "said"),
    [
        (b"<svg onload=alert(1)>", "2026-09-14", "This is no photo or scan."),
        (b"", "2026-09-14", "This is no photo or scan."),
        (PNG, "2026-09-18", "Please choose one."),
        (PNG, "", "Please choose one."),
        (b"%PDF-" + bytes(200), "2026-09-14", "This file is too large: 10 MB at most."),
    ],
    ids=["svg", "empty", "day to come", "no day", "too large"],
)
def test_what_is_no_scan_of_a_day_is_refused(
    world: World, data: bytes, day: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("elearn.cohorts.rules.scans.LARGEST", 200)
    session_id = factories.hold(world.kostanay)
    client = world.signed_in(world.kostanay.instructor)
    answer = upload(client, session_id, data, day)
    assert said in client.get(answer.location).text
    assert db.session.execute(select(Scan.id)).all() == []


def test_a_scan_is_of_its_session_and_its_academy_only(world: World) -> None:
    session_id, other_id = factories.hold(world.kostanay), factories.hold(world.kostanay)
    path = upload(world.signed_in(world.kostanay.instructor), session_id, PNG).location
    scan_id = path.rsplit("/", 1)[1]
    for account in (world.karaganda.instructor, world.karaganda.administrator):
        client = world.signed_in(account)
        assert [client.get(each).status_code for each in (path, f"{path}/file")] == [404, 404]
        assert upload(client, session_id, PNG).status_code == 404
    own = world.signed_in(world.kostanay.instructor)
    assert own.get(f"/sessions/{other_id}/scans/{scan_id}").status_code == 404
    assert own.get(f"/sessions/{other_id}/scans/{scan_id}/file").status_code == 404
