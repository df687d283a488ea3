"""The shape of the filters and forms of reports."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field

from elearn.foundation.forms import DayField, OneOf, PerhapsDayField, TidyForm, ValidationError


class FilterForm(TidyForm):
    """What a list of completions is narrowed to. Sent by GET, so that a filtered list has an address of its own."""

    class Meta(TidyForm.Meta):
        csrf = False

    first_day = PerhapsDayField(_l("From"))
    last_day = PerhapsDayField(_l("Until"))
    academy = OneOf(_l("Academy"), default="")
    institution = OneOf(_l("Institution"), default="")

    def validate_last_day(self, field: Field) -> None:
        """The period must not end before it begins."""
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(_l("This day is before the first one."))


class ApprovalForm(TidyForm):
    """A module counts for the programme from a day on, or no longer does."""

    module = OneOf(_l("Module"))
    from_date = DayField(_l("From this day on"))
    withdraw = BooleanField(_l("It no longer counts"))
