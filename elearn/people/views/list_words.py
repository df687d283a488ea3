"""What lists of officers are told about, as sentences: each says what to do."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.foundation import locale
from elearn.foundation.sheets.reading import LARGEST, MOST_ROWS, Unreadable
from elearn.people.rules.lists import words
from elearn.people.rules.lists.cells import Doubt, Fault
from elearn.people.rules.lists.columns import Headless
from elearn.people.rules.lists.judging import Verdict
from elearn.people.rules.lists.states import NoRow
from elearn.people.rules.lists.words import Column

# TRANSLATORS: kinds of rows of a list of officers
VERDICTS = {
    Verdict.WRONG: _l("Wrong"),
    Verdict.DOUBTFUL: _l("Doubtful"),
    Verdict.NEW: _l("New"),
    Verdict.CHANGED: _l("Changed"),
    Verdict.UNCHANGED: _l("Unchanged"),
}

_FAULTS = {
    Unreadable.EMPTY: _l("The file holds no rows. Choose the file with the list of officers."),
    Unreadable.TOO_LARGE: _l(
        "The file is larger than %(megabytes)s MB. Delete pictures and other sheets, or load the list in parts."
    ),
    Unreadable.TOO_MANY_ROWS: _l("The list has more than %(rows)s rows. Load it in parts."),
    Unreadable.NO_TEXT: _l(
        "From line %(line)d on, the letters of this file cannot be read. Save it as UTF-8, or as an Excel workbook (.xlsx)."
    ),
    Unreadable.TOO_LONG_CELL: _l(
        "A cell of this file holds a very long text. A list holds names, numbers and dates only: delete the text."
    ),
    Unreadable.OLD_EXCEL: _l(
        "This is a workbook of an old Excel (.xls). Save it as an Excel workbook (.xlsx) or as CSV."
    ),
    Unreadable.LOCKED: _l("This workbook is locked with a password. Save it without a password."),
    Unreadable.NO_WORKBOOK: _l(
        "This is neither an Excel workbook (.xlsx) nor a text with columns (CSV). Open it in Excel and save it as .xlsx."
    ),
    Unreadable.BOMB: _l(
        "This workbook would take too much to open. Copy the rows of the list into a new workbook and save that."
    ),
    Headless.NO_HEADINGS: _l(
        "No row with headings was found, such as Service number, Family name, Given name. Add one above the names."
    ),
    Headless.NO_NUMBER: _l(
        "Row %(row)d has the headings, but none of them is Service number. Officers are known by it: add that column."
    ),
    Headless.NO_NAMES: _l(
        "Row %(row)d has the headings, but none for names: Family name and Given name, or Full name. Add these columns."
    ),
    Headless.TWICE: _l(
        "Two columns have the same meaning; the second one is called “%(said)s”. Delete one of them, or change its heading."
    ),
    NoRow.NO_ROW_COLUMN: _l(
        "This file does not say which rows of the list it corrects. Use the file that this page gave you, with all its columns."
    ),
    "no-key": _l(
        "The key of the country %(country)s is not on this computer, so no numbers can be compared. Tell your administrator."
    ),
    "changed-meanwhile": _l(
        "Nothing was loaded: officers were changed while you looked at the list, and some rows are wrong now. Please look again."
    ),
}

_REMARKS = {
    Fault.MISSING: _l("This must be filled in."),
    Fault.MISSING_FOR_NEW: _l("This must be filled in for an officer who is new here."),
    Fault.TOO_LONG: _l("This has more than %(most)d characters. Please shorten it."),
    Fault.NUMBER_SHORT: _l("A service number has at least three letters or digits."),
    Fault.NUMBER_FORM: _l("Service numbers look like this: %(forms)s (# is a digit, @ a letter)."),
    Fault.NUMBER_TWICE: _l(
        "Row %(row)d has the same number and says something else. Correct one of them, or take it out."
    ),
    Fault.NUMBER_OF_SEVERAL: _l(
        "Several officers have this number. Correct their records first, then load the list again."
    ),
    Fault.OTHER_ACADEMY: _l(
        "Another academy keeps the record of this officer, and only it can change the record. Take the row out."
    ),
    Fault.ERASED: _l(
        "The name of the officer with this number was erased, and a list does not write it again. Take the row out. If the "
        "name has to stand here again, write it on the page of the officer."
    ),
    Fault.UNKNOWN: _l("“%(said)s” is not known here. Write it as this site does, or ask your administrator to add it."),
    Fault.SEVERAL: _l("More than one is called “%(said)s”. Write its code instead."),
    Fault.NO_DATE: _l("“%(said)s” is not a date. Write year, month and day, such as 2026-03-25."),
    Fault.NO_BIRTH: _l("“%(said)s” is not the birth date or year of an officer. Write it as 1990-03-25 or 1990."),
    Fault.FUTURE: _l("This day has not come yet."),
    Fault.LONG_AGO: _l("Nobody who serves today served on “%(said)s” already. Please check the year."),
    Fault.SHORTENED: _l(
        "“%(said)s” is not the whole number: the spreadsheet shortened it. Format the column as text, and write the number again."
    ),
    Fault.FAILED: _l("“%(said)s” is what a spreadsheet writes where it cannot show a value. Write the value itself."),
    Fault.LETTERS_LOST: _l(
        "Letters of “%(said)s” were lost: question marks stand for them. Write it again, and save the list as an Excel "
        "workbook (.xlsx) or as CSV in UTF-8."
    ),
    Fault.NO_LETTERS: _l("“%(said)s” is not a name: it has no letters."),
    Doubt.REPEATED: _l("Row %(row)d is the same. It is loaded once."),
    Doubt.LIKE_OFFICER: _l(
        "This may be %(name)s, who is registered with the number %(number)s. If so, give this row that number."
    ),
    Doubt.LIKE_ROW: _l("This may be the same person as in row %(row)d. If so, take one of the two rows out."),
    Doubt.OTHER_PERSON: _l("This is the number of %(name)s. If the row is about somebody else, correct its number."),
    Doubt.NAME_ORDER: _l(
        "It was read so: family name %(family)s, given name %(given)s, patronymic %(patronymic)s. If that is wrong, "
        "write the family name first, with a comma behind it."
    ),
}
_ADVICE = {
    Column.SEX: _l("“%(said)s” is not understood. Write F for a woman, M for a man, or leave the cell empty."),
    Column.TRACK: _l("“%(said)s” is no job that is known here. Write one of: %(jobs)s."),
}


def about_file(fault: Mapping[str, Any]) -> str:
    """Why nothing can be done with a file as a whole."""
    limits = {"megabytes": LARGEST // 1_000_000, "rows": locale.say_number(MOST_ROWS)}
    return str(_FAULTS[fault["why"]]) % {**limits, **fault}


def about_row(remark: Mapping[str, Any]) -> str:
    """One remark on a row, with the heading of its column in front."""
    values = dict(remark["values"])
    sentence = _REMARKS[remark["what"]]
    if remark["what"] == Fault.UNKNOWN and remark["column"] in _ADVICE:
        sentence = _ADVICE[remark["column"]]
        tracks = (words.track(track, locale.current_language()) for track in dict.fromkeys(words.TRACKS.values()))
        values["jobs"] = ", ".join(tracks)
    said = str(sentence) % values
    return _("%(column)s: %(sentence)s", column=heading(remark["column"]), sentence=said) if remark["column"] else said


def heading(column: str) -> str:
    """The heading of a column in the reader's language."""
    return words.heading(Column(column), locale.current_language())
