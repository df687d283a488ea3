"""Fields whose complaints stand in our own catalogues, and short ways to write the common ones."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, PasswordField, SelectField, StringField

from elearn.foundation.forms import StopValidation, ValidationError, at_most, required

Choice = tuple[str, Any]


class DayField(DateField):
    """A date that must be given, as browsers send it; the complaints are ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Please give a date, such as 2026-09-15.")) from None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls it so
        if self.data is None and not self.process_errors:
            raise StopValidation(_l("Please fill this in."))


class NumberField(IntegerField):
    """A whole number or nothing; the complaint is ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value for value in valuelist if value.strip()])
        except ValueError:
            raise ValueError(_l("Please give a whole number.")) from None


class OneOf(SelectField):
    """One of some choices; the complaint is ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise StopValidation(_l("Please choose one.")) from None


def id_or_none(value: str) -> UUID | None:
    return UUID(value) if value else None


def line(label: Any, longest: int, *validators: Any, optional: bool = False) -> Any:
    """A field of one line, which must be filled in unless it is optional."""
    needed = [] if optional else [required()]
    return StringField(label, [*needed, at_most(longest), *validators])


def secret(label: Any) -> Any:
    return PasswordField(label, [required()])
