"""Letters: queued as rows, taken one at a time, ended or put off. What they say and how they travel is not decided here."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from elearn.cohorts.models.mailing import Letter, Reminded
from elearn.cohorts.queries import mailing as queries
from elearn.cohorts.rules.mailing import MOST_TRIES, SOON, Kind, LetterState, next_try, stage
from elearn.foundation import clock
from elearn.foundation.db import db
from elearn.people.queries import places


@dataclass(frozen=True)
class ToSend:
    """A letter as it may be written now. `how_many` are due by `due_on` or late, of a letter about what is due."""

    id: UUID
    kind: Kind
    address: str
    language: str
    how_many: int = 0
    due_on: date | None = None


def queue(officer_id: UUID, kind: Kind) -> None:
    """A letter to an officer who has an address; nothing for one who has none."""
    if queries.recipient(officer_id):
        now = clock.now()
        db.session.add(Letter(officer_id=officer_id, kind=kind, state=LetterState.WAITING, queued_at=now, next_at=now))
        db.session.flush()


def remind() -> int:
    """Queue one letter for each officer for whom something new has come near or become late; how many letters."""
    to_tell: dict[UUID, list[Reminded]] = {}
    for country in places.countries():
        today = clock.today(country.time_zone)
        rows = queries.due(country.code, today)
        told = queries.reminded([row.enrolment_id for row in rows])
        for row in rows:
            called_for = stage(row.due_on, today)
            if called_for and (row.enrolment_id, row.due_on, called_for) not in told:
                reminded = Reminded(enrolment_id=row.enrolment_id, due_on=row.due_on, stage=called_for)
                to_tell.setdefault(row.officer_id, []).append(reminded)
    for officer_id, about in to_tell.items():
        db.session.add_all(about)
        queue(officer_id, Kind.DUE)
    return len(to_tell)


def take() -> ToSend | UUID | None:
    """The next letter, put ahead so that nobody else takes it meanwhile; its id alone when it is not needed; None without one.

    The transaction is to be committed before the letter is sent: whoever is killed in between leaves it for the next try.
    """
    now = clock.now()
    letter = queries.next_letter(now)
    if letter is None:
        return None
    letter.tries += 1
    letter.next_at = next_try(letter.tries, now)
    to_send = _written(letter)
    if to_send is None:
        letter.state, letter.ended_at = LetterState.NOT_NEEDED, now
    db.session.flush()
    return to_send or letter.id


def _written(letter: Letter) -> ToSend | None:
    """None when there is no address any more, or nothing is due any more."""
    to = queries.recipient(letter.officer_id)
    if to is None:
        return None
    if letter.kind != Kind.DUE:
        return ToSend(letter.id, Kind(letter.kind), to.email, to.language)
    dates = [
        row.due_on for row in queries.open_dates(letter.officer_id) if row.due_on <= clock.today(row.time_zone) + SOON
    ]
    return ToSend(letter.id, Kind.DUE, to.email, to.language, len(dates), dates[0]) if dates else None


def sent(letter_id: UUID) -> None:
    """The letter was handed over."""
    _end(letter_id, LetterState.SENT)


def not_sent(letter_id: UUID, for_good: bool) -> None:
    """The letter could not be handed over: it is tried again, unless that is hopeless or was tried often enough."""
    if for_good or db.session.get_one(Letter, letter_id).tries >= MOST_TRIES:
        _end(letter_id, LetterState.GIVEN_UP)


def _end(letter_id: UUID, state: LetterState) -> None:
    letter = db.session.get_one(Letter, letter_id)
    letter.state, letter.ended_at = state, clock.now()
    db.session.flush()
