"""The pages of people."""

from elearn.people.views import (  # noqa: F401 - each adds its pages
    account,
    entrance,
    history,
    jobs,
    links,
    lists,
    officers,
    records,
    site,
    staff,
    suggestions,
)
from elearn.people.views.common import blueprint

__all__ = ["blueprint"]
