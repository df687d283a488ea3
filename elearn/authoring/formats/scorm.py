"""A module as a package for learning platforms that know SCORM 1.2: one page that reports to them, and needs no network.

SCORM 1.2: ADL, Sharable Content Object Reference Model 1.2 (2001), The Content Aggregation Model and The Run-Time Environment.
Whoever can open a package can read all that is in it, what is right too: which questions it holds is asked before.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from flask_babel import force_locale
from flask_babel import gettext as _

from elearn.authoring.formats import zips
from elearn.authoring.formats.edition import Edition, EditionPart, edition, pictures, self_contained
from elearn.courses.content import rendering
from elearn.courses.content.module import Module
from elearn.foundation.locale import Text, direction
from elearn.quizzes.rules.kind import Question
from elearn.quizzes.rules.spelling import plain_words

_PLAYER = Path(__file__).parent / "player"
_CP = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
_ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"

# What a browser can score by itself as this site does. Essays need people, ratings the panel of experts, which is explained
# nowhere but here.
CARRIED = ("single", "multiple", "true_false", "matching", "ordering", "number", "short", "gaps")


def carried(module: Module) -> list[Question]:
    """The questions that a package can hold."""
    return [question for question in rendering.bank(module) if question.kind in CARRIED]


def package(module: Module, language: str, questions: Collection[str]) -> bytes:
    """A package of the lessons and scenarios, and of those of its questions that are named. The same bytes each time."""
    said = edition(module, language)
    chosen = [question for question in carried(module) if question.id in questions]
    # Words on buttons are those of the reader's page, which is in the language of the package.
    with force_locale(language):
        labels = _labels()
    content = {
        "id": module.said.id,
        "title": said.title.words,
        "pass": module.said.papers.final.pass_percent,
        "labels": labels,
        "pages": [_page(part, module) for part in said.parts],
        "terms": [
            {"id": each.id, "words": each.words, "html": self_contained(each.html, module), **_spoken(each.language)}
            for each in said.terms
        ],
        "questions": [_question(each, module, language) for each in chosen],
    }
    files = {
        "index.html": _index(said).encode(),
        # ASCII only: whatever encoding a platform claims for it, it is read rightly.
        "content.js": f"window.MODULE = {json.dumps(content, sort_keys=True)};\n".encode("ascii"),
        "player.js": (_PLAYER / "player.js").read_bytes(),
        "player.css": (_PLAYER / "player.css").read_bytes(),
        **dict(pictures(module)),
    }
    manifest = _manifest(said, files, module.said.papers.final.pass_percent if chosen else None)
    return zips.packed({**files, "imsmanifest.xml": manifest})


def _spoken(language: str) -> dict[str, str]:
    return {"lang": language, "dir": direction(language)}


def _page(part: EditionPart, module: Module) -> dict[str, Any]:
    page: dict[str, Any] = {"id": part.id, "title": part.title.words, **_spoken(part.title.language)}
    if part.lesson:
        spoken = _spoken(part.lesson.language)
        return {**page, **spoken, "html": self_contained(part.lesson.html, module)}
    places = {scene.id: number for number, (scene, _page) in enumerate(part.scenes)}
    scenes = [
        {
            "title": words.title,
            "html": self_contained(words.html, module),
            "ending": scene.ending or "",
            "choices": [
                {"to": places[way.target], "words": choice.words, "why": self_contained(choice.reason, module)}
                for way, choice in zip(scene.choices, words.choices, strict=True)
            ],
            **_spoken(words.language),
        }
        for scene, words in part.scenes
    ]
    return {**page, "scenes": scenes}


def _question(question: Question, module: Module, language: str) -> dict[str, Any]:
    words = rendering.words(module)
    spoken = language if question.id in words.get(language, {}) else module.said.source
    said = words[spoken][question.id]
    return {
        "id": question.id,
        "kind": question.kind,
        "plan": question.plan,
        "key": dict(_key(question)),
        "stem": self_contained(said.stem, module),
        "parts": {each: self_contained(html, module) for each, html in said.parts.items()},
        "feedback": {each: self_contained(html, module) for each, html in said.feedback.items()},
        "why": self_contained(said.explanation, module),
        **_spoken(spoken),
    }


def _key(question: Question) -> Iterator[tuple[str, Any]]:
    """With words that count as they are compared, so that the player has to change only what was typed."""
    key = question.key
    exact = key.get("exact", [])
    for name, value in key.items():
        if name != "accept":
            yield name, value
        elif isinstance(value, Mapping):
            yield name, {gap: [plain_words(each) for each in words] for gap, words in value.items()}
            yield "shown", {gap: words[0] for gap, words in value.items()}
        else:
            yield name, [plain_words(each, exact) for each in value]
            yield "shown", value[0]


def _index(said: Edition) -> str:
    language = said.language
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(said.title.words)}</title>\n"
        '<link rel="stylesheet" href="player.css">\n</head>\n<body>\n'
        f"<header><h1{_marked(said.title, language)}>{escape(said.title.words)}</h1></header>\n"
        '<div class="page"><nav></nav><main tabindex="-1"></main></div>\n'
        '<script src="content.js"></script>\n<script src="player.js"></script>\n</body>\n</html>\n'
    )


def _marked(text: Text, language: str) -> str:
    return "" if text.language == language else f' lang="{text.language}" dir="{text.direction}"'


def _manifest(said: Edition, files: Mapping[str, bytes], mastery: int | None) -> bytes:
    ElementTree.register_namespace("", _CP)
    ElementTree.register_namespace("adlcp", _ADL)
    module_id = said.module.said.id
    root = ElementTree.Element(f"{{{_CP}}}manifest", identifier=f"elearn-{module_id}-{said.language}", version="1.0")
    about = _below(root, "metadata")
    _below(about, "schema").text = "ADL SCORM"
    _below(about, "schemaversion").text = "1.2"
    course = _below(_below(root, "organizations", default="course"), "organization", identifier="course")
    _below(course, "title").text = said.title.words
    item = _below(course, "item", identifier="module", identifierref="page", isvisible="true")
    _below(item, "title").text = said.title.words
    if mastery is not None:
        ElementTree.SubElement(item, f"{{{_ADL}}}masteryscore").text = str(mastery)
    page = _below(_below(root, "resources"), "resource", identifier="page", type="webcontent", href="index.html")
    page.set(f"{{{_ADL}}}scormtype", "sco")
    for path in sorted(files):
        _below(page, "file", href=path)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _below(above: ElementTree.Element, name: str, **said: str) -> ElementTree.Element:
    return ElementTree.SubElement(above, f"{{{_CP}}}{name}", said)


def _labels() -> dict[str, str]:
    return {
        "contents": _("Contents"),
        "glossary": _("Glossary"),
        "questions": _("Questions"),
        "next": _("Next"),
        "back": _("Back"),
        "done": _("done"),
        "locked": _("These questions open when all lessons and scenarios are done."),
        "noPlatform": _("No learning platform answers here: nothing of what you do is recorded."),
        "again": _("Begin again"),
        "good": _("This is a good ending."),
        "mixed": _("This is a mixed ending."),
        "poor": _("This is a poor ending."),
        "onward": _("Continue"),
        "true": _("True"),
        "false": _("False"),
        "choose": _("Please choose"),
        "answer": _("Your answer"),
        "reason": _("Why?"),
        "handIn": _("Hand in"),
        "tryAgain": _("Try again"),
        "right": _("right"),
        "partly": _("partly right"),
        "wrong": _("wrong"),
        "rightAnswer": _("Right answer:"),
        "why": _("Why"),
        "passed": _(
            "You have passed with %(percent)s%%; %(needed)s%% are needed.", percent="{percent}", needed="{pass}"
        ),
        "failed": _("You have %(percent)s%%; %(needed)s%% are needed to pass.", percent="{percent}", needed="{pass}"),
        "question": _("Question %(number)s", number="{number}"),
        "missing": _(
            "Questions without an answer: %(number)s. Press the button once more to hand in all the same.",
            number="{number}",
        ),
    }
