"""The pages of authoring."""

from elearn.authoring.views import translations
from elearn.authoring.views.common import blueprint

__all__ = ["blueprint", "translations"]
