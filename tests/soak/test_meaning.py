"""Authors at work: whatever they do to a published module, nothing that officers did there ever means something else."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from sqlalchemy import select

from elearn.authoring.queries import history
from elearn.authoring.service import drafts, publishing
from elearn.courses.models import Module, Page, Progress, Revision
from elearn.courses.rules.tally import UnderWay
from elearn.courses.service import enrolment, progress
from elearn.courses.service import publishing as of_courses
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import FrozenQuestion, QuestionText
from elearn.reports import service as reports
from elearn.reports.models import Programme
from tests import histories, world
from tests.databases import NOW
from tests.reports.test_counting import report, stored_equals_counted
from tests.soak.changing import EDITS, begun
from tests.soak.scale import times
from tests.soak.takers import LANGUAGES, Taker, Version, forget, trained
from tests.world import Place, World

# Of each round; the first history of a round does nothing much. A tenth is one round.
EXAMPLES, STEPS = 5, 40
ROUNDS = 10
DEEDS = ("read", "read on", "read on", "pre-test", "final", "answer", "hand in", "sit", "sit", "certificate")
PUBLISH = ("finish", "again", "bring back")

_numbers = st.integers(0, 9)
_step = st.tuples(
    st.sampled_from([*DEEDS, *DEEDS, *PUBLISH, *PUBLISH, *EDITS]), _numbers, _numbers
)  # officers do more than authors, and both take turns


@pytest.fixture
def now() -> Iterator[datetime]:
    """The clock stands: each step is a minute later."""
    with clock.stopped_at(NOW):
        yield NOW


@pytest.fixture(autouse=True)
def _without_projections() -> None:
    """Here they are what it is about."""


class Story:
    """A module, and two officers at two academies who take it."""

    def __init__(self, world: World, number: int) -> None:
        self.module_id, self.world, self.minutes = f"module{number}", world, 0
        self.draft = begun(self.module_id)
        self.versions: list[Version] = []
        self.frozen: dict[str, list[Any]] = {}
        with transaction():
            assert drafts.start_with(self.module_id, self.draft.files(), world.kostanay.academy_id, None)
        self.publish(UnderWay.FINISH)
        with transaction():
            reports.approve(_programme(), self.module_id, date(2026, 1, 1), None)
        self.takers = [
            self._taker(place, number * 10 + each) for each, place in enumerate((world.kostanay, world.karaganda))
        ]

    def _taker(self, place: Place, number: int) -> Taker:
        with transaction():
            officer_id, _account = world.officer(
                self.world.app, place.academy_id, place.institution_id, f"F{number}", "G", "M", f"9{number:06}"
            )
            made = enrolment.enrol([officer_id], self.module_id, place.academy_id, None, False, None)
        return Taker(officer_id, place.academy_id, self.module_id, made[officer_id])

    @property
    def current(self) -> Version:
        return self.versions[-1]

    def publish(self, under_way: UnderWay) -> None:
        """Proposed by one, approved by another; what is published already is refused."""
        with transaction():
            drafts.replace_all(self.module_id, self.draft.files(), None)
        found = publishing.prospect(self.module_id)
        assert not found.complaints, (found.complaints, self.draft.files())
        assert found.revision_id
        if not found.is_new:
            return
        one, other = self.world.kostanay.instructor, self.world.kostanay.administrator
        with transaction():
            assert publishing.propose(self.module_id, found.revision_id, under_way, one) is None
        proposal = history.proposal(self.module_id)
        assert proposal
        with transaction():
            done = publishing.approve(self.module_id, proposal.id, other)
        assert isinstance(done, of_courses.Publication)
        assert done.changed
        self.versions.append(Version(done.module.revision_id, self.draft.copy()))
        self.frozen.setdefault(done.module.revision_id, frozen(done.module.revision_id))
        if under_way is UnderWay.AGAIN:
            for taker in self.takers:
                taker.taken_along(self.current)

    def do(self, deed: str, one: int, other: int) -> None:
        """One step, a minute after the one before, and a look at everything."""
        self.minutes += 1
        with clock.stopped_at(NOW + timedelta(minutes=self.minutes)):
            self._do(deed, one, other)
            forget()
            for taker in self.takers:
                taker.check()

    def _do(self, deed: str, one: int, other: int) -> None:
        taker = self.takers[one % 2]
        officers: dict[str, Callable[[], None]] = {
            "read": lambda: taker.reads(self.current, other, LANGUAGES[one % 3]),
            "read on": lambda: taker.reads_on(self.current, LANGUAGES[other % 3]),
            "sit": lambda: taker.sits(self.current, "final", other),
            "pre-test": lambda: taker.starts(self.current, "pre-test"),
            "final": lambda: taker.starts(self.current, "final"),
            "answer": lambda: taker.answers(other),
            "hand in": taker.hands_in,
            "certificate": taker.asks_for_certificate,
        }
        if deed in officers:
            officers[deed]()
        elif deed == "bring back":
            self.draft = self.versions[other % len(self.versions)].written.copy()
        elif deed in EDITS:
            EDITS[deed](self.draft, one, other)
        else:
            self.publish(UnderWay(deed))

    def end(self) -> None:
        """Revisions are what they were, and working everything out anew from facts gives the same."""
        assert {revision_id: frozen(revision_id) for revision_id in self.frozen} == self.frozen
        before = rows()
        with transaction():
            of_courses.rebuild()
            progress.rebuild()
        assert rows() == before


def _programme() -> UUID:
    found = db.session.execute(select(Programme.id)).scalar()
    return found or histories.programme()


def frozen(revision_id: str) -> list[Any]:
    """Every row that a revision consists of."""
    db.session.rollback()
    found: list[Any] = []
    tables = (
        (Revision, Revision.id),
        (Page, Page.revision_id),
        (FrozenQuestion, FrozenQuestion.bank_id),
        (QuestionText, QuestionText.bank_id),
    )
    for table, column in tables:
        columns = table.__table__.c
        keys = [each for each in columns if each.primary_key]
        found += map(tuple, db.session.execute(select(*columns).where(column == revision_id).order_by(*keys)))
    return found


def rows() -> list[Any]:
    """Where every enrolment and every module stands."""
    db.session.rollback()
    tables = (Progress, Progress.enrolment_id), (Module, Module.id)
    return [tuple(row) for table, key in tables for row in db.session.execute(select(*table.__table__.c).order_by(key))]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", range(times(ROUNDS)))
def test_nothing_changes_its_meaning(world: World, number: int, measured: Callable[[str], None]) -> None:
    """Answers, results, what was read and certificates, while a module is reordered, split, edited and translated at random"""
    told = tell(world, number, EXAMPLES)
    measured(f"{told} histories of {STEPS} steps in a round, all the same afterwards")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nothing_changes_its_meaning_on_postgresql(world: World, measured: Callable[[str], None]) -> None:
    """The same on PostgreSQL, a few of them"""
    told = tell(world, ROUNDS, times(ROUNDS) + 1)
    measured(f"{told} histories of {STEPS} steps, all the same afterwards")


def tell(world: World, number: int, examples: int) -> int:
    """So many histories, of which no other number has the same."""
    stories: list[Story] = []

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(st.lists(_step, min_size=STEPS, max_size=STEPS))
    def history_(steps: list[tuple[str, int, int]]) -> None:
        story = Story(world, len(stories))
        stories.append(story)
        for step in steps:
            story.do(*step)
        story.end()

    history_()
    assert report().total.trained == sum(trained(story.takers) for story in stories)
    stored_equals_counted()
    return len(stories)
