"""What a row of a list would have recorded of an officer, and what is wrong with it.

An empty cell says nothing: what is recorded stays. So a list may leave out every column but number and name.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from elearn.people.rules.lists import words
from elearn.people.rules.lists.cells import Doubt, Fault, Named, Remark, damage, day, year
from elearn.people.rules.lists.full_names import split
from elearn.people.rules.lists.words import Column, plain
from elearn.people.rules.officers import LONGEST_UNIT, Identified, Sex, Track, is_plausible_birth_year, may_have_begun

LONGEST = {Column.NUMBER: 32, Column.RANK: 60, Column.UNIT: LONGEST_UNIT}
LONGEST_NAME = 100
_NAMES = (Column.FAMILY, Column.GIVEN, Column.PATRONYMIC)
_OF_POSTINGS = (Column.INSTITUTION, Column.UNIT, Column.RANK, Column.TRACK, Column.SINCE)


class Place(NamedTuple):
    """Where an officer serves and as what; all None where nowhere, `unit` also where it was never said."""

    institution_id: UUID | None
    rank: str | None
    track: str | None
    unit: str | None


class Posting(NamedTuple):
    """The same from a date on, as it is recorded."""

    institution_id: UUID
    rank: str
    track: str
    since: date
    unit: str | None = None

    @property
    def place(self) -> Place:
        return Place(self.institution_id, self.rank, self.track, self.unit)


@dataclass(frozen=True)
class Known:
    """An officer whom the academy sees, as recorded; `own` when it may change the record. An erased name is empty."""

    officer_id: UUID
    own: bool
    who: Identified
    birth_date: date | None = None
    institution_id: UUID | None = None
    rank: str | None = None
    track: str | None = None
    unit: str | None = None
    postings: tuple[Posting, ...] = ()  # the latest last
    is_test: bool = False
    academy_id: UUID | None = None  # which keeps the record

    @property
    def place(self) -> Place:
        return Place(self.institution_id, self.rank, self.track, self.unit)


@dataclass(frozen=True)
class Setting:
    """What a row is read with: the places and ranks of the country, and the day.

    `has_form` says whether a number has one of `number_forms`, where the country takes no others.
    """

    institutions: Named
    ranks: Named  # none where ranks are typed
    today: date
    language: str = "en"
    number_forms: tuple[str, ...] = ()
    has_form: Callable[[str], bool] = bool


@dataclass(frozen=True)
class Change:
    """A column whose words a row would replace."""

    column: Column
    before: str
    after: str


@dataclass(frozen=True)
class Wanted:
    """What would be recorded: who the officer is, and a posting where there is a new one."""

    who: Identified
    birth_date: date | None
    posting: Posting | None
    changes: tuple[Change, ...] = ()


@dataclass
class _Row:
    cells: Mapping[Column, str]
    setting: Setting
    known: Known | None
    remarks: list[Remark] = field(default_factory=list)

    def cell(self, column: Column) -> str:
        return self.cells.get(column, "")

    def takes(self, column: Column, text: str, most: int) -> bool:
        """Whether a text that is not recorded yet can be: it is not too long, and nothing of it was lost."""
        if len(text) > most:
            self.fault(Fault.TOO_LONG, column, most=most)
        elif broken := damage(text):
            self.fault(broken, column, said=text)
        else:
            return True
        return False

    def fault(self, what: Fault, column: Column, **values: Any) -> None:
        self.remarks.append(Remark(what, column, values))


def by_column(places: Mapping[Column, int], cells: Sequence[str]) -> dict[Column, str]:
    """The cells of a row by what they hold; short rows end in empty cells, and a dash says nothing either."""
    said = {column: cells[place] if place < len(cells) else "" for column, place in places.items()}
    return {column: cell if cell.strip("-–—") else "" for column, cell in said.items()}


def read(cells: Mapping[Column, str], setting: Setting, known: Known | None) -> tuple[Wanted | None, list[Remark]]:
    """What the row would have recorded, None while it has a fault; and all remarks on it."""
    row = _Row(cells, setting, known)
    number, names, sex = _number(row), _names(row), _sex(row)
    born, born_on = _birth(row)
    who = Identified(*names, number, sex, born)
    posting = _posting(row)
    if any(remark.is_fault for remark in row.remarks):
        return None, row.remarks
    wanted = Wanted(who, born_on, posting)
    return Wanted(who, born_on, posting, tuple(_changes(wanted, known, setting)) if known else ()), row.remarks


def _number(row: _Row) -> str:
    number = row.cell(Column.NUMBER)
    if not number:
        row.fault(Fault.MISSING, Column.NUMBER)
    elif sum(map(str.isalnum, number)) < 3:
        row.fault(Fault.NUMBER_SHORT, Column.NUMBER)
    elif not row.known and row.takes(Column.NUMBER, number, LONGEST[Column.NUMBER]):
        forms = row.setting.number_forms
        if forms and not row.setting.has_form(number):
            row.fault(Fault.NUMBER_FORM, Column.NUMBER, forms=", ".join(forms))
    # It was found by this number, however it is spelled.
    return row.known.who.service_number if row.known and row.known.who.service_number else number


def _names(row: _Row) -> tuple[str, str, str]:
    whole = row.cell(Column.FULL_NAME)
    said = (row.cell(Column.FAMILY), row.cell(Column.GIVEN), row.cell(Column.PATRONYMIC))
    if whole and not any(said):
        recorded = _recorded_names(row.known.who if row.known else None)
        if row.known and plain(whole) == plain("".join(recorded)):
            return recorded
        *said_parts, sure = split(whole)
        said = tuple(said_parts)  # type: ignore[assignment]
        if not sure and said[1]:
            named = {"family": said[0], "given": said[1], "patronymic": said[2]}
            row.remarks.append(Remark(Doubt.NAME_ORDER, Column.FULL_NAME, named))
    old = row.known.who if row.known else None
    names = (
        said[0] or (old.family_name if old else ""),
        said[1] or (old.given_name if old else ""),
        said[2] or (old.patronymic if old else ""),
    )
    for column, name, recorded_name in zip(_NAMES, names, _recorded_names(old), strict=True):
        if not name and column is not Column.PATRONYMIC:
            row.fault(Fault.MISSING, column)
        elif (
            name not in (recorded_name, tidy(recorded_name))
            and row.takes(column, name, LONGEST_NAME)
            and not any(map(str.isalpha, name))
        ):
            row.fault(Fault.NO_LETTERS, column, said=name)
    return names


def _recorded_names(who: Identified | None) -> tuple[str, str, str]:
    return (who.family_name, who.given_name, who.patronymic) if who else ("", "", "")


def _sex(row: _Row) -> Sex | None:
    said = row.cell(Column.SEX)
    if not said:
        return row.known.who.sex if row.known else None
    found = words.SEXES.get(plain(said))
    if found is None:
        row.fault(Fault.UNKNOWN, Column.SEX, said=said)
    return found


def _birth(row: _Row) -> tuple[int | None, date | None]:
    said, known = row.cell(Column.BORN), row.known
    if not said:
        return (known.who.birth_year, known.birth_date) if known else (None, None)
    born_on = day(said)
    born = born_on.year if born_on else year(said)
    if born is None:
        row.fault(Fault.NO_BIRTH, Column.BORN, said=said)
        return None, None
    if not is_plausible_birth_year(born, row.setting.today):
        row.fault(Fault.NO_BIRTH, Column.BORN, said=said)
    if born_on is None and known and known.birth_date and known.birth_date.year == born:
        born_on = known.birth_date
    return born, born_on


def _posting(row: _Row) -> Posting | None:
    """The posting that is to be recorded: None where it is already, or where an officer has none and the row says nothing."""
    institution_id = _institution(row)
    rank, track, unit, since = _rank(row), _track(row), _unit(row), _since(row)
    known = row.known
    if known:
        silent = not any(map(row.cell, _OF_POSTINGS))
        before = _recorded(known, since)
        institution_id, rank, track = (
            institution_id or before.institution_id,
            rank or before.rank,
            track or before.track,
        )
        if tidy(before.unit or "") == unit or (not unit and institution_id in _same_place(known, since, before)):
            unit = before.unit
        if silent or (not since and Place(institution_id, rank, track, unit) == before):
            return None
    for column, value in ((Column.INSTITUTION, institution_id), (Column.RANK, rank), (Column.TRACK, track)):
        if not value and not row.cell(column):
            row.fault(Fault.MISSING_FOR_NEW, column)
    if not (institution_id and rank and track):
        return None
    posting = Posting(institution_id, rank, track, since or row.setting.today, unit)
    if known and posting in known.postings:
        return None
    if not may_have_begun(posting.since, row.setting.today):
        row.fault(Fault.LONG_AGO, Column.SINCE, said=row.cell(Column.SINCE))
    return posting


def _recorded(known: Known, since: date | None) -> Place:
    """Where the officer serves, or served on a day: that is what empty cells leave as it is, whatever came later."""
    upto = [posting for posting in known.postings if since and posting.since <= since]
    has_ended = known.institution_id is None and upto[-1:] == [*known.postings[-1:]]
    return upto[-1].place if upto and not has_ended else known.place


def _same_place(known: Known, since: date | None, before: Place) -> set[UUID | None]:
    """By which ids the institution of then is known, being part of another one now perhaps: a unit is not taken elsewhere."""
    upto = [posting for posting in known.postings if not since or posting.since <= since]
    return {before.institution_id} | {each.institution_id for each in upto[-2:] if each[1:] == upto[-1][1:]}


def _institution(row: _Row) -> UUID | None:
    said = row.cell(Column.INSTITUTION)
    found = row.setting.institutions.find(said) if said else set()
    if said and len(found) != 1:
        row.fault(Fault.SEVERAL if found else Fault.UNKNOWN, Column.INSTITUTION, said=said)
        return None
    return next(iter(found), None)


def _rank(row: _Row) -> str | None:
    said, ranks = row.cell(Column.RANK), row.setting.ranks
    if not said:
        return None
    if row.known and said == tidy(
        row.known.rank or ""
    ):  # as it was typed, perhaps before the country had a list of ranks
        return row.known.rank
    if not ranks:
        row.takes(Column.RANK, said, LONGEST[Column.RANK])
        return said
    found = ranks.find(said)
    if len(found) != 1:
        row.fault(Fault.SEVERAL if found else Fault.UNKNOWN, Column.RANK, said=said)
        return None
    return str(next(iter(found)))


def _track(row: _Row) -> str | None:
    said = row.cell(Column.TRACK)
    found: Track | None = words.TRACKS.get(plain(said)) if said else None
    if said and found is None:
        row.fault(Fault.UNKNOWN, Column.TRACK, said=said)
    return found


def _unit(row: _Row) -> str | None:
    said = row.cell(Column.UNIT)
    if said not in _recorded_units(row.known):
        row.takes(Column.UNIT, said, LONGEST[Column.UNIT])
    return said or None


def _recorded_units(known: Known | None) -> set[str]:
    units = [known.unit, *(posting.unit for posting in known.postings)] if known else []
    return {tidy(unit or "") for unit in units}


def _since(row: _Row) -> date | None:
    said = row.cell(Column.SINCE)
    since = day(said) if said else None
    if said and since is None:
        row.fault(Fault.NO_DATE, Column.SINCE, said=said)
    elif since and since > row.setting.today:
        row.fault(Fault.FUTURE, Column.SINCE, said=said)
    return since


def _changes(wanted: Wanted, known: Known, setting: Setting) -> list[Change]:
    old, new, language = known.who, wanted.who, setting.language
    if (old, known.birth_date, None) == (new, wanted.birth_date, wanted.posting):
        return []
    compared: list[tuple[Column, str, str]] = [
        (Column.FAMILY, old.family_name, new.family_name),
        (Column.GIVEN, old.given_name, new.given_name),
        (Column.PATRONYMIC, old.patronymic, new.patronymic),
        (Column.NUMBER, old.service_number, new.service_number),
        (Column.SEX, _say_sex(old.sex, language), _say_sex(new.sex, language)),
        (Column.BORN, say_birth(old.birth_year, known.birth_date), say_birth(new.birth_year, wanted.birth_date)),
    ]
    if wanted.posting:
        new_place, places, ranks = wanted.posting, setting.institutions, setting.ranks
        before = places.say(known.institution_id, language), say_rank(ranks, known.rank, language)
        compared += [
            (Column.INSTITUTION, before[0], places.say(new_place.institution_id, language)),
            (Column.UNIT, known.unit or "", new_place.unit or ""),
            (Column.RANK, before[1], say_rank(ranks, new_place.rank, language)),
            (Column.TRACK, _say_track(known.track, language), _say_track(new_place.track, language)),
            (Column.SINCE, "", new_place.since.isoformat()),
        ]
    return [
        Change(column, before, after)
        for column, before, after in compared
        if before != after and tidy(before) != tidy(after)
    ]


def _say_sex(sex: Sex | None, language: str) -> str:
    return words.sex(sex, language) if sex else ""


def _say_track(track: str | None, language: str) -> str:
    return words.track(Track(track), language) if track else ""


def say_birth(born: int | None, born_on: date | None) -> str:
    """A birth date, else a year, else nothing."""
    return born_on.isoformat() if born_on else str(born or "")


def say_rank(ranks: Named, rank: str | None, language: str) -> str:
    """A rank in words that are read again as this rank."""
    return ranks.say(rank, language) or rank or ""


def tidy(text: str) -> str:
    """Names that differ by spaces only, or by what nobody sees, are one."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()
    seen = (" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))
