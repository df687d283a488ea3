"""The shape of what is sent from pages of cohorts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField, TextAreaField
from wtforms.widgets import HiddenInput

from elearn.cohorts.rules.cohorts import DateProblem
from elearn.cohorts.service.cohorts import Planned
from elearn.foundation.forms import DayField, NumberField, OneOf, TidyForm, at_most, line, near_today, required

DATE_PROBLEMS = {
    DateProblem.DUE_BEFORE_START: _l("The last day lies before the first one."),
    DateProblem.DUE_IS_PAST: _l("The date lies in the past. Please choose today or a later day."),
}


class _Ticked(SelectMultipleField):
    """Ids that were ticked; what is none of the choices is left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        choices: list[Any] = list(self.choices or ())
        offered = {choice[0] for choice in choices}
        self.data = [UUID(value) for value in valuelist if value in offered]

    def pre_validate(self, form: Any) -> None:
        """What is left is well."""


class _Number(NumberField):
    widget = HiddenInput()


class ChangeForm(TidyForm):
    """A cohort as it shall be. The view gives `instructors` its choices."""

    name = line(_l("Name of the cohort"), 80)
    starts_on: Any = DayField(_l("First day"), [near_today])
    due_on: Any = DayField(_l("To be completed by"), [near_today])
    instructors: Any = _Ticked(_l("Instructors"), choices=[])
    may_ask = BooleanField(_l("Officers of the academy may ask to join"))
    number: Any = _Number()

    def planned(self) -> Planned:
        """What a valid form asks for."""
        return Planned(
            self.name.data,
            self.starts_on.data,
            self.due_on.data,
            tuple(self.instructors.data or ()),
            self.may_ask.data,
        )

    def complain(self, problem: DateProblem) -> None:
        """Say at the date what is wrong with it."""
        self.due_on.errors = [DATE_PROBLEMS[problem]]


class CohortForm(ChangeForm):
    """A new cohort: also what it takes. The view gives `takes` its choices: course:… and module:…"""

    takes: Any = OneOf(_l("What it takes"))


class ListForm(TidyForm):
    """Officers to take into a cohort, by their service numbers."""

    numbers: Any = TextAreaField(_l("Service numbers"), validators=[required(), at_most(50_000)], render_kw={"rows": 8})


class CodeUntilForm(TidyForm):
    """Until when the code on the wall is good."""

    until: Any = DayField(_l("The code is good until"), [near_today])


class JoinForm(TidyForm):
    """The code on the wall, as an officer types it."""

    code = line(_l("Code"), 30)


def ids(sent: Sequence[str]) -> list[UUID] | None:
    """Ids that were ticked on a page; None when one of them is no id."""
    try:
        return [UUID(value) for value in sent]
    except ValueError:
        return None
