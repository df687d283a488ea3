"""Written questions as the text of quiz.md: what `quiz.read_quiz` reads, it reads again to the same."""

from collections.abc import Iterable, Iterator, Sequence

from elearn.quizzes.rules.kind import WrittenPart, WrittenQuestion


def quiz_text(questions: Iterable[WrittenQuestion]) -> str:
    """The whole file."""
    return "\n".join("".join(f"{line}\n" for line in _question(question)) for question in questions)


def _question(question: WrittenQuestion) -> Iterator[str]:
    yield f"## {question.heading} {{{' '.join(_marks(question))}}}"
    for block in (question.more.split("\n"), _options(question), _steps(question), _rows(question), _sets(question)):
        if lines := [*block]:
            yield from ["", *lines] if any(lines) else []
    if question.explanation:
        yield from ["", *_quote(question.explanation)]


def _marks(question: WrittenQuestion) -> Iterator[str]:
    if question.id:
        yield f"#{question.id}"
    if question.objective:
        yield f"objective={question.objective}"
    if question.difficulty:
        yield f"difficulty={question.difficulty}"
    if question.tags:
        yield f"tags={','.join(question.tags)}"
    if question.kind:
        yield f"kind={question.kind}"
    if question.partly:
        yield "marks=part"


def _options(question: WrittenQuestion) -> Iterator[str]:
    for option in question.options:
        mark = "" if option.right is None else "[x] " if option.right else "[ ] "
        yield f"- {mark}{_with_id(option)}"
        yield from _feedback(option, "  ")


def _steps(question: WrittenQuestion) -> Iterator[str]:
    for number, step in enumerate(question.steps, 1):
        yield f"{number}. {_with_id(step)}"
        yield from _feedback(step, "   ")


def _rows(question: WrittenQuestion) -> Iterator[str]:
    if question.rows:
        yield _row(question.columns)
        yield _row(["---"] * len(question.columns))
    for row in question.rows:
        yield _row([_with_id(cell).replace("|", "\\|") for cell in row])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _sets(question: WrittenQuestion) -> Iterator[str]:
    for given in question.sets:
        yield f"= {given.words}"


def _with_id(part: WrittenPart) -> str:
    return f"{part.words} {{#{part.id}}}".strip() if part.id else part.words


def _feedback(part: WrittenPart, indent: str) -> Iterator[str]:
    if part.feedback:
        yield from (f"{indent}{line}" for line in _quote(part.feedback))


def _quote(text: str) -> Iterator[str]:
    """Two spaces at the end of a line are a break of the line, and stay."""
    return (f"> {line}" if line else ">" for line in text.split("\n"))
