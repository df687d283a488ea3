"""Commands: how the translations of modules stand, that they fit, and on to translators and back."""

from pathlib import Path

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.courses.cli.content import commands
from elearn.courses.cli.content import content as default_folder
from elearn.courses.content import folder as folders
from elearn.courses.content import handover, translations
from elearn.courses.content.translations import Pair
from elearn.courses.rules.module import Files
from elearn.courses.rules.translating import State, counts
from elearn.foundation.locale import LANGUAGES
from elearn.foundation.manuscript.terminal import say, spoken

_language = click.argument("language", type=click.Choice([*LANGUAGES]))
_module = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@commands.command("translations")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice([*LANGUAGES]), help="Only this language.")
@spoken
def list_translations(folder: Path | None, language: str | None) -> None:
    """Say of each module in FOLDER how many blocks are done, and which are not."""
    for path in folders.module_folders(folder or default_folder()):
        files = folders.read_files(path)
        for each in (language,) if language else translations.languages(files):
            _list(path.name, each, translations.pairs(files, each))


def _list(module: str, language: str, pairs: tuple[Pair, ...]) -> None:
    found = counts(pair.state for pair in pairs)
    click.echo(
        _(
            "%(module)s, %(language)s: %(done)d done, %(stale)d stale, %(unmarked)d unmarked, %(missing)d missing",
            module=module,
            language=language,
            **{state.value: count for state, count in found.items()},
        )
    )
    names = {State.MISSING: _("missing"), State.STALE: _("stale"), State.UNMARKED: _("unmarked")}
    for state, name in names.items():
        for pair in pairs:
            if pair.state is state:
                click.echo(f"  {name}: {pair.key}")


@commands.command("mark-translated")
@_module
@_language
@click.argument("ids", nargs=-1)
@spoken
def mark_translated(folder: Path, language: str, ids: tuple[str, ...]) -> None:
    """Say that the translations in FOLDER fit their source as it stands: all of them, or those of the IDS.

    An id is that of a block, or file.md#id as `translations` names it; file.md stands for all of a file.
    """
    files = _files(folder)
    named = {name for pair in translations.pairs(files, language) for name in _names(pair)}
    if unknown := [each for each in ids if each not in named]:
        click.echo(_("The module has no “%(ids)s”.", ids=", ".join(unknown)))
        raise click.exceptions.Exit(1)
    changed, done = translations.with_marks(files, language, lambda pair: not ids or bool({*ids} & _names(pair)))
    _write(folder, changed)
    click.echo(ngettext("%(num)d translation is marked.", "%(num)d translations are marked.", len(done)))


def _names(pair: Pair) -> set[str]:
    return {pair.key, pair.key.partition("#")[0]} | ({pair.source.id} if pair.source.id else set())


@commands.command("to-translators")
@_module
@_language
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@spoken
def to_translators(folder: Path, language: str, file: Path) -> None:
    """Write the PO FILE of the module in FOLDER: each block with its translation, if there is one."""
    pairs = translations.pairs(_files(folder), language)
    file.write_text(handover.written(pairs, language, {}), "utf-8")
    click.echo(ngettext("%(num)d block is in the file.", "%(num)d blocks are in the file.", len(pairs)))


@commands.command("from-translators")
@_module
@_language
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--save", is_flag=True, help="Write the translations into the folder. Without it nothing is written.")
@spoken
def from_translators(folder: Path, language: str, file: Path, save: bool) -> None:
    """Say what the PO FILE brings to the module in FOLDER, and what of it cannot be taken."""
    text = file.read_text("utf-8", "replace")
    found = handover.brought(folder.resolve().name, text, _files(folder), language, file.name)
    for complaint in found.complaints:
        say(complaint)
    for change in found.changes:
        click.echo(f"{change.pair.file}: {change.pair.key}")
    if save:
        _write(folder, found.files)
        click.echo(ngettext("%(num)d block was taken.", "%(num)d blocks were taken.", len(found.changes)))
    else:
        sentence = ngettext("%(num)d block can be taken.", "%(num)d blocks can be taken.", len(found.changes))
        click.echo(f"{sentence} {_('Nothing was written: --save writes it.')}")
    if found.complaints:
        raise click.exceptions.Exit(1)


def _files(folder: Path) -> Files:
    files = folders.read_files(folder)
    if folders.MODULE_FILE not in files:
        click.echo(_("There is no module in this folder."))
        raise click.exceptions.Exit(1)
    return files


def _write(folder: Path, files: Files) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(data)
