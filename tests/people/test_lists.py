"""Lists of officers in and out: looked at, corrected, loaded whole or not at all, and never seen by the second academy."""

import csv
import io
import itertools
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import python_calamine
from flask.testing import FlaskClient
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from elearn.foundation import clock, jobs, worker
from elearn.foundation.db import db, transaction
from elearn.foundation.sheets import reading, writing
from elearn.people.jobs import EXPORT
from elearn.people.models import (
    Academy,
    Account,
    Identity,
    Institution,
    ListedRow,
    MatchKeyRecorded,
    NamesSeen,
    Officer,
    OfficerList,
    OfficerRegistered,
    OfficersLinked,
    PostingRecorded,
)
from elearn.people.queries import lists
from elearn.people.rules.lists.judging import Verdict
from elearn.people.rules.lists.rows import tidy
from elearn.people.rules.officers import Identified, Served, Sex, Track
from elearn.people.service import erasing, officers, projection, renaming
from elearn.people.service.lists import checking, keeping
from tests.databases import NOW
from tests.people.helpers import plain, words
from tests.people.test_packs import kazakhstan
from tests.world import World, officer

HEADINGS = "Service number;Family name;Given name;Patronymic;Sex;Date of birth;Institution;Rank;Job;Serves there since"
NEW = "000700;Дюсенова;Сания;Ерланқызы;F;1991-03-25;kostanay-1;лейтенант;Psychologist;2026-03-01"


@pytest.fixture
def office(world: World) -> FlaskClient:
    return world.signed_in(world.kostanay.administrator)


def listed(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join((headings, *rows)).encode()


def send(client: FlaskClient, world: World, data: bytes, academy_id: UUID | None = None) -> str:
    """Send a list and have it checked: the address of its page."""
    sent = {"academy": str(academy_id or world.kostanay.academy_id), "file": (io.BytesIO(data), "list.csv")}
    answer = client.post("/officers/lists", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303, words(answer)
    assert jobs.run_next()
    assert answer.location
    return answer.location


def load(client: FlaskClient, path: str, **form: str) -> TestResponse:
    """Let the list in and have it loaded: its page."""
    answer = client.post(f"{path}/load", data=form)
    assert answer.status_code == 303, words(answer)
    assert jobs.run_next()
    return client.get(path)


def shown(response: TestResponse) -> dict[str, Any]:
    """The preview: how many rows of each verdict, and the rows that stand there."""
    body = response.get_data(as_text=True)
    tabs = re.search(r'<nav class="tabs".*?</nav>', body, re.DOTALL)
    table = re.search(r"<tbody>(.*?)</tbody>", body, re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL) if table else []
    return {"tabs": plain(tabs[0]) if tabs else "", "rows": [plain(row) for row in rows]}


def everything() -> dict[str, Any]:
    """All that is recorded of officers, however it came there."""
    db.session.rollback()
    officers = db.session.execute(select(*Officer.__table__.c).order_by(Officer.id)).all()
    identities = db.session.execute(select(*Identity.__table__.c).order_by(Identity.officer_id)).all()
    counts = {
        table.__tablename__: db.session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (OfficerRegistered, MatchKeyRecorded, PostingRecorded, OfficersLinked, Account)
    }
    return {"officers": officers, "identities": identities, **counts}


def numbers(academy_id: UUID) -> list[str]:
    """The service numbers of an academy's officers."""
    db.session.rollback()
    found = select(Identity.service_number).join(Officer, Officer.id == Identity.officer_id)
    return sorted(db.session.execute(found.where(Officer.academy_id == academy_id)).scalars())


def test_a_list_is_looked_at_then_loaded(world: World, office: FlaskClient) -> None:
    unchanged = "000001;Сейтқали;Айгүл;;F;1990;Institution of kostanay;сержант;security-officer;2026-01-01"
    promoted = "000 002;Ермолаева;Вера;;;;;лейтенант;;"
    before = everything()
    path = send(office, world, listed(NEW, unchanged, promoted))
    assert everything() == before
    assert shown(office.get(path)) == {
        "tabs": "New (1) Changed (1) Unchanged (1)",
        "rows": ["2 000700 Дюсенова Сания Ерланқызы"],
    }
    assert shown(office.get(f"{path}/changed"))["rows"] == [
        "4 000 002 Ермолаева Вера Rank: сержант лейтенант Serves there since: 2026-09-15"
    ]
    loaded = load(office, path)
    assert words(loaded) == (
        "← Lists of officers A list of officers The list is loaded 1 officer is new. 1 officer was changed. "
        "1 row changed nothing. All officers"
    )
    assert numbers(world.kostanay.academy_id) == ["000001", "000002", "000003", "000700"]
    assert numbers(world.karaganda.academy_id) == ["000004", "000005", "000006"]
    fresh = db.session.execute(
        select(*Officer.__table__.c, *Identity.__table__.c)
        .join(Identity, Identity.officer_id == Officer.id)
        .where(Identity.service_number == "000700")
    ).one()
    assert (fresh.family_name, fresh.given_name, fresh.patronymic, fresh.name_key) == (
        "Дюсенова",
        "Сания",
        "Ерланқызы",
        "дюсенова сания ерланкызы",
    )
    assert (fresh.sex, fresh.birth_year, fresh.birth_date) == ("F", 1991, date(1991, 3, 25))
    assert (fresh.institution_id, fresh.rank, fresh.track) == (
        world.kostanay.institution_id,
        "лейтенант",
        "psychologist",
    )
    code = office.post(f"/officers/{fresh.id}/code", data={"language": "ru"})
    assert code.status_code == 200  # there is an account to let in
    assert db.session.get_one(Officer, world.kostanay.officers[1]).rank == "лейтенант"
    left = [db.session.execute(select(func.count()).select_from(table)).scalar() for table in (OfficerList, ListedRow)]
    assert left == [1, 0]
    now = everything()
    projection.rebuild()
    assert everything()["officers"] == now["officers"]


def test_loading_the_same_list_twice_changes_nothing(world: World, office: FlaskClient) -> None:
    data = listed(NEW, "000002;Ермолаева;Вера;;;;;лейтенант;;2026-05-01", "000003;Төлегенов;Нұрлан;;;;;;;2025-01-01")
    load(office, send(office, world, data))
    before = everything()
    again = send(office, world, data)
    assert shown(office.get(again))["tabs"] == "Unchanged (3)"
    assert "0 officers are new. 0 officers were changed. 3 rows changed nothing." in words(load(office, again))
    assert everything() == before


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ru", "ar"])
def test_what_is_exported_and_loaded_again_changes_nothing(world: World, file_format: str, language: str) -> None:
    office = world.signed_in(world.kostanay.administrator, language)
    with transaction():
        for number, name in zip(range(3), ("=1+1", "'-Әли", "Дина\u00a0 Мария"), strict=True):
            identity = db.session.get_one(Identity, world.kostanay.officers[number])
            identity.given_name = name
            identity.birth_date = date(1990, 2, 28) if number else None
        assert officers.serve_no_longer(world.kostanay.officers[2], date(2026, 6, 1))
        officers.move_within(world.kostanay.officers[0], "=3-корпус  ")
    before = everything()
    asked = office.post("/officers/lists/export", data={"academy": world.kostanay.academy_id, "format": file_format})
    assert jobs.run_next()
    file = office.get(f"{asked.location}/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename=officers.{file_format}"
    rows = reading.read(file.data, len).rows
    assert [row[0] for row in rows[1:]] == ["000002", "000001", "000003"]  # by name, and nobody of the other academy
    path = send(office, world, file.data)
    load(office, path)
    assert everything() == before
    other = world.signed_in(world.karaganda.administrator)
    assert [other.get(asked.location).status_code, other.get(f"{asked.location}/file").status_code] == [404, 404]


def test_a_list_says_who_serves_in_which_wing(world: World, office: FlaskClient) -> None:
    headings, one, two = "Service number;Full name;Wing", world.kostanay.officers[0], world.kostanay.officers[1]
    data = listed("000001;Сейтқали Айгүл;3-корпус", "000002;Ермолаева Вера;", headings=headings)
    path = send(office, world, data)
    assert shown(office.get(path)) == {
        "tabs": "Changed (1) Unchanged (1)",
        "rows": ["2 000001 Сейтқали Айгүл Wing or unit: 3-корпус Serves there since: 2026-09-15"],
    }
    load(office, path)
    assert [db.session.get_one(Officer, officer_id).unit for officer_id in (one, two)] == ["3-корпус", None]
    assert shown(office.get(send(office, world, data)))["tabs"] == "Unchanged (2)"
    now = everything()
    projection.rebuild()
    assert everything()["officers"] == now["officers"]


NAMES = st.text("АбвҚңӘёЙі ڤحمدéß'=+-@\"; ,\tXy\u00a0\u200f", min_size=1, max_size=12).filter(tidy)
POSTINGS = st.tuples(
    st.sampled_from(["kostanay-1", "karaganda-1", "shared-1", "shared-2", "merged-1"]),
    st.sampled_from(["sergeant", "major", "captain"]) | NAMES.map(str.strip).filter(bool),
    st.sampled_from(Track),
    st.dates(date(2024, 1, 1), date(2026, 9, 15)),
    st.none() | NAMES.map(str.strip).filter(bool),
)
BIRTHS = st.none() | st.integers(1950, 2005) | st.dates(date(1950, 1, 1), date(2005, 12, 31))
WRITTEN = st.tuples(NAMES, NAMES, st.just("") | NAMES, st.none() | st.sampled_from(Sex), BIRTHS)
OFFICERS = st.lists(st.tuples(WRITTEN, st.lists(POSTINGS, min_size=1, max_size=3)), min_size=1, max_size=3)


def test_whoever_is_exported_and_loaded_again_is_unchanged(world: World) -> None:
    """Each example goes on from the one before: the academy only grows, and its list is always read as it was written."""
    kazakhstan()
    places = {code: institution(code) for code in ("kostanay-1", "karaganda-1")}
    with transaction():
        for code, name in (("shared-1", "Colony"), ("shared-2", "Colony"), ("merged-1", "Annex")):
            made = Institution(country="KZ", code=code, names={"en": name}, region="")
            db.session.add(made)
            db.session.flush()
            places[code] = made.id
        annex = db.session.get_one(Institution, places["merged-1"])
        assert renaming.merge(annex, places["kostanay-1"], date(2026, 6, 1), world.programme_administrator)
    place, following = world.kostanay, itertools.count(1000)

    def enlist(
        written: tuple[str, str, str, Sex | None, Any],
        postings: list[tuple[str, str, Track, date, str | None]],
        number: str,
    ) -> None:
        *names, sex, born = written
        year, day = (born.year, born) if isinstance(born, date) else (born, None)
        family, given_name, patronymic = names
        who = Identified(family, given_name, patronymic, number, sex, year, day)
        first, *more = (Served(places[code], rank, track, since, unit) for code, rank, track, since, unit in postings)
        with transaction():
            officer_id = officers.enlist(place.academy_id, who, first, False, world.app.config["KEYS"])
            assert isinstance(officer_id, UUID)
            for served in more:
                officers.serve(officer_id, served)

    def run(people: list[Any], form: str, file_format: str, language: str) -> None:
        for written, postings in people:
            enlist(written, postings, form.format(next(following)))
        before = everything()
        with transaction():
            asked = {"academy_id": str(place.academy_id), "language": language, "format": file_format}
            job_id = jobs.ask(EXPORT, asked, by_account=place.administrator, academy_id=place.academy_id)
        assert jobs.run_next()
        content = b"".join(jobs.file_parts(job_id))
        with transaction():
            list_id = keeping.take(place.academy_id, place.administrator, language, content)
        assert jobs.run_next()
        assert [row for row in lists.rows(list_id) if row.verdict != Verdict.UNCHANGED] == []
        checked = lists.one(list_id, None)
        assert checked
        assert checked.counts == {Verdict.UNCHANGED: len(numbers(place.academy_id))}
        with transaction():
            assert keeping.let_in(list_id, place.administrator, doubts_looked_at=False)
        assert jobs.run_next()
        assert everything() == before

    most = 2 if db.engine.dialect.name == "postgresql" else 8
    forms = st.sampled_from(["{}", "00{}", "№ {}-А", "ЖҮ {}/1", "=1-{}"])
    formats, languages = st.sampled_from(["csv", "xlsx"]), st.sampled_from(["en", "ru", "kk", "ky", "fr", "ar"])
    settings(max_examples=most, phases=[Phase.generate])(given(OFFICERS, forms, formats, languages)(run))()


def institution(code: str) -> UUID:
    return db.session.execute(select(Institution.id).where(Institution.code == code)).scalar_one()


def test_wrong_rows_come_back_and_are_loaded_once_corrected(world: World, office: FlaskClient) -> None:
    path = send(
        office,
        world,
        listed(
            NEW,
            ";Асқаров;Болат;;M;1985;kostanay-1;сержант;Psychologist;",
            "000701;Асқаров;;;M;1985;kostanay-1;сержант;Psychologist;",
            "000702;Асқаров;Болат;;?;31.31.1985;nowhere;сержант;pilot;2027-01-01",
            "000703;Асқаров;Болат;;M;1985;;;;",
            "000700;Дюсенова;Мария;;F;1991-03-25;kostanay-1;лейтенант;Psychologist;2026-03-01",
        ),
    )
    page = office.get(path)
    assert shown(page) == {
        "tabs": "Wrong (6)",
        "rows": [
            "2 000700 Дюсенова Сания Ерланқызы Service number: Row 7 has the same number and says something else. "
            "Correct one of them, or take it out.",
            "3 Асқаров Болат Service number: This must be filled in.",
            "4 000701 Асқаров Given name: This must be filled in.",
            "5 000702 Асқаров Болат Sex: “?” is not understood. Write F for a woman, M for a man, or leave the cell empty. "
            "Year or date of birth: “31.31.1985” is not the birth date or year of an officer. Write it as 1990-03-25 or 1990. "
            "Institution: “nowhere” is not known here. Write it as this site does, or ask your administrator to add it. "
            "Job: “pilot” is no job that is known here. Write one of: Security officer, Inspector for "
            "the prevention of violent extremism, Psychologist, Probation officer, Theologian, Social worker, Other. "
            "Serves there since: This day has not come yet.",
            "6 000703 Асқаров Болат Institution: This must be filled in for an officer who is new here. "
            "Rank: This must be filled in for an officer who is new here. "
            "Job: This must be filled in for an officer who is new here.",
            "7 000700 Дюсенова Мария Service number: Row 2 has the same number and says something else. "
            "Correct one of them, or take it out.",
        ],
    }
    assert "Nothing can be loaded while 6 rows are wrong: a list is loaded whole or not at all." in words(page)
    assert office.post(f"{path}/load").status_code == 422
    assert not jobs.run_next()

    file = office.get(f"{path}/rows-to-correct")
    assert file.headers["Content-Disposition"] == "attachment; filename=rows-to-correct.csv"
    table = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
    assert table[0] == ["Row in the list", *HEADINGS.split(";"), "What to correct"]
    assert [row[0] for row in table[1:]] == ["2", "3", "4", "5", "6", "7"]
    table[2][1] = "000710"
    table[3][3] = "Болат"
    table[4][5:10] = ["M", "1985", "kostanay-1", "сержант", "Psychologist"]
    table[4][10] = ""
    table[5][7:10] = ["Kostanay-1", "сержант", "Теолог"]
    table[6][1:] = [""] * 11
    path_again = correct(office, path, writing.csv_bytes(table[0], table[1:]))
    assert path_again == path
    assert shown(office.get(path))["tabs"] == "Doubtful (3) New (2)"
    corrected = load(office, path, looked_at="y")
    assert "5 officers are new." in words(corrected)
    assert numbers(world.kostanay.academy_id) == [
        "000001", "000002", "000003", "000700", "000701", "000702", "000703", "000710",
    ]  # fmt: skip


def correct(client: FlaskClient, path: str, data: bytes) -> str | None:
    sent = {"file": (io.BytesIO(data), "rows.csv")}
    answer = client.post(f"{path}/rows-to-correct", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert jobs.run_next()
    return answer.location


def test_doubts_are_looked_at_before_a_list_is_loaded(world: World, office: FlaskClient) -> None:
    path = send(
        office,
        world,
        listed(
            "000800;Seitkali;Aigul;;F;1990;kostanay-1;сержант;Psychologist;",  # Сейтқали Айгүл is 000001
            "000004;Жумабаев;Асан;;M;1990;kostanay-1;сержант;Psychologist;",  # of the second academy: not told
            "000002;Қалиев;Марат;;;;;;;",  # 000002 is Ермолаева Вера
            NEW,
            NEW,
            "000801;Дюсенова;Сания;Ерланқызы;F;1991-03-25;kostanay-1;лейтенант;Psychologist;2026-03-01",
        ),
    )
    page = office.get(path)
    assert shown(page) == {
        "tabs": "Doubtful (4) New (2)",
        "rows": [
            "2 000800 Seitkali Aigul This may be Сейтқали Айгүл, who is registered with the number 000001. "
            "If so, give this row that number.",
            "4 000002 Қалиев Марат Service number: This is the number of Ермолаева Вера. If the row is about somebody else, "
            "correct its number. Family name: Ермолаева Қалиев Given name: Вера Марат",
            "6 000700 Дюсенова Сания Ерланқызы Service number: Row 5 is the same. It is loaded once.",
            "7 000801 Дюсенова Сания Ерланқызы This may be the same person as in row 5. If so, take one of the two rows out.",
        ],
    }
    refused = office.post(f"{path}/load")
    assert refused.status_code == 422
    assert "Please look at the doubtful rows first, and tick this." in words(refused)
    assert "4 officers are new. 1 officer was changed. 1 row changed nothing." in words(
        load(office, path, looked_at="y")
    )
    links = db.session.execute(select(OfficersLinked.one_id, OfficersLinked.basis)).all()
    assert links == [(world.karaganda.officers[0], "match-key")]  # the one number that both academies have


def test_the_second_academy_sees_nothing_of_it(world: World, office: FlaskClient) -> None:
    path = send(office, world, listed(NEW, ";x;y;;;;;;;"))
    others = [world.signed_in(world.karaganda.administrator)]
    for other in others:
        assert words(other.get("/officers/lists")).endswith("Write the file")  # no list of today
        assert [
            other.get(path).status_code,
            other.get(f"{path}/new").status_code,
            other.get(f"{path}/rows-to-correct").status_code,
            other.post(f"{path}/rows-to-correct").status_code,
            other.post(f"{path}/load").status_code,
            other.post(f"{path}/forget").status_code,
        ] == [404] * 6
        refused = {"academy": str(world.kostanay.academy_id)}
        assert other.post("/officers/lists", data=refused).status_code == 422
        assert other.post("/officers/lists/export", data={**refused, "format": "csv"}).status_code == 422
    assert shown(office.get(path))["tabs"] == "Wrong (1) New (1)"
    assert not jobs.run_next()


def test_an_officer_of_another_academy_is_not_changed(world: World, office: FlaskClient) -> None:
    with transaction():
        officers.let_see(world.kostanay.academy_id, [world.karaganda.officers[0]])
    path = send(
        office, world, listed("000004;Жумабаев;Асан;;;;;;;", "000005;Қасымова;Дина;;F;1990;kostanay-1;c;Other;")
    )
    assert shown(office.get(path))["tabs"] == "New (1) Unchanged (1)"
    path = send(office, world, listed("000004;Жумабаев;Асан;;;;;майор;;"))
    assert shown(office.get(path))["rows"] == [
        "2 000004 Жумабаев Асан Service number: Another academy keeps the record of this officer, and only it can change "
        "the record. Take the row out."
    ]


def test_nothing_is_loaded_where_officers_changed_meanwhile(world: World, office: FlaskClient) -> None:
    path = send(office, world, listed(NEW))
    first = send(
        office, world, listed(NEW.replace("Дюсенова", "Қалиева"), "000900;Дюсенова;Сания;;;;kostanay-1;c;Other;")
    )
    assert shown(office.get(path))["tabs"] == "New (1)"
    load(office, first, looked_at="y")
    with transaction():
        db.session.execute(update(Identity).where(Identity.service_number == "000900").values(service_number="000701"))
    before = everything()
    with transaction():  # as when the officer went to another academy meanwhile
        db.session.execute(
            update(Officer)
            .where(Officer.id.in_(select(Identity.officer_id).where(Identity.service_number == "000700")))
            .values(academy_id=world.karaganda.academy_id)
        )
    page = load(office, path)
    assert "The list is loaded" in words(page)  # the number is of nobody here any more: a new record, linked
    assert len(everything()["officers"]) == len(before["officers"]) + 1


def test_a_list_and_its_names_are_gone_after_a_day(world: World, office: FlaskClient) -> None:
    path = send(office, world, listed(NEW))
    with clock.stopped_at(NOW + timedelta(hours=25)):
        worker.do_chores()
    assert office.get(path).status_code == 404
    left = [db.session.execute(select(func.count()).select_from(table)).scalar() for table in (OfficerList, ListedRow)]
    assert left == [0, 0]
    path = send(office, world, listed(NEW))
    assert words(office.post(f"{path}/forget", follow_redirects=True)).startswith("The list was thrown away.")
    assert office.get(path).status_code == 404


def test_a_list_that_is_thrown_away_while_it_is_loaded_is_not_loaded(
    world: World, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = send(office, world, listed(NEW))
    before = everything()
    judge, said = checking.judge, []

    def thrown_away_meanwhile(*given: Any) -> Any:
        said.append(words(office.post(f"{path}/forget", follow_redirects=True)))
        return judge(*given)

    office.post(f"{path}/load")
    monkeypatch.setattr(checking, "judge", thrown_away_meanwhile)
    assert jobs.run_next()
    assert said[0].startswith("The list was thrown away. Nothing of it was loaded.")
    assert everything() == before
    assert db.session.execute(select(jobs.Job.state).order_by(jobs.Job.asked_at)).scalars().all() == ["done", "done"]
    monkeypatch.undo()
    path = send(office, world, listed(NEW))
    load(office, path)
    assert words(office.post(f"{path}/forget", follow_redirects=True)).startswith("The list is loaded")


def test_a_test_record_stays_one_that_is_not_counted(world: World, office: FlaskClient) -> None:
    with transaction():
        place = world.kostanay
        of = (world.app, place.academy_id, place.institution_id, "Проба", "Проба", "M", "000800")
        officer_id, _account = officer(*of, is_test=True)
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        load(office, send(office, world, listed("000800;Проба;Проба;;F;1991;;;;")))
    found = db.session.get_one(Officer, officer_id)
    assert (found.sex, found.birth_year, found.is_test) == ("F", 1991, True)


def test_a_list_after_a_merger_does_not_move_what_was_before(world: World, office: FlaskClient) -> None:
    """Lists of today name the place of today, also beside the day on which somebody began at what became part of it."""
    old, new = world.kostanay.institution_id, world.karaganda.institution_id
    with transaction():
        assert renaming.merge(
            db.session.get_one(Institution, old), new, date(2026, 6, 1), world.programme_administrator
        )
    before = everything()
    path = send(office, world, listed("000001;Сейтқали;Айгүл;;;;karaganda-1;сержант;;2026-01-01"))
    assert shown(office.get(path))["tabs"] == "Unchanged (1)"
    load(office, path)
    assert everything() == before
    asked = office.post("/officers/lists/export", data={"academy": world.kostanay.academy_id, "format": "csv"})
    assert jobs.run_next()
    exported = reading.read(office.get(f"{asked.location}/file").data, len).rows
    assert {row[-1] for row in exported[1:]} == {"2026-01-01"}


def test_nobody_of_an_academy_that_became_part_of_this_one_is_registered_again(world: World) -> None:
    here, ended = world.karaganda, world.kostanay
    with transaction():
        place = db.session.get_one(Academy, ended.academy_id)
        assert renaming.merge(place, here.academy_id, date(2026, 6, 1), world.programme_administrator)
    office = world.signed_in(here.administrator)
    before = len(everything()["officers"])
    path = send(
        office, world, listed("000001;Сейтқали;Айгүл;;F;;;;;", "000003;Төлегенов;Нұрлан;;M;1991;;;;"), here.academy_id
    )
    assert shown(office.get(path))["tabs"] == "Changed (1) Unchanged (1)"
    with clock.stopped_at(NOW + timedelta(minutes=1)):
        load(office, path)
    assert len(everything()["officers"]) == before
    changed = db.session.get_one(Officer, ended.officers[2])
    assert (changed.birth_year, changed.academy_id) == (1991, ended.academy_id)


@pytest.mark.parametrize("data", [b"", b"nothing here", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old"])
def test_a_file_that_is_no_list_is_explained(world: World, office: FlaskClient, data: bytes) -> None:
    page = words(office.get(send(office, world, data)))
    expected = {
        b"": "The file holds no rows. Choose the file with the list of officers.",
        b"not": "No row with headings was found, such as Service number, Family name, Given name. Add one above the names.",
        b"PK\x03": "This is neither an Excel workbook (.xlsx) nor a text with columns (CSV). "
        "Open it in Excel and save it as .xlsx.",
        b"\xd0\xcf\x11": "This is a workbook of an old Excel (.xls). Save it as an Excel workbook (.xlsx) or as CSV.",
    }[data[:3]]
    assert page == f"← Lists of officers A list of officers {expected} Send another file"


def test_looks_at_names_are_written_down_and_queries_do_not_grow(
    world: World, office: FlaskClient, queries: list[str]
) -> None:
    def cost(rows: int) -> tuple[int, int]:
        data = listed(*(NEW.replace("000700", f"{1000 + 10 * rows + n:06}") for n in range(rows)))
        queries.clear()
        path = send(office, world, data)
        checked = len(queries)
        queries.clear()
        load(office, path, looked_at="y")
        return checked, len(queries)

    cost(1)  # after which the id of the site is known
    assert cost(2) == cost(6)
    looks = db.session.execute(select(NamesSeen.what, NamesSeen.how_many)).all()
    assert ("list loaded", 6) in looks


def test_a_workbook_comes_back_as_a_workbook(world: World, office: FlaskClient) -> None:
    rows = [NEW.split(";"), ["000701", *NEW.split(";")[1:6], "nowhere", *NEW.split(";")[7:]]]
    path = send(office, world, writing.xlsx_bytes(HEADINGS.split(";"), rows))
    file = office.get(f"{path}/rows-to-correct")
    assert file.mimetype == writing.XLSX
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(file.data))
    back = book.get_sheet_by_index(0).to_python()
    assert back[0] == ["Row in the list", *HEADINGS.split(";"), "What to correct"]
    assert len(back) == 2
    assert db.session.execute(select(func.count()).select_from(Institution)).scalar() == 2


def test_a_name_that_was_erased_is_not_written_again(world: World, office: FlaskClient) -> None:
    officer_id = world.kostanay.officers[0]
    with transaction():
        assert erasing.erase_identity(officer_id)
    path = send(office, world, listed("000001;Сейтқали;Айгүл;;F;1990;kostanay-1;сержант;Psychologist;", NEW))
    assert shown(office.get(path)) == {
        "tabs": "Wrong (1) New (1)",
        "rows": [
            "2 000001 Сейтқали Айгүл Service number: The name of the officer with this number was erased, and a list does not "
            "write it again. Take the row out. If the name has to stand here again, write it on the page of the officer."
        ],
    }
    assert office.post(f"{path}/load").status_code == 422
    assert not jobs.run_next()
    assert db.session.get(Identity, officer_id) is None
    assert office.get(f"/officers/{officer_id}/correction").status_code == 200  # where a person can write it


def test_lists_that_may_hold_a_name_that_was_erased_are_thrown_away(world: World, office: FlaskClient) -> None:
    """Also another academy's: nobody can say in which the name stands. What was loaded stays loaded."""
    loaded = send(office, world, listed(NEW))
    load(office, loaded)
    elsewhere = world.signed_in(world.karaganda.administrator)
    row = "000999;Сейтқали;Айгүл;;F;1990;kostanay-1;сержант;Psychologist;"
    waiting = [
        send(office, world, listed(row)),
        send(elsewhere, world, listed(row), academy_id=world.karaganda.academy_id),
    ]
    with transaction():
        assert erasing.erase_identity(world.kostanay.officers[0])
    assert [client.get(path).status_code for client, path in zip((office, elsewhere), waiting, strict=True)] == [
        404,
        404,
    ]
    assert db.session.execute(select(func.count()).select_from(ListedRow)).scalar() == 0
    assert words(office.get(loaded)).startswith("← Lists of officers A list of officers The list is loaded")


def test_headings_that_a_spreadsheet_would_obey_come_back_defused(world: World, office: FlaskClient) -> None:
    path = send(office, world, listed("1;;;;;;;;;;", headings=f'{HEADINGS};"=HYPERLINK(""http://x"")"'))
    back = office.get(f"{path}/rows-to-correct").data.decode("utf-8-sig").splitlines()
    assert back[0] == f'Row in the list;{HEADINGS};"\'=HYPERLINK(""http://x"")";What to correct'


def test_who_is_only_possibly_somebody_else_is_looked_at_too(world: World, office: FlaskClient) -> None:
    """A name in another spelling, and nothing else to go by."""
    path = send(office, world, listed("000810;Сейткали;Айгуль;;;;kostanay-1;сержант;Psychologist;", NEW))
    assert shown(office.get(path)) == {
        "tabs": "Doubtful (1) New (1)",
        "rows": [
            "2 000810 Сейткали Айгуль This may be Сейтқали Айгүл, who is registered with the number 000001. "
            "If so, give this row that number."
        ],
    }
