"""Previews: what officers read, for those who teach and administer. Nothing is recorded, nothing counts."""

from collections.abc import Mapping

from flask import abort, render_template
from flask_login import current_user

from elearn.courses.queries import plays, published
from elearn.courses.rules.module import FINAL, Published
from elearn.courses.service import translating
from elearn.courses.views.common import blueprint, keyed, lesson
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language
from elearn.people.queries import places
from elearn.people.rules.roles import Permission
from elearn.quizzes.queries import assessments, judging
from elearn.quizzes.rules.analysis import FEW, FEWEST, LOW_BELOW, TOO_EASY_ABOVE, TOO_HARD_BELOW

# What the page of questions says of its limits.
_LIMITS = {
    "fewest": FEWEST,
    "few": FEW,
    "most": judging.MOST_SHEETS,
    "too_hard": TOO_HARD_BELOW,
    "too_easy": TOO_EASY_ABOVE,
    "low": LOW_BELOW,
}


@blueprint.get("/catalogue")
@requires(Permission.PREVIEW)
def catalogue() -> str:
    return render_template("courses/catalogue.html", modules=published.catalogue())


@blueprint.get("/catalogue/<module_id>")
@requires(Permission.PREVIEW)
def preview(module_id: str) -> str:
    module = published.current(module_id) or abort(404)
    return render_template("courses/preview.html", module=module, short=_short_of_markers(module))


def _short_of_markers(module: Published) -> list[Mapping[str, str]]:
    """The names of the visitor's academies where fewer people assess than have to mark an answer of the module."""
    if not current_user.may(Permission.ASSESS):
        return []
    mine, wanted = current_user.scopes(Permission.ASSESS), assessments.markers_wanted(module.revision_id)
    there = places.assessors(mine)
    return [each.names for each in places.academies(mine) if there[each.id] < wanted]


@blueprint.get("/catalogue/<module_id>/quiz/analysis")
@requires(Permission.PREVIEW)
def question_analysis(module_id: str) -> str:
    """How good the questions are, by the answers of all academies together: nobody's name, nobody's paper."""
    module = keyed(module_id)
    judged = judging.judged(module.revision_id, FINAL, current_language())
    percent = module.papers[FINAL].pass_percent
    return render_template("courses/analysis.html", module=module, judged=judged, pass_percent=percent, limits=_LIMITS)


@blueprint.get("/catalogue/<module_id>/<part_id>")
@requires(Permission.PREVIEW)
def preview_part(module_id: str, part_id: str) -> str:
    module = published.current(module_id) or abort(404)
    part = module.part(part_id) or abort(404)
    outdated = translating.outdated(module, part_id, current_language())
    if not part.is_scenario:
        page = lesson(module, part)
        return render_template("courses/preview_lesson.html", module=module, part=part, page=page, outdated=outdated)
    scenes = plays.all_scenes(module, module.scenarios[part_id], current_language())
    titles = {scene.id: page.title for scene, page in scenes}
    return render_template(
        "courses/preview_scenario.html", module=module, part=part, scenes=scenes, titles=titles, outdated=outdated
    )
