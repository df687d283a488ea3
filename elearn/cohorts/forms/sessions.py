"""The shape of what is sent from pages of sessions."""

from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Field, HiddenField, TextAreaField, TimeField
from wtforms.validators import AnyOf, InputRequired, NumberRange, StopValidation
from wtforms.widgets import HiddenInput

from elearn.cohorts.rules.attendance import LONGEST_SHEET
from elearn.cohorts.rules.scans import Why
from elearn.cohorts.rules.sessions import MOST_DAYS, MOST_SEATS, Kind, Plan
from elearn.courses.rules.attending import Reason
from elearn.foundation.forms import (
    DayField,
    NumberField,
    OneOf,
    TidyForm,
    ValidationError,
    at_most,
    id_or_none,
    line,
    near_today,
    required,
)

KINDS = {Kind.SESSION: _l("Session in class"), Kind.FORUM: _l("Forum"), Kind.VISIT: _l("Study visit")}
REASONS = {
    Reason.MISTAKE: _l("A mistake in ticking or typing"),
    Reason.SHEET: _l("The signed sheet says otherwise"),
    Reason.SOMEBODY_ELSE: _l("It was somebody else"),
    Reason.OTHER: _l("Something else"),
}


WHY_DELETED = {
    Why.ERASURE: _l("Somebody who stands on it is to be erased"),
    Why.WRONG: _l("It is another paper, or of another day"),
    Why.UNREADABLE: _l("It cannot be read"),
}


class _Hours(TimeField):
    """A time of the day that must be given; the complaint is ours."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Please give a time, such as 09:00.")) from None

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms calls it so
        if self.data is None and not self.process_errors:
            raise StopValidation(_l("Please fill this in."))


def _seats() -> list[Any]:
    words = _l("Please give a whole number from %(least)d to %(most)d.", least=1, most=MOST_SEATS)
    return [InputRequired(message=words), NumberRange(1, MOST_SEATS, message=words)]


class SessionForm(TidyForm):
    """A session. The view gives `academy` and `module` their choices; the academy of one that is there stays."""

    academy = OneOf(_l("Academy"), [required()], coerce=id_or_none)
    kind = OneOf(_l("What it is"), choices=list(KINDS.items()), coerce=Kind)
    title = line(_l("Title"), 120)
    module = OneOf(_l("Module"))
    place = line(_l("Place"), 120)
    trainers = line(_l("Trainers"), 200)
    first_day: Any = DayField(_l("First day"), [near_today])
    last_day: Any = DayField(_l("Last day"), [near_today])
    starts_at: Any = _Hours(_l("Begins at"))
    ends_at: Any = _Hours(_l("Ends at"))
    seats: Any = NumberField(_l("Seats"), _seats(), render_kw={"inputmode": "numeric"})
    open = BooleanField(_l("Officers may sign up themselves"))

    def validate_last_day(self, field: Field) -> None:
        first = self.first_day.data
        if first and field.data and field.data < first:
            raise ValidationError(_l("The last day cannot be before the first one."))
        if first and field.data and field.data - first >= timedelta(days=MOST_DAYS):
            raise ValidationError(
                _l("A session has at most %(most)d days. Make several of a longer one.", most=MOST_DAYS)
            )

    def validate_ends_at(self, field: Field) -> None:
        if self.starts_at.data and field.data and field.data <= self.starts_at.data:
            raise ValidationError(_l("It cannot end before it begins."))

    def plan(self) -> Plan:
        """What a valid form asks for."""
        return Plan(
            kind=self.kind.data,
            title=self.title.data,
            module_id=self.module.data or None,
            place=self.place.data,
            trainers=self.trainers.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            seats=self.seats.data,
            open=self.open.data,
        )


class NumbersForm(TidyForm):
    """Officers to put on the list."""

    numbers: Any = TextAreaField(_l("Service numbers"), [required(), at_most(50_000)], render_kw={"rows": 5})


class GuestForm(TidyForm):
    """Somebody of another agency."""

    name = line(_l("Name"), 120)
    agency = line(_l("Agency"), 120)


class CodesForm(TidyForm):
    """Codes typed from a signed sheet."""

    codes: Any = TextAreaField(
        _l("Codes"),
        [required(), at_most(20 * LONGEST_SHEET)],
        render_kw={
            "rows": 8,
            "dir": "ltr",
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        },
    )


class _Serial(NumberField):
    """A hidden number by which a second click is known."""

    widget = HiddenInput()


class CorrectForm(TidyForm):
    """The opposite of what was marked."""

    serial: Any = _Serial(validators=[InputRequired()])
    present: Any = HiddenField(validators=[AnyOf(["yes", "no"])])
    reason: Any = OneOf(_l("Reason"), choices=list(REASONS.items()), coerce=Reason)


class ScanForm(TidyForm):
    """A scan of the sheet of a day. The view gives `day` its choices."""

    day = OneOf(_l("Day"))
    scan = FileField(_l("Photo or scan of the signed sheet"), [FileRequired(message=_l("Please choose a file."))])


class DeleteScanForm(TidyForm):
    """Why a scan is to be deleted."""

    reason: Any = OneOf(_l("Reason"), choices=list(WHY_DELETED.items()), coerce=Why)
