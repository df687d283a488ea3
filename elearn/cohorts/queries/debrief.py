"""Reads of scenarios that a cohort played: what it chose at each fork, without names. A person with two records counts once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import select

from elearn.cohorts.models.cohorts import CohortTakes
from elearn.cohorts.queries import cohorts
from elearn.courses.models import ChoiceTaken, Progress
from elearn.courses.queries import published
from elearn.courses.rules.debrief import Debrief, Played, debrief, first_ways, is_through
from elearn.courses.rules.module import Part, Published
from elearn.courses.rules.play import Taken
from elearn.foundation.db import db
from elearn.people.models import Officer


@dataclass(frozen=True)
class Told:
    """What a cohort chose in a scenario, as it stands in this revision. With `others` some played another version of it."""

    module: Published
    debrief: Debrief
    others: bool


def scenarios(cohort: Any) -> list[tuple[Published, Part]]:
    """The scenarios of a cohort's modules, in order."""
    wanted = cohorts.modules(cohort)
    there = {each.module_id: each for each in published.catalogue() if each.module_id in wanted}
    modules = [there[module_id] for module_id in wanted if module_id in there]
    return [(module, part) for module in modules for part in module.contents if part.is_scenario]


def told(cohort: Any, current: Published, part: Part) -> Told:
    """What the cohort chose in the version of the scenario that most of it played first, in the current one if none was."""
    first = first_ways(play for play in _plays(cohort, current.module_id, part.id) if _is_through(play, part))
    versions = {play.play_id: _version(published.revision(play.revision_id), part) for play in first}
    newest = {_version(module, part): module for module in [*_played_in(first), current]}
    counted = Counter(versions.values())
    version = max(newest, key=lambda each: (counted[each], newest[each].number))
    paths = [play.path for play in first if versions[play.play_id] == version]
    module = newest[version]
    return Told(module, debrief(module.scenarios[part.id], paths), others=len(paths) < len(first))


def _is_through(play: Played, part: Part) -> bool:
    return is_through(published.revision(play.revision_id).scenarios[part.id], play)


def _version(module: Published, part: Part) -> str:
    """The same where the scenario is the same."""
    return module.editions.get(part.id, module.revision_id)


def _played_in(plays: Sequence[Played]) -> list[Published]:
    """The revisions that were played, the newest last."""
    revisions = [published.revision(revision_id) for revision_id in {play.revision_id for play in plays}]
    return sorted(revisions, key=lambda each: each.number)


def _plays(cohort: Any, module_id: str, scenario_id: str) -> list[Played]:
    """All plays of the scenario in enrolments of the cohort at its academy: what was done elsewhere is not told here.

    Left out are those of who was not in the cohort at their end. Who is taken out later stays counted: what is told only grows.
    """
    there = cohorts.was_in(CohortTakes, ChoiceTaken.recorded_at).label("there")
    query = (
        select(Officer.person_id, ChoiceTaken, there)
        .join(CohortTakes, CohortTakes.enrolment_id == ChoiceTaken.enrolment_id)
        .join(Progress, Progress.enrolment_id == CohortTakes.enrolment_id)
        .join(Officer, Officer.id == CohortTakes.officer_id)
        .where(
            CohortTakes.cohort_id == cohort.id,
            CohortTakes.module_id == module_id,
            Progress.academy_id == cohort.academy_id,
            ChoiceTaken.scenario_id == scenario_id,
        )
        .order_by(ChoiceTaken.play_id, ChoiceTaken.step)
    )
    rows = db.session.execute(query).all()
    plays = [(play_id, list(steps)) for play_id, steps in groupby(rows, key=lambda row: row.ChoiceTaken.play_id)]
    return [_played(play_id, steps) for play_id, steps in plays if steps[-1].there]


def _played(play_id: UUID, steps: Sequence[Any]) -> Played:
    facts = [row.ChoiceTaken for row in steps]
    path = tuple(Taken(fact.scene_id, fact.choice, fact.target, fact.points) for fact in facts)
    return Played(steps[0].person_id, play_id, facts[0].revision_id, facts[-1].recorded_at, path)
