"""The pages of authoring."""

from elearn.authoring.views import packages, taking
from elearn.authoring.views.common import blueprint

__all__ = ["blueprint", "packages", "taking"]
