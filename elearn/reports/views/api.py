"""The API: completions and statistics as JSON, for programs that hold the token of a client."""

from collections.abc import Sequence
from typing import Any

from flask import Response, g, jsonify, request
from flask_babel import gettext as _

from elearn.foundation.access import client, public
from elearn.foundation.web import problem
from elearn.reports import service
from elearn.reports.exports import openapi
from elearn.reports.forms import words
from elearn.reports.forms.choosing import PageForm
from elearn.reports.queries import completions
from elearn.reports.queries.completions import Filters
from elearn.reports.queries.statistics import By
from elearn.reports.rules import cursor_of, place_of
from elearn.reports.views.choosing import chosen_filters, offer
from elearn.reports.views.common import blueprint


@blueprint.get("/api/v1/openapi.json")
@public
def api_description() -> Response:
    return jsonify(openapi.description(request.root_url.rstrip("/")))


@blueprint.get("/api/v1/academies")
@client
def api_academies() -> Response:
    found = _academies()
    return jsonify({"rows": [{"id": str(one.id), "country": one.country, "names": one.names} for one in found]})


@blueprint.get("/api/v1/completions")
@client
def api_completions() -> Response:
    form, filters = _asked()
    if filters is None:
        return _wrong(form)
    named, limit = g.client.named, form.limit.data or openapi.PAGE
    after = place_of(form.after.data) if form.after.data else None
    rows = completions.page(filters, named, words.list_words(), limit + 1, after)
    some, more = rows[:limit], len(rows) > limit
    service.note_fetched(g.client.id, filters, named, len(some))
    after_this = cursor_of(some[-1]["completed"], some[-1]["id"]) if more else None
    return jsonify({"rows": some, "next": after_this})


@blueprint.get("/api/v1/statistics")
@client
def api_statistics() -> Response:
    form, filters = _asked()
    if filters is None:
        return _wrong(form)
    figures = words.statistics_of(filters, By(form.by.data), exact=g.client.named)
    head, rows = figures.head(), figures.cells(plain=True)
    service.note_fetched(g.client.id, filters, False, len(rows))
    told = [dict(zip(head.columns, row, strict=True)) for row in rows]
    together = dict(zip(head.columns[1:], figures.total, strict=True))
    return jsonify({"by": figures.by.value, "rows": told, "together": together})


def _academies() -> Sequence[Any]:
    """Those of the client, at most."""
    return completions.academies([g.client.academy_id or g.client.programme_id])


def _asked() -> tuple[PageForm, Filters | None]:
    """The filters that the address asks for, within the academies of the client; None when they make no sense."""
    academies = _academies()
    form = PageForm(request.args)
    offer(form, academies)
    right = form.validate() and not _unknown(form)
    return form, chosen_filters(form, academies) if right else None


def _unknown(form: PageForm) -> dict[str, str]:
    """Parameters that the API has not: one that is mistyped would narrow nothing, and a wrong figure would look right."""
    return {name: _("There is no such parameter.") for name in request.args if name not in form}


def _wrong(form: PageForm) -> Response:
    errors = _unknown(form) | {name: str(messages[0]) for name, messages in form.errors.items() if name}
    return problem(
        422, _("The address asks for something that there is not"), _("See the errors by parameter."), errors=errors
    )
