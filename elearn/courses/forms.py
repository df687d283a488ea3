"""The shape of what is sent from pages of courses."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, StopValidation
from wtforms.widgets import HiddenInput

from elearn.courses.rules.enrolling import Pasted
from elearn.courses.rules.module import RenderedPage
from elearn.courses.rules.play import Decision
from elearn.courses.service.bookmarks import LONGEST_NOTE
from elearn.courses.service.bringing import Wishes
from elearn.foundation.forms import NumberField, OneOf, TidyForm, at_most, chosen, line, required
from elearn.foundation.markup import words_of
from elearn.quizzes.rules.attempts import MOST_MINUTES, MOST_PERCENT, Reason, Sitting


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


class BookmarkForm(TidyForm):
    """A place in a lesson, and a note on it."""

    anchor = OneOf(_l("Place"))
    note = line(_l("Note for yourself"), LONGEST_NOTE, optional=True)

    @classmethod
    def of(cls, page: RenderedPage) -> Self:
        """The form below this lesson."""
        form = cls()
        form.anchor.choices = [
            ("", _l("The whole lesson")),
            *((each, words_of(it)) for each, it in page.headings.items()),
        ]
        return form


REASONS = {
    Reason.POWER: _l("Power cut"),
    Reason.COMPUTER: _l("The computer or the network failed"),
    Reason.ILLNESS: _l("Illness"),
    Reason.DUTY: _l("Called away on duty"),
    Reason.OTHER: _l("Something else"),
}


def _from_to(least: int, most: int) -> list[Any]:
    words = _l("Please give a whole number from %(least)d to %(most)d.", least=least, most=most)
    return [InputRequired(message=words), NumberRange(least, most, message=words)]


class _MomentField(Field):
    """A hidden moment, as the page wrote it down."""

    widget = HiddenInput()

    def _value(self) -> str:
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            moment = datetime.fromisoformat(valuelist[0]) if valuelist else None
        except ValueError:
            moment = None
        self.data = moment if moment and moment.tzinfo else None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls it so
        if self.data is None:
            raise StopValidation(_l("Please look at the page again."))


class _Count(NumberField):
    """A hidden number by which a second click is known."""

    widget = HiddenInput()


class MinutesForm(TidyForm):
    """More time for an open attempt, whose deadline the page showed. On a page with several, the paper is the prefix."""

    deadline: Any = _MomentField()
    minutes: Any = NumberField(
        _l("Minutes more"), _from_to(1, MOST_MINUTES), render_kw={"inputmode": "numeric", "size": 5}
    )
    reason: Any = OneOf(_l("Reason"), choices=list(REASONS.items()), coerce=Reason)

    @classmethod
    def of(cls, sitting: Sitting) -> "MinutesForm":
        """The form for an attempt."""
        return cls(prefix=sitting.paper, deadline=sitting.deadline)


class UnlockForm(TidyForm):
    """The place from which an attempt is unlocked, as the page knew it."""

    place: Any = HiddenField(validators=[required()])

    @classmethod
    def of(cls, sitting: Sitting) -> "UnlockForm":
        """The form for an attempt."""
        return cls(prefix=f"{sitting.paper}-place", place=sitting.place)


class AttemptForm(TidyForm):
    """One more attempt, the so many-th granted."""

    number: Any = _Count(validators=_from_to(1, 1_000))
    reason: Any = OneOf(_l("Reason"), choices=list(REASONS.items()), coerce=Reason)


class PercentForm(TidyForm):
    """So many per cent more time for one person."""

    serial: Any = _Count(validators=_from_to(1, 1_000_000))
    percent: Any = NumberField(
        _l("Per cent more time"), _from_to(0, MOST_PERCENT), render_kw={"inputmode": "numeric", "size": 5}
    )


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
