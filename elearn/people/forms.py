"""What people type on the pages of people: shapes only; whether it is right, the services decide."""

from collections.abc import Sequence
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
SEXES = {
    Sex.FEMALE: _l("Woman"),
    Sex.MALE: _l("Man"),
    Sex.OTHER: _l("Other, or would not say"),
    None: _l("Not stated"),
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
        raise ValidationError(_l("Please use 3 to 40 Latin letters, digits, dots and hyphens, beginning with a letter."))


class SignInForm(TidyForm):
    """Who one is, and where to go on."""

    name = StringField(_l("Service number or user name"), [required(), at_most(100)])
    password = PasswordField(_l("Password"), [required()])
    next = HiddenField()


class UnlockForm(TidyForm):
    """Still the same person."""

    password = PasswordField(_l("Password"), [required()])
    next = HiddenField()


class NewPasswordForm(TidyForm):
    """A password one wants to have, twice."""

    password = PasswordField(_l("New password"), [required()])
    again = PasswordField(_l("The new password once more"), [required()])

    def validate_again(self, field: Field) -> None:
        """Both must be the same, else nobody knows what was typed."""
        if field.data != self.password.data:
            raise ValidationError(_l("The two passwords are not the same."))


class ActivationForm(NewPasswordForm):
    """A printed code and the password it sets."""

    code = StringField(_l("Code from your slip"), [required(), at_most(60)])

    def validate_code(self, field: Field) -> None:
        """A slip of the finger is found by the check character; what was meant is put as it is printed."""
        code = ids.read_code(field.data)
        if code is None:
            raise ValidationError(_l("There is a mistake in this code. Please compare it with your slip, letter by letter."))
        field.data = code


class PasswordForm(NewPasswordForm):
    """Another password for oneself."""

    current = PasswordField(_l("Current password"), [required()])


class FindForm(TidyForm):
    """Whom one looks for. Sent by POST: names and numbers do not belong into addresses."""

    find = StringField(_l("Family name or service number"), [required(), at_most(100)])


class CodeForm(TidyForm):
    """In which language a slip is printed."""

    language = OneOf(_l("Language of the slip"), choices=list(LANGUAGES.items()))


class LanguageForm(TidyForm):
    """The language to read in."""

    language = OneOf(choices=list(LANGUAGES.items()))
    next = HiddenField()


class _IdentityForm(TidyForm):
    service_number = StringField(_l("Service number"), [required(), at_most(32), _number])
    family_name = StringField(_l("Family name"), [required(), at_most(100)])
    given_name = StringField(_l("Given name"), [required(), at_most(100)])
    patronymic = StringField(_l("Patronymic"), [at_most(100)])
    sex = OneOf(_l("Sex"), choices=[(sex or "", words) for sex, words in SEXES.items()])
    birth_year = NumberField(_l("Year of birth"), [_birth_year])

    def identified(self) -> Identified:
        """What was typed, as the services take it."""
        return Identified(
            self.family_name.data,
            self.given_name.data,
            self.patronymic.data or "",
            self.service_number.data,
            Sex(self.sex.data) if self.sex.data else None,
            self.birth_year.data,
        )


class CorrectionForm(_IdentityForm):
    """What was recorded wrongly about an officer."""


class _PostingForm(TidyForm):
    institution = OneOf(_l("Institution"), coerce=UUID)
    rank = StringField(_l("Rank"), [required(), at_most(60)])
    track = OneOf(_l("Job"), choices=list(TRACKS.items()))
    since = DayField(_l("Serves there since"), [_not_in_the_future])

    def served(self) -> Served:
        """What was typed, as the services take it."""
        return Served(self.institution.data, self.rank.data, Track(self.track.data), self.since.data)


class PostingForm(_PostingForm):
    """A new posting."""


class OfficerForm(_IdentityForm, _PostingForm):
    """A new officer."""

    academy = OneOf(_l("Academy"), coerce=UUID)
    is_test = BooleanField(_l("This is a record for trying things out, not a person. It never counts in any figure."))


class CompareForm(TidyForm):
    """Two records that may be one person."""

    one = StringField(_l("Service number or record of the one"), [required(), at_most(60)])
    other = StringField(_l("Service number or record of the other"), [required(), at_most(60)])


class _NamesForm(TidyForm):
    en = StringField(_l("Name in English"), [required(), at_most(200)])
    kk = StringField(_l("Name in Kazakh"), [at_most(200)])
    ru = StringField(_l("Name in Russian"), [at_most(200)])
    ky = StringField(_l("Name in Kyrgyz"), [at_most(200)])
    fr = StringField(_l("Name in French"), [at_most(200)])
    ar = StringField(_l("Name in Arabic"), [at_most(200)])

    def names(self) -> dict[str, str]:
        """Names by language; those left empty are not there."""
        return {language: self[language].data for language in LANGUAGES if self[language].data}

    def show(self, names: dict[str, str]) -> None:
        """Put names into the fields of a form that is opened to change them."""
        for language in LANGUAGES:
            self[language].data = names.get(language, "")


def _code() -> Regexp:
    return Regexp(r"^[a-z0-9][a-z0-9-]{1,39}$", message=_l("Please use small Latin letters, digits and hyphens."))


class CountryForm(_NamesForm):
    """A country."""

    code = StringField(
        _l("Code of two letters (ISO 3166)"),
        [required(), Regexp(r"^[A-Z]{2}$", message=_l("Please give two capital letters, such as KZ."))],
    )
    time_zone = StringField(_l("Time zone"), [required(), _time_zone])


class InstitutionForm(_NamesForm):
    """What may be changed about an institution."""

    region = StringField(_l("Region"), [required(), at_most(100)])


class NewInstitutionForm(InstitutionForm):
    """A new institution."""

    country = OneOf(_l("Country"))
    code = StringField(_l("Short code"), [required(), _code()])


class AcademyForm(_NamesForm):
    """What may be changed about an academy."""

    contact = TextAreaField(_l("Whom officers ask for help"), [at_most(300)])
    own_choice = BooleanField(_l("Officers may choose modules themselves"))


class NewAcademyForm(AcademyForm):
    """A new academy."""

    country = OneOf(_l("Country"))
    code = StringField(_l("Short code"), [required(), _code()])


class StaffForm(TidyForm):
    """A new account of staff."""

    user_name = StringField(_l("User name"), [required(), _user_name])
    display_name = StringField(_l("Name to show"), [required(), at_most(100)])


class RoleForm(TidyForm):
    """A role to give, at an academy or everywhere."""

    role = OneOf(_l("Role"), choices=[(role, ROLES[role]) for role in rules.STAFF])
    academy = OneOf(_l("Academy"), coerce=lambda value: UUID(value) if value else None)

    def offer(self, academies: Sequence[Choice]) -> None:
        """Set the academies to choose from."""
        self.academy.choices = [("", _l("Everywhere")), *academies]

    def validate_academy(self, field: Field) -> None:
        """Instructors and academy administrators belong to an academy, the others do not."""
        if not rules.role_fits(Role(self.role.data), field.data):
            at_one = Role(self.role.data) in rules.AT_AN_ACADEMY
            raise ValidationError(_l("Choose the academy.") if at_one else _l("This role is held everywhere."))

