"""A module in one of its languages, whole: what a package or a document holds. What is not translated is in the source."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from elearn.courses.content import rendering
from elearn.courses.content.module import Module
from elearn.courses.rules.module import ExplainedTerm, RenderedPage, Scene
from elearn.foundation.locale import Text, pick

_GLOSSARY_LINK = re.compile(r'href="glossary\?from=[^"#]*#term-([^"]*)"')


@dataclass(frozen=True)
class EditionPart:
    """A lesson, or a scenario with its scenes in the order in which they are written."""

    id: str
    title: Text
    minutes: int
    lesson: RenderedPage | None
    scenes: tuple[tuple[Scene, RenderedPage], ...] = ()


@dataclass(frozen=True)
class Edition:
    """Everything that officers read of a module but its questions. Pictures are at media/name."""

    module: Module
    language: str
    title: Text
    summary: Text
    parts: tuple[EditionPart, ...]
    terms: tuple[ExplainedTerm, ...]


def edition(module: Module, language: str) -> Edition:
    """The module in that language."""
    source = module.said.source
    pages: dict[tuple[str, str], RenderedPage] = {}
    for part_id, scene_id, page in rendering.pages(module):
        if page.language == language or (page.language == source and (part_id, scene_id) not in pages):
            pages[part_id, scene_id] = page
    return Edition(
        module,
        language,
        pick(module.said.title, source, language),
        pick(module.said.summary, source, language),
        tuple(_part(module, part_id, pages, language) for part_id in module.said.contents),
        _terms(module, language),
    )


def _part(module: Module, part_id: str, pages: Mapping[tuple[str, str], RenderedPage], language: str) -> EditionPart:
    part = next(each for each in module.parts if each.id == part_id)
    title = pick(part.titles, module.said.source, language)
    if not part.is_scenario:
        return EditionPart(part_id, title, part.minutes, pages[part_id, ""])
    scenes = tuple((scene, pages[part_id, scene.id]) for scene in module.scenarios[part_id].scenes)
    return EditionPart(part_id, title, part.minutes, None, scenes)


def _terms(module: Module, language: str) -> tuple[ExplainedTerm, ...]:
    best: dict[str, ExplainedTerm] = {}
    for spoken, term_id, words, html in rendering.terms(module):
        if spoken == language or (spoken == module.said.source and term_id not in best):
            best[term_id] = ExplainedTerm(term_id, words, html, spoken)
    return tuple(sorted(best.values(), key=lambda term: (term.language != language, term.words.casefold(), term.id)))


def self_contained(html: str, module: Module) -> str:
    """HTML whose links to the glossary and to pictures lead to what lies beside it."""
    for name, address in rendering.addresses(module).items():
        html = html.replace(f'src="{address}"', f'src="media/{name}"')
    return _GLOSSARY_LINK.sub(r'href="#term-\1"', html)


def pictures(module: Module) -> Iterable[tuple[str, bytes]]:
    """The pictures of the module: path and bytes."""
    return ((f"media/{name}", picture.data) for name, picture in sorted(module.media.items()))
