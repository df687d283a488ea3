"""The commands of courses, in two groups: modules as a whole, and their questions."""

from elearn.courses.cli import translations as _translations  # noqa: F401  (joins its commands to those of content)
from elearn.courses.cli.content import commands as content
from elearn.courses.cli.questions import commands as questions

groups = (content, questions)

__all__ = ["groups"]
