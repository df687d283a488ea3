"""What the editor takes while somebody types: a long lesson read, checked and shown, against the Markdown library alone."""

from collections.abc import Iterator
from typing import Any

from config import ROOT
from elearn.authoring.content.looking import look
from elearn.courses.content.folder import read_files
from elearn.foundation.markup import _instances
from tests.bench.measuring import Measured, ratio

SIZE = 31_000  # bytes of the lesson
_MODULE = ROOT / "content" / "modules" / "international-standards"


def preview() -> Iterator[Measured]:
    """Of a lesson as long as that, put together from those of a module that is published."""
    files = read_files(_MODULE)
    path, *others = sorted(name for name in files if name.startswith("en/0"))
    lesson = files[path].decode()
    body = "\n".join(files[each].decode().split("---\n", 2)[2] for each in others)
    paragraphs, long = body.split("\n\n"), lesson
    while len(long.encode()) < SIZE:
        long += "\n\n" + paragraphs.pop(0)
    draft = {"module.md": files["module.md"], path: long.encode()}
    library: Any = _instances.blocks  # the library with the extensions that lessons are written for
    library.language = "en"
    text = long.split("---\n", 2)[2]
    times = ratio(lambda: look(_MODULE.name, draft, path, {}), lambda: library.reset().convert(text), rounds=9, times=4)
    yield Measured(f"preview of a lesson of {SIZE // 1000} kB / the Markdown library alone, CPU", times, "times", 1.5)
