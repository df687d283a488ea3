"""The commands of people."""

from elearn.people.cli import audit, officers, site  # noqa: F401 - each adds its commands
from elearn.people.cli.common import commands

__all__ = ["commands"]
