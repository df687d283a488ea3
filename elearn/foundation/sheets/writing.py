"""Tables as files that spreadsheets open in any language: no cell calculates, and what was defused can be read back."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter

CALCULATES = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def defused(text: str) -> str:
    """Text that a spreadsheet shows and never obeys: an apostrophe before what would start a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.lstrip("'").startswith(CALCULATES) else text


def fused(text: str) -> str:
    """What a cell meant before it was defused."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(CALCULATES) else text


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, semicolons, lines ending in CR LF (RFC 4180): Excel opens that in any language."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(defused, headings))  # they may come from a file that somebody sent
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def xlsx_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]], *, right_to_left: bool = False) -> bytes:
    """A workbook of one sheet, all of it text, with a heading that stays in sight and columns as wide as what they hold."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        if right_to_left:
            sheet.right_to_left()
        sheet.freeze_panes(1, 0)
        as_text = book.add_format({"num_format": "@"})  # else a number that is typed over loses its leading zeros
        sheet.write_row(0, 0, headings, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}))
        widths = [len(heading) for heading in headings]
        for number, row in enumerate(rows, 1):
            row = [defused(cell) for cell in row]
            widths = [max(width, len(cell)) for width, cell in zip(widths, row, strict=True)]
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, as_text)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, 8), 60), as_text)
    return out.getvalue()
