"""Publishing a module: what would change, who proposes it, who approves it."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.authoring.queries import drafts, history
from elearn.authoring.rules.approving import Refusal
from elearn.authoring.service import publishing as service
from elearn.authoring.views.common import blueprint, draft, zone
from elearn.courses.rules.tally import UnderWay
from elearn.foundation.access import requires
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission

_REFUSALS = {
    Refusal.COMPLAINTS: _l("Something is still to be put right."),
    Refusal.NOTHING_NEW: _l("This is published already."),
    Refusal.CHANGED: _l("The module was changed meanwhile. Look at it again, and propose it anew."),
    Refusal.OWN: _l("Somebody else must approve what you proposed."),
    Refusal.SETTLED: _l("This proposal is settled already."),
}
UNDER_WAY = {
    UnderWay.FINISH: _l("They finish the revision that they began."),
    UnderWay.AGAIN: _l("They go on with the new revision, and read again only the lessons that changed."),
}


@blueprint.get("/authoring/<module_id>/publish")
@requires(Permission.AUTHOR)
def publishing(module_id: str) -> str:
    found, prospect = draft(module_id), service.prospect(module_id)
    proposal = prospect.proposal
    return render_template(
        "authoring/publish.html",
        draft=found,
        prospect=prospect,
        choices=UNDER_WAY,
        zone=zone(found),
        names=drafts.names({proposal.by_account} if proposal else ()),
        approvers=history.approvers(found.academy_id, current_user.account_id),
    )


@blueprint.post("/authoring/<module_id>/propose")
@requires(Permission.AUTHOR)
@writes
def propose(module_id: str) -> Response:
    draft(module_id)
    under_way, seen = request.form.get("under_way", ""), request.form.get("revision", "")
    if under_way not in set(UnderWay):
        abort(400)
    refused = service.propose(module_id, seen, UnderWay(under_way), current_user.account_id)
    flash(*((str(_REFUSALS[refused]), "bad") if refused else (_("Proposed. A second person approves it."), "ok")))
    return redirect(url_for(".publishing", module_id=module_id), 303)


@blueprint.post("/authoring/<module_id>/approve/<uuid:proposal_id>")
@requires(Permission.AUTHOR)
@writes
def approve(module_id: str, proposal_id: UUID) -> Response:
    draft(module_id)
    outcome = service.approve(module_id, proposal_id, current_user.account_id)
    if isinstance(outcome, Refusal):
        flash(str(_REFUSALS[outcome]), "bad")
    else:
        flash(_("Published as revision %(number)d.", number=outcome.module.number), "ok")
    return redirect(url_for(".publishing", module_id=module_id), 303)
