"""Taking the questions of a module to other systems."""

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from elearn.courses.service import taking
from elearn.courses.views.common import blueprint, keyed
from elearn.foundation.access import requires
from elearn.people.rules.roles import Permission
from elearn.quizzes.formats.registry import FORMATS


@blueprint.get("/catalogue/<module_id>/quiz/export")
@requires(Permission.PREVIEW)
def take(module_id: str) -> str:
    module = keyed(module_id)
    there = taking.languages(module)
    wanted = request.args.get("language", "")
    chosen = wanted if wanted in there else module.source
    asked = taking.asked(module, chosen)
    taken = [taking.take(asked, chosen, each) for each in FORMATS.values()] if asked else []
    return render_template("courses/take.html", module=module, languages=there, chosen=chosen, taken=taken)


@blueprint.get("/catalogue/<module_id>/quiz/export/<language>/<file_format>")
@requires(Permission.PREVIEW)
def download_taken(module_id: str, language: str, file_format: str) -> Response:
    module = keyed(module_id)
    if language not in taking.languages(module) or file_format not in FORMATS:
        abort(404)
    wanted = FORMATS[file_format]
    taken = taking.take(taking.asked(module, language), language, wanted)
    answer = Response(taken.data, mimetype=wanted.mime_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={module_id}-{language}{wanted.endings[0]}"
    return answer
