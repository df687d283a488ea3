"""Countries, institutions and academies."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, TextAreaField
from wtforms.validators import Regexp

from elearn.foundation import clock
from elearn.foundation.forms import (
    Choice,
    DayField,
    ListedField,
    OneOf,
    TidyForm,
    ValidationError,
    at_most,
    id_or_none,
    line,
    listed,
    near_today,
    required,
)
from elearn.foundation.locale import LANGUAGES


def _time_zone(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data not in available_timezones():
        raise ValidationError(_l("Please give the name of a time zone, such as Asia/Almaty."))


class NamesForm(TidyForm):
    """Names of a place in each language; those left empty are shown in English."""

    en = line(_l("Name in English"), 200)
    kk = line(_l("Name in Kazakh"), 200, optional=True)
    ru = line(_l("Name in Russian"), 200, optional=True)
    ky = line(_l("Name in Kyrgyz"), 200, optional=True)
    fr = line(_l("Name in French"), 200, optional=True)
    ar = line(_l("Name in Arabic"), 200, optional=True)

    def names(self) -> dict[str, str]:
        """Names by language; those left empty are not there."""
        return {language: self[language].data for language in LANGUAGES if self[language].data}


def _not_in_the_future(form: TidyForm, field: Field) -> None:  # noqa: ARG001 - WTForms calls it so
    if field.data is not None and field.data > clock.today("Etc/GMT-14"):  # where the day begins first
        raise ValidationError(_l("This day has not come yet."))


class RenamingForm(NamesForm):
    """How a place is called from a day on."""

    since: Any = DayField(_l("From this day on"), [_not_in_the_future, near_today])


class MergerForm(TidyForm):
    """What a place is part of from a day on."""

    into = OneOf(_l("Became part of"), [required()], coerce=id_or_none)
    from_day: Any = DayField(_l("From this day on"), [_not_in_the_future, near_today])


def _code() -> Regexp:
    return Regexp(r"^[a-z0-9][a-z0-9-]{1,39}$", message=_l("Please use small Latin letters, digits and hyphens."))


class CountryForm(NamesForm):
    """A country."""

    code = line(
        _l("Code of two letters (ISO 3166)"),
        2,
        Regexp(r"^[A-Z]{2}$", message=_l("Please give two capital letters, such as KZ.")),
    )
    time_zone = line(_l("Time zone"), 60, _time_zone)


class InstitutionForm(NamesForm):
    """What may be changed about an institution."""

    region = listed(_l("Region"), 100)
    kind = ListedField(_l("Kind of institution"))

    def offer(self, regions: Sequence[Choice], kinds: Sequence[Choice]) -> None:
        """Set what the country has; without regions, a region is typed, and without kinds nothing is asked."""
        self.region.offer(regions)
        if kinds:
            self.kind.offer(kinds)
        else:
            del self.kind

    def written(self) -> dict[str, Any]:
        """The columns of what was typed."""
        kind = {"kind": self.kind.data or None} if "kind" in self else {}
        return {"names": self.names(), "region": self.region.data, **kind}


class NewInstitutionForm(InstitutionForm):
    """A new institution."""

    country = OneOf(_l("Country"))
    code = line(_l("Short code"), 40, _code())


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
    code = line(_l("Short code"), 40, _code())
