"""The pages of reports."""

from elearn.reports.views import api, clients, completions, overview, programmes  # noqa: F401 - each adds its pages
from elearn.reports.views.common import blueprint

__all__ = ["blueprint"]
