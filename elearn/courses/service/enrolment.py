"""Enrolling officers in modules: by a list of service numbers, or by their own choice."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from elearn.courses.models import DueMoved, Enrolled, EnrolmentWithdrawn
from elearn.courses.queries import enrolment as queries
from elearn.courses.queries import progress
from elearn.courses.rules import enrolling
from elearn.courses.rules.enrolling import Known, Line, Listed, Lookup, Obstacle, OwnChoice, Pasted
from elearn.courses.rules.module import Published
from elearn.courses.rules.standing import State
from elearn.foundation import clock, facts, signing
from elearn.people.service import looks, officers


def enrol(
    officer_ids: Collection[UUID],
    module_id: str,
    academy_id: UUID,
    due_on: date | None,
    own_choice: bool,
    by_account: UUID | None,
    course_id: str | None = None,
) -> dict[UUID, UUID]:
    """Enrol officers; whoever has the module to take at this academy already stays as they are.

    Returns the new enrolments: {officer id: enrolment id}. One that was withdrawn is taken up again, with all that was done
    in it. The academy may see these officers from now on. `course_id` is
    the course revision whose order holds.
    """
    officers.let_see(academy_id, officer_ids)
    queries.hold(officer_ids)
    there = queries.with_it_to_take(officer_ids, module_id, academy_id)
    again = {
        row.officer_id: row
        for row in queries.to_take(officer_ids, module_id, academy_id, (State.WITHDRAWN,))
        if row.officer_id not in there
    }
    _say({row.enrolment_id: row.officer_id for row in again.values()}, False, by_account)
    if due_on:
        moving = {row.enrolment_id: row.officer_id for row in again.values() if row.due_on != due_on}
        move_due(moving, due_on, by_account)
    today = clock.today(queries.place(academy_id).time_zone)
    new = [
        Enrolled(
            officer_id=officer_id,
            module_id=module_id,
            academy_id=academy_id,
            enrolled_on=today,
            due_on=due_on,
            own_choice=own_choice,
            course_id=course_id,
            by_account=by_account,
        )
        for officer_id in dict.fromkeys(officer_ids)
        if officer_id not in there and officer_id not in again
    ]
    facts.add_all(new)
    return {fact.officer_id: fact.id for fact in new} | {each: row.enrolment_id for each, row in again.items()}


def withdraw(officers_of: Mapping[UUID, UUID], by_account: UUID) -> None:
    """These enrolments, {enrolment id: officer id}, are not to be completed any more; what was done in them stays."""
    _say(officers_of, True, by_account)


def _say(officers_of: Mapping[UUID, UUID], withdrawn: bool, by_account: UUID | None) -> None:
    facts.add_all(
        EnrolmentWithdrawn(officer_id=officer_id, enrolment_id=enrolment_id, withdrawn=withdrawn, by_account=by_account)
        for enrolment_id, officer_id in officers_of.items()
    )


def withdraw_list(pasted: Pasted, *, keys: Path, by_account: UUID) -> tuple[Lookup, int]:
    """Withdraw the enrolments of all of a list that are not completed: what became of it, and of how many."""
    lookup = look_up(replace(pasted, due_on=None), keys=keys, by_account=by_account)
    if lookup.obstacle or lookup.unknown:
        return lookup, 0
    queries.hold(lookup.enrolled)
    rows = queries.to_take(lookup.enrolled, pasted.module_id, pasted.academy_id)
    withdraw({row.enrolment_id: row.officer_id for row in rows}, by_account)
    return lookup, len({row.officer_id for row in rows})


def move_due(officers_of: Mapping[UUID, UUID], due_on: date, by_account: UUID | None) -> None:
    """These enrolments, {enrolment id: officer id}, are to be completed by another day."""
    numbers = queries.moves(list(officers_of))
    facts.add_all(
        DueMoved(
            officer_id=officer_id,
            enrolment_id=enrolment_id,
            number=numbers.get(enrolment_id, 0) + 1,
            due_on=due_on,
            by_account=by_account,
        )
        for enrolment_id, officer_id in officers_of.items()
    )


def look_up(pasted: Pasted, *, keys: Path, by_account: UUID) -> Lookup:
    """What becomes of a pasted list. `keys` is the folder of the countries' keys."""
    academy_id = pasted.academy_id
    lookup = recognise(
        academy_id,
        pasted.numbers,
        lambda officer_ids: queries.with_it_to_take(officer_ids, pasted.module_id, academy_id),
        keys=keys,
        by_account=by_account,
        what="enrolment",
    )
    past = pasted.due_on is not None and pasted.due_on < clock.today(queries.place(academy_id).time_zone)
    return replace(lookup, obstacle=Obstacle.DUE_IS_PAST) if past and not lookup.obstacle else lookup


def recognise(
    academy_id: UUID,
    numbers: str,
    there: Callable[[list[UUID]], set[UUID]],
    *,
    keys: Path,
    by_account: UUID,
    what: str,
) -> Lookup:
    """Whom of a pasted list the academy may see; `there` says who of them is already where the list is to put them.

    The look at their names is written down as `what`.
    """
    academy, entries = queries.place(academy_id), enrolling.listed(numbers)
    if len(entries) > enrolling.LONGEST_LIST:
        return Lookup(obstacle=Obstacle.TOO_LONG)
    try:
        known = _known(academy, entries, keys)
    except signing.KeyMissing:
        return Lookup(obstacle=Obstacle.NO_KEY)
    looks.record(by_account, academy.id, what, len(known))
    return Lookup(tuple(_judge(entries, known, there([officer.officer_id for officer in known.values()]))))


def _known(academy: queries.Place, entries: Iterable[Listed], keys: Path) -> dict[str, Known]:
    """By number as typed, whom of the list the academy may see."""
    match_keys = {entry.number: signing.match_key(keys, academy.country, entry.number) for entry in entries}
    seen = queries.seen_by(academy, match_keys.values())
    return {number: seen[key] for number, key in match_keys.items() if key in seen}


def _judge(entries: Iterable[Listed], known: dict[str, Known], enrolled: set[UUID]) -> Iterator[Line]:
    before: set[UUID] = set()
    for entry in entries:
        line = enrolling.judged(entry, known.get(entry.number), enrolled, before)
        if line.officer_id:
            before.add(line.officer_id)
        yield line


def enrol_list(pasted: Pasted, *, keys: Path, by_account: UUID) -> tuple[Lookup, int]:
    """Enrol all of a list or none: what became of it, and how many were enrolled."""
    lookup = look_up(pasted, keys=keys, by_account=by_account)
    if not lookup.may_be_enrolled:
        return lookup, 0
    return lookup, len(enrol(lookup.free, pasted.module_id, pasted.academy_id, pasted.due_on, False, by_account))


def choose(officer_id: UUID, module: Published, by_account: UUID) -> OwnChoice:
    """An officer wants to take a module, at the academy where the officer is registered."""
    academy, theirs = queries.own_place(officer_id), progress.of_officer(officer_id)
    answer = enrolling.own_choice(module, theirs, academy.own_choice)
    if answer is OwnChoice.GRANTED:
        enrol([officer_id], module.module_id, academy.id, None, True, by_account)
    return answer
