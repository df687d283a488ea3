"""A question in another language as a whole: what only the source language says, with the translated words."""

from collections.abc import Iterable
from dataclasses import replace

from elearn.quizzes.rules.kind import WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of


def translated(source: WrittenQuestion, translation: WrittenQuestion) -> WrittenQuestion:
    """The question in the language of its translation, in which nothing may be wrong."""
    there = {part.id: part for part in translation.parts if part.id}

    def said(parts: Iterable[WrittenPart]) -> tuple[WrittenPart, ...]:
        return tuple(
            replace(part, words=there[part.id].words, feedback=there[part.id].feedback) if part.id in there else part
            for part in parts
        )

    return replace(
        source,
        heading=translation.heading,
        more=translation.more,
        options=said(source.options),
        steps=said(source.steps),
        rows=tuple(map(said, source.rows)),
        columns=translation.columns or source.columns,
        sets=KINDS[kind_of(source) or ""].sets(source, translation),
        explanation=translation.explanation,
    )
