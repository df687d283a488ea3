"""A small published module for tests, and officers who are enrolled, read and sit papers, all by the real services."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import event

from elearn.courses.models import Module, Page, Revision
from elearn.courses.queries import progress, published
from elearn.courses.queries.published import ADAPTER
from elearn.courses.rules.module import Choice, Part, Published, Scenario, Scene
from elearn.courses.service import enrolment, indexing, reading
from elearn.foundation.db import db, transaction
from elearn.quizzes.models import Attempt
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.kinds import KINDS
from elearn.quizzes.rules.papers import Blueprint, by_objective
from elearn.quizzes.rules.words import FrozenWords
from elearn.quizzes.service import attempting, freezing
from tests import factories_quizzes
from tests.world import Place

SCENARIO = Scenario(
    "scenario-gate",
    (
        Scene("parcel", (Choice("asked", 2), Choice("hall", -1))),
        Scene("asked", ending="good"),
        Scene("hall", (Choice("asked", 1), Choice("angry", -2))),
        Scene("angry", ending="poor"),
    ),
)
SEARCHES = Published(
    revision_id="searches-1",
    module_id="searches",
    number=1,
    source="en",
    titles={"en": "Searches", "ru": "Обыск"},
    summaries={"en": "When a search is lawful."},
    objectives={"lawful": {"en": "Say when a search is lawful."}},
    topics=(),
    tracks=(),
    hours=2,
    gives_certificate=True,
    valid_months=24,
    rule76=("c",),
    requires=(),
    reviewers=(),
    contents=(
        Part("why", {"en": "Why we search", "ru": "Зачем обыск"}, 10, ("lawful",)),
        Part("how", {"en": "How we search"}, 1),
        Part("scenario-gate", {"en": "The parcel at the gate"}, 5),
    ),
    papers={
        "pre-test": Blueprint("pre-test", by_objective({"lawful": 2}), 10),
        "final": Blueprint("final", by_objective({"lawful": 2}), 20, 80, 2),
    },
    scenarios={"scenario-gate": SCENARIO},
)
PARTS = SEARCHES.part_ids
QUESTIONS = [
    Question(f"q{n}", "single", "lawful", 1, {"options": ("a", "b")}, {"right": ["a"], "partly": False})
    for n in range(6)
]


def publish(
    asked: Sequence[Question] = QUESTIONS,
    words: Mapping[str, Mapping[str, FrozenWords]] | None = None,
    **changes: Any,
) -> Published:
    """SEARCHES, or a module like it, frozen with pages in English and its first lesson in Russian, and made current.

    Its questions are in English too unless other words are given.
    """
    module = replace(SEARCHES, **changes)
    data = ADAPTER.dump_python(module, mode="json", exclude={"revision_id", "number"})
    with transaction():
        db.session.add(Revision(id=module.revision_id, module_id=module.module_id, number=module.number, data=data))
        db.session.flush()
        db.session.add_all(_pages(module.revision_id))
        db.session.merge(Module(id=module.module_id, revision_id=module.revision_id))
        words = words or {"en": {question.id: factories_quizzes.english(question) for question in asked}}
        freezing.freeze(module.revision_id, asked, words)
        indexing.index(module.revision_id)
    return published.revision(module.revision_id)


def _pages(revision_id: str) -> list[Page]:
    def page(part_id: str, title: str, language: str = "en", scene_id: str = "", choices: Any = ()) -> Page:
        return Page(
            revision_id=revision_id,
            language=language,
            part_id=part_id,
            scene_id=scene_id,
            title=title,
            html=f"<p>Text of {scene_id or part_id} in {language}.</p>",
            choices=[list(choice) for choice in choices],
        )

    def scene(scene_id: str, title: str, *choices: tuple[str, str]) -> Page:
        return page("scenario-gate", title, "en", scene_id, choices)

    return [
        page("why", "Why we search"),
        page("why", "Зачем обыск", "ru"),
        page("how", "How we search"),
        scene(
            "parcel",
            "A parcel",
            ("Ask first", "<p>You know your limits.</p>"),
            ("Search all", "<p>One parcel is no reason.</p>"),
        ),
        scene("asked", "The answer"),
        scene("hall", "A hall", ("Stop and ask", "<p>Better late.</p>"), ("Go on", "<p>Nobody is heard.</p>")),
        scene("angry", "An angry hall"),
    ]


def enrol(place: Place, officer: int = 0, module_id: str = "searches", due_on: date | None = None) -> UUID:
    """The enrolment of one of the place's officers there."""
    officer_id = place.officers[officer]
    with transaction():
        return enrolment.enrol([officer_id], module_id, place.academy_id, due_on, False, None)[officer_id]


def read(place: Place, *part_ids: str, officer: int = 0, module_id: str = "searches", language: str = "en") -> None:
    """Parts done in the officer's enrolment in force."""
    with transaction():
        mine = progress.of_module(place.officers[officer], module_id)
        assert mine
        for part_id in part_ids:
            reading.part_done(
                officer_id=mine.officer_id,
                enrolment_id=mine.id,
                revision_id=mine.revision_id,
                part_id=part_id,
                language=language,
            )


def sit(place: Place, paper: str, *, right: bool, officer: int = 0, module_id: str = "searches") -> UUID:
    """An attempt at a paper, submitted with all answers right or all wrong: its id."""
    with transaction():
        mine = progress.of_module(place.officers[officer], module_id)
        assert mine
        module = published.revision(mine.revision_id)
        attempt_id = attempting.start(
            officer_id=mine.officer_id,
            enrolment_id=mine.id,
            academy_id=mine.academy_id,
            module_id=module_id,
            titles=module.titles,
            bank_id=module.revision_id,
            blueprint=module.papers[paper],
        )
        sitting = sittings.sitting(attempt_id, mine.officer_id)
        assert sitting
        bank = banks.bank(module.revision_id)
        for item in sitting.items:
            question = bank[item.question_id]
            answer = KINDS[question.kind].right(question) if right else {"choice": ("b",)}
            attempting.save(attempt_id, mine.officer_id, item.question_id, 1, answer)
        attempting.submit(attempt_id, mine.officer_id)
    return attempt_id


def count_queries(act: Callable[[], Any]) -> int:
    """How many statements the database is sent meanwhile, those that begin and end transactions apart."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def asked(attempt_id: str) -> set[str]:
    """Ids of the questions on the paper of an attempt."""
    db.session.rollback()
    attempt = db.session.get_one(Attempt, UUID(attempt_id))
    return {question_id for question_id, _options in attempt.items}
