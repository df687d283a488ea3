"""The API: what a client's token opens, page by page, and nothing of another academy; its description holds."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from elearn.foundation import access, clock
from elearn.foundation.db import db, transaction
from elearn.people.models import Identity
from elearn.reports import service
from elearn.reports.models import ApiClient, ExportMade, Programme
from tests import histories
from tests.databases import NOW
from tests.reports.test_pages import filled
from tests.world import World

__all__ = ["filled"]  # a fixture


def token(world: World, scope: service.Scope, *, named: bool = False) -> dict[str, str]:
    """The header with the token of a new client."""
    with transaction():
        made = service.add_client("ministry", scope, named, world.kostanay.administrator)
    return {"Authorization": f"Bearer {made}"}


def of_academy(world: World, academy_id: UUID, *, named: bool = False) -> dict[str, str]:
    return token(world, service.Scope(academy_id=academy_id), named=named)


def get(world: World, path: str, header: dict[str, str]) -> tuple[int, Any]:
    answer = world.app.test_client().get(f"/api/v1/{path}", headers=header)
    return answer.status_code, answer.get_json()


def test_completions_as_the_csv_has_them(filled: World) -> None:
    header = of_academy(filled, filled.kostanay.academy_id, named=True)
    listed = filled.signed_in(filled.kostanay.administrator).post("/exports/named.json").get_json()
    status, found = get(filled, "completions", header)
    assert status == 200
    assert found["next"] is None
    assert [{name: value for name, value in row.items() if name != "id"} for row in found["rows"]] == listed
    assert [row["family_name"] for row in listed] == ["Сейтқали", "Ермолаева"]
    made = db.session.execute(select(ExportMade).where(ExportMade.account_id.is_(None))).scalar_one()
    client_id = db.session.execute(select(ApiClient.id)).scalar_one()
    assert (made.academy_id, made.named, made.rows) == (filled.kostanay.academy_id, True, 2)
    assert made.client_id == client_id
    lines = filled.app.test_cli_runner().invoke(args=["reports", "exports"]).output.splitlines()
    assert "2026-09-15 06:00:00\tministry\tkostanay\twith names\t2" in lines


def test_pages_follow_each_other_without_gap_or_overlap(filled: World) -> None:
    for officer_id in filled.kostanay.officers:
        histories.published(f"m-{officer_id}", "More")
        histories.completed(filled.kostanay, officer_id, f"m-{officer_id}", on=date(2026, 8, 1))
    header = of_academy(filled, filled.kostanay.academy_id)
    whole = get(filled, "completions", header)[1]["rows"]
    found = get(filled, "completions?limit=2", header)[1]
    pages = [found["rows"]]
    while found["next"]:
        found = get(filled, f"completions?limit=2&after={found['next']}", header)[1]
        pages.append(found["rows"])
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [row for page in pages for row in page] == whole


def test_a_client_without_names_gets_none_and_no_small_number(filled: World) -> None:
    header = of_academy(filled, filled.kostanay.academy_id)
    _status, found = get(filled, "completions", header)
    assert "family_name" not in found["rows"][0]
    assert found["rows"][0]["certificate"] == "valid"
    hidden = {"completions": None, "people": None, "attempts": None, "attended": 0, "certificates": None}
    assert get(filled, "statistics?by=sex", header) == (
        200,
        {"by": "sex", "rows": [{"sex": "Women"} | hidden], "together": hidden},
    )


def test_statistics_of_a_client_with_names_are_exact(filled: World) -> None:
    header = of_academy(filled, filled.kostanay.academy_id, named=True)
    numbers = {"completions": 2, "people": 2, "attempts": 3, "attended": 0, "certificates": 1}
    assert get(filled, "statistics?by=module", header) == (
        200,
        {"by": "module", "rows": [{"module": "Searches"} | numbers], "together": numbers},
    )


def test_a_mistyped_parameter_is_refused_and_narrows_nothing_silently(filled: World) -> None:
    header = of_academy(filled, filled.kostanay.academy_id, named=True)
    for path in ("completions?frist_day=2026-09-01", "statistics?by=sex&frist_day=2026-09-01"):
        status, said = get(filled, path, header)
        assert (status, said["errors"]) == (422, {"frist_day": "There is no such parameter."})


def test_another_academys_token_sees_nothing(filled: World) -> None:
    header = of_academy(filled, filled.karaganda.academy_id, named=True)
    assert [row["id"] for row in get(filled, "academies", header)[1]["rows"]] == [str(filled.karaganda.academy_id)]
    rows = get(filled, "completions", header)[1]["rows"]
    assert {row["academy"] for row in rows} == {"Karaganda training centre"}
    assert "Ермолаева" not in str(rows)
    assert get(filled, "statistics?by=academy", header)[1]["together"]["completions"] == 2
    status, problem = get(filled, f"completions?academy={filled.kostanay.academy_id}", header)
    assert (status, problem) == (
        422,
        {
            "status": 422,
            "title": "The address asks for something that there is not",
            "detail": "See the errors by parameter.",
            "errors": {"academy": "Please choose one."},
        },
    )


def test_a_programmes_client_sees_its_countries(filled: World) -> None:
    programme_id = db.session.execute(select(Programme.id)).scalar_one()
    header = token(filled, service.Scope(programme_id=programme_id))
    assert len(get(filled, "completions", header)[1]["rows"]) == 4
    with transaction():
        db.session.get_one(Programme, programme_id).countries = ["KG"]
    assert get(filled, "completions", header)[1] == {"rows": [], "next": None}


def test_a_token_that_was_revoked_or_used_too_often_opens_nothing(
    filled: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "REQUESTS", 3)
    header = of_academy(filled, filled.kostanay.academy_id)
    client = filled.app.test_client()
    answers = [client.get("/api/v1/academies", headers=header) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert answers[-1].get_json() == {
        "status": 429, "title": "Too many tries", "detail": "Please wait a few minutes and try again.",
    }  # fmt: skip
    other = of_academy(filled, filled.kostanay.academy_id)
    assert get(filled, "academies", other)[0] == 200
    with clock.stopped_at(NOW + timedelta(minutes=2)):
        assert get(filled, "academies", header)[0] == 200
        with transaction():
            for client_id in db.session.execute(select(ApiClient.id)).scalars().all():
                service.revoke_client(client_id)
        status, problem = get(filled, "academies", header)
    assert (status, problem["title"]) == (401, "A token is needed")


def test_a_token_works_until_its_last_day(filled: World) -> None:
    office = filled.signed_in(filled.kostanay.administrator)
    data = {"name": "Ministry", "scope": f"academy:{filled.kostanay.academy_id}"}
    assert "This day has passed." in office.post("/exports/clients", data=data | {"works_until": "2026-09-14"}).text
    for until, last in (("2026-09-20", date(2026, 9, 20)), ("", date(2027, 9, 15))):
        page = office.post("/exports/clients", data=data | {"works_until": until}).text
        made = page.split('class="code" dir="ltr">')[1].split("<")[0]
        header = {"Authorization": f"Bearer {made}"}
        found = []
        for day in (last, last + timedelta(days=1)):
            with clock.stopped_at(datetime.combine(day, time(0, 1), UTC)):
                found.append(get(filled, "academies", header)[0])
        assert found == [200, 401]
    with clock.stopped_at(NOW + timedelta(days=30)):
        page = filled.signed_in(filled.kostanay.administrator).get("/exports/clients").text
    assert page.count("time is over") == 1


def test_an_administrator_makes_a_client_and_revokes_it(filled: World) -> None:
    office = filled.signed_in(filled.kostanay.administrator)
    data = {"name": "Ministry", "scope": f"academy:{filled.kostanay.academy_id}", "named": "y"}
    page = office.post("/exports/clients", data=data).text
    made = page.split('class="code" dir="ltr">')[1].split("<")[0]
    client = db.session.execute(select(ApiClient)).scalar_one()
    assert made not in office.get("/exports/clients").text
    assert made not in str(vars(client))
    assert get(filled, "completions", {"Authorization": f"Bearer {made}"})[0] == 200
    assert "Sep 15, 2026" in office.get("/exports/clients").text  # last used
    others = [filled.signed_in(a) for a in (filled.karaganda.administrator, filled.programme_administrator)]
    for other in others:
        assert "Ministry" not in other.get("/exports/clients").text
        assert other.post(f"/exports/clients/{client.id}/revoke").status_code == 404
        assert "Please choose one." in other.post("/exports/clients", data=data).text
    assert office.post(f"/exports/clients/{client.id}/revoke").status_code == 303
    assert get(filled, "completions", {"Authorization": f"Bearer {made}"})[0] == 401


def test_a_programme_administrator_lets_no_names_out(filled: World) -> None:
    programme_id = db.session.execute(select(Programme.id)).scalar_one()
    office = filled.signed_in(filled.programme_administrator)
    data = {"name": "Donor", "scope": f"programme:{programme_id}"}
    refused = office.post("/exports/clients", data=data | {"named": "y"}).text
    assert "Only an academy&#39;s administrator may let names out" in refused
    assert 'class="code"' in office.post("/exports/clients", data=data).text
    assert db.session.execute(select(ApiClient.named)).scalars().all() == [False]


CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def test_whatever_is_asked_the_answer_is_as_described(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "REQUESTS", 100_000)
    header = of_academy(filled, filled.kostanay.academy_id, named=True)
    names = db.session.execute(select(Identity.family_name).where(Identity.officer_id.in_(filled.karaganda.officers)))
    foreign = set(names.scalars())
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", filled.app)
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]  # an error of the description fails here

        @settings(
            max_examples=20, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def holds(case: Any) -> None:
            answer = case.call(headers=header)
            case.validate_response(answer, checks=CHECKS)
            assert not any(name in answer.text for name in foreign)

        holds()
