"""How a paper is drawn from a bank of questions, which answers count, how they score, and what may be shown when."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"


@dataclass(frozen=True)
class Question:
    """A question without its words: the same in every language. `right` is the key: it stays here while it is secret."""

    id: str
    kind: Kind
    objective: str
    difficulty: int
    options: tuple[str, ...]
    right: frozenset[str]


@dataclass(frozen=True)
class Words:
    """What an officer reads of a question while answering it: HTML, and the language it is really in."""

    stem: str
    options: Mapping[str, str]
    language: str


@dataclass(frozen=True)
class Secrets:
    """What an officer reads of a question only when rules.shown allows it: HTML of feedback by option, and why."""

    feedback: Mapping[str, str]
    explanation: str


@dataclass(frozen=True)
class FrozenWords:
    """All words of a question in one language, rendered to HTML: what a bank keeps."""

    stem: str
    options: Mapping[str, str]
    feedback: Mapping[str, str]
    explanation: str


def languages_in_order(wanted: str, there: Iterable[str]) -> list[str]:
    """Which language's words to take first, given the language of each text there is.

    The reader's own; then those with most texts, as a translation may lack some and the source lacks none.
    """
    count = Counter(there)
    return sorted(count, key=lambda language: (language != wanted, -count[language], language != "en", language))


@dataclass(frozen=True)
class Blueprint:
    """How a paper is put together: so many questions for each objective; what it takes to pass.

    `pass_percent` is None for a pre-test, which nobody fails; `attempts` None means as many as one likes.
    """

    name: str
    draw: Mapping[str, int]
    minutes: int
    pass_percent: int | None = None
    attempts: int | None = None

    @property
    def length(self) -> int:
        return sum(self.draw.values())


@dataclass(frozen=True)
class Item:
    """A question as it stands on one officer's paper: with its options in this paper's order."""

    question_id: str
    options: tuple[str, ...]


class TooFewQuestions(Exception):
    """The bank cannot fill the blueprint: `objective` has only `there` questions where `wanted` are to be drawn."""

    def __init__(self, objective: str, there: int, wanted: int) -> None:
        super().__init__(f"{objective}: {there} questions, {wanted} wanted")
        self.objective, self.there, self.wanted = objective, there, wanted


class NoAttemptLeft(Exception):
    """Every attempt that the blueprint allows was started already."""


def draw(
    blueprint: Blueprint,
    bank: Iterable[Question],
    seed: int,
    without: Collection[str] = (),
    met: Collection[str] = (),
) -> tuple[Item, ...]:
    """The paper that a seed gives: the same seed, bank and exclusions always give the same paper.

    Questions are drawn at random within each objective and then shuffled, options too; those `met` in earlier attempts
    only where there are too few others, those of `without` never. Raises TooFewQuestions.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable by design; it keeps no secret
    allowed = sorted((question for question in bank if question.id not in without), key=lambda question: question.id)
    drawn: list[Question] = []
    for objective, wanted in sorted(blueprint.draw.items()):
        candidates = [question for question in allowed if question.objective == objective]
        if len(candidates) < wanted:
            raise TooFewQuestions(objective, len(candidates), wanted)
        new = [question for question in candidates if question.id not in met]
        again = [question for question in candidates if question.id in met]
        drawn += chance.sample(new, min(wanted, len(new))) + chance.sample(again, max(0, wanted - len(new)))
    chance.shuffle(drawn)
    return tuple(Item(q.id, tuple(chance.sample(q.options, len(q.options)))) for q in drawn)


@dataclass(frozen=True)
class Sitting:
    """An attempt as it stands on the server. `titles` are the module's, {language: words}."""

    id: UUID
    enrolment_id: UUID
    academy_id: UUID
    module_id: str
    titles: Mapping[str, str]
    bank_id: str
    paper: str
    number: int
    pass_percent: int | None
    attempts_allowed: int | None
    started_at: datetime
    deadline: datetime
    items: tuple[Item, ...]
    is_open: bool

    def item(self, number: int) -> Item | None:
        """The question of that number, counted from 1."""
        return self.items[number - 1] if 1 <= number <= len(self.items) else None


@dataclass(frozen=True)
class AttemptLine:
    """An attempt in a list. What it came to is None while it is open; `passed` also where nothing can be failed."""

    id: UUID
    paper: str
    number: int
    state: str  # open, submitted
    started_at: datetime
    deadline: datetime
    percent: int | None
    passed: bool | None
    submitted_at: datetime | None
    points: int | None
    out_of: int | None


@dataclass(frozen=True)
class Given:
    """The latest answer to a question: `sequence` says how many times the officer changed it."""

    sequence: int
    chosen: tuple[str, ...]
    saved_at: datetime


class Acceptance(StrEnum):
    """What becomes of an answer sent to the server."""

    SAVED = "saved"
    STALE = "stale"  # another answer to the same question, as late or later, is there already
    CLOSED = "closed"  # the attempt was submitted
    LATE = "late"  # the time was up
    FOREIGN = "foreign"  # no such attempt of this officer, no such question on its paper, or no such answer to it


@dataclass(frozen=True)
class Receipt:
    """What the server says of an answer it was sent: `at` in the academy's time, and what the clock now stands at."""

    acceptance: Acceptance
    at: datetime
    seconds_left: int


# An answer given in the last second still has to cross the network.
GRACE = timedelta(seconds=30)


def in_time(deadline: datetime, now: datetime) -> bool:
    """Whether an answer that arrives now still counts."""
    return now <= deadline + GRACE


def seconds_left(deadline: datetime, now: datetime) -> int:
    """What the clock on the page shows; 0 from the deadline on, though answers under way are still awaited."""
    return max(0, int((deadline - now).total_seconds()))


def refusal(sitting: Sitting, now: datetime) -> Acceptance | None:
    """Why an answer that arrives now does not count, if it does not."""
    if not sitting.is_open:
        return Acceptance.CLOSED
    return None if in_time(sitting.deadline, now) else Acceptance.LATE


def fits(question: Question, chosen: Sequence[str]) -> bool:
    """Whether this can be an answer to the question: its own options, each once, and no two where one is asked for."""
    if question.kind is Kind.SINGLE and len(chosen) > 1:
        return False
    return len(set(chosen)) == len(chosen) and set(chosen) <= set(question.options)


def at_marks(item: Item, marks: Sequence[int]) -> tuple[str, ...] | None:
    """The options at these places of the paper, counted from 0; None where there is no such place.

    Browsers are told places only: the ids that authors write often tell which option is right.
    """
    if any(not 0 <= mark < len(item.options) for mark in marks):
        return None
    return tuple(item.options[mark] for mark in marks)


def answered(answers: Mapping[str, Given]) -> frozenset[str]:
    """The questions with something chosen: one whose marks were all taken away again has no answer."""
    return frozenset(question_id for question_id, given in answers.items() if given.chosen)


def place_to_resume(items: Sequence[Item], done: Collection[str]) -> int:
    """The number of the first question without an answer, counted from 1; 1 when all have one."""
    return next((number for number, item in enumerate(items, 1) if item.question_id not in done), 1)


def points(question: Question, chosen: Collection[str]) -> int:
    """1 when exactly the right options are chosen, else 0. Nothing chosen is 0."""
    return int(bool(chosen) and frozenset(chosen) == question.right)


@dataclass(frozen=True)
class Score:
    """What an attempt came to. `percent` is rounded down, so that 79.9 never passes a mark of 80."""

    by_question: Mapping[str, int]
    passed: bool | None

    @property
    def points(self) -> int:
        return sum(self.by_question.values())

    @property
    def out_of(self) -> int:
        return len(self.by_question)

    @property
    def percent(self) -> int:
        return 100 * self.points // self.out_of


def score(
    pass_percent: int | None,
    items: Sequence[Item],
    bank: Mapping[str, Question],
    answers: Mapping[str, Collection[str]],
) -> Score:
    """The score of a paper; questions without an answer bring nothing. `passed` is None where there is no pass mark."""
    by_question = {
        item.question_id: points(bank[item.question_id], answers.get(item.question_id, ())) for item in items
    }
    if pass_percent is None:
        return Score(by_question, None)
    return Score(by_question, 100 * sum(by_question.values()) >= pass_percent * len(items))


class Shown(StrEnum):
    """What a submitted attempt shows of its paper."""

    SCORE_ONLY = "score-only"
    OWN_CHOICES = "own-choices"
    EVERYTHING = "everything"  # key, feedback and explanations too


def shown(pass_percent: int | None, attempts_allowed: int | None, submitted: int, passed: bool) -> Shown:
    """What may be seen when so many attempts at the paper were submitted, and one of them passed or none.

    A pre-test shows its score only, as its questions may come again; a failed attempt shows one's own choices;
    key and explanations come after passing or after the last attempt.
    """
    if pass_percent is None:
        return Shown.SCORE_ONLY
    used_up = attempts_allowed is not None and submitted >= attempts_allowed
    return Shown.EVERYTHING if passed or used_up else Shown.OWN_CHOICES


def attempts_left(allowed: int | None, started: int) -> int | None:
    """How many more attempts may be started; None for as many as one likes."""
    return None if allowed is None else max(0, allowed - started)


@dataclass(frozen=True)
class Reviewed:
    """A question of a submitted paper as its officer may see it. The last three are empty while they are secret."""

    words: Words
    options: tuple[str, ...]
    chosen: frozenset[str]
    right: frozenset[str] = frozenset()
    feedback: Mapping[str, str] = field(default_factory=dict)
    explanation: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a submitted attempt's officer is told. `left` are attempts that may still be started, None without a limit.

    `submitted_at` is in the academy's time. `under_way` is a later attempt at the same paper that is still open. `ask`
    is set when nothing is left to try: the academy's names by language, and whom to turn to there.
    """

    points: int
    out_of: int
    percent: int
    passed: bool | None
    submitted_at: datetime
    shown: Shown
    left: int | None
    under_way: UUID | None
    questions: Sequence[Reviewed]
    ask: tuple[Mapping[str, str], str] | None
