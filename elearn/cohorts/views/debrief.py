"""After a class: what a cohort chose at each fork of a scenario, without names."""

from uuid import UUID

from flask import abort, render_template

from elearn.cohorts.queries import debrief as queries
from elearn.cohorts.views.common import blueprint, taught_cohort
from elearn.courses.queries import plays
from elearn.courses.rules import picture
from elearn.courses.rules.debrief import Debrief
from elearn.courses.rules.module import Scenario
from elearn.foundation.access import requires
from elearn.foundation.locale import current_language, direction, say_number, say_percent
from elearn.people.rules.crowds import SMALLEST
from elearn.people.rules.roles import Permission


@blueprint.get("/cohorts/<uuid:cohort_id>/debrief")
@requires(Permission.TEACH)
def debriefs(cohort_id: UUID) -> str:
    cohort = taught_cohort(cohort_id)
    return render_template("cohorts/debriefs.html", cohort=cohort, scenarios=queries.scenarios(cohort))


@blueprint.get("/cohorts/<uuid:cohort_id>/debrief/<module_id>/<part_id>")
@requires(Permission.TEACH)
def debrief(cohort_id: UUID, module_id: str, part_id: str) -> str:
    cohort = taught_cohort(cohort_id)
    there = {(module.module_id, part.id): (module, part) for module, part in queries.scenarios(cohort)}
    current, part = there.get((module_id, part_id)) or abort(404)
    told = queries.told(cohort, current, part)
    played = told.module.scenarios[part.id]
    turned = direction(current_language()) == "rtl"
    return render_template(
        "cohorts/debrief.html",
        cohort=cohort,
        module=told.module,
        part=part,
        debrief=told.debrief,
        others=told.others,
        scenes=plays.all_scenes(told.module, played, current_language()),
        numbers={scene.id: number for number, scene in enumerate(played.scenes)},
        said=_said(played, told.debrief),
        picture=None if picture.is_too_large(played.scenes) else picture.drawn(played.scenes, right_to_left=turned),
        fewest=SMALLEST,
    )


def _said(played: Scenario, debrief: Debrief) -> dict[tuple[int, int], tuple[str, str, float]]:
    """What stands at each choice of the picture: how many made it, and their share of those who decided there."""
    said = {}
    for number, scene in enumerate(played.scenes):
        counts = debrief.counts.get(scene.id, ())
        for choice in range(len(scene.choices)):
            share = debrief.share(scene.id, choice) if counts else 0
            word = say_number(counts[choice]) if counts else "–" if len(scene.choices) > 1 else ""
            said[number, choice] = word, say_percent(share) if sum(counts) else "", share
    return said
