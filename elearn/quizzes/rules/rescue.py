"""The rescue file: answers that one computer could not send, sealed there with the key of their attempt."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from elearn.quizzes.rules.attempts import Acceptance
from elearn.quizzes.rules.given import GivenAnswer, from_json

VERSION = 1
LARGEST = 1_000_000  # bytes
# More than any paper has questions, from more windows than anybody opens.
_MOST_ANSWERS = 1_000
_NONCE = 12  # bytes, as AES-GCM wants it


@dataclass(frozen=True)
class RescueFile:
    """What can be read of a file without a key: (nonce, sealed answer), …"""

    attempt_id: UUID
    answers: tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Rescued:
    """What became of a file: of which attempt it was, and of each question in it, by number. No name stands in it."""

    titles: Mapping[str, str]
    paper: str
    attempt: int
    questions: Mapping[int, Acceptance]


def read(content: bytes) -> RescueFile | None:
    """{"elearn-rescue": 1, "attempt": id, "answers": [[nonce, sealed], …]}, bytes in base64; None for anything else."""
    match _json(content):
        case {"elearn-rescue": 1, "attempt": str(attempt), "answers": list(answers)} if (
            len(content) <= LARGEST and 0 < len(answers) <= _MOST_ANSWERS
        ):
            return _file(attempt, answers)
    return None


def _file(attempt: str, answers: Iterable[Any]) -> RescueFile | None:
    try:
        pairs = tuple((_bytes(nonce), _bytes(sealed)) for nonce, sealed in answers)
        return RescueFile(UUID(attempt), pairs) if all(len(nonce) == _NONCE for nonce, _sealed in pairs) else None
    except (TypeError, ValueError):  # no pairs, no text, no base64, no id
        return None


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def in_order(unsealed: Iterable[bytes]) -> list[GivenAnswer] | None:
    """The answers, the earlier of a question first; None when one of them is none."""
    answers = [from_json(_json(content)) for content in unsealed]
    whole = [answer for answer in answers if answer]
    return sorted(whole, key=lambda answer: answer.sequence) if len(whole) == len(answers) else None


def _json(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None
