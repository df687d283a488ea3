"""The pages of cohorts."""

from elearn.cohorts.views import (  # noqa: F401 - each adds its pages
    attendance,
    cohorts,
    debrief,
    enrolling,
    mine,
    own,
    papers,
    sessions,
    sheets,
)
from elearn.cohorts.views.common import blueprint

__all__ = ["blueprint"]
