"""The addresses of all routes, for tests that open each of them."""

from uuid import UUID

from flask import Flask
from werkzeug.routing import Rule

# By the kind of what stands in the address; any other is a word.
_SAMPLES = {"UUIDConverter": UUID(int=7), "AnyConverter": "csv"}


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def path(app: Flask, rule: Rule) -> str:
    """The route's address with values that belong to nobody."""
    values = {name: _SAMPLES.get(type(kind).__name__, "sample") for name, kind in rule._converters.items()}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values, method=methods(rule)[0])
