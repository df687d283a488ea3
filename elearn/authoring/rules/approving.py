"""Publishing takes two people: one proposes what stands in the draft, another one approves exactly that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to be published, and what it means for officers under way. `approved` says that it was."""

    id: UUID
    serial: int
    revision_id: str
    under_way: str
    by_account: UUID
    at: datetime
    approved: bool


class Refusal(StrEnum):
    """Why something is not published."""

    COMPLAINTS = "complaints"
    NOTHING_NEW = "nothing-new"
    CHANGED = "changed"  # since it was proposed, or looked at
    OWN = "own"  # who proposes does not approve
    SETTLED = "settled"  # by another proposal, or approved already


def refusal(proposal: Proposal | None, proposal_id: UUID, revision_id: str | None, by: UUID) -> Refusal | None:
    """Why this person cannot approve that proposal; None when it is published now. `revision_id` is of the draft as it
    stands, None while something is complained of.
    """
    if proposal is None or proposal.id != proposal_id or proposal.approved:
        return Refusal.SETTLED
    if revision_id is None:
        return Refusal.COMPLAINTS
    if proposal.revision_id != revision_id:
        return Refusal.CHANGED
    return Refusal.OWN if proposal.by_account == by else None


class Change(StrEnum):
    """What became of a file or a part."""

    ADDED = "added"
    CHANGED = "changed"
    GONE = "gone"


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Change]:
    """What differs between two states, given as digests by name; in the order of the names."""
    kinds = {
        **dict.fromkeys(now.keys() - before.keys(), Change.ADDED),
        **dict.fromkeys(before.keys() - now.keys(), Change.GONE),
        **{name: Change.CHANGED for name in now.keys() & before.keys() if now[name] != before[name]},
    }
    return {name: kinds[name] for name in sorted(kinds)}
