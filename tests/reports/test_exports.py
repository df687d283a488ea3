"""Completion statistics as files: every format holds the same, long lists are made in the background, memory stays small."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select, update

from config import ROOT
from elearn.certificates.rules import Status
from elearn.foundation import jobs
from elearn.foundation.db import db, snapshot, transaction
from elearn.people.models import Identity, RoleGranted
from elearn.people.service import erasing
from elearn.reports.exports import lists
from elearn.reports.models import CompletedAs, ExportMade
from elearn.reports.queries import completions
from elearn.reports.queries.statistics import By
from elearn.reports.views import completions as views
from tests import histories
from tests.databases import SECRET
from tests.foundation.test_jobs import stands
from tests.reports.test_pages import _queries, filled, read, table
from tests.world import World

__all__ = ["filled"]  # a fixture

QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"last_day": "2026-06-30"},
    {"first_day": "2026-07-02", "last_day": "2026-07-02"},
    {"sex": "F", "track": "security-officer", "module": "searches"},
    {"sex": "M"},
)


def sheet(content: bytes) -> list[list[Any]]:
    """The cells of the only sheet of an XLSX file."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def plain(rows: list[list[Any]]) -> list[list[str]]:
    """Cells as text: a spreadsheet's numbers are floats, and nothing is an empty cell."""
    return [
        ["" if c is None else str(int(c)) if isinstance(c, float) and c.is_integer() else str(c) for c in row]
        for row in rows
    ]


def test_all_formats_of_a_list_agree(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    for query in QUERIES:
        screen = table(client.get("/exports", query_string=query).text)[-1][1] if query != {"sex": "M"} else "0"
        for kind in ("named", "without-names"):
            as_csv = read(client.post(f"/exports/{kind}.csv", data=query).data)
            as_xlsx = plain(sheet(client.post(f"/exports/{kind}.xlsx", data=query).data))
            as_json = json.loads(client.post(f"/exports/{kind}.json", data=query).data)
            assert as_xlsx[:-1] == as_csv
            assert as_xlsx[-1][as_csv[0].index("Completed")] == str(len(as_csv) - 1) == screen
            assert plain([list(row.values()) for row in as_json]) == as_csv[1:]
            if kind == "named":
                printed = table(client.post("/exports/print", data=query).text)
                assert [row[1:] for row in printed[:-1]] == as_csv
                assert printed[-1] == ["", *as_xlsx[-1]]
    assert client.post("/exports/named.pdf").status_code == 404


def test_all_formats_of_figures_agree(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    for by in By:
        data = {"by": by.value}
        screen = table(client.get("/exports", query_string=data).text)
        as_csv = read(client.post("/exports/figures.csv", data=data).data)
        assert screen[:-1] == as_csv, by
        assert plain(sheet(client.post("/exports/figures.xlsx", data=data).data)) == screen
        as_json = json.loads(client.post("/exports/figures.json", data=data).data)
        assert plain([list(row.values()) for row in as_json]) == as_csv[1:]
        printed = client.post("/exports/figures/print", data=data).text
        assert [row[1:] for row in table(printed)] == screen
        assert "Signature" in printed
        assert f"<h1>Completions by {screen[0][0]}</h1>" in printed


def test_figures_by_each_property(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    expected = {
        "institution": [["Institution of kostanay", "2", "2", "3", "0", "1"]],
        "academy": [["Kostanay academy", "2", "2", "3", "0", "1"]],
        "region": [["Kostanay", "2", "2", "3", "0", "1"]],
        "module": [["Searches", "2", "2", "3", "0", "1"]],
        "track": [["Security officer", "2", "2", "3", "0", "1"]],
        "rank-group": [["Not stated", "2", "2", "3", "0", "1"]],
        "sex": [["Women", "2", "2", "3", "0", "1"]],
        "month": [
            ["2026-03", "1", "1", "1", "0", "1"],
            *([f"2026-0{month}", "0", "0", "0", "0", "0"] for month in (4, 5, 6)),
            ["2026-07", "1", "1", "2", "0", "0"],
        ],
        "quarter": [
            ["2026Q1", "1", "1", "1", "0", "1"],
            ["2026Q2", "0", "0", "0", "0", "0"],
            ["2026Q3", "1", "1", "2", "0", "0"],
        ],
        "year": [["2026", "2", "2", "3", "0", "1"]],
    }
    for by, rows in expected.items():
        found = table(client.get(f"/exports?by={by}").text)
        assert found[1:] == [*rows, ["Together", "2", "2", "3", "0", "1"]], by
    assert found[0] == ["Year", "Completions", "People", "Attempts", "Days in class", "Certificates"]


def test_a_person_who_completed_twice_counts_once_together(filled: World) -> None:
    histories.published("cooking", "Cooking")
    histories.completed(filled.kostanay, filled.kostanay.officers[0], "cooking", on=date(2026, 8, 1))
    found = table(filled.signed_in(filled.kostanay.administrator).get("/exports?by=module").text)
    assert found[1:] == [
        ["Cooking", "1", "1", "1", "0", "0"],
        ["Searches", "2", "2", "3", "0", "1"],
        ["Together", "3", "2", "4", "0", "1"],
    ]


def test_who_may_see_no_names_sees_no_number_under_ten(filled: World) -> None:
    client = filled.signed_in(filled.programme_administrator)
    hidden = ["under 10"] * 3
    page = client.get("/exports?by=academy").text
    rows = [["Karaganda training centre", *hidden, "0", "0"], ["Kostanay academy", *hidden, "0", hidden[0]]]
    rows.append(["Together", *hidden, "0", hidden[0]])
    assert table(page)[1:] == rows
    assert read(client.post("/exports/figures.csv", data={"by": "academy"}).data)[1:] == rows[:-1]
    first = json.loads(client.post("/exports/figures.json", data={"by": "academy"}).data)[0]
    assert first == {
        "academy": "Karaganda training centre", "completions": None, "people": None, "attempts": None, "attended": 0,
        "certificates": 0,
    }  # fmt: skip
    assert "none under ten is shown" in page


def test_the_second_academy_sees_nothing_of_the_first_in_any_file(filled: World) -> None:
    client = filled.signed_in(filled.karaganda.administrator)
    for path in ("named", "without-names", "figures"):
        for form in ("csv", "json"):
            content = client.post(f"/exports/{path}.{form}").data.decode()
            assert "Kostanay academy" not in content
            assert "Ермолаева" not in content
        wrong = client.post(f"/exports/{path}.csv", data={"academy": str(filled.kostanay.academy_id)})
        assert wrong.status_code == 422
        at_institution = {"institution": str(filled.kostanay.institution_id)}
        # An officer of that institution completed something here.
        rows = client.post(f"/exports/{path}.json", data=at_institution).get_json()
        assert len(rows) == 1


def test_a_sheet_reads_from_right_to_left_in_arabic_and_never_calculates(filled: World) -> None:
    with transaction():
        db.session.get_one(Identity, filled.kostanay.officers[0]).family_name = "=1+1"
    for language, said in (("ar", True), ("fr", False)):
        content = filled.signed_in(filled.kostanay.administrator, language).post("/exports/named.xlsx").data
        with ZipFile(io.BytesIO(content)) as parts:
            xml = parts.read("xl/worksheets/sheet1.xml").decode()
        assert ('rightToLeft="1"' in xml) is said
        assert 'state="frozen"' in xml
        assert "<cols>" in xml
        assert "<f>" not in xml
        assert sheet(content)[1][1] == "=1+1"


def test_a_file_says_of_which_days_it_is(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    first, last = {"first_day": "2026-01-01"}, {"last_day": "2026-06-30"}
    for path, days, name in (
        ("named.csv", {}, "completions-named.csv"),
        ("named.xlsx", first | last, "completions-named-2026-01-01_2026-06-30.xlsx"),
        ("without-names.json", first, "completions-from-2026-01-01.json"),
        ("figures.csv", last, "statistics-institution-until-2026-06-30.csv"),
    ):
        assert client.post(f"/exports/{path}", data=days).headers["Content-Disposition"].endswith(f"={name}")


def test_columns_of_a_sheet_are_as_wide_as_what_they_hold(filled: World) -> None:
    title = "The Nelson Mandela Rules for officers"
    histories.published("rules", title)
    histories.completed(filled.kostanay, filled.kostanay.officers[0], "rules", on=date(2026, 8, 1))
    content = filled.signed_in(filled.kostanay.administrator).post("/exports/named.xlsx").data
    with ZipFile(io.BytesIO(content)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', xml)
    wide = {int(at): float(width) for first, last, width in columns for at in range(int(first), int(last) + 1)}
    assert len(title) + 2 <= wide[7] < len(title) + 3
    assert wide[8] < 13  # the revision


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_long_list_is_made_in_the_background_and_is_the_same(
    filled: World, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    at_once = client.post(f"/exports/named.{form}").data
    monkeypatch.setattr(views, "AT_ONCE", 1)
    answer = client.post(f"/exports/named.{form}")
    assert (answer.status_code, answer.location.split("/")[1]) == (303, "jobs")
    job_id = UUID(answer.location.rsplit("/", 1)[1])
    assert answer.location in client.get("/exports").text
    assert jobs.run_next()
    file = client.get(f"{answer.location}/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename=completions-named.{form}"
    assert (sheet(file.data) == sheet(at_once)) if form == "xlsx" else (file.data == at_once)
    assert stands(job_id)["result"] == {"rows": 2}
    made = db.session.execute(select(ExportMade.account_id, ExportMade.named, ExportMade.rows)).all()
    assert made == [(filled.kostanay.administrator, True, 2)] * 2
    other = filled.signed_in(filled.karaganda.administrator)
    assert other.get(answer.location).status_code == 404
    assert other.get(f"{answer.location}/file").status_code == 404


def test_a_long_list_goes_on_after_its_worker_was_killed(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 1)
    address = filled.signed_in(filled.kostanay.administrator).post("/exports/without-names.csv").location
    with transaction():  # as a worker leaves it that died in the middle
        db.session.execute(update(jobs.Job).values(state=jobs.State.RUNNING, claim=uuid4(), beginnings=1, done=1))
    assert not jobs.run_next()
    assert jobs.sweep() == 1
    assert jobs.run_next()
    file = filled.signed_in(filled.kostanay.administrator).get(f"{address}/file")
    assert len(read(file.data)) == 3
    assert len(db.session.execute(select(ExportMade)).all()) == 1


def test_who_lost_the_role_gets_no_list(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 1)
    address = filled.signed_in(filled.kostanay.administrator).post("/exports/named.csv").location
    with transaction():
        db.session.execute(delete(RoleGranted).where(RoleGranted.account_id == filled.kostanay.administrator))
    assert jobs.run_next()
    assert stands(UUID(address.rsplit("/", 1)[1]))["state"] == "failed"
    assert db.session.execute(select(ExportMade)).all() == []


def test_a_list_that_is_too_long_to_print_says_so(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 1)
    answer = filled.signed_in(filled.kostanay.administrator).post("/exports/print")
    assert answer.status_code == 422
    assert "This list is too long to print." in answer.text


def test_what_was_counted_is_found_in_completed_as(filled: World) -> None:
    days = select(CompletedAs.started_on, CompletedAs.completed_on, CompletedAs.attempts, CompletedAs.certificate)
    assert db.session.execute(days.order_by(CompletedAs.completed_on)).all()[0] == (
        date(2026, 2, 27), date(2026, 3, 1), 1, "CODE-A",
    )  # fmt: skip


LONG = 200_000
_MEASURED = f"""
import resource, sys
from elearn.app import create_app
from elearn.reports.exports.files import Format
from tests.bench import completions

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

with create_app().app_context():
    completions.fill({LONG})
    form = Format(sys.argv[1])
    before = peak()
    with open(sys.argv[2], "wb") as file:
        completions.write(form, file)
    print(peak() - before)
"""


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_the_memory_of_a_list_does_not_grow_with_its_rows(database: str, tmp_path: Path, form: str) -> None:
    """Kept rows would take a kilobyte each; a fifth of that is room for what libraries keep, whatever the number."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_START") if name in os.environ},
        "ELEARN_DATABASE": database, "ELEARN_SECRET_KEY": SECRET, "ELEARN_KEYS": str(tmp_path), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    file = tmp_path / "list"
    command = [sys.executable, "-c", _MEASURED, form, str(file)]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    assert file.stat().st_size > LONG * 40
    assert int(done.stdout) < LONG * 200 / 1024


def test_a_list_is_read_by_programs_whatever_it_holds(filled: World) -> None:
    with transaction():
        identity = db.session.get_one(Identity, filled.kostanay.officers[0])
        identity.family_name, identity.given_name = 'Semi;colon "quoted"', "two\nlines"
    client = filled.signed_in(filled.kostanay.administrator)
    assert read(client.post("/exports/named.csv").data)[1][1:3] == ['Semi;colon "quoted"', "two\nlines"]
    assert client.post("/exports/named.json").get_json()[0]["given_name"] == "two\nlines"


def test_the_pages_ask_the_same_number_of_questions_for_one_row_and_for_more(filled: World) -> None:
    """Orders, jobs and clients too."""
    account = filled.kostanay.administrator
    office = filled.signed_in(account)
    scope = {"name": "Ministry", "scope": f"academy:{filled.kostanay.academy_id}"}

    def add() -> None:
        office.post("/exports/monthly/named", data={"format": "csv", "module": "searches"})
        office.post("/exports/clients", data=scope)

    def counts() -> list[int]:
        return [_queries(filled, address, account) for address in ("/exports?by=region", "/exports/clients")]

    add()
    one = counts()
    add()
    histories.completed(filled.kostanay, filled.kostanay.officers[2], on=date(2026, 8, 1))
    assert counts() == one


def erase(officer_id: UUID) -> None:
    with transaction():
        erasing.erase_identity(officer_id)


def test_who_is_erased_is_gone_from_files_that_were_made(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 1)
    office = filled.signed_in(filled.kostanay.administrator)
    named, plain_list = (office.post(f"/exports/{kind}.csv").location for kind in ("named", "without-names"))
    assert jobs.run_next()
    assert jobs.run_next()
    assert "Ермолаева".encode() in office.get(f"{named}/file").data
    erase(filled.kostanay.officers[1])
    assert office.get(f"{named}/file").status_code == 404
    assert "because the name of an officer was erased" in office.get(named).text
    assert len(read(office.get(f"{plain_list}/file").data)) == 3
    kept = db.session.execute(select(jobs.JobFile.content)).scalars().all()
    assert not any("Ермолаева".encode() in part for part in kept)


def test_who_is_erased_while_a_file_is_made_is_not_in_it(filled: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AT_ONCE", 1)
    office = filled.signed_in(filled.kostanay.administrator)
    address = office.post("/exports/named.csv").location
    whole = lists.parts

    def meanwhile(*arguments: Any) -> Any:
        yield from whole(*arguments)
        erase(filled.kostanay.officers[1])

    monkeypatch.setattr(lists, "parts", meanwhile)
    assert jobs.run_next()
    monkeypatch.undo()
    assert stands(UUID(address.rsplit("/", 1)[1]))["state"] == "waiting"
    assert jobs.run_next()
    rows = read(office.get(f"{address}/file").data)
    assert [row[1] for row in rows[1:]] == ["Сейтқали", ""]


def test_a_long_list_agrees_with_its_total_whatever_comes_meanwhile(filled: World) -> None:
    filters = completions.Filters(academy_ids=(filled.kostanay.academy_id,))
    words = completions.Words(lambda names: names["en"], dict.fromkeys(Status, ""))
    with snapshot() as connection:
        before = completions.totals(filters, connection)
        histories.completed(filled.kostanay, filled.kostanay.officers[2], on=date(2026, 3, 2))
        rows = [row for some in completions.read(completions.listed(filters, False, words), connection) for row in some]
    assert before.completions == len(rows) == 2
    assert completions.totals(filters).completions == 3
