"""The questions of a module for other systems: a file in one of the formats, and what it cannot carry."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from elearn.courses.rules.module import Published
from elearn.quizzes.formats.exchange import NotCarried
from elearn.quizzes.formats.hypertext import in_one_line
from elearn.quizzes.formats.registry import Format
from elearn.quizzes.queries import banks
from elearn.quizzes.rules.kind import N_, Fault, WrittenQuestion
from elearn.quizzes.rules.translating import translated

NOT_TRANSLATED = Fault(
    N_("This question is not translated into this language."), N_("Take it along in another language.")
)


@dataclass(frozen=True)
class Taken:
    """A file for another system. `count` is how many questions the module has, `carried` how many of them are in it."""

    file_format: Format
    data: bytes
    count: int
    left_out: tuple[NotCarried, ...]

    @property
    def carried(self) -> int:
        return self.count - len({each.line for each in self.left_out if not each.of_part})

    @property
    def reasons(self) -> list[list[NotCarried]]:
        """What is left out, by the reason: one often holds for many questions."""
        found: dict[tuple[Fault, str], list[NotCarried]] = {}
        for each in self.left_out:
            found.setdefault((each.fault, repr(each.values)), []).append(each)
        return list(found.values())


# The questions of a module as its source language has them, each with what it is in another language, if it is there.
Asked = Sequence[tuple[WrittenQuestion, WrittenQuestion | None]]


def languages(module: Published) -> list[str]:
    """The languages in which there are questions, the source language first."""
    there = banks.written(module.revision_id)
    return sorted(there, key=lambda language: (language != module.source, language))


def asked(module: Published, language: str) -> Asked:
    """The questions of this revision, as they were when it was published."""
    sources = banks.written(module.revision_id)
    source, there = sources.get(module.source, ()), {each.id: each for each in sources.get(language, ())}
    if language == module.source:
        return [(each, each) for each in source]
    return [(each, translated(each, there[each.id]) if each.id in there else None) for each in source]


def take(asked: Asked, language: str, file_format: Format) -> Taken:
    """The questions in the language, in one format."""
    numbered = [(number, said) for number, (_source, said) in enumerate(asked, 1) if said]
    exported = file_format.write([said for _number, said in numbered], language)
    found = [replace(each, line=numbered[each.line - 1][0]) for each in exported.left_out]
    missing = [_missing(number, source) for number, (source, said) in enumerate(asked, 1) if not said]
    return Taken(file_format, exported.data, len(asked), tuple(sorted([*missing, *found], key=lambda each: each.line)))


def _missing(number: int, question: WrittenQuestion) -> NotCarried:
    return NotCarried(number, in_one_line(question.heading)[:60], NOT_TRANSLATED)
