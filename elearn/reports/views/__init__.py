"""The pages of reports."""

from elearn.reports.views import (  # noqa: F401 - each adds its pages
    api,
    clients,
    completions,
    first,
    overview,
    programmes,
)
from elearn.reports.views.common import blueprint

__all__ = ["blueprint"]
