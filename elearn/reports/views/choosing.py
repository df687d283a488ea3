"""The choice of completions: what the form offers within some academies, and what it then asks for."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from elearn.foundation import locale
from elearn.people.rules.packs import Listing
from elearn.reports.forms.choosing import ALL, FilterForm
from elearn.reports.queries import completions, statistics
from elearn.reports.queries.completions import Filters
from elearn.reports.views.common import titles


def offer(form: FilterForm, academies: Sequence[Any]) -> None:
    """Set the choices of the form to what there is at these academies."""
    allowed, countries = tuple(academy.id for academy in academies), {academy.country for academy in academies}
    institutions = completions.institutions(allowed)
    form.academy.choices = [ALL, *((str(a.id), _words(a.names)) for a in academies)]
    form.cohort.choices = [ALL, *((str(cohort.id), cohort.name) for cohort in completions.cohorts(allowed))]
    called = ((str(i.id), _words(i.names)) for i in institutions)
    form.institution.choices = [ALL, *sorted(called, key=lambda choice: choice[1])]
    regions = {f"{i.country}:{i.region}": i.region for i in institutions}
    named = statistics.pack_names(Listing.REGION, countries)
    form.region.choices = [ALL, *((key, _words(named.get(key, {"en": code}))) for key, code in sorted(regions.items()))]
    form.module.choices = [ALL, *((module_id, str(title)) for module_id, title in titles().items())]
    groups = statistics.pack_names(Listing.RANK_GROUP, countries)
    form.rank_group.choices = [ALL, *((key, _words(names)) for key, names in groups.items())]


def chosen_filters(form: FilterForm, academies: Sequence[Any]) -> Filters:
    """What a form that is right asks for, within these academies."""
    return Filters(
        academy_ids=(UUID(form.academy.data),) if form.academy.data else tuple(academy.id for academy in academies),
        institution_id=UUID(form.institution.data) if form.institution.data else None,
        cohort_id=UUID(form.cohort.data) if form.cohort.data else None,
        first_day=form.first_day.data,
        last_day=form.last_day.data,
        module=form.module.data or None,
        region=form.region.data or None,
        rank_group=form.rank_group.data or None,
        track=form.track.data or None,
        sex=form.sex.data or None,
    )


def _words(names: Mapping[str, str]) -> str:
    return str(locale.pick(names))
