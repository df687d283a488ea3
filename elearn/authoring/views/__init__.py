"""The pages of authoring."""

from elearn.authoring.views import editing, history, media, modules, publishing  # noqa: F401 - each adds its pages
from elearn.authoring.views.common import blueprint

__all__ = ["blueprint"]
