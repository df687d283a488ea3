"""Scoring again after a question was put right in a later revision."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from elearn.courses.queries import published
from elearn.courses.rules.module import Published
from elearn.courses.views.common import blueprint
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.foundation.web import writes
from elearn.people.rules.roles import Permission
from elearn.quizzes.queries import assessments
from elearn.quizzes.service import assessing


@blueprint.get("/catalogue/<module_id>/quiz/corrections")
@requires(Permission.MANAGE_PROGRAMME)
def corrections(module_id: str) -> str:
    module, earlier = _revisions(module_id)
    found = assessments.corrections(earlier, module.revision_id, current_language())
    return render_template("courses/corrections.html", module=module, found=found)


@blueprint.post("/catalogue/<module_id>/quiz/corrections")
@requires(Permission.MANAGE_PROGRAMME)
@writes
def correct(module_id: str) -> Response:
    module, earlier = _revisions(module_id)
    count = sum(assessing.correct(bank_id, module.revision_id, current_user.account_id) for bank_id in earlier)
    if count:
        flash(ngettext("%(num)d attempt was scored again.", "%(num)d attempts were scored again.", count), "ok")
    else:
        flash(
            _(
                "Nothing was scored again: nobody gains by it yet. The new key holds for what is handed in or marked from now on."
            )
        )
    return redirect(url_for(".corrections", module_id=module_id), 303)


def _revisions(module_id: str) -> tuple[Published, list[str]]:
    """The current revision, and the ids of those before it."""
    module = published.current(module_id) or abort(404)
    return module, [each for each in published.revision_ids(module_id) if each != module.revision_id]
