"""What the API takes and answers, as OpenAPI 3.1 has it: for the people and programs that use it."""

from dataclasses import fields
from typing import Any

from elearn.reports.queries.completions import COLUMNS, NAMED, NUMBERS, Totals
from elearn.reports.queries.statistics import By

PAGE, LONGEST_PAGE = 500, 1000  # rows

_DAY = {"type": "string", "format": "date"}
_ID = {"type": "string", "format": "uuid"}
_FILTERS = {
    "first_day": ("Completed on this day or later, by the calendar at the academy.", _DAY),
    "last_day": ("Completed on this day or earlier.", _DAY),
    "academy": ("Id of one of the academies of the client.", _ID),
    "cohort": ("Id of a cohort of these academies in which the completion counts.", _ID),
    "institution": ("Id of the institution at which the officer served on that day.", _ID),
    "region": ("Country and code of the institution's region, such as KZ:kostanay.", {"type": "string"}),
    "module": ("Id of the module.", {"type": "string"}),
    "track": ("Job of the officer on that day, such as psychologist.", {"type": "string"}),
    "rank_group": ("Country and code of the group of the officer's rank on that day.", {"type": "string"}),
    "sex": ("F, M, X (other or not said), or - (not stated).", {"type": "string", "enum": ["F", "M", "X", "-"]}),
}
_PAGING = {
    "limit": (
        f"How many rows at most; {PAGE} unless told.",
        {"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE},
    ),
    "after": ("What the page before gave as next.", {"type": "string"}),
}
_BY = {"by": ("What completions are added up by.", {"type": "string", "enum": [by.value for by in By]})}
_SUM = {"type": ["integer", "null"], "description": "null: under ten, and not told to a client without names"}
_SUMS = dict.fromkeys((field.name for field in fields(Totals)), _SUM)


def _object(properties: dict[str, Any], required: list[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties) if required is None else required,
    }


def _array(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


def _row() -> dict[str, Any]:
    cells = {name: {"type": ["integer" if name in NUMBERS else "string", "null"]} for name in (*NAMED, *COLUMNS)}
    return _object({"id": _ID} | cells, ["id", *COLUMNS])


_ANSWERS = {
    "/api/v1/academies": (
        "The academies whose completions the client may fetch",
        {},
        _object(
            {
                "rows": _array(
                    _object({"id": {"type": "string"}, "country": {"type": "string"}, "names": {"type": "object"}})
                )
            }
        ),
    ),
    "/api/v1/completions": (
        "Completions, one row each, by day; with names if the client has names",
        _FILTERS | _PAGING,
        _object({"rows": _array(_row()), "next": {"type": ["string", "null"]}}),
    ),
    "/api/v1/statistics": (
        "Completions added up by one of their properties, and together",
        _FILTERS | _BY,
        _object(
            {
                "by": {"type": "string"},
                "rows": _array({"type": "object", "properties": _SUMS, "required": list(_SUMS)}),
                "together": _object(_SUMS),
            }
        ),
    ),
}

_PROBLEMS = {
    "401": "No token, or one that is nobody's, was revoked, or whose time is over.",
    "422": "A parameter asks for something that there is not; errors says which.",
    "429": "More than 60 requests in a minute; Retry-After says how many seconds to wait.",
}


def description(address: str) -> dict[str, Any]:
    """The whole of it, for the site at this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "elearn: completions",
            "version": "1",
            "description": "Names of places and modules are in the language that Accept-Language asks for.",
        },
        "servers": [{"url": address}],
        "security": [{"token": []}],
        "paths": {path: {"get": _operation(path, *answer)} for path, answer in _ANSWERS.items()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": _problem()},
        },
    }


def _problem() -> dict[str, Any]:
    words = {"title": {"type": "string"}, "detail": {"type": "string"}}
    more = {"errors": {"type": "object", "additionalProperties": {"type": "string"}}}
    return _object({"status": {"type": "integer"}} | words | more, ["status", "title", "detail"])


def _operation(path: str, summary: str, parameters: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    refused = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        "operationId": path.rsplit("/", 1)[1],
        "summary": summary,
        "parameters": [
            {"name": name, "in": "query", "description": words, "schema": kind}
            for name, (words, kind) in parameters.items()
        ],
        "responses": {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}}
        | {status: {"description": words, "content": refused} for status, words in _PROBLEMS.items()},
    }
