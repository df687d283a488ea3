"""A small module as its author writes it: a folder of files, given as {path: text}."""

from collections.abc import Mapping
from pathlib import Path

from elearn.courses.content import handover, translations
from elearn.courses.content.library import Reading, read_modules
from elearn.courses.rules.translating import State
from elearn.courses.service import publishing
from elearn.courses.service.publishing import Publication
from elearn.foundation.db import transaction

# One white pixel.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010100000000376ef9240000000a49444154789c6368000000820081"
    "77cd72b60000000049454e44ae426082"
)

MODULE = """\
---
id: searches
source: en
title:
  en: Searches
  ru: Обыск
summary:
  en: When a search is lawful.
topics: [searches]
tracks: [security-officer]
hours: 2
certificate:
  valid_months: 24
rule76: [b, c]
requires: []
reviewers: []
to_review: []
objectives:
  lawful:
    en: Say when a search is lawful.
  dignity:
    en: Search without humiliating anyone.
contents: [why, how, scenario-gate]
papers:
  pre-test:
    draw: {lawful: 1}
    minutes: 10
  final:
    draw: {lawful: 1, dignity: 1}
    minutes: 20
    pass: 80
    attempts: 3
---
"""

WHY = """\
---
id: why
title: Why we search
minutes: 10
objectives: [lawful]
rule76: [c]
---
A search keeps weapons out.

## The tests {#tests}

Ask three questions.

![A gate](../media/gate.png)

/// country | In your country
Who may order a search?
///
"""

HOW = """\
---
id: how
title: How we search
minutes: 5
objectives: [dignity]
rule76: [b]
---
With respect.
"""

GATE = """\
---
id: scenario-gate
title: The parcel at the gate
minutes: 10
objectives: [lawful]
---
## A parcel arrives {#parcel}

The dog sits down.

- [Ask first](#asked) +2: You know your limits.
- [Search all](#hall) -1: One parcel is no reason.

## The answer {#asked ending=good}

The parcel is opened.

## A hall {#hall ending=poor}

Two complaints.
"""

QUIZ = """\
## Who may order a search? {#order objective=lawful difficulty=1}

- [x] Whom the law names {#law}
- [ ] Anybody {#anybody}
  > Only whom the law names.

> The law says who. Rule 52.

## When is it lawful? {#when objective=lawful difficulty=2}

- [ ] Always {#always}
  > It needs a reason.
- [x] When there is a reason {#reason}

> There must be a reason. Rule 50.

## How do you search? {#manner objective=dignity difficulty=3}

- [x] With respect {#respect}
- [x] In private {#private}
- [ ] In front of all {#public}
  > That humiliates.

> Dignity is kept. Rule 50.
"""

WHY_RU = """\
---
id: why
title: Зачем обыск
---
Обыск не пропускает оружие.

## Проверки {#tests}

Три вопроса.
"""

GATE_RU = """\
---
id: scenario-gate
title: Посылка у ворот
---
## Посылка {#parcel}

Собака садится.

- [Спросить](#asked): Вы знаете свои полномочия.
- [Обыскать всех](#hall): Одна посылка не причина.
"""

QUIZ_RU = """\
## Кто может приказать обыск? {#order}

- Кого называет закон {#law}
- Любой {#anybody}
  > Только тот, кого называет закон.

> Закон говорит, кто. Правило 52.
"""

SEARCHES: Mapping[str, str] = {
    "module.md": MODULE,
    "en/01-why.md": WHY,
    "en/02-how.md": HOW,
    "en/scenario-gate.md": GATE,
    "en/quiz.md": QUIZ,
    "ru/01-why.md": WHY_RU,
    "ru/scenario-gate.md": GATE_RU,
    "ru/quiz.md": QUIZ_RU,
}


# Everything of it in Russian, too.
TRANSLATED: Mapping[str, str] = dict(SEARCHES) | {
    "module.md": MODULE.replace("lawful.\ntopics", "lawful.\n  ru: Когда обыск законен.\ntopics")
    .replace("    en: Say when a search is lawful.\n", "    en: Say when a search is lawful.\n    ru: Знать закон.\n")
    .replace(
        "    en: Search without humiliating anyone.\n",
        "    en: Search without humiliating anyone.\n    ru: Не унижать.\n",
    ),
    "ru/02-how.md": "---\nid: how\ntitle: Как проводят обыск\n---\nС уважением.\n",
    "ru/scenario-gate.md": f"""{GATE_RU}
## Ответ {{#asked}}

Посылку вскрывают.

## Зал {{#hall}}

Две жалобы.
""",
    "ru/quiz.md": f"""{QUIZ_RU}
## Когда обыск законен? {{#when}}

- Всегда {{#always}}
  > Нужна причина.
- Когда есть причина {{#reason}}

> Нужна причина. Правило 50.

## Как вы обыскиваете? {{#manner}}

- С уважением {{#respect}}
- Наедине {{#private}}
- При всех {{#public}}
  > Это унижает.

> Достоинство сохраняется. Правило 50.
""",
}


def in_bytes(texts: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The files as they lie in the folder, with a picture where a lesson shows one."""
    files = {path: text if isinstance(text, bytes) else text.encode() for path, text in texts.items()}
    return {"media/gate.png": PNG} | files


def read(texts: Mapping[str, str | bytes] = SEARCHES) -> Reading:
    """What reading the module comes to."""
    return read_modules({"searches": in_bytes(texts)})


def write(folder: Path, texts: Mapping[str, str | bytes] = SEARCHES, name: str = "searches") -> Path:
    """The module as a folder in a folder: the path of the latter."""
    for path, data in in_bytes(texts).items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def changed(path: str, old: str, new: str) -> dict[str, str]:
    """The module with the first `old` in one file replaced. `old` empty: the file is replaced, or added."""
    before = SEARCHES.get(path, "")
    assert old in before, f"{path} has no {old!r}"
    return dict(SEARCHES) | {path: before.replace(old, new, 1) if old else new}


def completed(texts: Mapping[str, str | bytes]) -> dict[str, bytes]:
    """The module with its source where a translation lacks something: so officers have all of its languages."""
    files = in_bytes(texts)
    for language in translations.languages(files):
        for pair in translations.pairs(files, language):
            if pair.state is State.MISSING:
                placed = handover.saved(files, pair, pair.source.text, pair.origin, language)
                assert isinstance(placed, str)
                files[pair.file] = placed.encode()
    return files


def publish_in_part(texts: Mapping[str, str | bytes] = SEARCHES) -> Publication:
    """Publish a module that is translated in part, whose languages officers had when it was whole."""
    with transaction():
        for files in (completed(texts), in_bytes(texts)):
            [module] = read_modules({"searches": files}).modules
            publication = publishing.publish_module(module)
    return publication
