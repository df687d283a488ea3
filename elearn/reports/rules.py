"""Who counts as trained: the four figures of a programme, which are shown together and never mixed.

A. Officers trained: people who fully completed at least one approved module.
B. Officers trained who improved: of A, those with a matched pre- and post-test, post above pre by the margin. It is the
   EU's core indicator for this sector, individuals trained who increased their knowledge; always with the number matched.
C. Officers holding a valid certificate on a day.
D. Participations: completions. One person may bring several; never called officers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from elearn.courses.rules.standing import State
from elearn.people.rules.crowds import coarse


@dataclass(frozen=True)
class Definition:
    """What a version of the definition says. `agreed` is False while the programme has not accepted it."""

    version: int
    agreed: bool
    margin: int  # points of 100 by which the post-test must be above the pre-test


DEFINITIONS = {1: Definition(version=1, agreed=False, margin=10)}


@dataclass(frozen=True)
class Terms:
    """What a programme counts. `tracks` empty: every job track is an officer."""

    countries: frozenset[str]
    starts_on: date
    ends_on: date
    tracks: frozenset[str]
    definition: Definition


@dataclass(frozen=True)
class Approval:
    """From a date on a module counts for the programme, or no longer does."""

    module_id: str
    from_date: date
    approved: bool


class Mode(StrEnum):
    """How a module is taken: alone at a screen, or with days in class too."""

    ONLINE = "online"
    BLENDED = "blended"


def mode(attendance: int) -> Mode:
    """The mode of a module that asks for so many days in class."""
    return Mode.BLENDED if attendance else Mode.ONLINE


class Age(StrEnum):
    """How old somebody is, in bands. The youngest is what the UN counts as youth."""

    UNDER_25 = "under-25"
    FROM_25 = "25-34"
    FROM_35 = "35-44"
    FROM_45 = "45-54"
    FROM_55 = "55-over"


def age(born: int | None, day: date) -> str:
    """The band of whoever was born in that year, by the birthday in the year of the day; empty when the year is not known."""
    if born is None:
        return ""
    bands, years = list(Age), day.year - born
    return bands[min(max((years - 15) // 10, 0), len(bands) - 1)]


@dataclass(frozen=True)
class Profile:
    """What somebody was on a day, as figures are broken down by it. Empty where nothing is known.

    `rank` is the code that the posting of that day holds, behind its country's: KZ:sergeant; `institution` an id in hex,
    `track` a people.rules.officers.Track, `age` an Age, `mode` a Mode of the module.
    """

    rank: str = ""
    institution: str = ""
    track: str = ""
    age: str = ""
    mode: str = ""


class Breakdown(StrEnum):
    """By what the figures of a programme are broken down. Countries' packs have the groups of ranks and institutions."""

    REGION = "region"
    TRACK = "track"
    RANK_GROUP = "rank-group"
    AGE = "age"
    MODE = "mode"

    @property
    def part(self) -> str:
        """The part of a profile that decides."""
        return {Breakdown.REGION: "institution", Breakdown.RANK_GROUP: "rank"}.get(self, self.value)


@dataclass(frozen=True)
class Completion:
    """A fully completed enrolment of one person, with the local date and what the tests showed (percent)."""

    enrolment_id: UUID
    person_id: UUID
    country: str
    module_id: str
    academy_id: UUID
    sex: str  # F, M, X; empty when not stated
    on: date
    pre: int | None
    post: int | None
    profile: Profile = Profile()


@dataclass(frozen=True)
class Flags:
    """What a counted completion adds to the figures. Each is true on one completion per person (or person and academy)."""

    first: bool
    first_here: bool
    matched: bool
    matched_here: bool
    improved: bool
    improved_here: bool


def approved_on(approvals: Iterable[Approval], module_id: str, day: date) -> bool:
    """Whether the module counted on that day: the latest approval or withdrawal up to it decides."""
    upto = [a for a in approvals if a.module_id == module_id and a.from_date <= day]
    return bool(upto) and max(upto, key=lambda approval: approval.from_date).approved


def count(
    terms: Terms, approvals: Sequence[Approval], completions: Iterable[Completion]
) -> list[tuple[Completion, Flags]]:
    """One person's completions that count, in order of date, with what each adds. Give all completions of one person."""
    counting = sorted(
        (
            c
            for c in completions
            if c.country in terms.countries
            and terms.starts_on <= c.on <= terms.ends_on
            and (not terms.tracks or c.profile.track in terms.tracks)
            and approved_on(approvals, c.module_id, c.on)
        ),
        key=lambda c: (c.on, str(c.enrolment_id)),
    )
    seen: set[tuple[str, UUID | None]] = set()

    def first_time(what: str, applies: bool, where: UUID | None = None) -> bool:
        if not applies or (what, where) in seen:
            return False
        seen.add((what, where))
        return True

    counted = []
    for c in counting:
        pair = c.pre is not None and c.post is not None
        better = pair and c.post - c.pre >= terms.definition.margin  # type: ignore[operator]
        flags = [
            first_time(what, applies, where)
            for what, applies in (("trained", True), ("matched", pair), ("improved", better))
            for where in (None, c.academy_id)
        ]
        counted.append((c, Flags(*flags)))
    return counted


P = TypeVar("P")


def posting_on(postings: Sequence[tuple[date, P]], day: date) -> P | None:
    """The posting on a day, from postings with the latest last; None before the first."""
    upto = [posting for since, posting in postings if since <= day]
    return upto[-1] if upto else None


def month(day: date) -> str:
    """The month of a day, e.g. 2026-09."""
    return f"{day:%Y-%m}"


def month_before(day: date) -> tuple[date, date]:
    """The first and the last day of the month before that of a day."""
    last = day.replace(day=1) - date.resolution
    return last.replace(day=1), last


def periods(keys: Collection[str]) -> list[str]:
    """All years, quarters or months from the first of these to the last: also those in which nothing was completed."""
    first, last = min(keys), max(keys)
    if "Q" in first:
        return quarters(quarter_start(first), quarter_end(last))
    if "-" not in first:
        return [str(year) for year in range(int(first), int(last) + 1)]
    months = (divmod(number, 12) for number in range(_months(first), _months(last) + 1))
    return [f"{year:04}-{number + 1:02}" for year, number in months]


def _months(name: str) -> int:
    return int(name[:4]) * 12 + int(name[5:]) - 1


def quarter(day: date) -> str:
    """The quarter a day lies in, e.g. 2026Q3. Sorts by time."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarter_start(name: str) -> date:
    """The first day of a quarter such as 2026Q3."""
    end = quarter_end(name)
    return date(end.year, end.month - 2, 1)


def quarter_end(name: str) -> date:
    """The last day of a quarter such as 2026Q3. Raises ValueError for anything else."""
    year, number = name.split("Q")
    if len(year) != 4 or number not in "1234":
        raise ValueError(name)
    month = int(number) * 3
    return date(int(year) + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def quarters(first: date, last: date) -> list[str]:
    """All quarters from one day's to another's, in order."""
    names = []
    day = first
    while quarter(day) <= quarter(last):
        names.append(quarter(day))
        day = quarter_end(names[-1]) + timedelta(days=1)
    return names


@dataclass(frozen=True)
class Holding:
    """A certificate held: from a day to a last day (its last valid day, or the day before it was revoked)."""

    person_id: UUID
    country: str
    module_id: str
    academy_id: UUID
    sex: str
    first_day: date
    last_day: date
    profile: Profile = Profile()  # on the first day


def held(terms: Terms, approvals: Sequence[Approval], holdings: Iterable[Holding]) -> list[tuple[UUID | None, Holding]]:
    """When one person held a certificate that counts: for the person (academy None) and per academy, without overlaps."""
    counting = [
        h
        for h in holdings
        if h.country in terms.countries
        and h.first_day <= terms.ends_on
        and approved_on(approvals, h.module_id, h.first_day)
    ]
    here = {h.academy_id: [other for other in counting if other.academy_id == h.academy_id] for h in counting}
    return [(None, h) for h in merge(counting)] + [(where, h) for where, mine in here.items() for h in merge(mine)]


def merge(holdings: Iterable[Holding]) -> list[Holding]:
    """The same days without overlaps, so that the person counts once on every day."""
    merged: list[Holding] = []
    for holding in sorted(holdings, key=lambda h: (h.first_day, h.last_day)):
        if holding.last_day < holding.first_day:
            continue  # revoked on the day it was issued
        if merged and holding.first_day <= merged[-1].last_day:
            merged[-1] = replace(merged[-1], last_day=max(merged[-1].last_day, holding.last_day))
        else:
            merged.append(holding)
    return merged


@dataclass(frozen=True)
class Tally:
    """Sums of flags over completions: of one cell, or of any set of cells. `here` counts each person once per academy."""

    trained: int = 0
    trained_here: int = 0
    matched: int = 0
    matched_here: int = 0
    improved: int = 0
    improved_here: int = 0
    participations: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: "Tally") -> "Tally":
        return Tally(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class Cell:
    """Where a completion is counted: academy of the enrolment, sex, quarter, and what a part of the profile is.

    `by` and `key` are empty in the cell that counts it whatever the profile.
    """

    academy_id: UUID
    sex: str
    quarter: str
    by: str = ""
    key: str = ""


PARTS = tuple(f.name for f in fields(Profile))


def cells(academy_id: UUID, sex: str, day: date, profile: Profile) -> list[Cell]:
    """All cells in which a completion is counted."""
    where = academy_id, sex, quarter(day)
    return [Cell(*where), *(Cell(*where, part, getattr(profile, part)) for part in PARTS)]


def total(cells: Mapping[Cell, Tally], **where: object) -> Tally:
    """The sum over all cells that agree with `where`, e.g. sex="F"."""
    return sum(
        (tally for cell, tally in cells.items() if all(getattr(cell, name) == value for name, value in where.items())),
        Tally(),
    )


@dataclass(frozen=True)
class Figures:
    """The four figures of some part of a programme. `improved` is never shown without `matched`. None: hidden as too small."""

    trained: int | None
    matched: int | None
    improved: int | None
    holding: int | None
    participations: int | None


def figures(tally: Tally, holding: int, *, here: bool = False) -> Figures:
    """The figures of a tally. `here` is for an academy's row, in which each person counts once per academy."""
    if here:
        return Figures(tally.trained_here, tally.matched_here, tally.improved_here, holding, tally.participations)
    return Figures(tally.trained, tally.matched, tally.improved, holding, tally.participations)


FIGURES = tuple(f.name for f in fields(Figures))
SEXES = ("F", "M", "X", "")

# Numbers of holders of a certificate on each day asked for: by academy (None: everyone once) and sex.
Holders = Mapping[tuple[UUID | None, str], Sequence[int]]


@dataclass(frozen=True)
class Report:
    """The officers-trained page at the end of a quarter. Rows of sexes add up to the total; rows of academies need not.

    `by_quarter` is cumulative, with C on each quarter's last day; `new` is figure A gained in the last quarter.
    """

    until: str
    day: date
    total: Figures
    new: int | None
    by_sex: tuple[tuple[str, Figures], ...]
    by_academy: tuple[tuple[UUID, Figures], ...]
    by_quarter: tuple[tuple[str, Figures], ...]
    at_several: int | None  # how many more the academies add up to: people trained at two or more count at each
    by_group: tuple[tuple[str, Figures], ...] = ()  # by what was asked for; a last row without key: it is not known


def by_group(
    tallies: Mapping[str, Tally], holding: Mapping[str, int], groups: Mapping[str, str]
) -> tuple[tuple[str, Figures], ...]:
    """The figures by group, from those by part of the profile; `groups` has the group of each, in the order of the rows.

    A person counts in the group of the day that counted, so that the rows add up to the total.
    """
    order = [*dict.fromkeys(groups.values()), ""]
    sums, holders = dict.fromkeys(order, Tally()), dict.fromkeys(order, 0)
    for key, tally in tallies.items():
        sums[groups.get(key, "")] += tally
    for key, number in holding.items():
        holders[groups.get(key, "")] += number
    return tuple(
        (group, figures(sums[group], holders[group])) for group in order if group or sums[""] != Tally() or holders[""]
    )


def report(cells: Mapping[Cell, Tally], holders: Holders, span: Sequence[str], day: date) -> Report:
    """Put a report together from stored counts and the holders at the end of each quarter of `span`."""

    def holding(index: int, **where: object) -> int:
        return sum(
            numbers[index]
            for (academy_id, sex), numbers in holders.items()
            if academy_id == where.get("academy_id") and sex == where.get("sex", sex)
        )

    upto: dict[str, Tally] = {}
    running = Tally()
    for name in span:
        running += total(cells, quarter=name)
        upto[name] = running
    academies = sorted({cell.academy_id for cell in cells}, key=str)
    sexes = [sex for sex in SEXES if sex in ("F", "M") or total(cells, sex=sex) != Tally() or holding(-1, sex=sex)]
    by_academy = tuple(
        (a, figures(total(cells, academy_id=a), holding(-1, academy_id=a), here=True)) for a in academies
    )
    return Report(
        until=span[-1],
        day=day,
        total=figures(running, holding(-1)),
        new=total(cells, quarter=span[-1]).trained,
        by_sex=tuple((sex, figures(total(cells, sex=sex), holding(-1, sex=sex))) for sex in sexes),
        by_academy=by_academy,
        by_quarter=tuple((name, figures(upto[name], holding(n))) for n, name in enumerate(span)),
        at_several=total(cells).trained_here - running.trained,
    )


def for_monitor(full: Report) -> Report:
    """The report as a monitor sees it: every number rounded down to tens, none from 1 to 9.

    Rounding, and not hiding single cells, so that no subtraction of rows, columns, pages or days leaves a number under ten:
    what is left is a multiple of ten.
    """

    def coarse_row(row: Figures) -> Figures:
        return Figures(*(coarse(getattr(row, f.name)) for f in fields(row)))

    return replace(
        full,
        total=coarse_row(full.total),
        new=coarse(full.new),
        by_sex=tuple((sex, coarse_row(row)) for sex, row in full.by_sex),
        by_academy=tuple((academy, coarse_row(row)) for academy, row in full.by_academy),
        by_quarter=tuple((name, coarse_row(row)) for name, row in full.by_quarter),
        at_several=None,
        by_group=tuple((group, coarse_row(row)) for group, row in full.by_group),
    )


def targets_at(targets: Sequence[tuple[date, int]], start: date, span: Sequence[str]) -> list[int | None]:
    """The target at each quarter's end, on straight lines from 0 at the start through all targets."""
    points = [(start, 0), *sorted(targets)]
    return [_between(points, quarter_end(name)) if targets else None for name in span]


def _between(points: Sequence[tuple[date, int]], day: date) -> int:
    for (before, low), (after, high) in pairwise(points):
        if day <= after:
            share = max((day - before).days, 0) / max((after - before).days, 1)
            return round(low + (high - low) * share)
    return points[-1][1]


def target_on(targets: Sequence[tuple[date, int]], day: date) -> int | None:
    """The next target that is due on or after the day, else the last one; None when there is none."""
    ahead = [number for due, number in sorted(targets) if due >= day]
    return ahead[0] if ahead else max(targets)[1] if targets else None


def per_module(counts: Mapping[tuple[str, State], int]) -> dict[str, int]:
    """Enrolments by module and state added up by module."""
    sums: dict[str, int] = {}
    for (module_id, _state), number in counts.items():
        sums[module_id] = sums.get(module_id, 0) + number
    return sums


def cursor_of(day: str, enrolment_id: str) -> str:
    """A place in the list of completions, as programs are given it."""
    return f"{day}.{UUID(enrolment_id).hex}"


def place_of(cursor: str) -> tuple[date, UUID] | None:
    """The place that cursor_of() named; None when it is none."""
    day, _, enrolment_id = cursor.partition(".")
    try:
        return date.fromisoformat(day), UUID(hex=enrolment_id)
    except ValueError:
        return None


Counts = Mapping[tuple[UUID | None, State], int]


def per_state(counts: Counts) -> dict[State, int]:
    """Enrolments by place and state added up by state: every state is there."""
    return {state: sum(number for (_place, each), number in counts.items() if each is state) for state in State}


def per_place(counts: Counts) -> list[tuple[UUID | None, dict[State, int]]]:
    """The same by place: where most are enrolled first; those who serve nowhere yet last."""
    places = {place for place, _state in counts}
    by_place = {place: {state: counts.get((place, state), 0) for state in State} for place in places}
    return sorted(by_place.items(), key=lambda each: (each[0] is None, -sum(each[1].values()), str(each[0])))
