"""The help for those who write modules."""

from flask import current_app, render_template

from elearn.authoring.content.guide import guide
from elearn.authoring.views.common import blueprint
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.people.rules.roles import Permission


@blueprint.get("/help/authoring")
@requires(Permission.AUTHOR)
def help() -> str:
    return render_template("authoring/guide.html", guide=guide(current_app.config["DOCUMENTS"], current_language()))
