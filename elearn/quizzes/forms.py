"""The shape of what browsers send: answers, as JSON when saved at once or a form without JavaScript, and rescue files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict

from elearn.foundation.forms import TidyForm, ValidationError
from elearn.quizzes.rules import rescue
from elearn.quizzes.rules.given import UNSTORABLE, GivenAnswer, checked, from_json

LONGEST_COMMENT = 2_000


def from_form(sent: MultiDict[str, str]) -> GivenAnswer | None:
    """An answer as fields of a form; None when one is missing or no number."""
    try:
        return checked(int(sent["n"]), int(sent["sequence"]), sent.items(multi=True))
    except (ValueError, KeyError):
        return None


@dataclass(frozen=True)
class GivenMark:
    """A marker's levels by criterion, as far as they were chosen, as the mark of that number of the answer of that sequence."""

    sequence: int
    number: int
    levels: Mapping[str, int]
    comment: str


def mark_from(sent: MultiDict[str, str], criteria: Sequence[str]) -> GivenMark | None:
    """The fields of the page on which an answer is marked; None when one is no number."""
    try:
        levels = {
            criterion: int(level)
            for place, criterion in enumerate(criteria)
            if (level := sent.get(f"level-{place}", ""))
        }
        comment = UNSTORABLE.sub("", sent.get("comment", ""))[:LONGEST_COMMENT].strip()
        return GivenMark(int(sent["sequence"]), int(sent["number"]), levels, comment)
    except (ValueError, KeyError):
        return None


class RescueForm(TidyForm):
    """A rescue file, read as a whole into `content`."""

    file = FileField(_l("Rescue file"))
    content = b""

    def validate_file(self, field: Any) -> None:
        """One byte more than may be is read, so that a large file is known for one."""
        if not field.data:
            raise ValidationError(_l("Please choose a file."))
        self.content = field.data.read(rescue.LARGEST + 1)
        if len(self.content) > rescue.LARGEST:
            raise ValidationError(_l("This file is larger than any rescue file. Nothing was changed."))


__all__ = ["RescueForm", "from_form", "from_json"]
