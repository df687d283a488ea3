"""Which questions of a bank a paper can ask: seats that its lines want filled, and who can sit on them together."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Described(Protocol):
    """What a line of a blueprint asks of a question, written or frozen."""

    @property
    def objective(self) -> str: ...

    @property
    def difficulty(self) -> int: ...

    @property
    def tags(self) -> tuple[str, ...]: ...


Q = TypeVar("Q", bound=Described)


@dataclass(frozen=True)
class Draw:
    """A line of a blueprint: so many questions with this objective, tag and difficulty; None where any will do."""

    count: int
    objective: str | None = None
    tag: str | None = None
    difficulty: int | None = None

    def fits(self, question: Described) -> bool:
        """Whether the question may be drawn for this line."""
        return (
            self.objective in (None, question.objective)
            and self.difficulty in (None, question.difficulty)
            and (self.tag is None or self.tag in question.tags)
        )

    def __str__(self) -> str:
        """Without the count, as module.md says it; * stands for any question."""
        said = {"objective": self.objective, "tag": self.tag, "difficulty": self.difficulty}
        return ", ".join(f"{name}: {value}" for name, value in said.items() if value is not None) or "*"


@dataclass(frozen=True)
class Seat:
    """A place on a paper for a question that fits its line, best for one of the objective and difficulty it is kept for."""

    line: Draw
    kept_for: tuple[str, int] | None = None


@dataclass(frozen=True)
class Shortage:
    """Lines that together want more questions than the bank has for them."""

    lines: tuple[Draw, ...]
    there: int
    wanted: int

    def __str__(self) -> str:
        """The lines, each once."""
        return "; ".join(dict.fromkeys(map(str, self.lines)))


Fits = Callable[[Seat, Described], bool]


def by_line(seat: Seat, question: Described) -> bool:
    """Whether the question may sit there."""
    return seat.line.fits(question)


def as_kept(seat: Seat, question: Described) -> bool:
    """Whether it is what the seat is kept for."""
    return seat.kept_for == (question.objective, question.difficulty) and seat.line.fits(question)


# So finely is the start of systematic sampling told. Whole numbers, as fractions of a bank are not to be rounded.
STARTS = 2**16


def seats(lines: Iterable[Draw], bank: Collection[Described], start: int) -> Iterator[Seat]:
    """The seats of each line, kept for the mix of objectives and difficulties that the bank has for it.

    Systematic sampling in serpentine order (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, chapter 8): every n-th of the
    sorted questions from a `start` (0 to STARTS - 1) on, every other line backwards. So each question has the same chance where
    `start` is random, papers differ from the mix by less than one question of each sort, and two papers of the same lines and
    start have the same mix.
    """
    for number, line in enumerate(sorted(lines, key=str)):
        mix = sorted(((each.objective, each.difficulty) for each in bank if line.fits(each)), reverse=bool(number % 2))
        for place in range(line.count):
            yield Seat(line, mix[(place * STARTS + start) * len(mix) // (line.count * STARTS)] if mix else None)


@dataclass
class Seating(Generic[Q]):
    """Who sits where. Who has a seat keeps one, though perhaps not the same.

    Others are moved along augmenting paths (C. Berge, Two theorems in graph theory, PNAS 43, 1957). Questions that can sit
    together are the independent sets of a transversal matroid (J. Edmonds, D. R. Fulkerson, Transversals and matroid
    partition, Journal of Research of the NBS 69B, 1965): whoever is seated first, as many seats are filled in the end as can be.
    """

    seats: Sequence[Seat]
    taken: dict[int, Q] = field(default_factory=dict)

    @property
    def is_full(self) -> bool:
        return len(self.taken) == len(self.seats)

    def seat(self, questions: Iterable[Q], fits: Fits) -> list[Q]:
        """Seat as many of these as can be, the first ones first; those who are left without a seat."""
        return [question for question in questions if self.is_full or not self._find(question, fits)]

    def _find(self, question: Q, fits: Fits) -> bool:
        """Whether it has a seat now: a free one, or that of another who moved on, on the shortest path to a free one."""
        moved: dict[int, int | None] = {}  # to each seat that was tried, from where its new holder would come
        waiting: deque[tuple[int | None, Q]] = deque([(None, question)])
        while waiting:
            origin, mover = waiting.popleft()
            for number, seat in enumerate(self.seats):
                if number in moved or not fits(seat, mover):
                    continue
                moved[number] = origin
                if number not in self.taken:
                    self._move(number, moved, question)
                    return True
                waiting.append((number, self.taken[number]))
        return False

    def _move(self, free: int, moved: Mapping[int, int | None], question: Q) -> None:
        while (origin := moved[free]) is not None:
            self.taken[free] = self.taken[origin]
            free = origin
        self.taken[free] = question

    def shortages(self, bank: Collection[Described]) -> list[Shortage]:
        """Why seats are empty once all of the bank was offered one by line: what fits some of the lines is less than they want.

        That there are such lines is Hall's theorem (P. Hall, On representatives of subsets, J. London Math. Soc. 10, 1935).
        """
        found: list[Shortage] = []
        for number, seat in enumerate(self.seats):
            if number not in self.taken and not any(str(seat.line) in map(str, each.lines) for each in found):
                found.append(self._shortage(seat, bank))
        return found

    def _shortage(self, empty: Seat, bank: Collection[Described]) -> Shortage:
        """Of the line of the empty seat, the lines that hold what fits it, those that hold what fits these, and so on."""
        reached, before = {str(empty.line)}, set[str]()
        while reached != before:
            before = reached
            lines = [seat.line for seat in self.seats if str(seat.line) in reached]
            holding = (self.seats[number].line for number, held in self.taken.items() if _fits_one(lines, held))
            reached = reached | {str(line) for line in holding}
        return Shortage(tuple(lines), sum(_fits_one(lines, question) for question in bank), len(lines))


def _fits_one(lines: Iterable[Draw], question: Described) -> bool:
    return any(line.fits(question) for line in lines)


def shortages(lines: Iterable[Draw], bank: Collection[Q]) -> list[Shortage]:
    """Where a bank is too small for all of these lines at once, no question being asked twice. None when it is not."""
    seating = Seating[Q]([Seat(line) for line in lines for _ in range(line.count)])
    seating.seat(bank, by_line)
    return seating.shortages(bank)
