"""Commands: check what instructors wrote, publish it, make projections anew."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from elearn.courses.content import library, translations
from elearn.courses.content.module import Module
from elearn.courses.service import indexing, progress, publishing
from elearn.courses.service.course_publishing import publish_course
from elearn.foundation.db import transaction
from elearn.foundation.manuscript.terminal import refuse, spoken

commands = AppGroup("content", help="Modules: check and publish what instructors wrote.")
_folder = click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))


@commands.command()
@_folder
@spoken
def check(folder: Path | None) -> None:
    """Say what is wrong with the modules in FOLDER and their courses, or with the one module that it is."""
    reading = library.read_folder(folder or content())
    if reading.complaints:
        refuse(reading.complaints)
    for module in reading.modules:
        click.echo(_summary(module))
        for sentence in _incomplete(module.said.id, translations.missing(module.files)):
            click.echo(sentence)
    for course in reading.courses:
        click.echo(_("%(course)s: modules %(modules)s", course=course.course_id, modules=", ".join(course.modules)))


@commands.command()
@_folder
@spoken
def publish(folder: Path | None) -> None:
    """Publish the modules in FOLDER and their courses, or the one module that it is, when nothing is wrong with any."""
    reading = publishing.read(folder or content())
    if reading.complaints:
        refuse(reading.complaints)
    with transaction():
        publications = publishing.publish_modules(reading)
        courses = {each.course_id: publish_course(each) for each in reading.courses}
    for publication in publications:
        for sentence in _news(publication):
            click.echo(sentence)
    for course_id, changed in courses.items():
        said = _("%(course)s: the course is published.") if changed else _("%(course)s: the course has not changed.")
        click.echo(said % {"course": course_id})


@commands.command()
@spoken
def rebuild() -> None:
    """Make current revisions, progress and what search reads anew."""
    with transaction():
        publishing.rebuild()
        indexing.rebuild()
        count = progress.rebuild()
    click.echo(ngettext("%(num)d enrolment was worked out anew.", "%(num)d enrolments were worked out anew.", count))


def content() -> Path:
    folder: Path = current_app.config["CONTENT"]
    return folder


def _summary(module: Module) -> str:
    words: str = _(
        "%(module)s: lessons %(lessons)d, scenes %(scenes)d, questions %(questions)d, words %(words)d, "
        "languages %(languages)s, rule 76 (1): %(rule76)s",
        module=module.said.id,
        lessons=sum(not part.is_scenario for part in module.parts),
        scenes=sum(len(scenario.scenes) for scenario in module.scenarios.values()),
        questions=len(module.questions[module.said.source]),
        words=module.length,
        languages=", ".join(module.languages),
        rule76=", ".join(f"({part})" for part in module.said.rule76) or "–",
    )
    return words


def _incomplete(module: str, missing: Mapping[str, int], kept: Collection[str] = ()) -> Iterator[str]:
    """What each language lacks. Those that are `kept` officers can read already."""
    for language, count in missing.items():
        if not count:
            continue
        sentence = ngettext(
            "%(module)s: %(num)d block is not translated into %(language)s.",
            "%(module)s: %(num)d blocks are not translated into %(language)s.",
            count,
            module=module,
            language=language,
        )
        more = (
            _("Officers read what is missing in the source language.")
            if language in kept
            else _("The language is offered when nothing is missing.")
        )
        yield f"{sentence} {more}"


def _news(publication: publishing.Publication) -> Iterator[str]:
    module, number = publication.module.module_id, publication.module.number
    if not publication.changed:
        yield _("%(module)s: nothing changed.", module=module)
    else:
        yield _("%(module)s: published as revision %(number)d.", module=module, number=number)
    yield from _incomplete(module, publication.missing, publication.module.languages)
    if publication.gone:
        yield _(
            "%(module)s: no longer there: %(gone)s. What officers did with them stays with the revision before.",
            module=module,
            gone=", ".join(publication.gone),
        )
