"""The pages of cohorts."""

from elearn.cohorts.views.common import blueprint

__all__ = ["blueprint"]
