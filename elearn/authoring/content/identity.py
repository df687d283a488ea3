"""What module.md says the module is: its id, and from which one it was copied. It may be unfinished otherwise."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

from elearn.authoring.rules.drafts import MODULE_FILE, is_module_id
from elearn.authoring.rules.packages import Origin
from elearn.courses.content import shapes
from elearn.courses.content.frontmatter import Front, read_front
from elearn.courses.rules.module import Files
from elearn.foundation.manuscript.text import Manuscript, read


@dataclass(frozen=True)
class Identity:
    """The id, empty where none is said that a module may have; its titles by language; and the origin of a copy."""

    module_id: str
    titles: Mapping[str, str]
    origin: Origin | None


def identity(files: Files) -> Identity:
    """What the files say of themselves."""
    _manuscript, front = _front(files)
    said = front.entries.values if front and isinstance(front.entries.values, dict) else {}
    module_id, titles = said.get("id"), said.get("title")
    known = titles if isinstance(titles, dict) else {}
    return Identity(
        module_id if isinstance(module_id, str) and is_module_id(module_id) else "",
        {language: words for language, words in known.items() if isinstance(words, str)},
        _origin(said.get("origin")),
    )


def copied(files: Files, module_id: str, origin: Origin) -> Files | None:
    """The files as those of another module, which says what it was copied from; None where module.md cannot be changed.

    What stands in module.md beside these two entries stays as it is written, comments too.
    """
    manuscript, front = _front(files)
    if front is None:
        return None
    tops = {step[0]: line for step, line in front.entries.lines.items() if len(step) == 1}
    lines = list(manuscript.lines)
    end = next(number for number, words in enumerate(lines, 1) if number > 1 and words.rstrip() == "---")
    if "origin" in tops:
        after = min((line for line in tops.values() if line > tops["origin"]), default=end)
        del lines[tops["origin"] - 1 : after - 1]
    if "id" in tops:
        place = next(number for number, words in enumerate(lines) if words == manuscript.lines[tops["id"] - 1])
        said = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in asdict(origin).items())
        lines[place : place + 1] = [f"id: {module_id}", f"origin: {{{said}}}"]
    made = {**files, MODULE_FILE: "\n".join(lines).encode()}
    now = identity(made)
    changed = (now.module_id, now.origin) == (module_id, origin) and _others(made) == _others(files)
    return made if changed else None


def _others(files: Files) -> dict[str, Any]:
    """What module.md says beside id and origin."""
    _manuscript, front = _front(files)
    values = front.entries.values if front else None
    return {key: value for key, value in (values or {}).items() if key not in ("id", "origin")}


def _front(files: Files) -> tuple[Manuscript, Front[shapes.ModuleFront] | None]:
    manuscript = read(MODULE_FILE, files.get(MODULE_FILE, b""))
    return manuscript, read_front(manuscript, shapes.ModuleFront)


def _origin(said: Any) -> Origin | None:
    try:
        return Origin(**shapes.CopiedFrom.model_validate(said).model_dump())
    except ValidationError:
        return None
