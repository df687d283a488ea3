"""Whether somebody may have a certificate, what is missing, until when it is valid, and whether a name is the one on it."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

# How long before the last day an officer is told that a certificate runs out.
SOON = timedelta(days=90)

# Who lets a certificate run out has so long to renew it; one that ran out longer ago than this is not renewed by itself.
_TIME_TO_RENEW, RENEWED_FOR = timedelta(days=30), timedelta(days=365)


class Missing(StrEnum):
    """What stands between an officer and the certificate."""

    NO_CERTIFICATE = "no-certificate"  # the module gives none
    HELD = "held"  # it was issued already; when it has run out, the module is to be taken again
    REVOKED = "revoked"  # it was issued and revoked: only the academy may issue another
    PARTS = "parts"
    FINAL = "final"
    ATTENDANCE = "attendance"  # too few days of the module's sessions
    NAME = "name"  # there is no name to print
    LETTERS = "letters"  # the name has letters that no font of ours has


@dataclass(frozen=True)
class Eligibility:
    """An expected no is a value: what is missing, and which parts are not done."""

    missing: tuple[Missing, ...]
    parts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Candidate:
    """An enrolment for which a certificate may be asked for.

    `issued` and `revoked` count the certificates that the enrolment brought so far; `name` is as it would be printed.
    """

    enrolment_id: UUID
    officer_id: UUID
    module_id: str
    academy_id: UUID
    revision_id: str
    time_zone: str
    enrolled_on: date
    done: frozenset[str]
    passed: bool
    attended: int
    name: str
    language: str
    issued: int
    revoked: int


def eligibility(
    candidate: Candidate,
    *,
    gives_certificate: bool,
    contents: Sequence[str],
    attendance: int,
    prints: bool,
    again: bool = False,
) -> Eligibility:
    """Whether the certificate may be issued: the module completed, a name that prints, none issued.

    One that was revoked is issued anew only `again`, when the academy says so.
    """
    open_parts = tuple(part for part in contents if part not in candidate.done)
    all_revoked = candidate.issued == candidate.revoked
    reasons = {
        Missing.NO_CERTIFICATE: not gives_certificate,
        Missing.HELD: not all_revoked,
        Missing.REVOKED: bool(candidate.issued) and all_revoked and not again,
        Missing.PARTS: bool(open_parts),
        Missing.FINAL: not candidate.passed,
        Missing.ATTENDANCE: candidate.attended < attendance,
        Missing.NAME: not candidate.name,
        Missing.LETTERS: bool(candidate.name) and not prints,
    }
    return Eligibility(tuple(reason for reason, applies in reasons.items() if applies), open_parts)


class Status(StrEnum):
    """What the check page says of a certificate."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Which(StrEnum):
    """Which certificates a list shows."""

    VALID = "valid"
    RUNNING_OUT = "running-out"  # within SOON, and its holder has none that is valid for longer
    EXPIRED = "expired"
    REVOKED = "revoked"


def status(valid_until: date | None, revoked: bool, today: date) -> Status:
    """Revoked beats expired; the last day is still valid."""
    if revoked:
        return Status.REVOKED
    return Status.EXPIRED if valid_until is not None and today > valid_until else Status.VALID


def renewal_due(valid_until: date, today: date) -> date:
    """By when the module is to be taken again: the certificate's last day; where that has passed, 30 days from now."""
    return valid_until if valid_until >= today else today + _TIME_TO_RENEW


@dataclass(frozen=True)
class Certificate:
    """An issued certificate as pages show it.

    `academy` is {language: name}; dates are days at the academy; `replaced` says that a later one was issued in its place,
    `doubtful` that facts corrected since then leave its module incomplete.
    """

    id: UUID
    code: str
    officer_id: UUID
    enrolment_id: UUID
    module_id: str
    revision_id: str
    academy_id: UUID
    academy: Mapping[str, str]
    issued_at: datetime
    issued_on: date
    valid_until: date | None
    language: str
    time_zone: str
    revoked: bool
    replaced: bool
    doubtful: bool
    name: str

    def status(self, today: date) -> Status:
        """What it is on a day."""
        return status(self.valid_until, self.revoked, today)

    def runs_out_soon(self, today: date) -> bool:
        """Whether it is valid and its last day is at most SOON away."""
        if self.valid_until is None or self.status(today) is not Status.VALID:
            return False
        return self.valid_until - today <= SOON


def longest(certificates: Iterable[Certificate]) -> list[Certificate]:
    """Of each module the one that is good for longest, but for revoked ones; what runs out first first."""
    found: dict[str, Certificate] = {}
    for each in sorted((each for each in certificates if not each.revoked), key=_end):
        found[each.module_id] = each
    return sorted(found.values(), key=_end)


def _end(certificate: Certificate) -> tuple[date, str]:
    return certificate.valid_until or date.max, certificate.code


def printed_name(parts: Iterable[str]) -> str:
    """Family name, given name and patronymic as they are printed.

    Marks that turn the direction of writing or have no shape at all are left out: they come in with copied text.
    """
    joined = unicodedata.normalize("NFC", " ".join(parts))
    kinds = ((character, unicodedata.category(character)) for character in joined)
    return " ".join("".join(" " if kind == "Cc" else c for c, kind in kinds if kind != "Cf").split())


def same_name(typed: str, printed: str) -> bool:
    """Whether a name typed from the paper is the one printed; in constant time.

    Capitals, spaces, hyphens, apostrophes, vowel signs, and ё for е make no difference.
    """
    return bool(_letters(typed)) and hmac.compare_digest(_digest(typed), _digest(printed))


def _digest(name: str) -> bytes:
    return hashlib.sha256(_letters(name).encode()).digest()


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(character for character in plain.replace("ё", "е") if character.isalnum())
