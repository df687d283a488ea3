"""What the pages of certificates share: their blueprint, and what templates need beside certificates."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request

from elearn.certificates.forms import CodeForm
from elearn.certificates.rules import Certificate
from elearn.courses.queries import published
from elearn.foundation import clock, ids
from elearn.foundation.locale import Text, pick

blueprint = Blueprint("certificates", "elearn.certificates", template_folder="templates")


def about(certificates: Sequence[Certificate]) -> dict[str, Any]:
    """What templates need beside certificates: their states today, which run out soon, their modules' titles."""
    days = {each.id: clock.today(each.time_zone) for each in certificates}
    return {
        "statuses": {each.id: each.status(days[each.id]) for each in certificates},
        "soon": {each.id for each in certificates if each.runs_out_soon(days[each.id])},
        "title": title,
    }


def title(revision_id: str) -> Text:
    module = published.revision(revision_id)
    return pick(module.titles, module.source)


def code_asked() -> tuple[CodeForm, str | None]:
    """The form with the code in the address, and the code as printed, if one is asked for and well typed."""
    if not request.args.get("code"):
        return CodeForm(formdata=None), None
    form = CodeForm(request.args)
    return form, ids.read_code(form.code.data or "") if form.validate() else None
