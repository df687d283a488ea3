"""The pages of people."""

from elearn.people.views import account, entrance, jobs, links, lists, officers, records, site, staff  # noqa: F401 - each adds its pages
from elearn.people.views.common import blueprint

__all__ = ["blueprint"]
