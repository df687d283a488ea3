"""Keeps the counted completions in step with the facts, approves modules, and writes down what leaves the system."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, select, update

from elearn.foundation import clock, facts, ids, jobs
from elearn.foundation.db import aside, db, insert
from elearn.foundation.facts import Fact, Site
from elearn.people.rules.roles import Permission
from elearn.people.service import signing_in
from elearn.reports import rules
from elearn.reports.models import (
    ApiClient,
    CompletedAs,
    Counted,
    ExportMade,
    Held,
    ModuleApproved,
    MonthlyOrder,
    Programme,
    StoredCount,
)
from elearn.reports.queries import clients, completions, counting, orders, programmes
from elearn.reports.queries.completions import Filters
from elearn.reports.rules import Cell, Completion, Flags, Holding, Tally


def add_programme(code: str, names: dict[str, str], countries: Iterable[str], starts_on: date, ends_on: date) -> UUID:
    """A new programme under definition 1: its id. Raises IntegrityError when the code is taken."""
    programme = Programme(
        code=code, names=names, countries=list(countries), starts_on=starts_on, ends_on=ends_on, definition=1
    )
    db.session.add(programme)
    db.session.flush()
    return programme.id


def set_targets(programme_id: UUID, targets: Iterable[tuple[date, int]]) -> None:
    """What figure A is to reach by which days."""
    db.session.get_one(Programme, programme_id).targets = [[day.isoformat(), number] for day, number in targets]


def approve(
    programme_id: UUID, module_id: str, from_date: date, by_account: UUID | None, *, approved: bool = True
) -> None:
    """From a date on the module counts for the programme, or no longer does; completions are counted anew."""
    facts.add(
        ModuleApproved(
            programme_id=programme_id,
            module_id=module_id,
            from_date=from_date,
            approved=approved,
            by_account=by_account,
        )
    )


def note_export(account_id: UUID | None, filters: Filters, named: bool, rows: int, **more: Any) -> None:
    """Write down that a list left the system, and who took it. `more` is written down beside the filters."""
    facts.add(
        ExportMade(
            account_id=account_id,
            academy_id=filters.only_academy,
            named=named,
            filters=filters.as_json() | more,
            rows=rows,
        )
    )


KINDS = ("completions", "completions-named")  # of jobs: without names, and with
FIGURES = "completion-figures"


@dataclass(frozen=True)
class Scope:
    """Whose completions a client fetches: an academy's, or a programme's."""

    academy_id: UUID | None = None
    programme_id: UUID | None = None


@dataclass(frozen=True)
class Order:
    """A list that somebody wants: which, with names or without, in which format and language.

    With `by`, a value of queries.statistics.By, it is the figures that are wanted, which have no names.
    """

    filters: Filters
    named: bool
    form: str
    language: str
    by: str = ""


def ask_for_list(order: Order, by_account: UUID) -> UUID:
    """Have the list made in the background: the job's id."""
    wanted = {"filters": order.filters.as_json(), "format": order.form, "language": order.language}
    if order.by:
        wanted["by"] = order.by
    kind = FIGURES if order.by else KINDS[order.named]
    return jobs.ask(kind, wanted, by_account=by_account, academy_id=order.filters.only_academy)


def order_monthly(order: Order, by_account: UUID) -> None:
    """From the next month on, have the list of the month before made every month. Asked for twice, it is made once."""
    filters = replace(order.filters, first_day=None, last_day=None)
    wanted = (filters.as_json(), order.named, order.by, order.form, order.language)
    if wanted in [(one.filters, one.named, one.by, one.form, one.language) for one in orders.of(by_account)]:
        return
    db.session.add(
        MonthlyOrder(
            account_id=by_account,
            filters=filters.as_json(),
            named=order.named,
            by=order.by,
            form=order.form,
            language=order.language,
            made_at=clock.now(),
            asked_for=rules.month(_today(filters)),
        )
    )


def stop_monthly(order_id: UUID, by_account: UUID) -> bool:
    """Whether the account had such an order; it makes nothing more."""
    mine = (MonthlyOrder.id == order_id, MonthlyOrder.account_id == by_account, MonthlyOrder.stopped_at.is_(None))
    stopped = db.session.execute(update(MonthlyOrder).where(*mine).values(stopped_at=clock.now()))
    return bool(stopped.rowcount)  # type: ignore[attr-defined]


def take_up_orders() -> None:
    """Every hour: have made what is due in a month that has begun at the academy, each once. Ends orders of those who may not."""
    for row in orders.standing():
        filters = Filters.from_json(row.filters)
        today = _today(filters)
        if row.asked_for >= rules.month(today):
            continue
        if not may_take(row.account_id, filters, row.named):
            stop_monthly(row.id, row.account_id)
            continue
        mine = (MonthlyOrder.id == row.id, MonthlyOrder.asked_for == row.asked_for)
        taken = db.session.execute(update(MonthlyOrder).where(*mine).values(asked_for=rules.month(today)))
        if taken.rowcount:  # type: ignore[attr-defined]
            first, last = rules.month_before(today)
            month = replace(filters, first_day=first, last_day=last)
            ask_for_list(Order(month, row.named, row.form, row.language, row.by), row.account_id)


def _today(filters: Filters) -> date:
    """The day at that of the academies where it begins last: a month is over when it is over at all of them."""
    zones = {academy.time_zone for academy in completions.academies(filters.academy_ids)} or {"UTC"}
    return min(clock.today(zone) for zone in zones)


def may_take(account_id: UUID | None, filters: Filters, named: bool) -> bool:
    """Whether the account may take the list now, with the roles that it still has."""
    permission = Permission.EXPORT_NAMED if named else Permission.EXPORT_WITHOUT_NAMES
    scopes = signing_in.absent(account_id).scopes(permission) if account_id else frozenset()
    return scopes is None or (bool(filters.academy_ids) and set(filters.academy_ids or ()) <= scopes)


A_YEAR = timedelta(days=365)


def add_client(name: str, scope: Scope, named: bool, by_account: UUID, until: date | None = None) -> str:
    """A program that may fetch completions until a day, or for a year: its token, which is told this once."""
    token = ids.secret_token()
    db.session.add(
        ApiClient(
            name=name,
            digest=ids.digest(token),
            academy_id=scope.academy_id,
            programme_id=scope.programme_id,
            named=named,
            made_by=by_account,
            made_at=clock.now(),
            works_until=until or clock.today("UTC") + A_YEAR,
        )
    )
    return token


def revoke_client(client_id: UUID) -> None:
    """Its token is nobody's from now on."""
    standing = (ApiClient.id == client_id, ApiClient.revoked_at.is_(None))
    db.session.execute(update(ApiClient).where(*standing).values(revoked_at=clock.now()))


def client_behind(token: str) -> Any:
    """The client that has this token; None when there is none, or it works no longer. Notes to the minute that it was used."""
    found = clients.behind(ids.digest(token), clock.today("UTC"))
    if found and (found.used_at is None or clock.now() - found.used_at >= timedelta(minutes=1)):
        with aside() as connection:
            connection.execute(update(ApiClient).where(ApiClient.id == found.id).values(used_at=clock.now()))
    return found


def note_fetched(client_id: UUID, filters: Filters, named: bool, rows: int) -> None:
    """Write down that a client fetched a part of a list: from a request that otherwise only reads."""
    fact = {"id": ids.new(), "recorded_at": clock.now(), "client_id": client_id, "academy_id": filters.only_academy}
    with aside() as connection:
        fact["site"] = connection.execute(select(Site.id)).scalar_one()
        connection.execute(insert(ExportMade).values(filters=filters.as_json(), named=named, rows=rows, **fact))


def project(fact: Fact) -> None:
    """Count anew whomever the fact may concern."""
    _recount_all(counting.touched_by(fact))


def project_many(facts: Sequence[Fact]) -> None:
    """The same for many facts, five hundred officers at a time."""
    officers = sorted({officer_id for fact in facts for officer_id in counting.touched_by(fact)})
    for start in range(0, len(officers), 500):
        recount(officers[start : start + 500])


def rebuild() -> int:
    """Work out all counted rows and stored counts from the facts again. Returns how many people have some."""
    for table in (Counted, Held, StoredCount, CompletedAs):
        db.session.execute(delete(table))
    officers = counting.people_with_completions()
    _recount_all(officers)
    return len(officers)


def _recount_all(officer_ids: Sequence[UUID]) -> None:
    for start in range(0, len(officer_ids), 500):
        recount(officer_ids[start : start + 500])


def recount(officer_ids: Iterable[UUID]) -> None:
    """Count these officers, and everyone they are linked with now, anew in every programme.

    Rows are found by the ids of all these records: a person's id is one of them, also when its link was undone.
    """
    records = counting.linked_with(officer_ids)
    before = counting.counted_cells(records)
    for table in (Counted, Held):
        db.session.execute(delete(table).where(table.person_id.in_(records)))
    db.session.execute(delete(CompletedAs).where(CompletedAs.officer_id.in_(records)))
    known = counting.known_of(records)
    if rows := counting.completed_as(records, known):
        db.session.execute(insert(CompletedAs), rows)
    completions, holdings = counting.completions(records, known), counting.holdings(records, known)
    for programme in programmes.visible(None):
        terms, approvals = programmes.terms(programme), programmes.approvals(programme.id)
        for own in _by_person(completions):
            db.session.add_all(_counted(programme.id, c, flags) for c, flags in rules.count(terms, approvals, own))
        for certified in _by_person(holdings):
            db.session.add_all(_held(programme.id, *held) for held in rules.held(terms, approvals, certified))
    db.session.flush()
    _add_to_stored(before, counting.counted_cells(records))


P = TypeVar("P", Completion, Holding)


def _by_person(things: Iterable[P]) -> Iterable[list[P]]:
    grouped: dict[UUID, list[P]] = {}
    for thing in things:
        grouped.setdefault(thing.person_id, []).append(thing)
    return grouped.values()


def _counted(programme_id: UUID, c: Completion, flags: Flags) -> Counted:
    return Counted(
        programme_id=programme_id,
        enrolment_id=c.enrolment_id,
        person_id=c.person_id,
        module_id=c.module_id,
        academy_id=c.academy_id,
        sex=c.sex,
        completed_on=c.on,
        **asdict(c.profile),
        **asdict(flags),
    )


def _held(programme_id: UUID, academy_id: UUID | None, holding: Holding) -> Held:
    return Held(
        programme_id=programme_id,
        person_id=holding.person_id,
        academy_id=academy_id,
        sex=holding.sex,
        first_day=holding.first_day,
        last_day=holding.last_day,
        **asdict(holding.profile),
    )


def _add_to_stored(before: dict[tuple[UUID, Cell], Tally], after: dict[tuple[UUID, Cell], Tally]) -> None:
    """Bring the stored counts into step: only cells that changed, in a fixed order against deadlocks."""
    rows = []
    for programme_id, cell in sorted(before.keys() | after.keys(), key=str):
        change = after.get((programme_id, cell), Tally()) - before.get((programme_id, cell), Tally())
        if change != Tally():
            rows.append({"programme_id": programme_id, **asdict(cell), **asdict(change)})
    if rows:
        added = insert(StoredCount)
        sums = {f.name: getattr(StoredCount, f.name) + added.excluded[f.name] for f in fields(Tally)}
        keys = ["programme_id", *(f.name for f in fields(Cell))]
        db.session.execute(added.on_conflict_do_update(index_elements=keys, set_=sums), rows)
