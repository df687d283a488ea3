"""A module that was found whole: what publishing freezes, and the digest of everything its authors wrote."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from elearn.courses.content.glossary import WrittenTerm
from elearn.courses.content.media import Picture
from elearn.courses.content.parts import WrittenPage
from elearn.courses.content.reading import Written
from elearn.courses.content.shapes import ModuleFront, PartFront
from elearn.courses.rules.module import Files, Part, Scenario
from elearn.foundation import markup
from elearn.foundation.manuscript import prose
from elearn.quizzes.rules.kind import WrittenQuestion

T = TypeVar("T")


@dataclass(frozen=True)
class Module:
    """Everything its authors wrote: pages by language and part, questions and terms by language, pictures by name.

    `files` are what all of it was read from.
    """

    said: ModuleFront
    parts: tuple[Part, ...]
    scenarios: Mapping[str, Scenario]
    pages: Mapping[str, Mapping[str, tuple[WrittenPage, ...]]]
    questions: Mapping[str, tuple[WrittenQuestion, ...]]
    terms: Mapping[str, tuple[WrittenTerm, ...]]
    media: Mapping[str, Picture]
    files: Files = field(compare=False)

    @property
    def languages(self) -> list[str]:
        """The source language, then the others in which something is there."""
        return sorted(
            {*self.pages, *self.questions, *self.terms}, key=lambda language: (language != self.said.source, language)
        )

    @property
    def length(self) -> int:
        """How many words the lessons have in the source language."""
        pages = self.pages[self.said.source]
        return sum(word_count(pages[part.id][0].body) for part in self.parts if not part.is_scenario)


def only(module: Module, languages: Collection[str]) -> Module:
    """The module with what there is in these languages and in the source language; its files stay what they are."""
    kept = {*languages, module.said.source}

    def of(texts: Mapping[str, T]) -> dict[str, T]:
        return {language: said for language, said in texts.items() if language in kept}

    return replace(
        module,
        parts=tuple(replace(part, titles=of(part.titles)) for part in module.parts),
        pages=of(module.pages),
        questions=of(module.questions),
        terms=of(module.terms),
    )


def word_count(text: str) -> int:
    """How many words a text has, without ids and signs."""
    return sum(any(map(str.isalnum, word)) and word[0] != "{" for word in text.split())


def module(written: Written, said: ModuleFront) -> Module:
    """The module, of whose files nothing is complained."""
    found = {
        language: {part_id: part.found for part_id, part in parts.items() if part.found}
        for language, parts in written.parts.items()
    }
    source = {part_id: part.said for part_id, part in found[said.source].items() if part.said}
    titles = {
        part_id: {language: parts[part_id].title for language, parts in found.items() if part_id in parts}
        for part_id in said.contents
    }
    return Module(
        said=said,
        parts=tuple(_part(source[part_id], titles[part_id]) for part_id in said.contents),
        scenarios={id_: Scenario(id_, part.scenes) for id_, part in found[said.source].items() if part.scenes},
        pages={language: {id_: part.pages for id_, part in parts.items()} for language, parts in found.items()},
        questions={
            language: tuple(sorted(quiz.found, key=lambda question: question.id))
            for language, quiz in written.quizzes.items()
        },
        terms={
            language: tuple(sorted(glossary.found, key=lambda term: term.id))
            for language, glossary in written.glossaries.items()
        },
        media={name: picture.found for name, picture in written.media.items()},
        files=written.files,
    )


def _part(said: PartFront, titles: Mapping[str, str]) -> Part:
    return Part(said.id, titles, said.minutes, said.objectives, said.rule76)


def digest(module: Module) -> str:
    """SHA-256 of everything that was written and of the way it is rendered.

    Names of files, the order of questions and the lines in which things stand do not count: the same module, moved about,
    is the same revision.
    """
    return _digest([module])


def editions(module: Module) -> dict[str, str]:
    """A digest of each part in the source language, with its pictures: another one where officers read something else."""
    pages = module.pages[module.said.source]
    return {
        part.id: _digest([pages[part.id], module.scenarios.get(part.id), _pictures(module, pages[part.id])])
        for part in module.parts
    }


def _pictures(module: Module, pages: tuple[WrittenPage, ...]) -> tuple[str, ...]:
    shown = {name for page in pages for name in prose.pictures(page.body)}
    return tuple(module.media[name].digest for name in sorted(shown & module.media.keys()))


def _digest(value: list[Any]) -> str:
    said = json.dumps([markup.EDITION, *map(_canonical, value)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """As JSON; of dataclasses only what makes two of them different."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, Picture):
        return value.digest
    if is_dataclass(value):
        return {each.name: _canonical(getattr(value, each.name)) for each in fields(value) if each.compare}
    if isinstance(value, Mapping):
        return {key: _canonical(each) for key, each in value.items()}
    return [_canonical(each) for each in value] if isinstance(value, tuple) else value
