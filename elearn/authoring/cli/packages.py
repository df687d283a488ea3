"""Commands: take a module out of the site as a folder or a zip, and bring one as a draft, for authors who prefer git."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.authoring.formats import zips
from elearn.authoring.queries import drafts
from elearn.authoring.rules.packages import Doing
from elearn.authoring.service import packages
from elearn.authoring.service.packages import Looked
from elearn.courses.content.folder import read_files
from elearn.courses.queries import published, sources
from elearn.courses.rules.module import Files
from elearn.foundation.db import transaction
from elearn.foundation.manuscript.terminal import refuse, say, spoken
from elearn.people.queries import places

_ZIP = ".zip"


@click.command("export")
@click.argument("module")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="As it is being written, not as it is published.")
@with_appcontext
@spoken
def take(module: str, out: Path, draft: bool) -> None:
    """Write MODULE as it is published to OUT: a zip when its name ends in .zip, else a new folder. It holds what is right."""
    files = _draft(module) if draft else _published(module)
    if out.exists():
        _refuse(_("%(file)s is there already. Name a file that is not.", file=out))
    if out.suffix == _ZIP:
        out.write_bytes(zips.write(module, files))
    else:
        for path, data in files.items():
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            (out / path).write_bytes(data)
    count = len(files)
    click.echo(ngettext("%(num)d file is in %(out)s.", "%(num)d files are in %(out)s.", count, out=out))


@click.command("import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--academy", default="", help="The code of the academy that a new module belongs to; else the programme.")
@click.option("--save", is_flag=True, help="Save it as a draft; without this, only say what would change.")
@with_appcontext
@spoken
def bring(source: Path, academy: str, save: bool) -> None:
    """Say what SOURCE, the folder of a module or a zip of it, would change in the drafts, and with --save change it."""
    place = _academy(academy) if academy else None
    with transaction():
        looked = _look(source)
        if looked.complaints:
            refuse(looked.complaints)
        is_there = drafts.draft(looked.module_id) is not None
        if save and not (
            packages.change(looked, looked.saves, None) if is_there else packages.start(looked, place, None)
        ):
            _refuse(_("Somebody has saved in this draft meanwhile. Nothing is saved: please do it once more."))
    for remark in looked.remarks:
        say(remark)
    _tell(looked, is_there)
    click.echo(_("Saved as a draft.") if save else _("Nothing is saved. With --save, it is."))


def _look(source: Path) -> Looked:
    """Into the draft of its id where there is one: who uses the command line may write in all of them."""
    unpacked = zips.Unpacked(read_files(source), ()) if source.is_dir() else zips.read(source.name, source.read_bytes())
    if unpacked.complaints:
        refuse(unpacked.complaints)
    return packages.look_at(unpacked.files, packages.draft_of(unpacked.files))


def _tell(looked: Looked, is_there: bool) -> None:
    words: Mapping[Doing, str] = {Doing.NEW: _("new"), Doing.CHANGED: _("changed"), Doing.DELETED: _("deleted")}
    click.echo(
        _("%(module)s: changes to a draft.", module=looked.module_id)
        if is_there
        else _("%(module)s: a new draft.", module=looked.module_id)
    )
    for each in looked.changes:
        click.echo(f"{each.path}: {words[each.doing]}")


def _draft(module: str) -> Files:
    if drafts.draft(module) is None:
        _refuse(_("There is no draft of the module “%(module)s”.", module=module))
    return drafts.files(module)


def _published(module: str) -> Files:
    found = published.current(module)
    if found is None:
        _refuse(_("There is no published module “%(module)s”.", module=module))
    return sources.sources(found.revision_id)


def _academy(code: str) -> UUID:
    found = [each.id for each in places.academies() if each.code == code]
    if len(found) != 1:
        _refuse(_("There is no academy of the code “%(code)s”.", code=code))
    academy_id: UUID = found[0]
    return academy_id


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence)
    click.get_current_context().exit(1)
