"""Officers: looked for, registered, posted, corrected, compared."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from re import fullmatch
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, RadioField

from elearn.foundation import clock
from elearn.foundation.forms import (
    Choice,
    DayField,
    NumberField,
    OneOf,
    PerhapsDayField,
    TidyForm,
    ValidationError,
    id_or_none,
    line,
    listed,
    required,
)
from elearn.people.rules.iin import Iin, IinFault, read_iin
from elearn.people.rules.officers import (
    LONGEST_UNIT,
    Identified,
    Served,
    Sex,
    Track,
    is_plausible_birth_year,
    may_have_begun,
)

NOT_STATED = "-"
SEXES = {
    Sex.FEMALE: _l("Woman"),
    Sex.MALE: _l("Man"),
    Sex.OTHER: _l("Other, or would not say"),
    NOT_STATED: _l("Not stated"),
}
TRACKS = {
    Track.SECURITY_OFFICER: _l("Security officer"),
    Track.PVE_INSPECTOR: _l("Inspector for the prevention of violent extremism"),
    Track.PSYCHOLOGIST: _l("Psychologist"),
    Track.PROBATION: _l("Probation officer"),
    Track.THEOLOGIAN: _l("Theologian"),
    Track.SOCIAL_WORKER: _l("Social worker"),
    Track.OTHER: _l("Other"),
}


IIN_FAULTS = {
    IinFault.NOT_TWELVE_DIGITS: _l("An IIN has twelve digits."),
    IinFault.CENTURY: _l("This is no IIN: its seventh digit is 1 to 6."),
    IinFault.BIRTH_DATE: _l("This is no IIN: its first six digits are no date of birth."),
    IinFault.CHECK_DIGIT: _l("Please look at this number again: a digit is wrong."),
}


def _not_in_the_future(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and field.data > clock.today("Etc/GMT-14"):  # where the day begins first
        raise ValidationError(_l("This day has not come yet."))


def _not_long_ago(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and not may_have_begun(field.data, clock.today("UTC")):
        raise ValidationError(_l("Nobody who serves today served on this day already. Please check the year."))


def _birth_year(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and not is_plausible_birth_year(field.data, clock.today("UTC")):
        raise ValidationError(_l("Please give a year of four digits, such as 1990."))


def _birth_date(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and not is_plausible_birth_year(field.data.year, clock.today("UTC")):
        raise ValidationError(_l("Nobody who serves was born on this day."))


def _iin(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data and isinstance(fault := read_iin(field.data), IinFault):
        raise ValidationError(IIN_FAULTS[fault])


def _number(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if sum(character.isalnum() for character in field.data) < 3:
        raise ValidationError(_l("A service number has at least three letters or digits."))


def email(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data and not fullmatch(r"[^@\s<>,;:\"()\\]+@[^@\s<>,;:\"()\\]+\.[^@\s<>,;:\"()\\]+", field.data):
        raise ValidationError(_l("This is no e-mail address."))


def _one_of(choices: Container[str]) -> Callable[[TidyForm, Field], None]:
    def validate(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
        if field.data not in choices:
            raise ValidationError(_l("Please choose one."))

    return validate


class _IdentityForm(TidyForm):
    service_number = line(_l("Service number"), 32, _number)
    family_name = line(_l("Family name"), 100)
    given_name = line(_l("Given name"), 100)
    patronymic = line(_l("Patronymic"), 100, optional=True)
    sex = RadioField(_l("Sex"), [_one_of(SEXES)], choices=list(SEXES.items()), validate_choice=False)
    birth_date = PerhapsDayField(_l("Date of birth"), [_birth_date])
    birth_year = NumberField(_l("Year of birth"), [_birth_year])
    iin = line(_l("Individual identification number (IIN)"), 40, _iin, optional=True)

    def validate_birth_year(self, field: Field) -> None:
        """The year is that of the date; it is asked for where only the year is known."""
        if self.birth_date.data and field.data not in (None, self.birth_date.data.year):
            raise ValidationError(_l("The date of birth says another year."))

    def validate_iin(self, field: Field) -> None:
        """What the number says of birth and sex is what was stated, where it was."""
        found = read_iin(field.data or "")
        if isinstance(found, IinFault):
            return  # nothing was typed, or it is said already
        stated = [self.birth_date.data or found.birth_date, self.birth_year.data or found.birth_date.year]
        if stated != [found.birth_date, found.birth_date.year]:
            raise ValidationError(_l("This number belongs to somebody with another date of birth."))
        if {self.sex.data, found.sex.value} == {Sex.FEMALE.value, Sex.MALE.value}:
            raise ValidationError(_l("This number belongs to somebody of the other sex."))

    def offer_iin(self, keeps: bool) -> None:
        """Ask for the IIN only where it is kept."""
        if not keeps:
            del self.iin

    def identified(self) -> Identified:
        """What was typed, as the services take it."""
        born = self.birth_date.data
        return Identified(
            self.family_name.data,
            self.given_name.data,
            self.patronymic.data or "",
            self.service_number.data,
            None if self.sex.data == NOT_STATED else Sex(self.sex.data),
            born.year if born else self.birth_year.data,
            born,
            self._digits(),
        )

    def _digits(self) -> str | None:
        """Of the IIN; None when none was typed."""
        found = read_iin(self.iin.data or "") if "iin" in self else None
        return found.digits if isinstance(found, Iin) else None


class CorrectionForm(_IdentityForm):
    """What was recorded wrongly about an officer, or is known by now."""

    email = line(_l("E-mail for reminders"), 200, email, optional=True)

    def identified(self) -> Identified:
        """What was typed, as the services take it."""
        return replace(super().identified(), email=self.email.data or "")

    forget_iin = BooleanField(_l("Delete the number that is kept"))

    @classmethod
    def of(cls, officer: Any) -> "CorrectionForm":
        """The form as it is opened: with what is recorded."""
        year = None if officer.birth_date else officer.birth_year
        return cls(data={**officer._mapping, "sex": officer.sex or NOT_STATED, "birth_year": year})

    def offer_iin(self, keeps: bool) -> None:
        """The number that is kept is never sent to a browser: an empty field leaves it as it is."""
        super().offer_iin(keeps)
        if not keeps:
            del self.forget_iin

    def _digits(self) -> str | None:
        if "forget_iin" in self and self.forget_iin.data:
            return ""
        return super()._digits()


def _unit() -> Any:
    return line(_l("Wing or unit"), LONGEST_UNIT, optional=True)


class UnitForm(TidyForm):
    """The wing or other part of the institution where an officer serves."""

    unit = _unit()


class _PostingForm(TidyForm):
    institution = OneOf(_l("Institution"), [required()], coerce=id_or_none)
    unit = _unit()
    rank = listed(_l("Rank"), 60)
    track = OneOf(_l("Job"), choices=list(TRACKS.items()))
    since: Any = DayField(_l("Serves there since"), [_not_in_the_future, _not_long_ago])

    def offer(self, institutions: Sequence[Choice], ranks: Sequence[Choice]) -> None:
        """Set the institutions and ranks to choose from; without ranks, a rank is typed."""
        self.institution.choices = [("", _l("Please choose")), *institutions]
        self.rank.offer(ranks)

    def served(self) -> Served:
        """What was typed, as the services take it."""
        unit = self.unit.data or None
        return Served(self.institution.data, self.rank.data, Track(self.track.data), self.since.data, unit)


class PostingForm(_PostingForm):
    """A new posting."""


class PostingEndForm(TidyForm):
    """The end of the latest posting."""

    since: Any = DayField(_l("Serves there no longer since"), [_not_in_the_future, _not_long_ago])


class OfficerForm(_IdentityForm, _PostingForm):
    """A new officer."""

    academy = OneOf(_l("Academy"), [required()], coerce=id_or_none)
    is_test = BooleanField(_l("This is a record for trying things out, not a person. It never counts in any figure."))


class CompareForm(TidyForm):
    """Two records that may be one person."""

    one = line(_l("Service number or record of the one"), 60)
    other = line(_l("Service number or record of the other"), 60)
