"""The shape of the filters and forms of reports."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField

from elearn.foundation import clock
from elearn.foundation.forms import DayField, NumberField, OneOf, PerhapsDayField, TidyForm, ValidationError, line
from elearn.people.forms.officers import TRACKS
from elearn.reports.exports.openapi import LONGEST_PAGE
from elearn.reports.queries.statistics import By
from elearn.reports.rules import Age, Mode, place_of

BY = {
    By.COHORT: _l("Cohort"),
    By.INSTITUTION: _l("Institution"),
    By.ACADEMY: _l("Academy"),
    By.REGION: _l("Region"),
    By.MODULE: _l("Module"),
    By.TRACK: _l("Job"),
    By.RANK_GROUP: _l("Rank group"),
    By.SEX: _l("Sex"),
    By.AGE: _l("Age"),
    By.MODE: _l("Way of learning"),
    By.MONTH: _l("Month"),
    By.QUARTER: _l("Quarter"),
    By.YEAR: _l("Year"),
}
SEXES = {"F": _l("Women"), "M": _l("Men"), "X": _l("Other or not said"), "-": _l("Not stated")}
AGES = {
    Age.UNDER_25: _l("under 25"),
    Age.FROM_25: _l("25 to 34"),
    Age.FROM_35: _l("35 to 44"),
    Age.FROM_45: _l("45 to 54"),
    Age.FROM_55: _l("55 and older"),
}
MODES = {Mode.ONLINE: _l("Online"), Mode.BLENDED: _l("Online, with days in class")}
ALL: tuple[str, Any] = ("", _l("All"))
NARROWING = ("academy", "cohort", "institution", "region", "module", "track", "rank_group", "sex")


class FilterForm(TidyForm):
    """What a list of completions is narrowed to. Sent by GET, so that a filtered list has an address of its own."""

    class Meta(TidyForm.Meta):
        csrf = False

    first_day = PerhapsDayField(_l("From"))
    last_day = PerhapsDayField(_l("Until"))
    academy = OneOf(_l("Academy"), default="")
    cohort = OneOf(_l("Cohort"), default="")
    institution = OneOf(_l("Institution"), default="")
    region = OneOf(_l("Region"), default="")
    module = OneOf(_l("Module"), default="")
    track = OneOf(_l("Job"), default="", choices=[ALL, *TRACKS.items()])
    rank_group = OneOf(_l("Rank group"), default="")
    sex = OneOf(_l("Sex"), default="", choices=[ALL, *SEXES.items()])
    by = OneOf(_l("Added up by"), default=By.INSTITUTION.value, choices=list(BY.items()))

    def said(self, data: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
        """What the list is narrowed to, here or by other data of such a form, in words: label and choice."""
        data = self.data if data is None else data
        narrowed = [self[name] for name in NARROWING if data.get(name)]
        chosen = ((field, {choice[0]: choice[1] for choice in field.iter_choices()}) for field in narrowed)
        return [(field.label.text, str(words.get(data[field.name], data[field.name]))) for field, words in chosen]

    def validate_last_day(self, field: Field) -> None:
        """The period must not end before it begins."""
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(_l("This day is before the first one."))


class ApprovalForm(TidyForm):
    """A module counts for the programme from a day on, or no longer does."""

    module = OneOf(_l("Module"))
    from_date = DayField(_l("From this day on"))
    withdraw = BooleanField(_l("It no longer counts"))


class PageForm(FilterForm):
    """The same, and which page of the list: what a program asks for."""

    limit = NumberField(_l("How many rows"))
    after = StringField(_l("After"))

    def validate_limit(self, field: Field) -> None:
        """A page is neither empty nor endless."""
        if field.data is not None and not 1 <= field.data <= LONGEST_PAGE:
            raise ValidationError(_l("Please give a number from 1 to %(most)d.", most=LONGEST_PAGE))

    def validate_after(self, field: Field) -> None:
        """Only what a page gave as next."""
        if field.data and place_of(field.data) is None:
            raise ValidationError(_l("This is not what a page gave as next."))


class ClientForm(TidyForm):
    """A program that is to fetch completions."""

    name = line(_l("Name"), 100)
    scope = OneOf(_l("Whose completions it may fetch"))
    named = BooleanField(_l("With the names of officers"))
    works_until = PerhapsDayField(_l("Until"))

    def validate_works_until(self, field: Field) -> None:
        """A token that works no longer is none."""
        if field.data and field.data < clock.today("UTC"):
            raise ValidationError(_l("This day has passed."))
