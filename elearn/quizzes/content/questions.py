"""What a bank keeps of written questions: plan and key, and the words as HTML."""

from collections.abc import Mapping

from elearn.foundation.markup import render, render_inline
from elearn.quizzes.rules.kind import Question, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of
from elearn.quizzes.rules.words import FrozenWords


def question(written: WrittenQuestion, translations: Mapping[str, WrittenQuestion]) -> Question:
    """The question without its words. Nothing may be wrong with it; `translations` are by language."""
    name = kind_of(written)
    if name is None:
        raise ValueError(written.id)
    kind = KINDS[name]
    return Question(
        written.id,
        name,
        written.objective,
        written.difficulty,
        kind.plan(written),
        kind.key(written, translations),
        written.tags,
    )


def words(written: WrittenQuestion, kind_name: str, language: str, media: Mapping[str, str]) -> FrozenWords:
    """The words as HTML; `media` has the address of each picture by name. A stem of one line stands without a paragraph."""
    kind = KINDS[kind_name]

    def block(text: str) -> str:
        return render(text, language=language, media=media)

    stem, more = render_inline(written.heading, media=media), kind.more(written)
    return FrozenWords(
        stem=f"<p>{stem}</p>\n{block(more)}" if more else stem,
        parts={part_id: render_inline(text, media=media) for part_id, text in kind.words(written).items()},
        feedback={secret_id: block(text) for secret_id, text in kind.secret_words(written).items()},
        explanation=block(written.explanation),
    )
