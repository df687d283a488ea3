"""Pages of reports: whole tables, for whom they are, the files that leave, and the second academy that sees nothing."""

import csv
import io
import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, select

from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.people.models import Identity, NamesSeen
from elearn.reports.models import ExportMade
from tests import histories
from tests.databases import NOW
from tests.world import World, officer


def table(html: str, number: int = 0) -> list[list[str]]:
    """The cells of one table of a page as text, rows of headings included."""
    rows = re.findall(r"<tr.*?</tr>", re.findall(r"<table.*?</table>", html, re.DOTALL)[number], re.DOTALL)
    return [
        [
            re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", cell)).strip()
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]


@pytest.fixture
def filled(world: World) -> World:
    """Three officers completed something at Kostanay, one of them at Karaganda too; one more is late, one not started."""
    histories.published("searches", "Searches")
    histories.programme(
        targets=[["2026-12-31", 10]], quoted=[{"text": {"en": "6,500 officers"}, "source": "press release"}]
    )
    aigul, vera, nurlan = world.kostanay.officers
    asan, dina, _petr = world.karaganda.officers
    enrolment = histories.completed(world.kostanay, aigul, pre=40, post=90)
    histories.certified(world.kostanay, aigul, enrolment, date(2026, 3, 2), date(2028, 3, 2), "CODE-A")
    histories.completed(world.karaganda, aigul, on=date(2026, 5, 1))
    histories.completed(world.kostanay, vera, on=date(2026, 7, 2), pre=70, post=60)
    histories.enrolled(world.kostanay, nurlan, on=date(2026, 8, 1), due_on=date(2026, 9, 14))
    histories.completed(world.karaganda, asan, on=date(2026, 8, 1))
    histories.enrolled(world.karaganda, dina)
    return world


def test_the_figures_of_a_programme(filled: World) -> None:
    page = filled.signed_in(filled.programme_administrator).get("/programmes/joint").text
    assert re.findall(r'class="figure">(?:<a href="[^"]*">)?(\d+)', page) == ["3", "1", "1", "4"]
    heading = ["", "Trained", "Improved", "of those with both tests", "Valid certificate", "Participations"]
    assert table(page, 0) == [
        ["Quarter", *heading[1:]],
        ["2026, quarter 1", "1", "1", "1", "1", "1"],
        ["2026, quarter 2", "1", "1", "1", "1", "2"],
        ["2026, quarter 3", "3", "1", "2", "1", "4"],
    ]
    assert table(page, 1) == [
        ["Sex", *heading[1:]],
        ["Women", "2", "1", "2", "1", "3"],
        ["Men", "1", "0", "0", "0", "1"],
        ["Together", "3", "1", "2", "1", "4"],
    ]
    assert sorted(table(page, 2)[1:-1]) == [
        ["Karaganda training centre", "2", "0", "0", "0", "2"],
        ["Kostanay academy", "2", "1", "2", "1", "2"],
    ]
    assert table(page, 2)[-1] == ["Each person once", "3", "1", "2", "1", "4"]
    for sentence in (
        "Definition 1: proposed, not agreed.",
        "The academies add up to 4, which is 1 more",
        "Target: 10.",
        "6,500 officers",
        "never added",
    ):
        assert sentence in page


def test_a_figure_opens_to_its_officer_ids_and_no_names(filled: World) -> None:
    client = filled.signed_in(filled.programme_administrator)
    aigul, vera, _nurlan = filled.kostanay.officers
    asan = filled.karaganda.officers[0]
    people = {
        "trained": [aigul, vera, asan],
        "matched": [aigul, vera],
        "improved": [aigul],
        "holding": [aigul],
        "participations": [aigul, aigul, vera, asan],
    }
    for figure, ids in people.items():
        page = client.get(f"/programmes/joint/people/{figure}").text
        assert sorted(row[1] for row in table(page)[1:]) == sorted(str(one) for one in ids), figure
        assert not any(name in page for name in db.session.execute(select(Identity.family_name)).scalars())
    narrowed = {
        f"trained?academy={filled.karaganda.academy_id}&until=2026Q2": [aigul],
        "trained?sex=F": [aigul, vera],
        "trained?sex=M": [asan],
        "trained?sex=": [],
        "holding?sex=M": [],
        "trained?until=2026Q3&new=": [vera, asan],
        "participations?until=2026Q2": [aigul, aigul],
    }
    for address, ids in narrowed.items():
        page = client.get(f"/programmes/joint/people/{address}").text
        found = [row[1] for row in table(page)[1:]] if ids else []
        assert sorted(found) == sorted(str(one) for one in ids), address
        assert f"{len(ids)}</h1>" in page
    assert client.get("/programmes/joint/people/everyone").status_code == 404


def test_a_monitor_sees_no_number_under_ten_and_no_id(filled: World) -> None:
    client = filled.signed_in(filled.monitor)
    page = client.get("/programmes/joint").text
    numbers = {cell for n in range(3) for row in table(page, n)[1:] for cell in row[1:]}
    assert numbers == {"under 10", "0"}
    assert re.findall(r'class="figure">(.*?)</p>', page) == ['<span class="soft">under 10</span>'] * 4
    assert "did not take both tests" not in page
    assert "/people/" not in page
    assert client.get("/programmes/joint/people/trained").status_code == 403


def test_another_quarter_or_programme(filled: World) -> None:
    client = filled.signed_in(filled.programme_administrator)
    early = client.get("/programmes/joint?until=2026Q1").text
    assert table(early, 1)[-1] == ["Together", "1", "1", "1", "1", "1"]
    assert [client.get(f"/programmes/joint?until={until}").status_code for until in ("2025Q4", "2026Q4", "x")] == [
        404
    ] * 3
    assert client.get("/programmes/other").status_code == 404


def test_modules_are_approved_with_a_date(filled: World) -> None:
    histories.published("cooking", "Cooking")
    client = filled.signed_in(filled.programme_administrator)
    answer = client.post("/programmes/joint/modules", data={"module": "cooking", "from_date": "2026-06-01"})
    assert answer.location == "/programmes/joint/modules"
    rows = table(client.get("/programmes/joint/modules").text)
    assert rows[1:] == [["Searches", "January 1, 2026", "counts"], ["Cooking", "June 1, 2026", "counts"]]
    wrong = client.post("/programmes/joint/modules", data={"module": "nothing", "from_date": ""})
    assert "Please choose one." in wrong.text
    assert "Please give a date, such as 2026-09-15." in wrong.text
    assert len(table(client.get("/programmes/joint/modules").text)) == 3


def test_the_overview_of_an_academy(filled: World) -> None:
    page = filled.signed_in(filled.kostanay.administrator).get("/overview").text
    assert table(page, 0) == [
        ["Module", "not started", "started", "late", "passed", "failed, no attempt left", "Together"],
        ["Searches", "0", "0", "1", "2", "0", "3"],
    ]
    assert table(page, 1)[1:] == [
        ["Ермолаева Вера", "000002", "Searches", "passed", "", "Jul 2, 2026", "2", "85%"],
        ["Сейтқали Айгүл", "000001", "Searches", "passed", "", "Mar 1, 2026", "1", "90%"],
        ["Төлегенов Нұрлан", "000003", "Searches", "late", "Sep 14, 2026", "", "0", ""],
    ]


def test_the_overview_filters_and_finds(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.instructor)

    def names(query: str, search: str = "") -> list[str]:
        address = f"/overview?{query}"
        page = (client.post(address, data={"search": search}) if search else client.get(address)).text
        return [row[0] for row in table(page, 1)[1:]] if page.count("<table") > 1 else []

    assert names("state=late") == ["Төлегенов Нұрлан"]
    for search in ("ермол", "Ермол", "000002", "0000 02", "000-002"):
        assert names("", search) == ["Ермолаева Вера"], search
    assert names("module=nothing") == names("", "%") == names("", "Асан") == names("", "\x00") == []
    assert names("state=nonsense") == names("search=Ермол") == names("")
    assert [client.get(f"/overview?page={page}").status_code for page in (2, "99999999999999999999")] == [404, 404]


def test_looks_at_the_overview_are_written_down(filled: World) -> None:
    filled.signed_in(filled.kostanay.instructor).get("/overview")
    seen = db.session.execute(
        select(NamesSeen.account_id, NamesSeen.academy_id, NamesSeen.what, NamesSeen.how_many)
    ).all()
    assert seen == [(filled.kostanay.instructor, filled.kostanay.academy_id, "overview page 1", 3)]


def test_the_second_academy_sees_nothing_of_the_first(filled: World) -> None:
    client = filled.signed_in(filled.karaganda.administrator)
    assert client.get(f"/overview?academy={filled.kostanay.academy_id}").status_code == 404
    page = client.get("/overview").text
    assert [row[0] for row in table(page, 1)[1:]] == ["Жумабаев Асан", "Қасымова Дина", "Сейтқали Айгүл"]
    assert "Ермолаева" not in page


def read(content: bytes) -> list[list[str]]:
    """A CSV file as Excel opens it: byte order mark, semicolons."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content[3:].decode(), newline=""), delimiter=";"))


def test_the_named_export_is_complete_and_recorded(filled: World) -> None:
    client = filled.signed_in(filled.kostanay.administrator)
    answer = client.post("/exports/named.csv", data={"first_day": "2026-01-01", "last_day": "2026-09-15"})
    assert read(answer.data) == [
        [
            "Service number", "Family name", "Given name", "Patronymic", "Institution", "Academy", "Module", "Revision",
            "Enrolled", "Started", "Completed", "Score, percent", "Attempts", "Days in class", "Certificate",
        ],
        [
            "000001", "Сейтқали", "Айгүл", "", "Institution of kostanay", "Kostanay academy", "Searches", "1", "2026-02-22",
            "2026-02-27", "2026-03-01", "90", "1", "0", "CODE-A valid",
        ],
        [
            "000002", "Ермолаева", "Вера", "", "Institution of kostanay", "Kostanay academy", "Searches", "1", "2026-06-25",
            "2026-06-30", "2026-07-02", "85", "2", "0", "",
        ],
    ]  # fmt: skip
    export = db.session.execute(select(ExportMade)).scalar_one()
    assert (export.account_id, export.academy_id, export.named, export.rows) == (
        filled.kostanay.administrator,
        filled.kostanay.academy_id,
        True,
        2,
    )
    assert export.filters == {
        "academies": [str(filled.kostanay.academy_id)],
        "institution": None,
        "first_day": "2026-01-01",
        "last_day": "2026-09-15",
    }


def test_the_export_without_names_has_none(filled: World) -> None:
    answer = filled.signed_in(filled.programme_administrator).post("/exports/without-names.csv", data={})
    rows = read(answer.data)
    assert rows[0] == [
        "Institution", "Academy", "Module", "Revision", "Enrolled", "Started", "Completed", "Score, percent",
        "Attempts", "Days in class", "Certificate",
    ]  # fmt: skip
    assert [(row[1], row[6], row[10]) for row in rows[1:]] == [
        ("Kostanay academy", "2026-03-01", "valid"),
        ("Karaganda training centre", "2026-05-01", ""),
        ("Kostanay academy", "2026-07-02", ""),
        ("Karaganda training centre", "2026-08-01", ""),
    ]
    everything = answer.data.decode()
    for identity in db.session.execute(select(Identity)).scalars():
        assert identity.family_name not in everything
        assert identity.service_number not in everything
    assert filled.signed_in(filled.programme_administrator).post("/exports/named.csv").status_code == 403


@pytest.mark.parametrize("path", ["named.csv", "without-names.csv", "print"])
def test_a_choice_that_makes_no_sense_exports_nothing_and_says_why(filled: World, path: str) -> None:
    client = filled.signed_in(filled.karaganda.administrator)
    wrong = {
        "Please give a date, such as 2026-09-15.": {"first_day": "2026-13-40"},
        "This day is before the first one.": {"first_day": "2026-09-02", "last_day": "2026-09-01"},
        "Please choose one.": {"academy": str(filled.kostanay.academy_id)},
    }
    for sentence, data in wrong.items():
        answer = client.post(f"/exports/{path}", data=data)
        assert (answer.status_code, answer.mimetype) == (422, "text/html")
        assert sentence in answer.text
        assert "Ермолаева" not in answer.text
    assert db.session.execute(select(ExportMade)).all() == []


def test_headings_follow_the_reader_and_cells_do_not_calculate(filled: World) -> None:
    identity = db.session.get_one(Identity, filled.kostanay.officers[0])
    for dangerous in ("=1+1", "+1", "-1", "@SUM(A1)", "＋1", "\t=1", "'=1", "''=1"):
        identity.family_name = dangerous
        db.session.commit()
        rows = read(filled.signed_in(filled.kostanay.administrator, "ru").post("/exports/named.csv", data={}).data)
        assert rows[1][1] == f"'{dangerous}"


def test_lists_ask_the_same_number_of_questions_for_one_row_and_for_more(world: World) -> None:
    histories.published("searches", "Searches")
    histories.programme()
    addresses = {
        "/overview": world.kostanay.administrator,
        "/exports": world.kostanay.administrator,
        "/programmes/joint": world.programme_administrator,
        "/programmes/joint?by=rank-group": world.programme_administrator,
        "/exports?by=cohort": world.kostanay.administrator,
        "/programmes/joint/people/trained": world.programme_administrator,
        "/programmes/joint/modules": world.programme_administrator,
    }
    histories.completed(world.kostanay, world.kostanay.officers[0])
    one = {address: _queries(world, address, account) for address, account in addresses.items()}
    histories.completed(world.kostanay, world.kostanay.officers[1], on=date(2026, 5, 5))
    histories.completed(world.karaganda, world.kostanay.officers[2], on=date(2026, 6, 6))
    assert {address: _queries(world, address, account) for address, account in addresses.items()} == one


def _queries(world: World, address: str, account: UUID) -> int:
    """How many statements a page takes, once the day's look at names is written down."""
    client = world.signed_in(account)
    client.get(address)
    count = 0

    def note(*_arguments: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", note)
    assert client.get(address).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    return count


def test_today_ends_at_midnight_at_the_academy(filled: World) -> None:
    """Due on 14 September: late from 15 September, 0:00 in Almaty, which is 19:00 UTC of the day before."""
    client = filled.signed_in(filled.kostanay.administrator)
    states = []
    for minutes in (-1, 1):
        with clock.stopped_at(NOW.replace(day=14, hour=19) + timedelta(minutes=minutes)):
            client = filled.signed_in(filled.kostanay.administrator)
            states.append(table(client.get("/overview").text, 1)[-1][3])
    assert states == ["not started", "late"]


def test_an_empty_academy_and_a_site_without_programme_say_so(world: World) -> None:
    assert (
        "Nobody is enrolled at this academy yet." in world.signed_in(world.kostanay.administrator).get("/overview").text
    )
    assert "There is no programme yet." in world.signed_in(world.monitor).get("/programmes").text
    assert (
        "No module was completed in this selection."
        in world.signed_in(world.kostanay.administrator).get("/exports").text
    )


def test_who_is_erased_stays_counted(filled: World) -> None:
    erased, _account = officer(
        filled.app, filled.kostanay.academy_id, filled.kostanay.institution_id, "Стёртый", "Иван", "M", "900009"
    )
    db.session.commit()
    histories.completed(filled.kostanay, erased, on=date(2026, 8, 20))
    db.session.delete(db.session.get_one(Identity, erased))
    db.session.commit()
    page = filled.signed_in(filled.kostanay.administrator).get("/overview?state=passed").text
    assert ["(name erased)", "", "Searches", "passed", "", "Aug 20, 2026", "1", "90%"] in table(page, 1)


def test_an_auditor_reads_who_took_lists(filled: World) -> None:
    filled.signed_in(filled.kostanay.administrator).post("/exports/named.csv")
    filled.signed_in(filled.programme_administrator).post("/exports/without-names.csv")
    lines = filled.app.test_cli_runner().invoke(args=["reports", "exports"]).output.splitlines()
    assert sorted(lines) == [
        "2026-09-15 06:00:00\tkostanay-admin\tkostanay\twith names\t2",
        "2026-09-15 06:00:00\tprogramme\t-\twithout names\t4",
    ]
    assert filled.app.test_cli_runner().invoke(args=["reports", "exports", "--since", "2026-09-16"]).output == ""
