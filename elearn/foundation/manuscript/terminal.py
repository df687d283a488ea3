"""Complaints in the terminal, in its language."""

import os
from collections.abc import Callable, Sequence
from functools import wraps
from typing import NoReturn, ParamSpec

import click
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.complaints import Complaint

P = ParamSpec("P")


def spoken(command: Callable[P, None]) -> Callable[P, None]:
    """The command speaks the language of the terminal, where that is one of ours."""

    @wraps(command)
    def run(*arguments: P.args, **values: P.kwargs) -> None:
        language = (os.environ.get("LC_ALL") or os.environ.get("LANG", ""))[:2]
        with force_locale(language if language in LANGUAGES else "en"):
            command(*arguments, **values)

    return run


def refuse(complaints: Sequence[Complaint]) -> NoReturn:
    """Say what is wrong, each in a line, and end the command as failed."""
    for complaint in complaints:
        say(complaint)
    click.echo(ngettext("%(num)d complaint.", "%(num)d complaints.", len(complaints)))
    raise click.exceptions.Exit(1)


def say(complaint: Complaint) -> None:
    """`file:line: what is wrong. What to do.`"""
    what = _(complaint.problem.what, **complaint.values)
    remedy = _(complaint.problem.remedy, **complaint.values)
    click.echo(f"{complaint.file}:{complaint.line}: {what} {remedy}")
