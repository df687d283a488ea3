"""The pages of authoring."""

from elearn.authoring.views import (  # noqa: F401 - each adds its pages
    editing,
    guide,
    history,
    media,
    modules,
    packages,
    publishing,
    taking,
    translations,
    trying,
)
from elearn.authoring.views.common import blueprint

__all__ = ["blueprint"]
