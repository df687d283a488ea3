"""The pages of courses."""

from elearn.courses.views import assessment, catalogue, enrolment, learning, reader  # noqa: F401 - each adds its pages
from elearn.courses.views.common import blueprint

__all__ = ["blueprint"]
