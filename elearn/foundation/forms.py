"""The shape of what people type: one base form, and fields and validators whose sentences stand in our own catalogues.

WTForms brings its own translations, but none in Kyrgyz; so its messages are never shown.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, Form, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation, ValidationError
from wtforms.widgets import Select, TextInput

from elearn.foundation import clock
from elearn.foundation.locale import say_date


class TidyForm(FlaskForm):
    """A form that trims what was typed into text fields and refuses NUL, which PostgreSQL cannot store."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            # A body of JSON may hold numbers and lists, on which fields and services for text would stumble.
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            if (
                issubclass(unbound_field.field_class, StringField | ListedField)
                and unbound_field.field_class.__name__ != "PasswordField"
            ):
                options = {**options, "filters": [*options.get("filters", ()), _tidy]}
            field: Field = unbound_field.bind(form=form, **options)
            return field


def _tidy(typed: str | None) -> str | None:
    return typed.replace("\x00", "").strip() if typed else typed


def required() -> DataRequired:
    """The field must hold something."""
    return DataRequired(message=_l("Please fill this in."))


def chosen() -> InputRequired:
    """One of the choices must be taken."""
    return InputRequired(message=_l("Please choose one."))


def at_most(letters: int) -> Length:
    """No more than so many characters."""
    return Length(max=letters, message=_l("Please use at most %(max)d characters.", max=letters))


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


YEARS_AROUND = 5


def near_today(form: Form, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    """Refuses a day whose year was mistyped. The sentence says today's date: it is the clock that may be wrong."""
    today = clock.today("UTC")
    if field.data and abs(field.data - today) > timedelta(days=366 * YEARS_AROUND):
        words = _("This day lies more than %(years)d years from today, %(today)s. Please check the year.",
                  years=YEARS_AROUND, today=say_date(today, "long"))  # fmt: skip
        raise ValidationError(words)


class PerhapsDayField(DayField):
    """A date that may be left out."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if any(valuelist):
            super().process_formdata(valuelist)

    def pre_validate(self, form: Any) -> None:
        """Nothing given is well."""


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


class ListedField(OneOf):
    """One of the choices that `offer` sets; while there are none, a line of text."""

    widget: Any = TextInput()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Set the choices, if there are any, and say that one must be chosen."""
        if choices:
            self.choices = [("", _l("Please choose")), *choices]
            self.widget = Select()

    def pre_validate(self, form: Any) -> None:
        if self.choices:
            super().pre_validate(form)

    def _value(self) -> str:
        return self.data or ""


def id_or_none(value: str) -> UUID | None:
    return UUID(value) if value else None


def line(label: Any, longest: int, *validators: Any, optional: bool = False) -> Any:
    """A field of one line, which must be filled in unless it is optional."""
    needed = [] if optional else [required()]
    return StringField(label, [*needed, at_most(longest), *validators])


def listed(label: Any, longest: int) -> Any:
    """A field that must be filled in, with one of a list where there is a list."""
    return ListedField(label, [required(), at_most(longest)])


def secret(label: Any) -> Any:
    return PasswordField(label, [required()])


__all__ = [
    "Choice",
    "DayField",
    "ListedField",
    "NumberField",
    "OneOf",
    "PerhapsDayField",
    "TidyForm",
    "ValidationError",
    "at_most",
    "chosen",
    "id_or_none",
    "line",
    "listed",
    "near_today",
    "required",
    "secret",
]
