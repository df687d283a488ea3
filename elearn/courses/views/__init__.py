"""The pages of courses."""

from elearn.courses.views import bringing, catalogue, enrolment, learning, reader, taking  # noqa: F401 - each adds its pages
from elearn.courses.views.common import blueprint

__all__ = ["blueprint"]
