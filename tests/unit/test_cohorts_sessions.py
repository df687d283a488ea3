"""Rules of sessions, without a database: codes that find mistakes, lines of a sheet, seats, scans."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearn.cohorts.rules.attendance import Found, Known, Line, judged
from elearn.cohorts.rules.scans import LARGEST, Refused, Sheet, State, sheet, state
from elearn.cohorts.rules.sessions import Kind, Plan, Refusal, Session, in_pages, refusal, seats_for
from elearn.foundation import ids

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
PLAN = Plan(
    Kind.SESSION, "Week", "searches", "Hall", "B.", date(2026, 9, 14), date(2026, 9, 18), time(9), time(17), 20, True
)


codes = st.builds(lambda _n: ids.new_short_code(), st.integers())


@given(codes, st.integers(0, 5), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXY"))
def test_every_wrong_letter_and_every_swap_is_found(code: str, place: int, letter: str) -> None:
    plain = code.replace("-", "")
    assert ids.read_short_code(code) == code
    wrong = plain[:place] + letter + plain[place + 1 :]
    assert (ids.read_short_code(wrong) is None) == (wrong != plain)
    if place < 5:
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert (ids.read_short_code(swapped) is None) == (swapped != plain)


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    plain = code.replace("-", "")
    arabic = plain.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    misread = plain.replace("0", "O").replace("1", "l").replace("2", "z")
    cyrillic = plain.translate(str.maketrans("ABCEHKMPTXYSJ", "АВСЕНКМРТХУЅЈ"))
    for typed in (plain.lower(), f" {plain[:2]} {plain[2:]}", arabic, misread, cyrillic):
        assert ids.read_short_code(typed) == code


@pytest.mark.parametrize("typed", ["", "K7Q", "K7Q-4MX-1", "!!!-!!!", "ӨӨӨ-ӨӨӨ"])
def test_what_is_no_code_is_mistyped(typed: str) -> None:
    assert ids.read_short_code(typed) is None


def test_each_line_of_a_sheet_is_judged() -> None:
    known = {
        "NEW": Known(UUID(int=10), HERE, True),
        "THERE": Known(UUID(int=11), HERE, True, present=True),
        "ABSENT": Known(UUID(int=12), HERE, True, present=False),
        "WAITS": Known(UUID(int=13), HERE, False),
        "ELSE": Known(UUID(int=14), ELSEWHERE, True),
        "OWN": Known(UUID(int=15), HERE, True, own=True),
    }
    text = "NEW\n\nbad\nTHERE\nABSENT\nWAITS\n ELSE \nOWN\nNOBODY\nNEW"
    lines = judged(HERE, text, lambda typed: None if typed == "bad" else typed.strip(), known)
    assert [(line.line, line.found, line.wrong) for line in lines] == [
        (1, Found.PRESENT, False),
        (3, Found.MISTYPED, True),
        (4, Found.THERE, False),
        (5, Found.ABSENT, False),
        (6, Found.NO_SEAT, True),
        (7, Found.OTHER_SESSION, True),
        (8, Found.OWN, True),
        (9, Found.UNKNOWN, True),
        (10, Found.REPEATED, False),
    ]
    assert lines[5] == Line(7, "ELSE", Found.OTHER_SESSION, UUID(int=14))


def test_a_session_has_its_days_and_each_ends_at_the_hour_of_its_place() -> None:
    assert [day.day for day in PLAN.days] == [14, 15, 16, 17, 18]
    session = Session(HERE, ELSEWHERE, {}, "Asia/Almaty", PLAN)
    assert session.ends(date(2026, 9, 14)) == datetime(2026, 9, 14, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "seated", "marked", "expected"),
    [
        ({"title": "Other", "seats": 5}, 5, True, None),
        ({"seats": 4}, 5, False, Refusal.FEWER_SEATS),
        ({"module_id": None}, 0, False, None),
        ({"module_id": None}, 0, True, Refusal.HAS_ATTENDANCE),
        ({"last_day": date(2026, 9, 17)}, 0, True, Refusal.HAS_ATTENDANCE),
    ],
)
def test_what_may_be_changed(changes: dict[str, object], seated: int, marked: bool, expected: Refusal | None) -> None:
    assert refusal(PLAN, replace(PLAN, **changes), seated, marked) is expected  # type: ignore[arg-type]


def test_free_seats_go_to_those_who_wait_first() -> None:
    assert [list(seats_for(3, seated, "abc")) for seated in (0, 2, 3, 9)] == [["a", "b", "c"], ["a"], [], []]


def test_a_sheet_has_25_rows_a_page() -> None:
    assert [len(page) for page in in_pages(range(51))] == [25, 25, 1]
    assert in_pages([]) == []


def test_what_a_scan_is_say_its_first_bytes() -> None:
    pdf = b"%PDF-1.7 and more"
    assert sheet(pdf) == Sheet(hashlib.sha256(pdf).hexdigest(), 17, "application/pdf")
    assert isinstance(png := sheet(b"\x89PNG\r\n\x1a\n..."), Sheet)
    assert (png.mime_type, png.size) == ("image/png", 11)
    assert isinstance(jpeg := sheet(b"\xff\xd8\xff..."), Sheet)
    assert jpeg.mime_type == "image/jpeg"
    assert sheet(b"<svg onload=x>") is Refused.NO_SCAN
    assert sheet(b"") is Refused.NO_SCAN
    assert sheet(b"%PDF-" + bytes(LARGEST)) is Refused.TOO_LARGE


def test_whether_a_scan_is_still_the_same() -> None:
    kept = sheet(b"%PDF-1.7")
    assert isinstance(kept, Sheet)
    assert [state(data, kept.digest) for data in (b"%PDF-1.7", b"%PDF-1.8", None)] == [
        State.SAME,
        State.CHANGED,
        State.GONE,
    ]
