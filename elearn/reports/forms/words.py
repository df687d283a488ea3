"""What the columns and states of exported tables are called, in the language of whoever asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from elearn.certificates.rules import Status
from elearn.courses.queries import published
from elearn.foundation import locale
from elearn.people.forms.officers import TRACKS
from elearn.people.rules.crowds import coarse
from elearn.people.rules.packs import Listing
from elearn.reports import rules
from elearn.reports.exports.files import Head
from elearn.reports.forms.choosing import AGES, BY, MODES, SEXES
from elearn.reports.queries import completions, statistics
from elearn.reports.queries.completions import Filters, Totals, Words, columns
from elearn.reports.queries.statistics import PERIODS, By

HEADINGS = {
    "service_number": _l("Service number"),
    "family_name": _l("Family name"),
    "given_name": _l("Given name"),
    "patronymic": _l("Patronymic"),
    "institution": _l("Institution"),
    "academy": _l("Academy"),
    "module": _l("Module"),
    "revision": _l("Revision"),
    "enrolled": _l("Enrolled"),
    "started": _l("Started"),
    "completed": _l("Completed"),
    "score": _l("Score, percent"),
    "attempts": _l("Attempts"),
    "attended": _l("Days in class"),
    "certificate": _l("Certificate"),
}
SUMS = {
    "completions": _l("Completions"),
    "people": _l("People"),
    "attempts": _l("Attempts"),
    "attended": _l("Days in class"),
    "certificates": _l("Certificates"),
}

IN_A_CHART = 12
_FIXED: Mapping[By, Mapping[Any, Any]] = {By.TRACK: TRACKS, By.SEX: SEXES, By.AGE: AGES, By.MODE: MODES}
_NOTHING = {By.COHORT: _l("In no cohort")}  # what a row without a key says, where it is not that nothing is known


def headings(named: bool) -> list[str]:
    """The headings of a list of completions."""
    return [str(HEADINGS[column]) for column in columns(named)]


def list_head(named: bool, totals: Totals) -> Head:
    """What a list of completions says besides its rows."""
    below: dict[str, object] = {
        "completed": totals.completions,
        "attempts": totals.attempts,
        "attended": totals.attended,
    }
    below[columns(named)[0]] = _("Together")
    total: list[object] = [below.get(column, "") for column in columns(named)]
    return head(columns(named), headings(named), total)


def head(names: Sequence[str], words: Sequence[str], total: Sequence[object]) -> Head:
    """What a table says besides its rows, in the reader's language and direction."""
    return Head(names, words, locale.direction(locale.current_language()) == "rtl", total)


def list_words() -> Words:
    """What the cells of a list say in the reader's language."""
    language = locale.current_language()

    def pick(names: Mapping[str, str]) -> str:
        return str(locale.pick(names, language=language))

    return Words(
        pick,
        {Status.VALID: _("valid"), Status.EXPIRED: _("expired"), Status.REVOKED: _("revoked")},
    )


@dataclass(frozen=True)
class Statistics:
    """Completions added up by something: (its words, numbers) in rows and together. None: under ten, and not to be seen."""

    by: By
    rows: list[tuple[str, list[int | None]]]
    total: list[int | None]
    exact: bool

    @property
    def is_period(self) -> bool:
        """Whether the rows follow each other in time."""
        return self.by in PERIODS

    def line(self) -> list[tuple[str, int | None]]:
        """The completions of the last periods, as many as a chart has room for; it has room for half their words."""
        last = self.rows[-IN_A_CHART:]
        every = 2 if len(last) > IN_A_CHART // 2 else 1
        return [("" if at % every else words, numbers[0]) for at, (words, numbers) in enumerate(last)]

    def bars(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """The largest numbers of completions that may be seen, as many as a chart has room for."""
        seen = [(words, numbers[0]) for words, numbers in self.rows if numbers[0] is not None]
        return [(words, [("", number)]) for words, number in sorted(seen, key=lambda row: -row[1])[:IN_A_CHART]]

    def head(self) -> Head:
        """What the table says besides its rows."""
        names = (self.by.value, *SUMS)
        return head(names, [str(BY[self.by]), *map(str, SUMS.values())], [_("Together"), *map(_said, self.total)])

    def cells(self, *, plain: bool) -> list[list[object]]:
        """The rows as they leave: for programs, which take None, or for people."""
        return [[words, *(numbers if plain else map(_said, numbers))] for words, numbers in self.rows]


def _said(number: int | None) -> object:
    return _("under 10") if number is None else number


def statistics_of(filters: Filters, by: By, *, exact: bool) -> Statistics:
    """The statistics in the reader's language; unless they may be exact, as a monitor would see them."""
    found, whole = statistics.added_up(filters, by), completions.totals(filters)
    if by in PERIODS and found:
        found = {key: found.get(key, Totals(0, 0, 0, 0, 0)) for key in rules.periods(found)}
    called = names(by, found, {academy.country for academy in completions.academies(filters.academy_ids)})
    # Periods follow each other, and packs and forms have an order; what is not known comes last.
    place = {key: number for number, key in enumerate(called)}
    rows = sorted(found.items(), key=lambda row: (not row[0], place.get(row[0], len(place)), row[0]))
    may = int if exact else coarse
    told = [
        (called.get(key, key) or str(_NOTHING.get(by, _("Not stated"))), [may(n) for n in astuple(sums)])
        for key, sums in rows
    ]
    return Statistics(by, told, [may(n) for n in astuple(whole)], exact)


def names(by: By, keys: Collection[str], countries: Collection[str]) -> dict[str, str]:
    """The words of keys, in the order of the rows."""
    if by in (By.INSTITUTION, By.ACADEMY):
        named = _picked(statistics.place_names(by, keys))
        return dict(sorted(named.items(), key=lambda row: row[1]))
    if by is By.COHORT:
        return statistics.cohort_names(keys)
    if by in (By.REGION, By.RANK_GROUP):
        listing = Listing.REGION if by is By.REGION else Listing.RANK_GROUP
        return {key: key.partition(":")[2] for key in keys} | _picked(statistics.pack_names(listing, countries))
    if by is By.MODULE:
        return {m.module_id: str(locale.pick(m.titles, m.source)) for m in published.catalogue()}
    if by in PERIODS:
        return {}
    fixed = _FIXED[by]
    return {str(key): str(words) for key, words in fixed.items()}


def _picked(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {key: str(locale.pick(texts)) for key, texts in names.items()}
