"""What people type on the pages of people: shapes only; whether it is right, the services decide."""

from collections.abc import Callable, Container, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Regexp

from elearn.foundation import clock, ids
from elearn.foundation.forms import StopValidation, TidyForm, ValidationError, at_most, required
from elearn.foundation.locale import LANGUAGES
from elearn.people import rules
from elearn.people.rules import Identified, Role, Served, Sex, Track

Choice = tuple[str, Any]

ROLES = {
    Role.OFFICER: _l("Officer"),
    Role.INSTRUCTOR: _l("Instructor"),
    Role.ACADEMY_ADMINISTRATOR: _l("Academy administrator"),
    Role.PROGRAMME_ADMINISTRATOR: _l("Programme administrator"),
    Role.MONITOR: _l("Monitor, sees figures only"),
}
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


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None


def _not_in_the_future(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and field.data > clock.today("Etc/GMT-14"):  # where the day begins first
        raise ValidationError(_l("This day has not come yet."))


def _birth_year(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and not rules.is_plausible_birth_year(field.data, clock.today("UTC")):
        raise ValidationError(_l("Please give a year of four digits, such as 1990."))


def _time_zone(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data not in available_timezones():
        raise ValidationError(_l("Please give the name of a time zone, such as Asia/Almaty."))


def _number(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if sum(character.isalnum() for character in field.data) < 3:
        raise ValidationError(_l("A service number has at least three letters or digits."))


def _user_name(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if not rules.is_user_name(rules.normalised_user_name(field.data)):
        raise ValidationError(
            _l("Please use 3 to 40 Latin letters, digits, dots and hyphens, beginning with a letter.")
        )


def _line(label: Any, longest: int, *validators: Any, optional: bool = False) -> Any:
    """A field of one line, which must be filled in unless it is optional."""
    needed = [] if optional else [required()]
    return StringField(label, [*needed, at_most(longest), *validators])


def _secret(label: Any) -> Any:
    return PasswordField(label, [required()])


class SignInForm(TidyForm):
    """Who one is, and where to go on."""

    name = _line(_l("Service number or user name"), 100)
    password = _secret(_l("Password"))
    next = HiddenField()


class UnlockForm(TidyForm):
    """Still the same person."""

    password = _secret(_l("Password"))
    next = HiddenField()


class NewPasswordForm(TidyForm):
    """A password one wants to have, twice."""

    password = _secret(_l("New password"))
    again = _secret(_l("The new password once more"))

    def validate_again(self, field: Field) -> None:
        """Both must be the same, else nobody knows what was typed."""
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords are not the same."))


class ActivationForm(NewPasswordForm):
    """A printed code and the password it sets."""

    code = _line(_l("Code from your slip"), 60)

    def validate_code(self, field: Field) -> None:
        """A slip of the finger is found by the check character; what was meant is put as it is printed."""
        code = ids.read_code(field.data)
        if code is None:
            raise ValidationError(
                _l("There is a mistake in this code. Please compare it with your slip, letter by letter.")
            )
        field.data = code


class PasswordForm(NewPasswordForm):
    """Another password for oneself."""

    current = _secret(_l("Current password"))


class FindForm(TidyForm):
    """Whom one looks for. Sent by POST: names and numbers do not belong into addresses."""

    find = _line(_l("Family name or service number"), 100)


class CodeForm(TidyForm):
    """In which language a slip is printed."""

    language = OneOf(_l("Language of the slip"), choices=list(LANGUAGES.items()))


def _one_of(choices: Container[str]) -> Callable[[TidyForm, Field], None]:
    def validate(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
        if field.data not in choices:
            raise ValidationError(_l("Please choose one."))

    return validate


class LanguageForm(TidyForm):
    """The language to read in."""

    language = OneOf(choices=list(LANGUAGES.items()))
    next = HiddenField()


class _IdentityForm(TidyForm):
    service_number = _line(_l("Service number"), 32, _number)
    family_name = _line(_l("Family name"), 100)
    given_name = _line(_l("Given name"), 100)
    patronymic = _line(_l("Patronymic"), 100, optional=True)
    sex = RadioField(_l("Sex"), [_one_of(SEXES)], choices=list(SEXES.items()), validate_choice=False)
    birth_year = NumberField(_l("Year of birth"), [_birth_year])

    def identified(self) -> Identified:
        """What was typed, as the services take it."""
        return Identified(
            self.family_name.data,
            self.given_name.data,
            self.patronymic.data or "",
            self.service_number.data,
            None if self.sex.data == NOT_STATED else Sex(self.sex.data),
            self.birth_year.data,
        )


class CorrectionForm(_IdentityForm):
    """What was recorded wrongly about an officer."""

    @classmethod
    def of(cls, officer: Any) -> "CorrectionForm":
        """The form as it is opened: with what is recorded."""
        return cls(data={**officer._mapping, "sex": officer.sex or NOT_STATED})


class _PostingForm(TidyForm):
    institution = OneOf(_l("Institution"), [required()], coerce=_id)
    rank = _line(_l("Rank"), 60)
    track = OneOf(_l("Job"), choices=list(TRACKS.items()))
    since: Any = DayField(_l("Serves there since"), [_not_in_the_future])

    def offer(self, institutions: Sequence[Choice]) -> None:
        """Set the institutions to choose from."""
        self.institution.choices = [("", _l("Please choose")), *institutions]

    def served(self) -> Served:
        """What was typed, as the services take it."""
        return Served(self.institution.data, self.rank.data, Track(self.track.data), self.since.data)


class PostingForm(_PostingForm):
    """A new posting."""


class OfficerForm(_IdentityForm, _PostingForm):
    """A new officer."""

    academy = OneOf(_l("Academy"), [required()], coerce=_id)
    is_test = BooleanField(_l("This is a record for trying things out, not a person. It never counts in any figure."))


class CompareForm(TidyForm):
    """Two records that may be one person."""

    one = _line(_l("Service number or record of the one"), 60)
    other = _line(_l("Service number or record of the other"), 60)


class NamesForm(TidyForm):
    """Names of a place in each language; those left empty are shown in English."""

    en = _line(_l("Name in English"), 200)
    kk = _line(_l("Name in Kazakh"), 200, optional=True)
    ru = _line(_l("Name in Russian"), 200, optional=True)
    ky = _line(_l("Name in Kyrgyz"), 200, optional=True)
    fr = _line(_l("Name in French"), 200, optional=True)
    ar = _line(_l("Name in Arabic"), 200, optional=True)

    def names(self) -> dict[str, str]:
        """Names by language; those left empty are not there."""
        return {language: self[language].data for language in LANGUAGES if self[language].data}


def _code() -> Regexp:
    return Regexp(r"^[a-z0-9][a-z0-9-]{1,39}$", message=_l("Please use small Latin letters, digits and hyphens."))


class CountryForm(NamesForm):
    """A country."""

    code = _line(
        _l("Code of two letters (ISO 3166)"),
        2,
        Regexp(r"^[A-Z]{2}$", message=_l("Please give two capital letters, such as KZ.")),
    )
    time_zone = _line(_l("Time zone"), 60, _time_zone)


class InstitutionForm(NamesForm):
    """What may be changed about an institution."""

    region = _line(_l("Region"), 100)

    def written(self) -> dict[str, Any]:
        """The columns of what was typed."""
        return {"names": self.names(), "region": self.region.data}


class NewInstitutionForm(InstitutionForm):
    """A new institution."""

    country = OneOf(_l("Country"))
    code = _line(_l("Short code"), 40, _code())


class AcademyForm(NamesForm):
    """What may be changed about an academy."""

    contact = TextAreaField(_l("Whom officers ask for help"), [at_most(300)])
    own_choice = BooleanField(_l("Officers may choose modules themselves"))

    def written(self) -> dict[str, Any]:
        """The columns of what was typed."""
        return {"names": self.names(), "own_choice": self.own_choice.data, "contact": self.contact.data or ""}


class NewAcademyForm(AcademyForm):
    """A new academy."""

    country = OneOf(_l("Country"))
    code = _line(_l("Short code"), 40, _code())


class StaffForm(TidyForm):
    """A new account of staff."""

    user_name = _line(_l("User name"), 40, _user_name)
    display_name = _line(_l("Name to show"), 100)


class RoleForm(TidyForm):
    """A role to give, at an academy or everywhere."""

    role = OneOf(_l("Role"), choices=[(role, ROLES[role]) for role in rules.STAFF])
    academy = OneOf(_l("Academy"), coerce=_id)

    def offer(self, academies: Sequence[Choice]) -> None:
        """Set the academies to choose from."""
        self.academy.choices = [("", _l("Everywhere")), *academies]

    def validate_academy(self, field: Field) -> None:
        """Instructors and academy administrators belong to an academy, the others do not."""
        if not rules.role_fits(Role(self.role.data), field.data):
            at_one = Role(self.role.data) in rules.AT_AN_ACADEMY
            raise ValidationError(_l("Choose the academy.") if at_one else _l("This role is held everywhere."))
