"""Answers that a browser could not send: its key, and the rescue files that staff load."""

from collections.abc import Collection
from uuid import UUID

from elearn.foundation import clock, sealing
from elearn.quizzes.queries import banks, sittings
from elearn.quizzes.rules import attempts, rescue
from elearn.quizzes.rules.attempts import Acceptance, Sitting
from elearn.quizzes.rules.given import GivenAnswer
from elearn.quizzes.rules.kind import Answer, fits
from elearn.quizzes.rules.papers import Item
from elearn.quizzes.rules.rescue import Rescued, RescueFile
from elearn.quizzes.service import attempting


def attempt_key(secret: str, attempt_id: UUID) -> bytes:
    """With this key the browser of its officer seals what it cannot send. Given only to pages of the attempt."""
    return sealing.key_of(secret, f"unsent answers of attempt {attempt_id}")


def rescue_answers(content: bytes, secret: str, academies: Collection[UUID] | None) -> Rescued | None:
    """Save what stands in a rescue file, for its officer; None, with nothing changed, when it cannot be read.

    Nobody learns of an attempt at another academy: its file cannot be read either.
    """
    file = rescue.read(content)
    officer_id = sittings.officer_of(file.attempt_id, academies) if file else None
    sitting = attempting.held(file.attempt_id, officer_id) if file and officer_id else None
    answers = _unsealed(file, secret) if file and sitting else None
    placed = [_placed(sitting, given) for given in answers] if sitting and answers else []
    if sitting is None or not answers or None in placed:
        return None
    questions: dict[int, Acceptance] = {}
    refused = attempts.refusal(sitting, clock.now())
    for given, (item, answer) in zip(answers, filter(None, placed), strict=True):
        questions[given.number] = attempting.keep(sitting, item, given.sequence, answer, refused)
    return Rescued(sitting.titles, sitting.paper, sitting.number, dict(sorted(questions.items())))


def _unsealed(file: RescueFile, secret: str) -> list[GivenAnswer] | None:
    key, attempt = attempt_key(secret, file.attempt_id), str(file.attempt_id).encode()
    contents = [sealing.opened(key, nonce, sealed, attempt) for nonce, sealed in file.answers]
    whole = [content for content in contents if content is not None]
    return rescue.in_order(whole) if len(whole) == len(contents) else None


def _placed(sitting: Sitting, given: GivenAnswer) -> tuple[Item, Answer] | None:
    """The question on the paper and an answer that fits it, asked of all before the first is saved."""
    item, answer = sitting.item(given.number), attempting.on_paper(sitting, given.number, given.fields)
    if not item or answer is None or not fits(banks.slots(sitting.bank_id, item), item.layout, answer):
        return None
    return item, answer
