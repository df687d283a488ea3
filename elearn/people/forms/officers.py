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
    TidyForm,
    ValidationError,
    id_or_none,
    line,
    listed,
    required,
)
from elearn.people.rules.officers import Identified, Served, Sex, Track, is_plausible_birth_year

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


def _not_in_the_future(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and field.data > clock.today("Etc/GMT-14"):  # where the day begins first
        raise ValidationError(_l("This day has not come yet."))


def _birth_year(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and not is_plausible_birth_year(field.data, clock.today("UTC")):
        raise ValidationError(_l("Please give a year of four digits, such as 1990."))


def _number(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if sum(character.isalnum() for character in field.data) < 3:
        raise ValidationError(_l("A service number has at least three letters or digits."))


def _email(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data and not fullmatch(r"[^@\s<>,;:\"()\\]+@[^@\s<>,;:\"()\\]+\.[^@\s<>,;:\"()\\]+", field.data):
        raise ValidationError(_l("This is no e-mail address."))


def _one_of(choices: Container[str]) -> Callable[[TidyForm, Field], None]:
    def validate(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
        if field.data not in choices:
            raise ValidationError(_l("Please choose one."))

    return validate


class FindForm(TidyForm):
    """Whom one looks for. Sent by POST: names and numbers do not belong into addresses."""

    find = line(_l("Family name or service number"), 100)


class _IdentityForm(TidyForm):
    service_number = line(_l("Service number"), 32, _number)
    family_name = line(_l("Family name"), 100)
    given_name = line(_l("Given name"), 100)
    patronymic = line(_l("Patronymic"), 100, optional=True)
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
    """What was recorded wrongly about an officer, or is known by now."""

    email = line(_l("E-mail for reminders"), 200, _email, optional=True)

    def identified(self) -> Identified:
        """What was typed, as the services take it."""
        return replace(super().identified(), email=self.email.data or "")

    @classmethod
    def of(cls, officer: Any) -> "CorrectionForm":
        """The form as it is opened: with what is recorded."""
        return cls(data={**officer._mapping, "sex": officer.sex or NOT_STATED})


class _PostingForm(TidyForm):
    institution = OneOf(_l("Institution"), [required()], coerce=id_or_none)
    rank = listed(_l("Rank"), 60)
    track = OneOf(_l("Job"), choices=list(TRACKS.items()))
    since: Any = DayField(_l("Serves there since"), [_not_in_the_future])

    def offer(self, institutions: Sequence[Choice], ranks: Sequence[Choice]) -> None:
        """Set the institutions and ranks to choose from; without ranks, a rank is typed."""
        self.institution.choices = [("", _l("Please choose")), *institutions]
        self.rank.offer(ranks)

    def served(self) -> Served:
        """What was typed, as the services take it."""
        return Served(self.institution.data, self.rank.data, Track(self.track.data), self.since.data)


class PostingForm(_PostingForm):
    """A new posting."""


class OfficerForm(_IdentityForm, _PostingForm):
    """A new officer."""

    academy = OneOf(_l("Academy"), [required()], coerce=id_or_none)
    is_test = BooleanField(_l("This is a record for trying things out, not a person. It never counts in any figure."))


class CompareForm(TidyForm):
    """Two records that may be one person."""

    one = line(_l("Service number or record of the one"), 60)
    other = line(_l("Service number or record of the other"), 60)
