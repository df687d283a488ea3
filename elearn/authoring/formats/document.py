"""A module as a document to print: lessons, scenarios as numbered scenes, glossary. No question is in it, and no key."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from PIL import Image, UnidentifiedImageError

from elearn.authoring.formats.edition import Edition, EditionPart, edition, pictures, self_contained
from elearn.authoring.formats.hypertext import tree
from elearn.courses.content.module import Module
from elearn.courses.rules.module import Scene
from elearn.foundation.locale import Text, direction
from elearn.foundation.typesetting import SANS, SERIF, Unsettable, typeset

_TEMPLATE = Path(__file__).parent / "module.typ"
_WITHOUT_GLYPH = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_INSTEAD = "?"
_TRIES = 5
_LARGEST_SIDE = 10_000  # pixels; what is larger is left out


def pdf(module: Module, language: str, number: int | None, now: datetime) -> bytes:
    """The module in that language, as PDF/A-3a and PDF/UA-1; `number` is that of its revision, None for a draft."""
    said = edition(module, language)
    with force_locale(language):
        data = _data(said, number)
    for _time in range(_TRIES):
        try:
            return typeset(_TEMPLATE, data, now)
        except Unsettable as error:
            strange = _letters(error.diagnostic)
            if not strange:
                raise
            data = json.loads(json.dumps(data, ensure_ascii=False).translate(dict.fromkeys(strange, _INSTEAD)))
    raise ValueError(module.said.id)


def _letters(diagnostic: str) -> set[int]:
    """The letters that are in no font: none of them may be missing in a document that is kept."""
    found = set()
    for words in _WITHOUT_GLYPH.findall(diagnostic):
        plain = _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), words)
        found |= {ord(letter) for letter in plain if letter not in ' "\\{}[]:,'}
    return found


def _data(said: Edition, number: int | None) -> dict[str, Any]:
    front = said.module.said
    return {
        "serif": SERIF,
        "sans": SANS,
        "language": said.language,
        "direction": direction(said.language),
        "title": _text(said.title),
        "summary": _text(said.summary),
        "lines": [
            ngettext("%(num)d hour of learning", "%(num)d hours of learning", front.hours),
            _("Revision %(number)d", number=number) if number else _("Draft, not published"),
            *([] if front.reviewers else [_("Not yet reviewed by an expert")]),
        ],
        "contents": _("Contents"),
        "parts": [_part(part, said.module) for part in said.parts],
        "glossary": _("Glossary"),
        "terms": [
            {"id": each.id, **_text(Text(each.words, each.language)), "body": _tree(each.html, said.module)}
            for each in said.terms
        ],
        "pictures": {path: _picture(data) for path, data in pictures(said.module)},
    }


def _text(text: Text) -> dict[str, str]:
    return {"words": text.words, "language": text.language, "direction": text.direction}


def _tree(html: str, module: Module) -> list[Any]:
    return tree(self_contained(html, module))


def _part(part: EditionPart, module: Module) -> dict[str, Any]:
    about = {**_text(part.title), "minutes": ngettext("%(num)d minute", "%(num)d minutes", part.minutes)}
    if part.lesson:
        spoken = {"language": part.lesson.language, "direction": direction(part.lesson.language)}
        return {**about, **spoken, "body": _tree(part.lesson.html, module), "scenes": [], "reasons": []}
    numbers = {scene.id: number for number, (scene, _page) in enumerate(part.scenes, 1)}
    return {
        **about,
        "body": [],
        "how": _("Begin at 1. Choose what you would do, and go on at the number that stands there."),
        "scenes": [
            {
                **_text(Text(page.title, page.language)),
                "number": str(numbers[scene.id]),
                "body": _tree(page.html, module),
                "ending": _ending(scene),
                "choices": [
                    {
                        "letter": _letter(place),
                        "words": words.words,
                        "go": _("go to %(number)d", number=numbers[way.target]),
                    }
                    for place, (way, words) in enumerate(zip(scene.choices, page.choices, strict=True))
                ],
            }
            for scene, page in part.scenes
        ],
        "why": _("What each choice means"),
        "reasons": list(_reasons(part, module)),
    }


def _reasons(part: EditionPart, module: Module) -> Iterator[Mapping[str, Any]]:
    """At the end, so that nobody reads them before choosing."""
    for number, (_scene, page) in enumerate(part.scenes, 1):
        for place, choice in enumerate(page.choices):
            if choice.reason:
                spoken = {"language": page.language, "direction": direction(page.language)}
                yield {"name": f"{number} {_letter(place)}", **spoken, "body": _tree(choice.reason, module)}


def _letter(place: int) -> str:
    """A, B, C; after Z the number."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)


def _ending(scene: Scene) -> str:
    words = {
        "good": _("This is a good ending."),
        "mixed": _("This is a mixed ending."),
        "poor": _("This is a poor ending."),
    }
    ending: str = words.get(scene.ending or "", "")
    return ending


def _picture(data: bytes) -> str:
    """A picture as an SVG that holds it: that is a text, as all other data are. Empty for what is no picture."""
    try:
        with Image.open(BytesIO(data)) as image:
            (width, height), kind = image.size, Image.MIME[image.format or ""]
    except (UnidentifiedImageError, OSError, KeyError, ValueError, Image.DecompressionBombError):
        return ""
    if max(width, height) > _LARGEST_SIDE:
        return ""
    held = f"data:{kind};base64,{base64.b64encode(data).decode()}"
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{held}"/></svg>'
