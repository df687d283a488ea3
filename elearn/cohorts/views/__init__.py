"""The pages of cohorts."""

from elearn.cohorts.views import (  # noqa: F401 - each adds its pages
    asked,
    attendance,
    cohorts,
    debrief,
    enrolling,
    mine,
    own,
    paper_forms,
    papers,
    results,
    sessions,
    sheets,
    taken,
)
from elearn.cohorts.views.common import blueprint

__all__ = ["blueprint"]
