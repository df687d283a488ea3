"""The shape of what browsers send: answers, as JSON when saved at once or a form without JavaScript, and rescue files."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict

from elearn.foundation.forms import TidyForm, ValidationError
from elearn.quizzes.rules import rescue
from elearn.quizzes.rules.given import GivenAnswer, checked, from_json


def from_form(sent: MultiDict[str, str]) -> GivenAnswer | None:
    """An answer as fields of a form; None when one is missing or no number."""
    try:
        return checked(int(sent["n"]), int(sent["sequence"]), sent.items(multi=True))
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
