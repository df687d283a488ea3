"""The pages of quizzes."""

from elearn.quizzes.views import assessment, attempts  # noqa: F401 - each adds its pages
from elearn.quizzes.views.common import blueprint

__all__ = ["blueprint"]
