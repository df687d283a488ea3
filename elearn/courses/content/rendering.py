"""What a module becomes when it is published: rules without words, pages and questions as HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from elearn.courses.content.blocks import pieces
from elearn.courses.content.linking import Linker
from elearn.courses.content.module import Module, editions
from elearn.courses.content.parts import WrittenPage
from elearn.courses.content.shapes import Final, Paper, PreTest
from elearn.courses.rules.module import FINAL, PRE_TEST, ChoiceText, Published, RenderedPage
from elearn.foundation.locale import direction
from elearn.foundation.markup import EDITION, plain, render
from elearn.quizzes.content import questions
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.papers import Blueprint
from elearn.quizzes.rules.seating import Draw
from elearn.quizzes.rules.words import FrozenWords

RenderedPageOf = tuple[str, str, RenderedPage]  # of which part and scene
RenderedTerm = tuple[str, str, str, str]  # language, id, words, explanation


@dataclass(frozen=True)
class Rendered:
    """All of a module that has words, and its questions without them."""

    pages: tuple[RenderedPageOf, ...]
    terms: tuple[RenderedTerm, ...]
    bank: tuple[Question, ...]
    words: Mapping[str, Mapping[str, FrozenWords]]


def rendered(module: Module) -> Rendered:
    """The module as it is frozen."""
    return Rendered(tuple(pages(module)), tuple(terms(module)), tuple(bank(module)), words(module))


def published(module: Module, revision_id: str, number: int) -> Published:
    """Everything but the words of the pages."""
    said = module.said
    return Published(
        revision_id=revision_id,
        module_id=said.id,
        number=number,
        source=said.source,
        titles=said.title,
        summaries=said.summary,
        objectives=said.objectives,
        topics=said.topics,
        tracks=said.tracks,
        hours=said.hours,
        gives_certificate=said.certificate is not None,
        valid_months=said.certificate.valid_months if said.certificate else None,
        rule76=said.rule76,
        requires=said.requires,
        reviewers=tuple(reviewer.model_dump(mode="json") for reviewer in said.reviewers),
        contents=module.parts,
        papers=_papers(said.papers.pre_test, said.papers.final),
        scenarios=module.scenarios,
        terms=_titles_of_terms(module),
        attendance=said.attendance or 0,
        editions=editions(module),
        languages=tuple(module.languages),
        rendered_as=EDITION,
    )


def _titles_of_terms(module: Module) -> dict[str, dict[str, str]]:
    titles: dict[str, dict[str, str]] = {term.id: {} for term in module.terms.get(module.said.source, ())}
    for language, written in module.terms.items():
        for term in written:
            titles[term.id][language] = plain(term.words)
    return titles


def _papers(pre_test: PreTest | None, final: Final) -> dict[str, Blueprint]:
    papers = {
        FINAL: Blueprint(
            FINAL,
            _draw(final),
            final.minutes,
            final.pass_percent,
            final.attempts,
            wait_hours=final.wait_hours,
            supervised=final.supervised,
            held=final.results == "when-released",
        )
    }
    if pre_test:
        papers[PRE_TEST] = Blueprint(PRE_TEST, _draw(pre_test), pre_test.minutes, attempts=1)
    return papers


def _draw(paper: Paper) -> tuple[Draw, ...]:
    return tuple(paper.lines.values())


def pages(module: Module) -> Iterator[RenderedPageOf]:
    """Each page with the ids of its part and scene; a lesson has no scene."""
    media = addresses(module)
    for language, parts in module.pages.items():
        linker = Linker({term.id: term.words for term in module.terms.get(language, ())}, language)
        for part_id, written in parts.items():
            for each in written:
                rendered = page(each, language, media)
                if not each.scene_id:
                    html = _lesson(module, part_id, each, language, media) or rendered.html
                    rendered = replace(rendered, html=linker.linked(html, part_id))
                yield part_id, each.scene_id, rendered


def _lesson(module: Module, part_id: str, page: WrittenPage, language: str, media: Mapping[str, str]) -> str:
    """A translated lesson that lacks blocks, with those of the source in their places; nothing when it lacks none."""
    source = module.said.source
    original = pieces(module.pages[source][part_id][0].body)
    there = pieces(page.body)
    if language == source or original.keys() <= there.keys():
        return ""
    html = []
    for id_, words in original.items():
        if id_ in there:
            html.append(render(there[id_], language=language, media=media))
        else:
            words = render(words, language=source, media=media)
            html.append(f'<div lang="{source}" dir="{direction(source)}">\n{words}</div>')
    return "\n".join(html)


def terms(module: Module) -> Iterator[RenderedTerm]:
    """Each term: its language, id, words and explanation."""
    media = addresses(module)
    for language, written in module.terms.items():
        for term in written:
            yield language, term.id, plain(term.words), render(term.body, language=language, media=media)


def page(written: WrittenPage, language: str, media: Mapping[str, str]) -> RenderedPage:
    """A lesson or a scene; `media` has the address of each picture by name. Raises markup.Unrenderable."""
    return RenderedPage(
        title=plain(written.title) if written.scene_id else written.title,
        html=render(written.body, language=language, media=media),
        language=language,
        choices=tuple(ChoiceText(plain(each.words), render(each.reason, media=media)) for each in written.choices),
    )


def bank(module: Module) -> list[Question]:
    """The questions without words."""
    translations = {
        language: {written.id: written for written in module.questions[language]}
        for language in module.questions.keys() - {module.said.source}
    }
    return [
        questions.question(
            written, {language: there[written.id] for language, there in translations.items() if written.id in there}
        )
        for written in module.questions[module.said.source]
    ]


def words(module: Module) -> dict[str, dict[str, FrozenWords]]:
    """The words of the questions, by language and question."""
    media, kinds = addresses(module), {question.id: question.kind for question in bank(module)}
    return {
        language: {question.id: questions.words(question, kinds[question.id], language, media) for question in written}
        for language, written in module.questions.items()
    }


def addresses(module: Module) -> dict[str, str]:
    """The address of each picture by name. It holds the digest, so browsers may keep the picture for good."""
    return {name: f"/media/{picture.digest}" for name, picture in module.media.items()}
