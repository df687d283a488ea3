"""The shape of the filters and forms of reports."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import Optional

from elearn.foundation.forms import TidyForm, required


class FilterForm(TidyForm):
    """What a list of completions is narrowed to. Sent by GET, so that a filtered list has an address of its own."""

    class Meta(TidyForm.Meta):
        csrf = False

    first_day = DateField(_l("From"), validators=[Optional()])
    last_day = DateField(_l("Until"), validators=[Optional()])
    academy = SelectField(_l("Academy"), validators=[Optional()])
    institution = SelectField(_l("Institution"), validators=[Optional()])


class ApprovalForm(TidyForm):
    """A module counts for the programme from a day on, or no longer does."""

    module = SelectField(_l("Module"))
    from_date = DateField(_l("From this day on"), validators=[required()])
    withdraw = BooleanField(_l("It no longer counts"))
