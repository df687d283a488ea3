"""The commands of cohorts: `flask cohorts …`."""

from elearn.cohorts.cli.cohorts import commands

__all__ = ["commands"]
