"""The pages of cohorts."""

from elearn.cohorts.views import cohorts, enrolling, own, papers  # noqa: F401 - each adds its pages
from elearn.cohorts.views.common import blueprint

__all__ = ["blueprint"]
