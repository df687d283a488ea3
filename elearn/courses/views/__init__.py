"""The pages of courses."""

from elearn.courses.views import (  # noqa: F401 - each adds its pages
    assessment,
    bringing,
    catalogue,
    corrections,
    enrolment,
    learning,
    paper,
    reader,
    taking,
)
from elearn.courses.views.common import blueprint

__all__ = ["blueprint"]
