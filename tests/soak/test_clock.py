"""A server whose clock is wrong for a while: nothing may be closed or handed in that had time left by the right one.

While the computer runs, its steady clock tells how much of an attempt has passed, whatever becomes of the other one. Once it
was started anew only the clock as it is can tell, and what it says closes nothing within a day: decision 10.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from elearn.foundation import clock, ids, throttle
from elearn.foundation.db import db, transaction
from elearn.quizzes import cli
from elearn.quizzes.models import AttemptSubmitted, LateAnswer
from elearn.quizzes.queries import sittings
from elearn.quizzes.rules import attempts
from elearn.quizzes.rules.attempts import Acceptance
from elearn.quizzes.service import attempting
from tests import factories_quizzes
from tests.factories_quizzes import Bank, choice
from tests.world import World

RIGHT, SLOW, FAST = timedelta(), timedelta(hours=-2), timedelta(hours=2)
SINCE_1970 = timedelta(days=-56 * 365)  # the dead battery of a PC's clock
WRONG = {"two hours slow": SLOW, "in 1970": SINCE_1970, "two hours fast": FAST}
wrong = pytest.mark.parametrize("wrong_by", WRONG.values(), ids=WRONG)
# Of the forty minutes of the paper: the clock is wrong when something happens, and right again.
MEANWHILE, PUT_RIGHT = timedelta(minutes=3), timedelta(minutes=6)
OVER = timedelta(minutes=41)
ANEW = "started anew"


class Exam:
    """One officer at one attempt of forty minutes, begun now by a clock that is wrong by so much."""

    def __init__(self, world: World, bank: Bank, now: datetime, begun_by: timedelta = RIGHT) -> None:
        self.world, self.bank, self.now = world, bank, now
        self.officer_id, self.enrolment_id = world.kostanay.officers[0], ids.new()
        with clock.stopped_at(now, wrong_by=begun_by):
            self.attempt_id = self.come_back()
            self.client = world.signed_in(world.kostanay.accounts[0])
        sitting = sittings.sitting(self.attempt_id, self.officer_id)
        assert sitting
        self.questions = [item.question_id for item in sitting.items]

    def come_back(self) -> UUID:
        """The officer opens the paper, whether for the first time or again."""
        return factories_quizzes.start(self.world.kostanay, self.bank, enrolment_id=self.enrolment_id)

    def save(self, place: int) -> Acceptance:
        """Answer the question at that place of the paper."""
        with transaction():
            return attempting.save(self.attempt_id, self.officer_id, self.questions[place], 1, choice("a"))

    def submit_overdue(self) -> str:
        """What cron calls every hour."""
        return self.world.app.test_cli_runner().invoke(cli.commands, ["submit-overdue"]).output

    def hand_in(self) -> tuple[datetime, datetime]:
        """From when until when it was worked at, as the fact says."""
        with transaction():
            fact: AttemptSubmitted = attempting.submit(self.attempt_id, self.officer_id)
            return fact.started_at, fact.submitted_at

    def is_open(self) -> bool:
        db.session.rollback()
        sitting = sittings.sitting(self.attempt_id, self.officer_id)
        return bool(sitting and sitting.is_open)

    def left(self) -> timedelta:
        """What the clock on the officer's page shows."""
        db.session.rollback()
        sitting = sittings.sitting(self.attempt_id, self.officer_id)
        assert sitting
        return timedelta(seconds=attempts.seconds_left(sitting.deadline, clock.now()))


@pytest.fixture(autouse=True)
def _stopped(now: datetime) -> Iterator[None]:
    """Every moment of a check is said: the steady clock of the real one would not know of them."""
    with clock.stopped_at(now):
        yield


@wrong
def test_a_clock_that_is_moved_closes_nothing(
    world: World, bank: Bank, now: datetime, wrong_by: timedelta, measured: Callable[[str], None]
) -> None:
    """The clock goes two hours forward, two hours back, or to 1970, while an attempt is open, and is put right: all goes on."""
    exam = Exam(world, bank, now)
    page, answer = f"/attempts/{exam.attempt_id}", {"n": 3, "sequence": 1, "fields": [["answer-0", "0"]]}
    with clock.stopped_at(now + MEANWHILE, wrong_by=wrong_by):
        assert exam.save(0) is Acceptance.SAVED
        if wrong_by < RIGHT:
            assert exam.client.get(f"{page}?n=2").status_code == 200
        else:  # ten minutes have passed in which nobody was there: quiz.js keeps the answer
            assert exam.client.post(page, json=answer).headers["Location"].startswith("/unlock")
        assert exam.submit_overdue() == "Attempts handed in: 0\n"
        assert exam.come_back() == exam.attempt_id
        assert exam.left() == timedelta(minutes=37)
    with clock.stopped_at(now + PUT_RIGHT):
        assert exam.left() == timedelta(minutes=34)
        assert exam.save(1) is Acceptance.SAVED
        assert (exam.client.post(page, json=answer).json or {})["state"] == "saved"
        assert set(sittings.answers(exam.attempt_id)) == set(exam.questions[:3])
        assert exam.hand_in() == (now, now + PUT_RIGHT)
    measured("open all the time, with as much time left as there is, and all answers are kept")


@wrong
def test_putting_the_clock_right_neither_takes_time_nor_gives_it(
    world: World, bank: Bank, now: datetime, wrong_by: timedelta, measured: Callable[[str], None]
) -> None:
    """An attempt begins while the clock is two hours fast or slow, or in 1970, and it is put right: it has its forty minutes."""
    exam = Exam(world, bank, now, begun_by=wrong_by)
    with clock.stopped_at(now + PUT_RIGHT):
        assert exam.save(0) is Acceptance.SAVED
        assert exam.submit_overdue() == "Attempts handed in: 0\n"
        assert exam.come_back() == exam.attempt_id
        assert exam.left() == timedelta(minutes=34)
    with clock.stopped_at(now + OVER):
        assert exam.save(1) is Acceptance.LATE
        assert exam.hand_in() == (now, now + timedelta(minutes=40))
    measured("open for forty minutes, and handed in at their end")


def test_time_goes_on_while_the_clock_is_wrong(
    world: World, bank: Bank, now: datetime, measured: Callable[[str], None]
) -> None:
    """After its forty minutes an attempt takes no answers, by a clock that says 1970 neither."""
    exam = Exam(world, bank, now)
    with clock.stopped_at(now + OVER, wrong_by=SINCE_1970):
        assert exam.left() == RIGHT
        assert exam.save(0) is Acceptance.LATE
    measured("no time left, and a late answer is late")


def test_after_a_fast_clock_was_put_right_nobody_is_locked_out(
    world: World, bank: Bank, now: datetime, measured: Callable[[str], None]
) -> None:
    """A clock that was two hours fast is put right: whoever signed in, mistyped or began by it goes on, and others begin."""
    officer, tries = world.kostanay, ("check", "mistyped", 1, timedelta(minutes=15))
    with clock.stopped_at(now, wrong_by=FAST):
        exam = Exam(world, bank, now, begun_by=FAST)
        first = exam.hand_in()
        throttle.spend(*tries)
        assert throttle.exhausted(*tries)
    with clock.stopped_at(now + MEANWHILE):
        assert not throttle.exhausted(*tries)
        assert first == (now + FAST, now + FAST)
        second = exam.come_back()
        assert second != exam.attempt_id
        assert exam.client.get(f"/attempts/{second}").status_code == 200
        other = factories_quizzes.start(officer, bank, officer=1)
        assert world.signed_in(officer.accounts[1]).get(f"/attempts/{other}").status_code == 200
    measured("the next attempt begins at once, for everyone")


@pytest.mark.parametrize("act", [Exam.submit_overdue, Exam.come_back], ids=["submit-overdue", "coming back"])
def test_nothing_is_handed_in_by_a_computer_that_starts_with_a_fast_clock(
    world: World, bank: Bank, now: datetime, act: Callable[[Exam], object], measured: Callable[[str], None]
) -> None:
    """Power cut; the computer starts with its clock two hours fast. cron runs, or the officer opens the paper: it stays open."""
    exam = Exam(world, bank, now)
    with clock.stopped_at(now + MEANWHILE, wrong_by=FAST, boot_id=ANEW):
        act(exam)
        assert exam.save(1) is Acceptance.LATE
        assert db.session.execute(select(LateAnswer.question_id)).scalars().all() == [exam.questions[1]]
        assert exam.is_open()
    with clock.stopped_at(now + PUT_RIGHT, boot_id=ANEW):
        assert exam.left() == timedelta(minutes=34)
        assert exam.save(1) is Acceptance.SAVED
    measured("open after; answers sent meanwhile are refused and kept as late; answers sent after are saved")


@pytest.mark.parametrize("wrong_by", [SLOW, SINCE_1970], ids=["two hours slow", "in 1970"])
def test_a_computer_that_starts_with_a_slow_clock_goes_on(
    world: World, bank: Bank, now: datetime, wrong_by: timedelta, measured: Callable[[str], None]
) -> None:
    """Power cut; the computer starts with its clock two hours slow, or in 1970, and is put right: all goes on, all is kept."""
    exam = Exam(world, bank, now)
    with clock.stopped_at(now + MEANWHILE, wrong_by=wrong_by, boot_id=ANEW):
        assert exam.left() == timedelta(minutes=40)  # nobody can tell how much has passed: never more than there was
        assert exam.save(0) is Acceptance.SAVED
        assert exam.submit_overdue() == "Attempts handed in: 0\n"
    with clock.stopped_at(now + PUT_RIGHT, boot_id=ANEW):
        assert exam.left() == timedelta(minutes=34)
        assert exam.save(1) is Acceptance.SAVED
        assert set(sittings.answers(exam.attempt_id)) == set(exam.questions[:2])
    measured("open all the time, and both answers are kept")


def test_handed_in_by_a_slow_clock_it_does_not_end_before_it_began(
    world: World, bank: Bank, now: datetime, measured: Callable[[str], None]
) -> None:
    """Power cut; the computer starts in 1970, and the officer hands in: the attempt does not end before it began."""
    exam = Exam(world, bank, now)
    with clock.stopped_at(now + MEANWHILE, wrong_by=SINCE_1970, boot_id=ANEW):
        assert exam.hand_in() == (clock.now(), clock.now())
    measured("begun and handed in at the moment of handing in")


def test_begun_by_a_fast_clock_it_has_its_time_once_after_the_computer_was_started_anew(
    world: World, bank: Bank, now: datetime, measured: Callable[[str], None]
) -> None:
    """An attempt begins while the clock is days fast; power cut; the computer starts with a right clock: it has its time once."""
    exam = Exam(world, bank, now, begun_by=timedelta(days=3))
    with clock.stopped_at(now + MEANWHILE, boot_id=ANEW):
        assert exam.left() == timedelta(minutes=40)
        assert exam.save(0) is Acceptance.SAVED
    with clock.stopped_at(now + PUT_RIGHT, boot_id=ANEW):
        assert exam.left() == timedelta(minutes=37)
        assert exam.come_back() == exam.attempt_id
        assert exam.save(1) is Acceptance.SAVED
    with clock.stopped_at(now + PUT_RIGHT, wrong_by=FAST, boot_id=ANEW):
        assert exam.left() == timedelta(minutes=37)  # moved meanwhile, and put right
    with clock.stopped_at(now + MEANWHILE + OVER, boot_id=ANEW):
        assert exam.left() == RIGHT
        assert exam.save(2) is Acceptance.LATE
        assert exam.hand_in() == (now + MEANWHILE, now + MEANWHILE + timedelta(minutes=40))
    measured("forty minutes from the first answer after the start, whatever is sent and however often")


def test_each_start_with_a_clock_that_is_behind_notes_once_that_an_attempt_goes_on(
    world: World, bank: Bank, now: datetime, measured: Callable[[str], None]
) -> None:
    """Two power cuts, after the first of which the clock says 1970: what was begun rightly has the time that it had."""
    exam = Exam(world, bank, now)
    with clock.stopped_at(now + MEANWHILE, wrong_by=SINCE_1970, boot_id=ANEW):
        assert exam.save(0) is Acceptance.SAVED
    with clock.stopped_at(now + PUT_RIGHT, wrong_by=SLOW, boot_id="once more"):
        assert exam.save(1) is Acceptance.SAVED
        assert exam.submit_overdue() == "Attempts handed in: 0\n"
        assert exam.come_back() == exam.attempt_id
    with clock.stopped_at(now + 2 * PUT_RIGHT, boot_id="and once more"):
        assert exam.left() == timedelta(minutes=28)
        assert exam.save(2) is Acceptance.SAVED
    measured("open all the time, all answers are kept, and with the right clock the right time is left")
