"""Reads of scenarios played: the decisions of a play, and the words that explain them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from elearn.courses.models import ChoiceTaken
from elearn.courses.queries import published
from elearn.courses.rules import play as rules
from elearn.courses.rules.module import Published, RenderedPage, Scenario, Scene
from elearn.courses.rules.play import Play, Taken
from elearn.foundation.db import db


def latest(enrolment_id: UUID, revision_id: str, scenario_id: str) -> Play | None:
    """The play of the scenario that was played last in this enrolment and revision."""
    newest = (
        select(ChoiceTaken.play_id)
        .where(
            ChoiceTaken.enrolment_id == enrolment_id,
            ChoiceTaken.revision_id == revision_id,
            ChoiceTaken.scenario_id == scenario_id,
        )
        .order_by(ChoiceTaken.recorded_at.desc(), ChoiceTaken.step.desc())
        .limit(1)
    )
    return _play(_steps().where(ChoiceTaken.play_id == newest.scalar_subquery()))


def of_id(play_id: UUID) -> Play | None:
    """The play of that id, whoever's it is; None when no decision was taken in it yet."""
    return _play(_steps().where(ChoiceTaken.play_id == play_id))


def _steps() -> Select[Any]:
    return select(ChoiceTaken).order_by(ChoiceTaken.step)


def _play(steps: Select[Any]) -> Play | None:
    facts: Sequence[ChoiceTaken] = db.session.execute(steps).scalars().all()
    if not facts:
        return None
    path = tuple(Taken(fact.scene_id, fact.choice, fact.target, fact.points) for fact in facts)
    first = facts[0]
    return Play(first.play_id, first.enrolment_id, first.revision_id, first.scenario_id, path)


@dataclass(frozen=True)
class Decision:
    """A decision taken, in words: on which page, what was chosen, why it was good or not (HTML), its points."""

    page: RenderedPage
    words: str
    reason: str
    points: int


@dataclass(frozen=True)
class Situation:
    """Where a play stands: the scene with its page, how it came there, points so far and at best.

    `play_id` is None where nothing of it is kept.
    """

    play_id: UUID | None
    step: int
    scene: Scene
    page: RenderedPage
    decisions: tuple[Decision, ...]
    points: int
    best: int


def situation(module: Published, scenario: Scenario, play_id: UUID, path: Sequence[Taken], language: str) -> Situation:
    """Where a play with this path stands, in the reader's language where there is a translation."""

    def page(scene_id: str) -> RenderedPage:
        return published.scene(module.revision_id, scenario.id, scene_id, language)

    return standing(scenario, play_id, path, page)


def standing(
    scenario: Scenario, play_id: UUID | None, path: Sequence[Taken], page: Callable[[str], RenderedPage]
) -> Situation:
    """Where a play with this path stands; `page` gives the page of a scene by its id."""
    scene = rules.here(scenario, path)
    return Situation(
        play_id=play_id,
        step=len(path),
        scene=scene,
        page=page(scene.id),
        decisions=tuple(_decision(page(taken.scene_id), taken) for taken in path),
        points=rules.points(path),
        best=rules.best_points(scenario),
    )


def _decision(page: RenderedPage, taken: Taken) -> Decision:
    text = page.choices[taken.choice]
    return Decision(page, text.words, text.reason, taken.points)


def all_scenes(module: Published, scenario: Scenario, language: str) -> list[tuple[Scene, RenderedPage]]:
    """Every scene with its page, for those who preview."""
    return [(scene, published.scene(module.revision_id, scenario.id, scene.id, language)) for scene in scenario.scenes]
