"""Officers who take a module while it is changed, and what each of them must still find afterwards, worked out anew.

Nothing here asks progress or revisions of the product what they say: only what was read, answered and published counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from elearn.certificates import exports
from elearn.certificates import queries as certificates
from elearn.certificates import service as certifying
from elearn.certificates.rules import Certificate
from elearn.courses.queries import progress, published
from elearn.courses.rules.module import FINAL, PRE_TEST, Published
from elearn.courses.service import papers, reading
from elearn.foundation import clock
from elearn.foundation.db import db, transaction
from elearn.quizzes.queries import banks, results, sittings
from elearn.quizzes.rules.attempts import Sitting
from elearn.quizzes.rules.kind import Answer
from elearn.quizzes.service import attempting
from tests.soak.changing import Manuscript

LANGUAGES = ("en", "ru", "kk")


@dataclass(frozen=True)
class Version:
    """A revision as its authors wrote it."""

    revision_id: str
    written: Manuscript

    @property
    def parts(self) -> dict[str, str]:
        """What officers read of each part in the source language."""
        return {part_id: self.written.read_in(part_id) for part_id in self.written.contents}


@dataclass
class Paper:
    """An attempt: what was on it when it was begun, and what was answered since."""

    id: UUID
    version: Version
    shown: list[Any]
    answers: dict[str, Answer] = field(default_factory=dict)
    handed_in: datetime | None = None
    goes_on_in: Version | None = None  # of who begins with it, and was taken along before it was handed in

    def percent(self, on: Sitting) -> int:
        """What it comes to by the keys of its own version."""
        asked = self.version.written.questions
        right = sum(
            self.answers.get(item.question_id) == {"choice": tuple(asked[item.question_id].right)} for item in on.items
        )
        return 100 * right // len(on.items)


@dataclass
class Taker:
    """An officer in an enrolment."""

    officer_id: UUID
    academy_id: UUID
    module_id: str
    enrolment_id: UUID
    version: Version | None = None
    moved: bool = False
    read: list[tuple[str, str]] = field(default_factory=list)  # part, and what it said
    passed: bool = False
    completed: datetime | None = None
    papers: dict[str, list[Paper]] = field(default_factory=lambda: {PRE_TEST: [], FINAL: []})
    certificates: list[tuple[Certificate, Published]] = field(default_factory=list)

    @property
    def done(self) -> set[str]:
        """What was read stays read; who was taken along has to read again what says something else there."""
        parts = self.version.parts if self.version else {}
        return {part_id for part_id, said in self.read if not self.moved or parts.get(part_id) == said}

    def taken_along(self, to: Version) -> None:
        """A publication takes along who has begun and not completed."""
        if self.version and not self.completed:
            self.version, self.moved = to, True
            self._settle()
        for paper in (each for of in self.papers.values() for each in of if not each.handed_in):
            paper.goes_on_in = to

    def _begin(self, at: Version) -> None:
        self.version = self.version or at

    def _settle(self) -> None:
        if self.version and self.passed and not self.completed and self.done >= self.version.parts.keys():
            self.completed = clock.now()

    def reads(self, current: Version, number: int, language: str) -> None:
        """Any part of the revision that is open to the officer."""
        mine = progress.of_module(self.officer_id, self.module_id)
        assert mine
        at = self.version or current
        assert mine.revision_id == at.revision_id
        part_id = at.written.contents[number % len(at.written.contents)]
        with transaction():
            new = reading.part_done(
                officer_id=mine.officer_id,
                enrolment_id=mine.id,
                revision_id=mine.revision_id,
                part_id=part_id,
                language=language,
            )
        if new:
            self._begin(at)
            self.read.append((part_id, at.parts[part_id]))
            self._settle()

    def starts(self, current: Version, paper: str) -> None:
        """The paper, where it may be started."""
        mine = progress.of_module(self.officer_id, self.module_id)
        assert mine
        module, at = published.revision(mine.revision_id), self.version or current
        with transaction():
            attempt_id = papers.start(mine, module, module.papers[paper])
        if isinstance(attempt_id, UUID) and attempt_id not in [each.id for each in self.papers[paper]]:
            begun = Paper(attempt_id, at, self._shown(attempt_id))
            self.papers[paper].append(begun)
            self._as_written(begun)

    def _sitting(self, paper: Paper) -> Sitting:
        found = sittings.sitting(paper.id, self.officer_id)
        assert found
        return found

    def _shown(self, attempt_id: UUID) -> list[Any]:
        """All that the attempt shows of its questions, in every language, with keys and what explains them."""
        on = sittings.sitting(attempt_id, self.officer_id)
        assert on
        return [
            (item, banks.bank(on.bank_id)[item.question_id], banks.words(on.bank_id, language)[item.question_id],
             banks.secrets(on.bank_id, language)[item.question_id])
            for item in on.items for language in LANGUAGES
        ]  # fmt: skip

    def _as_written(self, paper: Paper) -> None:
        """What is shown first is what the authors of that version wrote; a translation may be older than its source."""
        for item, question, words, _secrets in paper.shown[:: len(LANGUAGES)]:
            asked = paper.version.written.questions[item.question_id]
            assert set(question.key["right"]) == asked.right
            assert words.stem == asked.heading
            assert words.parts == asked.words

    def answers(self, number: int) -> None:
        """A question of the attempt that is open, if there is one."""
        paper = next((each for of in self.papers.values() for each in of if not each.handed_in), None)
        if paper:
            on = self._sitting(paper)
            item = on.items[number % len(on.items)]
            asked = paper.version.written.questions[item.question_id]
            chosen = tuple(asked.right) if number % 4 else asked.options[:1]
            with transaction():
                attempting.save(
                    paper.id, self.officer_id, item.question_id, number + 1000 * len(paper.answers), {"choice": chosen}
                )
            paper.answers[item.question_id] = {"choice": chosen}

    def reads_on(self, current: Version, language: str) -> None:
        """The next part that is not done yet, if there is one."""
        at = self.version or current
        unread = [number for number, part_id in enumerate(at.written.contents) if part_id not in self.done]
        if unread:
            self.reads(current, unread[0], language)

    def sits(self, current: Version, paper: str, number: int) -> None:
        """The paper from beginning to end, where it may be started: all right as a rule."""
        self.starts(current, paper)
        for each in (1, 2) if number else (4, 1):
            self.answers(each)
        self.hands_in()

    def hands_in(self) -> None:
        """The attempt that is open, if there is one."""
        for paper_name, of in self.papers.items():
            for paper in of:
                if not paper.handed_in:
                    with transaction():
                        attempting.submit(paper.id, self.officer_id)
                    paper.handed_in = clock.now()
                    self.moved |= not self.version and bool(paper.goes_on_in)
                    self._begin(paper.goes_on_in or paper.version)
                    mark = paper.version.written.pass_percent
                    self.passed |= paper_name == FINAL and paper.percent(self._sitting(paper)) >= mark
                    self._settle()

    def asks_for_certificate(self) -> None:
        """Given to who has completed the module, once."""
        with transaction():
            given = certifying.issue(self.officer_id, self.module_id, "en", exports.prints)
        assert isinstance(given, UUID) == bool(self.completed and not self.certificates)
        if isinstance(given, UUID):
            found = certificates.by_id(given)
            assert found
            assert self.version
            assert found.revision_id == self.version.revision_id
            assert published.revision(found.revision_id).titles["en"] == self.version.written.title
            self.certificates.append((found, published.revision(found.revision_id)))

    def check(self) -> None:
        """Everything means what it meant."""
        mine = progress.of_module(self.officer_id, self.module_id)
        assert mine
        assert mine.id == self.enrolment_id
        assert (set(mine.done), mine.passed) == (self.done, self.passed)
        if self.version:
            assert mine.revision_id == self.version.revision_id
        assert (mine.state == "passed") == (self.completed is not None)
        for paper in (each for of in self.papers.values() for each in of):
            self._check_paper(paper)
        held = certificates.held(self.officer_id)
        assert [(each, published.revision(each.revision_id)) for each in held] == self.certificates

    def _check_paper(self, paper: Paper) -> None:
        on = self._sitting(paper)
        assert self._shown(paper.id) == paper.shown
        assert {id_: given.answer for id_, given in sittings.answers(paper.id).items()} == paper.answers
        if paper.handed_in:
            came_to = results.outcome(on, "ru")
            mark = paper.version.written.pass_percent if on.paper == FINAL else None
            percent = paper.percent(on)
            assert (came_to.percent, came_to.passed) == (percent, None if mark is None else percent >= mark)
            assert came_to.submitted_at == paper.handed_in
            reviewed = [(each.words, each.layout, each.answer) for each in came_to.questions]
            in_russian = paper.shown[1 :: len(LANGUAGES)]
            assert reviewed in (
                [],  # as long as nothing may be shown
                [
                    (words, item.layout, paper.answers.get(item.question_id, {}))
                    for item, _question, words, _more in in_russian
                ],
            )


def forget() -> None:
    """What is kept in memory is read again, as by a server that was started anew."""
    db.session.rollback()
    for kept in (banks.bank, banks.words, banks.secrets, banks.languages, published._revision, published._page):
        kept.cache_clear()


def trained(takers: Sequence[Taker]) -> int:
    """How many of them have completed the module."""
    return sum(each.completed is not None for each in takers)
