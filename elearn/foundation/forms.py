"""The shape of what people type: one base form, and validators whose sentences stand in our own catalogues.

WTForms brings its own translations, but none in Kyrgyz; so its messages are never shown.
"""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation, ValidationError


class TidyForm(FlaskForm):
    """A form that trims what was typed into text fields and refuses NUL, which PostgreSQL cannot store."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Form, formdata: Any) -> Any:
            # A body of JSON may hold numbers and lists, on which fields and services for text would stumble.
            return None if request.is_json else super().wrap_formdata(form, formdata)

        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            if (
                issubclass(unbound_field.field_class, StringField)
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


__all__ = ["StopValidation", "TidyForm", "ValidationError", "at_most", "chosen", "required"]
