"""The shape of what is sent from pages of courses."""

from collections.abc import Collection
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import Optional

from elearn.courses.rules.enrolling import Pasted
from elearn.courses.rules.play import Decision
from elearn.courses.service.bringing import Wishes
from elearn.foundation.forms import OneOf, TidyForm, at_most, chosen, required


class Day(DateField):
    """A date, with our own sentence for one that cannot be read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Please give a date, such as 2026-12-31.")) from None


class EnrolmentForm(TidyForm):
    """A list of officers to enrol. The view gives `academy` and `module` their choices."""

    academy = SelectField(_l("Academy"), validators=[chosen()])
    module = SelectField(_l("Module"), validators=[chosen()])
    due_on = Day(_l("To be completed by"), validators=[Optional()])
    numbers = TextAreaField(_l("Service numbers"), validators=[required(), at_most(50_000)], render_kw={"rows": 12})

    def pasted(self) -> Pasted:
        """What a valid form asks for."""
        return Pasted(UUID(self.academy.data), self.module.data, self.numbers.data or "", self.due_on.data)


class BringForm(TidyForm):
    """A file with questions. The view gives the three lists their choices."""

    file = FileField(_l("File"), validators=[FileRequired(message=_l("Please choose a file."))])
    file_format = OneOf(_l("Format"))
    objective = OneOf(_l("Objective"))
    difficulty = OneOf(_l("Difficulty"))

    def wishes(self, objectives: Collection[str], language: str) -> Wishes:
        """What a valid form asks for, in a module with these objectives."""
        return Wishes(self.file_format.data, self.objective.data, int(self.difficulty.data or 0), objectives, language)


def decision(sent: MultiDict[str, str]) -> Decision | None:
    """The choice that a scenario's page sends; None when a field is missing or makes no sense."""
    try:
        return Decision(UUID(sent["play"]), int(sent["step"]), sent["scene"], int(sent["choice"]))
    except (KeyError, ValueError):
        return None
