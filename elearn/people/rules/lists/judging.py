"""Which officer each row of a list is about, whether it is new, changed, unchanged, doubtful or wrong, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from elearn.people.rules import names
from elearn.people.rules.agreement import names as agreement
from elearn.people.rules.blocks import keys, pairs
from elearn.people.rules.duplicates import compare
from elearn.people.rules.lists.cells import Doubt, Fault, Remark
from elearn.people.rules.lists.rows import Known, Setting, Wanted, read
from elearn.people.rules.lists.words import Column
from elearn.people.rules.officers import Identified
from elearn.people.rules.rarity import Rarity
from elearn.people.rules.suggestions import Record, Suggestion


class Verdict(StrEnum):
    """What becomes of a row, in the order in which one looks at them."""

    WRONG = "wrong"
    DOUBTFUL = "doubtful"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Judged:
    """A row by its number in the list, what it would do (`effect`) and what is to be said of it (`verdict`)."""

    number: int
    match_key: str
    known: Known | None
    wanted: Wanted | None
    remarks: tuple[Remark, ...]
    is_repeated: bool = False

    @property
    def effect(self) -> Verdict:
        """What loading it does, doubts aside."""
        if self.wanted is None:
            return Verdict.WRONG
        if self.is_repeated:
            return Verdict.UNCHANGED
        if self.known is None:
            return Verdict.NEW
        return Verdict.CHANGED if self.wanted.changes or self.wanted.posting else Verdict.UNCHANGED

    @property
    def verdict(self) -> Verdict:
        return Verdict.DOUBTFUL if self.remarks and self.effect is not Verdict.WRONG else self.effect


Cells = Mapping[Column, str]
KeyOf = Callable[[str], str]  # the match key of a service number


class Judge:
    """Judges the rows of one list, in order; it remembers which numbers it has seen."""

    def __init__(self, known: Mapping[str, Sequence[Known]], setting: Setting, key_of: KeyOf) -> None:
        """`known` are the officers whom the academy sees, by match key."""
        self._known = known
        self._setting = setting
        self._key_of = key_of
        self._first: dict[str, tuple[int, Cells]] = {}
        self._none = Rarity([])

    def judge(self, number: int, cells: Cells) -> Judged:
        """One row. That its number stands further down as well, `settle` finds."""
        match_key = self._key_of(cells[Column.NUMBER]) if sum(map(str.isalnum, cells[Column.NUMBER])) > 2 else ""
        found = self._known.get(match_key, ()) if match_key else ()
        known = found[0] if len(found) == 1 else None
        wanted, remarks = read(cells, self._setting, known)
        if len(found) > 1:
            remarks.append(Remark(Fault.NUMBER_OF_SEVERAL, Column.NUMBER))
        row, seen = self._first.setdefault(match_key, (number, cells)) if match_key else (number, cells)
        if row != number:
            same = seen == cells
            remarks.append(Remark(Doubt.REPEATED if same else Fault.NUMBER_TWICE, Column.NUMBER, {"row": row}))
        judged = Judged(number, match_key, known, wanted, (), is_repeated=row != number)
        if known and not known.who.family_name:
            remarks.append(Remark(Fault.ERASED, Column.NUMBER))
        elif judged.effect is Verdict.CHANGED and known and wanted:
            remarks += self._on_change(known, wanted)
        return _remarked(judged, remarks)

    def _on_change(self, known: Known, wanted: Wanted) -> Iterator[Remark]:
        if not known.own:
            yield Remark(Fault.OTHER_ACADEMY, Column.NUMBER)
        if self._is_other(known.who, wanted.who):
            named = {"name": f"{known.who.family_name} {known.who.given_name}"}
            yield Remark(Doubt.OTHER_PERSON, Column.NUMBER, named)

    def _is_other(self, one: Identified, other: Identified) -> bool:
        return agreement(_record(0, one), _record(1, other), self._none) is None


def settle(judged: Sequence[Judged]) -> list[Judged]:
    """Of rows with one number and different words, the first one is wrong too."""
    others = {
        remark.values["row"]: row.number
        for row in reversed(judged)
        for remark in row.remarks
        if remark.what is Fault.NUMBER_TWICE
    }
    return [
        _remarked(row, [*row.remarks, Remark(Fault.NUMBER_TWICE, Column.NUMBER, {"row": others[row.number]})])
        if row.number in others
        else row
        for row in judged
    ]


def _remarked(row: Judged, remarks: Sequence[Remark]) -> Judged:
    if not remarks:
        return row
    wanted = None if any(remark.is_fault for remark in remarks) else row.wanted
    return replace(row, wanted=wanted, remarks=tuple(remarks))


# Likeness


def likeness(judged: Sequence[Judged], known: Iterable[Known]) -> list[Judged]:
    """The rows, each new one that looks like a registered officer or an earlier row with that doubt."""
    fresh = {row.number: row for row in judged if row.effect is Verdict.NEW and row.wanted}
    officers = {each.officer_id: each for each in known if each.who.family_name}
    doubts: dict[int, Remark] = {}
    for found in _alike(fresh, officers):
        one, other = sorted((found.one, found.other), key=lambda each: (not isinstance(each, int), each))
        if isinstance(other, int):
            doubts.setdefault(other, Remark(Doubt.LIKE_ROW, None, {"row": one}))
        else:
            officer = officers[other]  # type: ignore[index]
            said = {"number": officer.who.service_number, "name": f"{officer.who.family_name} {officer.who.given_name}"}
            doubts.setdefault(one, Remark(Doubt.LIKE_OFFICER, None, said))  # type: ignore[arg-type]
    return [_remarked(row, [*row.remarks, doubts[row.number]]) if row.number in doubts else row for row in judged]


def _alike(fresh: Mapping[int, Judged], officers: Mapping[UUID, Known]) -> Iterator[Suggestion]:
    """Pairs of a new row and whom it is like. Names are as rare as they are among all; only the near are compared."""
    if not fresh:
        return
    new = [_record(row.number, row.wanted.who, row.wanted.birth_date) for row in fresh.values() if row.wanted]
    old = [_record(each.officer_id, each.who, each.birth_date) for each in officers.values()]
    rarity = Rarity([*new, *old])
    blocks = {block for record in new for block in keys(record)} if old else frozenset()
    near = [record for record in old if not blocks.isdisjoint(keys(record))]
    for one, other in pairs([*new, *near]):
        if isinstance(one.id, int) or isinstance(other.id, int):
            found = compare(one, other, rarity)
            if found:
                yield found


def _record(record_id: object, who: Identified, born_on: object = None) -> Record:
    name = names.read(who.family_name, who.given_name, who.patronymic)
    return Record(record_id, name, born_on, who.birth_year, who.sex)  # type: ignore[arg-type]
