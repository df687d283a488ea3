"""The pages of courses."""

from elearn.courses.views import (  # noqa: F401 - each adds its pages
    assessment,
    bookmarks,
    bringing,
    catalogue,
    corrections,
    enrolment,
    finding,
    first,
    glossary,
    learning,
    paper,
    reader,
    taking,
)
from elearn.courses.views.common import blueprint

__all__ = ["blueprint"]
