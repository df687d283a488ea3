"""All kinds of questions there are: a file here is a kind, and its name is the kind's."""

from importlib import import_module
from pkgutil import iter_modules

from elearn.quizzes.rules.kind import Kind, WrittenQuestion


def found() -> dict[str, Kind]:
    """The kinds whose files there are, by name."""
    return {file.name: import_module(f"{__name__}.{file.name}").KIND for file in iter_modules(__path__)}


KINDS = found()


def kind_of(written: WrittenQuestion) -> str | None:
    """The kind of a question of the source language: the one it names, else the only one of its shape."""
    if written.kind:
        return written.kind if written.kind in KINDS else None
    fitting = [name for name, kind in KINDS.items() if kind.is_written(written)]
    return fitting[0] if len(fitting) == 1 else None
