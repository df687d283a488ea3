"""Reads glossary.md: the terms of a module below their headings, each with an explanation."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from elearn.courses.content.problems import GlossaryProblem, ModuleProblem
from elearn.foundation.manuscript import prose
from elearn.foundation.manuscript.text import Manuscript, Section, complain_of_doubles, marked, sections
from elearn.quizzes.content.quiz import Setting


@dataclass(frozen=True)
class WrittenTerm:
    """A term and its explanation, in Markdown. Where it stands makes no other term of it."""

    id: str
    words: str
    body: str
    line: int = field(default=0, compare=False)


def read_glossary(manuscript: Manuscript, setting: Setting) -> tuple[WrittenTerm, ...]:
    """The terms. What is wrong with them is noted in the manuscript."""
    terms = tuple(_term(manuscript, setting, section) for section in sections(manuscript, manuscript.whole))
    complain_of_doubles(manuscript, ((term.line, term.id) for term in terms))
    if manuscript.lines and not terms:
        manuscript.complain(1, GlossaryProblem.NO_TERMS)
    return terms


def _term(manuscript: Manuscript, setting: Setting, section: Section) -> WrittenTerm:
    line = section.heading.line
    head = marked(manuscript, line, section.heading.words, source=setting.source)
    prose.check(manuscript, section.body, setting.media)
    body = section.body.text.strip()
    if not body:
        manuscript.complain(line, GlossaryProblem.NO_EXPLANATION)
    return WrittenTerm(head.id or "", head.words, body, line)


def compare(manuscript: Manuscript, translation: Iterable[WrittenTerm], source: Iterable[WrittenTerm]) -> None:
    """Complain of terms that the source language does not have. A translation may lack some."""
    known = {term.id for term in source}
    for term in translation:
        if term.id and term.id not in known:
            manuscript.complain(term.line, ModuleProblem.NOT_IN_SOURCE, id=term.id)
