"""The pages of cohorts."""

from elearn.cohorts.views import attendance, mine, sessions, sheets
from elearn.cohorts.views.common import blueprint

__all__ = ["attendance", "blueprint", "mine", "sessions", "sheets"]
