"""What the editor takes while somebody types: a long lesson read, checked and shown, against the Markdown library alone; and
what it takes to publish all modules of a service, and to see that none has changed."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_migrate import upgrade

from config import ROOT
from elearn.authoring.content.looking import look
from elearn.courses.content.folder import read_files
from elearn.courses.service import publishing
from elearn.foundation.db import db, transaction
from elearn.foundation.markup import _instances
from tests.bench import shelf
from tests.bench.floors import create_app_on
from tests.bench.measuring import Measured, ratio

SIZE = 31_000  # bytes of the lesson
MODULES = 100
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


def shelves(folder: Path, modules: int = MODULES) -> Iterator[Measured]:
    """A folder of modules in six languages into an empty site, then the same folder again: as `flask content publish` does."""
    content = folder / "content"
    shelf.write(content, modules)
    app = create_app_on(f"sqlite:///{folder}/shelves.db")
    with app.app_context():
        upgrade()
        for name, goal in (("new", 60), ("the same again", 3)):
            begun = time.perf_counter()
            with transaction():
                publications = publishing.publish(content)
            seconds = time.perf_counter() - begun
            changed = [each.changed and len(each.module.languages) == len(shelf.LANGUAGES) for each in publications]
            if changed != [goal == 60] * modules:
                raise RuntimeError(f"published: {sum(changed)}")
            yield Measured(
                f"{modules} modules x {len(shelf.LANGUAGES)} languages checked and published, {name}",
                seconds,
                "s",
                goal,
            )
        db.session.remove()
        db.engine.dispose()
