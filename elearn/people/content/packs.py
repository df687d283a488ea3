"""Reads the file of a country: all that is wrong with it, or the pack that it makes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.complaints import Complaint
from elearn.foundation.manuscript.entries import Entries, read_entries
from elearn.foundation.manuscript.shapes import fitted
from elearn.foundation.manuscript.text import Manuscript, read
from elearn.people.content.problems import PackProblem
from elearn.people.content.shapes import CountryFile, Entry
from elearn.people.rules.packs import Named, Pack, Rank

LISTS = ("regions", "institution-kinds", "academies", "rank-groups", "ranks")
_COUNTRY = re.compile(r"[A-Z]{2}")
_NUMBER_FORM = re.compile(r"(?:[#@\w][ /-]?){3,32}")


@dataclass(frozen=True)
class Reading:
    """What reading came to. There is a pack only when there are no complaints."""

    pack: Pack | None
    complaints: tuple[Complaint, ...]


def read_pack(file: str, data: bytes) -> Reading:
    """The pack that a file holds."""
    manuscript = read(file, data)
    entries = read_entries(manuscript, manuscript.whole) if manuscript.lines else Entries(None, {})
    said = fitted(manuscript, entries, CountryFile)
    if isinstance(entries.values, dict):
        _check(manuscript, entries)
    complaints = tuple(sorted(manuscript.complaints, key=lambda complaint: complaint.line))
    return Reading(_pack(said) if said and not complaints else None, complaints)


def _pack(said: CountryFile) -> Pack:
    return Pack(
        code=said.code,
        names=said.names,
        time_zone=said.time_zone,
        number_forms=said.service_number.forms,
        only_these_forms=said.service_number.only_these,
        number_review=said.service_number.review or "",
        regions=_named(said.regions),
        institution_kinds=_named(said.institution_kinds),
        academies=_named(said.academies),
        rank_groups=_named(said.rank_groups),
        ranks=tuple(Rank(code, rank.names, rank.review or "", group=rank.group) for code, rank in said.ranks.items()),
    )


def _named(entries: Mapping[str, Entry]) -> tuple[Named, ...]:
    return tuple(Named(code, entry.names, entry.review or "") for code, entry in entries.items())


# What follows looks at entries as they stand, also where others have not the shape they shall have: so that everything is
# said at once. What has not its shape is passed over, for that is said already.


def _check(manuscript: Manuscript, entries: Entries) -> None:
    values = entries.values
    code, zone = values.get("code"), values.get("time-zone")
    if isinstance(code, str) and code and not _COUNTRY.fullmatch(code):
        manuscript.complain(entries.line("code"), PackProblem.NOT_COUNTRY, code=code)
    if isinstance(zone, str) and zone and zone not in available_timezones():
        manuscript.complain(entries.line("time-zone"), PackProblem.NOT_TIME_ZONE, zone=zone)
    _check_number_forms(manuscript, entries)
    _check_names(manuscript, entries)
    _check_groups(manuscript, entries)


def _check_number_forms(manuscript: Manuscript, entries: Entries) -> None:
    forms = _mapping(entries.values.get("service-number")).get("forms")
    for number, form in enumerate(forms if isinstance(forms, list) else ()):
        if isinstance(form, str) and form and not _NUMBER_FORM.fullmatch(form):
            line = entries.line("service-number", "forms", number)
            manuscript.complain(line, PackProblem.NOT_NUMBER_FORM, form=form)


def _check_names(manuscript: Manuscript, entries: Entries) -> None:
    languages = entries.values.get("languages")
    wanted = {"en"} | (
        LANGUAGES.keys() & {each for each in languages if isinstance(each, str)}
        if isinstance(languages, list)
        else set()
    )
    seen: dict[tuple[str, str, str], tuple[tuple[str, ...], int]] = {}
    for path, names in _names(entries.values):
        line = entries.line(*path)
        if missing := wanted - names.keys():
            values = {"key": ".".join(path), "languages": ", ".join(sorted(missing))}
            manuscript.complain(line, PackProblem.MISSING_NAME, **values)
        for language, name in names.items():
            first, first_line = seen.setdefault((path[0], language, str(name)), (path, line))
            if first != path:
                manuscript.complain(line, PackProblem.SAME_NAME, key=".".join(path), first=first_line, name=name)
                break


def _names(values: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """Names by language: of the country and of each entry of the lists, with where they stand."""
    holders: list[tuple[tuple[str, ...], Any]] = [(("names",), values)]
    holders += [((kind, code), entry) for kind in LISTS for code, entry in _mapping(values.get(kind)).items()]
    for path, holder in holders:
        if isinstance(holder, dict) and isinstance(holder.get("names"), dict):
            yield path, holder["names"]


def _check_groups(manuscript: Manuscript, entries: Entries) -> None:
    groups, ranks = (_mapping(entries.values.get(kind)) for kind in ("rank-groups", "ranks"))
    order = {group: number for number, group in enumerate(groups)}
    said = {rank: _mapping(entry).get("group") for rank, entry in ranks.items()}
    highest = 0
    for rank, group in said.items():
        if not isinstance(group, str) or not group:
            continue
        if group not in order:
            line = entries.line("ranks", rank, "group")
            manuscript.complain(line, PackProblem.UNKNOWN_GROUP, group=group, known=", ".join(order) or "–")
        elif order[group] < highest:
            manuscript.complain(entries.line("ranks", rank), PackProblem.OUT_OF_ORDER, rank=rank)
        highest = max(highest, order.get(group, 0))
    if all(group in [*order] for group in said.values()):  # else what belongs where is not known yet
        for group in order.keys() - {*said.values()}:
            manuscript.complain(entries.line("rank-groups", group), PackProblem.UNUSED_GROUP, group=group)


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
