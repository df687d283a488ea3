"""Commands: bring questions from other systems, and take those of a module there."""

from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.courses.queries import published
from elearn.courses.service import bringing, taking
from elearn.courses.service.bringing import Missing, Wishes
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.terminal import spoken
from elearn.quizzes.formats.exchange import NotCarried, Refused
from elearn.quizzes.formats.registry import FORMATS, READABLE
from elearn.quizzes.rules.kind import Fault

commands = AppGroup("questions", help="Questions from other systems, and for them.")
_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_new_file = click.Path(dir_okay=False, path_type=Path)


@commands.command("import")
@click.argument("file", type=_file)
@click.option("--to", type=_new_file, required=True, help="The file to write, such as quiz.md.")
@click.option("--format", "file_format", type=click.Choice(list(READABLE)), help="Where it cannot be found out.")
@click.option("--objective", default="", help="The id of the objective of those that say none.")
@click.option("--difficulty", type=click.IntRange(1, 3), help="Of those that say none: 1 easy, 2 middling, 3 hard.")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", help="Of the questions.")
@click.option("--save", is_flag=True, help="Write the file; without this, only say what would be in it.")
@spoken
def bring(
    file: Path, to: Path, file_format: str | None, objective: str, difficulty: int | None, language: str, save: bool
) -> None:
    """Say what of the questions in FILE can be carried, and with --save write them as quiz.md."""
    wishes = Wishes(file_format or "", objective, difficulty or 0, None, language)
    brought = bringing.bring(file.read_bytes(), file.name, wishes)
    if isinstance(brought, Refused):
        _refuse(f"{file}:{brought.line}: {_sentences(brought.fault, brought.values)}")
    for each in sorted((*brought.left_out, *brought.lost), key=lambda each: each.line):
        click.echo(f"{file}:{each.line}: {_named(each)}")
    for missing in brought.missing:
        click.echo(_missing(missing))
    count = len(brought.questions)
    click.echo(
        _(
            "%(format)s: %(count)d can be carried, %(left)d cannot.",
            format=brought.file_format.label,
            count=count,
            left=len(brought.left_out),
        )
    )
    if not save:
        click.echo(_("Nothing is written. With --save, the questions are written to %(file)s.", file=to))
    elif to.exists():
        _refuse(_("%(file)s is there already. Name a file that is not.", file=to))
    elif count:
        to.write_text(brought.text)
        click.echo(_("Written to %(file)s.", file=to))


@commands.command("export")
@click.argument("module")
@click.argument("out", type=_new_file)
@click.option("--format", "file_format", type=click.Choice(list(FORMATS)), required=True)
@click.option("--language", default="", help="Of the questions; the source language of the module where none is given.")
@spoken
def take(module: str, out: Path, file_format: str, language: str) -> None:
    """Write the questions of the published MODULE to the file OUT. They hold what is right."""
    found = published.current(module)
    if found is None:
        _refuse(_("There is no published module “%(module)s”.", module=module))
    there = taking.languages(found)
    language = language or found.source
    if language not in there:
        _refuse(_("There are questions in these languages: %(languages)s.", languages=", ".join(there) or "–"))
    taken = taking.take(taking.asked(found, language), language, FORMATS[file_format])
    for each in taken.left_out:
        click.echo(_("question %(number)d: %(sentence)s", number=each.line, sentence=_named(each)))
    out.write_bytes(taken.data)
    click.echo(
        ngettext(
            "%(num)d of %(count)d questions is in %(file)s.",
            "%(num)d of %(count)d questions are in %(file)s.",
            taken.carried,
            count=taken.count,
            file=out,
        )
    )


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence)
    click.get_current_context().exit(1)


def _named(each: NotCarried) -> str:
    said = {"name": each.name or "–", "sentence": _sentences(each.fault, each.values)}
    sentence: str = (
        _("“%(name)s” is carried in part: %(sentence)s", **said)
        if each.of_part
        else _("“%(name)s” is not carried: %(sentence)s", **said)
    )
    return sentence


def _missing(missing: Missing) -> str:
    problem = missing.complaint.problem
    return f"{_sentences(Fault(problem.what, problem.remedy), missing.complaint.values)} (× {missing.count})"


def _sentences(fault: Fault, values: object) -> str:
    """What is wrong and what to do. Per cent signs are doubled in them, also where there are no values."""
    return " ".join(str(_(sentence)) % values for sentence in (fault.what, fault.remedy))
