"""Generated questions of each kind, in the form in which HTML comes back as the same Markdown."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from elearn.foundation.markup import Unrenderable
from elearn.quizzes.formats.carrying import LeftOut, finished_kind, letters
from elearn.quizzes.formats.hypertext import Tangled, html_line_of, html_of, line_of, markdown_of
from elearn.quizzes.rules.kind import WrittenPart, WrittenQuestion
from elearn.quizzes.rules.kinds import kind_of

# Everything that means something in Markdown, HTML, XML, GIFT or our own files, and three scripts.
PIECES = (
    "word", "Words", "№ 5", "слово", "كلمة", "x²", "a_b", "&", "&amp;", "<", "<b>", ">", "[", "]", "{", "}", "{#a}", "|", "*",
    "_", "`", "\\", "#", "=", "~", "/// case", "- x", "1. y", "1.", "...", '"', "'", "!", "5 %", "**bold**", "*slanted*",
    "`code`", "[link](https://example.org/a?b=1&c=2)", "[[", "]]", "{1:SA:", "]]>",
)  # fmt: skip
# What counts as right is no Markdown, and cannot have all signs.
WORDS = (
    "word",
    "Words",
    "two words",
    "слово",
    "كلمة",
    "a*b",
    "&",
    "<b>",
    "&lt;",
    "5",
    "5 kg",
    "true",
    "'",
    '"',
    "#~=%50%",
)
EXPLAINED = ("Because.", "So *it* is: 5 < 6.\n\nRule 52.")


def normal(render: Callable[[str], str], markdown: str) -> str:
    """The Markdown that comes back from HTML; empty where there is none."""
    try:
        return markdown_of(render(markdown_of(render(markdown))))
    except (Unrenderable, Tangled):
        return ""


raw = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
lines = raw.map(lambda text: line_of(normal(html_line_of, text))).filter(bool)
blocks = st.one_of(
    raw,
    st.tuples(raw, raw).map("\n".join),
    st.tuples(raw, raw).map("  \n".join),
    st.lists(raw, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {each}" for each in items)),
    st.lists(raw, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {each}" for each in items)),
    raw.map(lambda text: f"> {text}"),
    raw.map(lambda text: f"### {text}"),
    st.tuples(raw, raw).map(lambda cells: "| a | b |\n| --- | --- |\n| {} | {} |".format(*cells)),
)
prose = st.lists(blocks, max_size=3).map(lambda each: normal(html_of, "\n\n".join(each)))
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique_by=str.casefold)
numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(str),
    st.tuples(st.integers(-99, 99), st.integers(0, 9), st.integers(1, 9)).map(lambda each: "{}.{}{}".format(*each)),
)


@st.composite
def questions(draw: st.DrawFn, kind: str) -> WrittenQuestion:
    """A finished question of this kind."""
    question = WrittenQuestion(
        id=draw(st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)),
        heading=draw(lines),
        more=draw(prose),
        objective=draw(st.sampled_from(["", "lawful", "o-2"])),
        tags=tuple(draw(st.sampled_from([[], ["law"], ["law", "t-2"]]))),
        difficulty=draw(st.integers(0, 3)),
        explanation=draw(prose),
    )
    question = replace(question, **draw(PARTS[kind]()))
    if kind_of(question) != kind:
        question = replace(question, kind=kind)
    try:
        finished_kind(question)
    except LeftOut:
        return draw(st.nothing())
    return question


def _parts(texts: list[str]) -> Iterator[WrittenPart]:
    return (WrittenPart(name, text) for name, text in zip(letters(), texts, strict=False))


@st.composite
def _options(draw: st.DrawFn, right: int) -> tuple[WrittenPart, ...]:
    texts = draw(st.lists(lines, min_size=right + 1, max_size=right + 3))
    marked = draw(st.permutations([True] * right + [False] * (len(texts) - right)))
    return tuple(
        replace(part, right=is_right, feedback=draw(prose))
        for part, is_right in zip(_parts(texts), marked, strict=True)
    )


@st.composite
def _rows(draw: st.DrawFn) -> tuple[tuple[WrittenPart, ...], ...]:
    ids = letters()
    lefts = draw(st.lists(lines, min_size=2, max_size=4, unique_by=str.casefold))
    rights = draw(
        st.lists(st.sampled_from(WORDS[:5] + WORDS[6:7]), min_size=len(lefts), max_size=5, unique_by=str.casefold)
    )
    lefts += [""] * (len(rights) - len(lefts))
    return tuple(
        tuple(WrittenPart(next(ids) if cell else "", cell) for cell in row) for row in zip(lefts, rights, strict=True)
    )


@st.composite
def _gaps(draw: st.DrawFn) -> str:
    """Words of a text around gaps, and prose below it."""
    said = [f"said [[{'|'.join(draw(words))}]]{{#{name}}} and" for name, _ in zip(letters(), draw(words), strict=False)]
    return "\n\n".join(each for each in (" ".join(said), draw(prose)) if each)


def _sets(line: str) -> tuple[WrittenPart, ...]:
    return (WrittenPart("", line),)


def _dicts(**each: st.SearchStrategy[Any]) -> Callable[[], st.SearchStrategy[dict[str, Any]]]:
    return lambda: st.fixed_dictionaries(each)


PARTS: dict[str, Callable[[], st.SearchStrategy[dict[str, Any]]]] = {
    "single": _dicts(options=_options(1)),
    "multiple": _dicts(options=st.integers(1, 4).flatmap(_options), partly=st.booleans()),
    "true_false": _dicts(sets=st.sampled_from(["true", "false"]).map(_sets)),
    "short": _dicts(
        sets=st.tuples(words, st.sampled_from(["", " {case}"])).map(lambda each: _sets(" | ".join(each[0]) + each[1]))
    ),
    "number": _dicts(
        sets=st.tuples(numbers, st.sampled_from(["", " ± 2", " ± 0.25"]), st.sampled_from(["", " days", " м²"])).map(
            lambda each: _sets("".join(each))
        )
    ),
    "matching": _dicts(rows=_rows(), columns=st.just(("", "")), partly=st.booleans()),
    "ordering": _dicts(
        steps=st.lists(lines, min_size=3, max_size=5, unique_by=str.casefold).map(lambda each: tuple(_parts(each))),
        partly=st.booleans(),
    ),
    "gaps": _dicts(more=_gaps(), partly=st.booleans()),
}
