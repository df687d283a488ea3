"""Work in the background: a job is a row, committed with the request that asks for it; the worker runs one after the other.

What is done is the row's to say. Whoever runs a job holds a claim on it, and no step of it is committed without that claim: a
job that somebody else took up again meanwhile is dropped. So a job is done in steps that may be begun anew.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import JSON, ForeignKey, Row, Select, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from elearn.foundation import clock, ids
from elearn.foundation.db import Base, db, transaction

MOST_BEGINNINGS = 5  # a job that ended its worker so often would end it for ever
PART = 1 << 20  # bytes of a file that are held at once


class State(StrEnum):
    """How far a job has got."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


ENDED = (State.DONE, State.FAILED)


class Job(Base):
    """Something asked for that takes longer than a page may. Its parameters and result hold ids and numbers, no names.

    `reference` stands in the log beside the reason why it failed.
    """

    __tablename__ = "job"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new)
    kind: Mapped[str]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    asked_by: Mapped[UUID | None] = mapped_column(index=True)  # account
    academy_id: Mapped[UUID | None]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default=State.WAITING, index=True)
    claim: Mapped[UUID | None]
    beginnings: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # 0: not known yet
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    reference: Mapped[str | None]
    file_name: Mapped[str | None]
    media_type: Mapped[str | None]


class JobFile(Base):
    """A part of the file that a job made; goes with the job."""

    __tablename__ = "job_file"
    job_id: Mapped[UUID] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class Lost(Exception):
    """The job is somebody else's now: what this step wrote is undone."""


@dataclass(frozen=True)
class Run:
    """A job as the one who runs it sees it."""

    id: UUID
    kind: str
    parameters: Mapping[str, Any]
    asked_by: UUID | None
    academy_id: UUID | None
    claim: UUID

    @contextmanager
    def step(self, done: int | None = None, total: int | None = None) -> Iterator[None]:
        """A transaction that is committed together with how far the job has got by then. Raises Lost."""
        told = {name: value for name, value in (("done", done), ("total", total)) if value is not None}
        with transaction():
            yield
            self.write(**told)

    def tell(self, done: int, total: int) -> None:
        """How far the job has got, for whoever looks."""
        with self.step(done, total):
            pass

    def keep_file(self, name: str, media_type: str, content: Iterable[bytes]) -> None:
        """Within a step: the file that came out, given in any pieces. Replaces one that an earlier beginning left."""
        db.session.execute(delete(JobFile).where(JobFile.job_id == self.id))
        for number, part in enumerate(_parts(content)):
            db.session.execute(insert(JobFile).values(job_id=self.id, number=number, content=part))
        self.write(file_name=name, media_type=media_type)

    def write(self, **columns: Any) -> None:
        """Within a step: something about the job itself."""
        mine = (Job.id == self.id, Job.claim == self.claim, Job.state == State.RUNNING)
        if not _changed(update(Job).where(*mine).values(**(columns or {"state": State.RUNNING}))):
            raise Lost(self.id)


@dataclass(frozen=True)
class Kind:
    """A kind of job: what it is in the words of its page, who may see one (at its academy), and what runs it.

    What `run` gives back is the result. `endpoint` is the page that shows what came of it, if that is not the job's own; its
    address takes the job's parameters. A job and its file go `kept_for` after its end; the file of a kind with `names` of
    officers when one of them is erased. `whose` finds out from a job for which academies the permission must be held.
    """

    words: Any
    permission: StrEnum
    run: Callable[[Run], dict[str, Any] | None]
    endpoint: str | None = None
    kept_for: timedelta = timedelta(days=30)
    names: bool = False
    whose: Callable[[Any], Collection[UUID | None]] = lambda job: (job.academy_id,)


def kinds() -> Mapping[str, Kind]:
    """The kinds of jobs of all features, by name: app.py knows them."""
    known: Mapping[str, Kind] = current_app.extensions["jobs"]
    return known


def ask(kind: str, parameters: Mapping[str, Any], *, by_account: UUID | None, academy_id: UUID | None = None) -> UUID:
    """In the running transaction: have it done once that is committed. Returns the job's id."""
    if kind not in kinds():
        raise ValueError(f"no such kind of job: {kind}")
    job = Job(kind=kind, parameters=dict(parameters), asked_by=by_account, academy_id=academy_id, asked_at=clock.now())
    db.session.add(job)
    db.session.flush()
    return job.id


def ask_once(kind: str, parameters: Mapping[str, Any]) -> None:
    """The same by nobody in particular, unless it is asked for already and not ended."""
    open_ones = select(Job.parameters).where(Job.kind == kind, Job.state.not_in(ENDED))
    if dict(parameters) not in list(db.session.execute(open_ones).scalars()):
        ask(kind, parameters, by_account=None)


def one(job_id: UUID, asked_by: UUID) -> Row[*tuple[Any, ...]] | None:
    """The job, for the account that asked for it."""
    return db.session.execute(_rows().where(Job.id == job_id, Job.asked_by == asked_by)).one_or_none()


def latest(asked_by: UUID, kind: str, at_most: int = 10) -> list[Row[*tuple[Any, ...]]]:
    """The jobs of a kind that the account asked for, the latest first."""
    wanted = _rows().where(Job.asked_by == asked_by, Job.kind == kind)
    return list(db.session.execute(wanted.order_by(Job.asked_at.desc(), Job.id).limit(at_most)))


def ahead(job: Any) -> int:
    """How many jobs are done before it: those that run, and those that wait longer."""
    earlier = (Job.asked_at < job.asked_at) | ((Job.asked_at == job.asked_at) & (Job.id < job.id))
    before = (Job.state == State.RUNNING) | ((Job.state == State.WAITING) & earlier)
    return db.session.execute(select(func.count()).select_from(Job).where(before)).scalar_one()


def _rows() -> Select[*tuple[Any, ...]]:
    return select(*Job.__table__.c)


def file_parts(job_id: UUID) -> Iterator[bytes]:
    """The file that the job made, a part at a time; also once the request is over that asked for it."""
    engine, wanted = db.engine, select(JobFile.content).where(JobFile.job_id == job_id)

    def read() -> Iterator[bytes]:
        for number in count():
            with engine.connect() as connection:
                part = connection.execute(wanted.where(JobFile.number == number)).scalar()
            if part is None:
                return
            yield part

    return read()


def sweep() -> int:
    """Have begun anew what was running: only for a worker that has just found itself to be the only one. How many there were."""
    with transaction():
        return _changed(update(Job).where(Job.state == State.RUNNING).values(state=State.WAITING, claim=None))


def run_next() -> bool:
    """Run the job that waits longest. False when none does.

    Raises OperationalError when the database itself fails, as when the connection is gone or the disk is full: the job is
    begun anew by the next worker. Where the database refuses what the job writes, the job fails like by any other error.
    """
    run = _take()
    if run is None:
        return False
    try:
        result = kinds()[run.kind].run(run)
        _end(run, state=State.DONE, result=result)
    except Lost:
        current_app.logger.warning("job %s was taken up by another worker", run.id)
    except Exception as error:
        if _is_the_databases(error):
            raise
        reference = ids.new_code()[:9]
        current_app.logger.error("job %s (%s) failed, reference %s", run.id, run.kind, reference, exc_info=error)
        _fail(run, reference)
    finally:
        db.session.remove()
    return True


def _is_the_databases(error: Exception) -> bool:
    """Whether it may go better another time: not a value that does not fit, or a row that is there already."""
    gone = isinstance(error, DBAPIError) and error.connection_invalidated
    return gone or isinstance(error, OperationalError | InterfaceError)


def _take() -> Run | None:
    """Claim the job that waits longest. One that was begun too often is given up."""
    waiting = select(Job.id, Job.beginnings).where(Job.state == State.WAITING).order_by(Job.asked_at, Job.id).limit(1)
    found = db.session.execute(waiting).one_or_none()
    if found is None:
        db.session.rollback()
        return None
    claim, free = uuid4(), (Job.id == found.id, Job.state == State.WAITING)
    taken = {"state": State.RUNNING, "claim": claim, "begun_at": clock.now(), "beginnings": Job.beginnings + 1}
    with transaction():
        if not _changed(update(Job).where(*free).values(**taken)):
            return None
        job = db.session.execute(_rows().where(Job.id == found.id)).one()
    run = Run(job.id, job.kind, job.parameters, job.asked_by, job.academy_id, claim)
    if found.beginnings >= MOST_BEGINNINGS:
        current_app.logger.error("job %s (%s) was begun %d times and never ended", run.id, run.kind, found.beginnings)
        _fail(run, str(run.id)[-9:])
        return None
    return run


def _fail(run: Run, reference: str) -> None:
    with suppress(Lost):
        _end(run, state=State.FAILED, reference=reference)


def _end(run: Run, **columns: Any) -> None:
    with transaction():
        run.write(ended_at=clock.now(), **columns)


def forget_old() -> None:
    """In the running transaction: remove jobs whose time is over, with their files."""
    for name, kind in kinds().items():
        before = clock.now() - kind.kept_for
        old = select(Job.id).where(Job.kind == name, Job.state.in_(ENDED), Job.ended_at < before)
        db.session.execute(delete(JobFile).where(JobFile.job_id.in_(old)))
        db.session.execute(delete(Job).where(Job.id.in_(old)))


def forget_names() -> None:
    """In the running transaction, when who somebody is was erased: remove all files with names.

    Those that are being made are begun anew. In which files the name stands cannot be known, and all can be made again.
    """
    named = Job.kind.in_([name for name, kind in kinds().items() if kind.names])
    db.session.execute(delete(JobFile).where(JobFile.job_id.in_(select(Job.id).where(named))))
    db.session.execute(update(Job).where(named, Job.file_name.is_not(None)).values(file_name=None, media_type=None))
    db.session.execute(update(Job).where(named, Job.state == State.RUNNING).values(state=State.WAITING, claim=None))


def _changed(statement: Any) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]


def _parts(content: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in parts of one size."""
    held = bytearray()
    for piece in content:
        held += piece
        while len(held) >= PART:
            yield bytes(held[:PART])
            del held[:PART]
    if held:
        yield bytes(held)
