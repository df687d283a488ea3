"""Publishing a draft: what would change, proposing it, and approving what another proposed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from elearn.authoring.models.publishing import RevisionApproved, RevisionProposed
from elearn.authoring.queries import drafts, history
from elearn.authoring.rules.approving import Change, Proposal, Refusal, changes, refusal
from elearn.authoring.service import looking
from elearn.authoring.service.drafts import hold
from elearn.courses.content.module import Module, digest, editions
from elearn.courses.queries import facts as of_courses
from elearn.courses.queries import published, sources
from elearn.courses.rules.module import Published
from elearn.courses.rules.tally import UnderWay
from elearn.courses.service import publishing
from elearn.courses.service.publishing import Publication
from elearn.foundation import facts
from elearn.foundation.manuscript.complaints import Complaint


@dataclass(frozen=True)
class Prospect:
    """What publishing a draft would come to. `revision_id` is None while something is complained of.

    `parts` are lessons and scenarios whose words of the source language change; `under_way` officers who are at another
    revision.
    """

    current: Published | None
    complaints: tuple[Complaint, ...]
    revision_id: str | None
    files: Mapping[str, Change]
    parts: Mapping[str, Change]
    under_way: int
    proposal: Proposal | None

    @property
    def is_new(self) -> bool:
        return self.revision_id is not None and (not self.current or self.current.revision_id != self.revision_id)

    @property
    def is_proposed(self) -> bool:
        """Whether exactly this waits for a second person."""
        return bool(self.proposal and not self.proposal.approved and self.proposal.revision_id == self.revision_id)


def prospect(module_id: str) -> Prospect:
    """What publishing the draft as it stands would come to."""
    current, reading = published.current(module_id), looking.read(module_id)
    module = next(map(publishing.offered, reading.modules), None)
    now = {each.path: each.digest for each in drafts.listed(module_id)}
    return Prospect(
        current=current,
        complaints=reading.complaints,
        revision_id=digest(module) if module else None,
        files=changes(sources.digests(current.revision_id) if current else {}, now),
        parts=changes(current.editions if current else {}, editions(module) if module else {}) if module else {},
        under_way=_under_way(current, module),
        proposal=history.proposal(module_id),
    )


def _under_way(current: Published | None, module: Module | None) -> int:
    return len(of_courses.under_way(current.module_id, digest(module))) if current and module else 0


def propose(module_id: str, seen: str, under_way: UnderWay, by: UUID) -> Refusal | None:
    """Propose what was seen for publication; None when that was done. `seen` is the digest that the page showed."""
    hold(module_id)
    found = prospect(module_id)
    if found.revision_id is None:
        return Refusal.COMPLAINTS
    if found.revision_id != seen:
        return Refusal.CHANGED
    if not found.is_new:
        return Refusal.NOTHING_NEW
    serial = 1 + (found.proposal.serial if found.proposal else 0)
    facts.add(
        RevisionProposed(module_id=module_id, serial=serial, revision_id=seen, under_way=str(under_way), by_account=by)
    )
    return None


def approve(module_id: str, proposal_id: UUID, by: UUID) -> Publication | Refusal:
    """Publish what another person proposed, if the draft still says exactly that."""
    hold(module_id)
    proposal, reading = history.proposal(module_id), looking.read(module_id)
    module = next(map(publishing.offered, reading.modules), None)
    refused = refusal(proposal, proposal_id, digest(module) if module else None, by)
    if refused or not proposal or not module:
        return refused or Refusal.SETTLED
    facts.add(RevisionApproved(proposal_id=proposal.id, revision_id=proposal.revision_id, by_account=by))
    return publishing.publish_module(module, UnderWay(proposal.under_way))
