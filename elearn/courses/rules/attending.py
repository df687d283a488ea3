"""What is known of somebody at a day of a session: whether they were there, how that is known, and why it was corrected."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Means(StrEnum):
    """How it is known who was there."""

    TICKED = "ticked"  # by whoever held the session
    CODE = "code"  # typed from the signed sheet
    CORRECTED = "corrected"


class Reason(StrEnum):
    """Why what was marked is corrected."""

    MISTAKE = "mistake"  # in ticking or typing
    SHEET = "sheet"  # the signed sheet says otherwise
    SOMEBODY_ELSE = "somebody-else"  # signed, or was taken for this person
    OTHER = "other"


@dataclass(frozen=True)
class Meeting:
    """A day of a session, which ended or will end `at` a moment; `module_id` is None where it belongs to no module."""

    session_id: UUID
    academy_id: UUID
    module_id: str | None
    day: date
    at: datetime


@dataclass(frozen=True)
class Seen:
    """Whether an officer was there. `serial` counts what was ever said of that officer and day, from 1."""

    officer_id: UUID
    present: bool
    serial: int
    means: Means
    reason: Reason | None = None
