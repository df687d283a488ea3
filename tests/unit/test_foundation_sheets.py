"""Files of lists: letters in every encoding, any delimiter, workbooks, and what must not be opened."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from elearn.foundation.sheets import encodings, reading, writing
from elearn.foundation.sheets.reading import Refused, Unreadable

RUSSIAN = [["Служебный номер", "Фамилия", "Имя"], ["000123", "Ёлкин", "ПЁТР"], ["000124", "Щербакова", "Юлия"]]
KAZAKH = [["Қызметтік нөмір", "Тегі", "Аты"], ["000123", "Әбілқасов", "Нұрлан"]]
ARABIC = [["المعرف الوحيد", "اللقب", "الاسم"], ["٠٠١٢٣", "بن علي", "محمّد"]]
FRENCH = [["Matricule", "Nom", "Prénom"], ["00123", "BÉCHIR", "Éloïse"], ["00124", "Garçon", "Noël"]]


def headings(cells: object) -> int:
    """How many of the cells are headings of the lists above."""
    known = {heading for table in (RUSSIAN, KAZAKH, ARABIC, FRENCH) for heading in table[0]}
    return len(known.intersection(cells))  # type: ignore[arg-type]


def read(data: bytes) -> list[list[str]]:
    return reading.read(data, headings).rows


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "^", ":", "~"])
@pytest.mark.parametrize(
    ("table", "encoding"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "utf-8-sig"),
        (RUSSIAN, "utf-16"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (RUSSIAN, "windows-1251"),
        (KAZAKH, "utf-8"),
        (KAZAKH, "utf-16"),
        (KAZAKH, "kz1048"),
        (ARABIC, "utf-8"),
        (ARABIC, "utf-16"),
        ([*ARABIC[:1], ["00123", "بن علي", "محمد"]], "windows-1256"),
        (FRENCH, "utf-8"),
        (FRENCH, "windows-1252"),
    ],
)
def test_letters_are_read_in_every_encoding_with_any_delimiter(
    table: list[list[str]], encoding: str, delimiter: str
) -> None:
    data = "\r\n".join(delimiter.join(row) for row in table).encode(encoding)
    assert read(data) == table


def test_quotes_empty_rows_and_the_line_that_excel_writes() -> None:
    text = 'sep=;\r\nСлужебный номер;Фамилия;Имя\r\n;;\r\n"000123";"де ""Вега"";";"Ана\nМария"\r\n\r\n'
    assert read(text.encode()) == [["sep=", ""], RUSSIAN[0], ["", "", ""], ["000123", 'де "Вега";', "Ана Мария"]]


def test_what_nobody_sees_does_not_matter() -> None:
    assert read("Фамилия;Имя\n\u200fИи\u0306 \u00a0 Ян\u200b\x07;\ufeff".encode())[1] == ["Ий Ян", ""]


@pytest.mark.parametrize("data", [b"\xff\xfe\x00\xd8", "Жұм".encode() + b"\xc3\x28\n", "aЖbЙc".encode("windows-1251")])
def test_bytes_that_mean_nothing_are_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read(data)
    assert (refused.value.reason, refused.value.line) == (Unreadable.NO_TEXT, 1)


def book(*rows: list[object], **options: object) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"remove_timezone": True, **options}) as made:
        hidden = made.add_worksheet("hidden")
        sheet = made.add_worksheet()
        sheet.activate()
        sheet.set_first_sheet()
        hidden.hide()
        hidden.write(0, 0, "not this one")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


def test_a_workbook_gives_what_one_sees() -> None:
    rows = read(
        book(
            ["Фамилия", "Имя"],
            ["Асан", 123.0],
            [datetime(1990, 3, 25, tzinfo=UTC), 1.5],
            ["'=x", True],
            default_date_format="dd.mm.yyyy",
        )
    )
    assert rows == [["Фамилия", "Имя"], ["Асан", "123"], ["1990-03-25", "1.5"], ["=x", "True"]]


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Unreadable.EMPTY),
        (b";;\n;;\n", Unreadable.EMPTY),
        (b"x" * (reading.LARGEST + 1), Unreadable.TOO_LARGE),
        (b"a;b\n" * (reading.MOST_ROWS + 1), Unreadable.TOO_MANY_ROWS),
        (b'a;b\n"' + b"x" * 200_000, Unreadable.TOO_LONG_CELL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", Unreadable.OLD_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Unreadable.LOCKED),
        (b"PK\x03\x04 and nothing else", Unreadable.NO_WORKBOOK),
        (archive(word__document=b"<w/>"), Unreadable.NO_WORKBOOK),
        (archive(xl__workbook=b"<no"), Unreadable.NO_WORKBOOK),
        (archive(xl__workbook=b"<x/>", xl__sheet=b'<c r="A1"/><c r="XFD1048576"/>'), Unreadable.BOMB),
        (archive(xl__workbook=b"<x/>", xl__sheet=b'<dimension ref="A1:XFD1048576"/>'), Unreadable.BOMB),
        (archive(xl__workbook=b"<x/>", xl__strings=b"<t>" + b"x" * 5_000 + b"</t>"), Unreadable.TOO_LONG_CELL),
        (
            archive(xl__workbook=b"<x/>", xl__strings=b"<t>" + b"x" * 400 + b"</t>", xl__sheet=b'<c r="Z60000"/>'),
            Unreadable.BOMB,
        ),
    ],
)
def test_what_cannot_or_must_not_be_opened_is_refused(data: bytes, reason: Unreadable) -> None:
    with pytest.raises(Refused) as refused:
        read(data)
    assert refused.value.reason is reason


@pytest.mark.slow
def test_an_archive_is_weighed_whatever_it_says_of_its_size() -> None:
    honest = archive(xl__workbook=b"<x/>", xl__sheet=b"0" * 260_000_000)
    lying = honest.replace((260_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != honest
    for bomb in (honest, lying):
        with pytest.raises(Refused) as refused:
            read(bomb)
        assert refused.value.reason is Unreadable.BOMB


@given(st.text(max_size=20))
def test_what_was_defused_is_read_back(text: str) -> None:
    said = writing.defused(text)
    assert not said.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert writing.fused(said) == text or not text.lstrip("'").startswith(writing.CALCULATES)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        rows = read(data)
    except Refused:
        return
    assert any(any(row) for row in rows)


@given(st.binary(max_size=40), st.integers(0, 2_000))
def test_a_workbook_that_was_damaged_is_read_or_refused(noise: bytes, at: int) -> None:
    whole = writing.xlsx_bytes(["Фамилия", "Имя"], [["Асан", "Серік"]])
    try:
        read(whole[:at] + noise + whole[at + len(noise) :])
    except Refused:
        return


def test_encodings_are_told_by_their_marks() -> None:
    assert [encodings.marked(data) for data in (b"\xef\xbb\xbfa", b"\xff\xfea\x00", b"a\x00", b"\x00a", b"ab")] == [
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        None,
    ]
