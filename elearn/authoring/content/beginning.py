"""What a new module begins with: an outline and an example of everything, in its own language, free of complaints."""

import re
from collections.abc import Mapping
from io import BytesIO
from json import dumps
from types import MappingProxyType

from flask_babel import force_locale
from flask_babel import gettext as _
from PIL import Image, ImageDraw

from elearn.courses.content.folder import part_id
from elearn.courses.rules.module import SCENARIO_PREFIX, Files

_CONTENTS = re.compile(r"^(contents: *\[([^\]\n]*))\]", re.MULTILINE)
_OBJECTIVES = re.compile(r"^objectives: .*\n", re.MULTILINE)

_MODULE = """\
---
id: %(id)s
source: %(language)s
title:
  %(language)s: %(title)s
%(more)ssummary:
  %(language)s: %(summary)s
hours: 1
certificate:
  valid_months: 24
objectives:
  know:
    %(language)s: %(know)s
  apply:
    %(language)s: %(apply)s
contents: [first-lesson, scenario-first-case]
papers:
  pre-test:
    draw: {know: 1, apply: 1}
    minutes: 10
  final:
    draw: {know: 2, apply: 2}
    minutes: 20
    pass: 80
    attempts: 3
---
"""

_LESSON = """\
---
id: first-lesson
title: %(title)s
minutes: 10
objectives: [know]
---
%(opening)s

## %(heading)s {#first-heading}

%(text)s

![%(picture)s](../media/example.png)

/// case | %(case)s
%(case_text)s
///

/// steps | %(steps)s
1. %(step_one)s
2. %(step_two)s
3. %(step_three)s
///

/// errors | %(errors)s
- %(error)s
///

/// country | %(country)s
%(country_text)s
///

/// summary | %(short)s
%(short_text)s
///

/// sources | %(sources)s
- %(source)s
///
"""

_SCENARIO = """\
---
id: scenario-first-case
title: %(title)s
minutes: 10
objectives: [apply]
---
## %(start)s {#start}

%(start_text)s

- [%(ask)s](#asked) +2: %(ask_reason)s
- [%(act)s](#acted) -1: %(act_reason)s

## %(good)s {#asked ending=good}

%(good_text)s

## %(poor)s {#acted ending=poor}

%(poor_text)s
"""

_QUIZ = """\
## %(single)s {#single-choice objective=know difficulty=1}

- [x] %(right)s {#right}
- [ ] %(wrong)s {#wrong}
  > %(feedback)s

> %(explanation)s

## %(multiple)s {#multiple-choice objective=know difficulty=2 marks=part}

- [x] %(one)s {#one}
- [x] %(two)s {#two}
- [ ] %(wrong)s {#wrong}
  > %(feedback)s

> %(explanation)s

## %(statement)s {#true-or-false objective=know difficulty=1}

= true

> %(explanation)s

## %(matching)s {#matching objective=apply difficulty=2 marks=part}

| %(left)s | %(right_column)s |
|---|---|
| %(one)s {#one} | %(fits_one)s {#fits-one} |
| %(two)s {#two} | %(fits_two)s {#fits-two} |

> %(explanation)s

## %(ordering)s {#ordering objective=apply difficulty=2 marks=part}

1. %(step_one)s {#step-one}
2. %(step_two)s {#step-two}
3. %(step_three)s {#step-three}

> %(explanation)s

## %(number)s {#number objective=know difficulty=2}

= 24 ± 0 %(unit)s

> %(explanation)s

## %(short)s {#short-answer objective=know difficulty=2}

= %(word)s

> %(explanation)s

## %(gaps)s {#gaps objective=know difficulty=1}

%(gap_before)s [[%(word)s]]{#gap}.

> %(explanation)s

## %(rating)s {#rating objective=apply difficulty=3}

%(rating_text)s

= 1-5: %(least)s | %(most)s

| %(factor)s | %(panel)s |
|---|---|
| %(one)s {#one} | 1-2 |
| %(two)s {#two} | 4-5 |

> %(explanation)s

## %(essay)s {#essay objective=apply difficulty=3}

%(essay_text)s

= 150 words

| %(criterion)s | 0 | 1 |
|---|---|---|
| %(facts)s {#facts} | %(no_facts)s | %(all_facts)s |

> %(explanation)s
"""


def files(module_id: str, title: str, language: str, more_titles: Mapping[str, str] = MappingProxyType({})) -> Files:
    """The files of a new module; `more_titles` are in other languages."""
    with force_locale(language):
        module = {name: _quoted(words) for name, words in {"title": title, **_about()}.items()}
        more = "".join(f"  {other}: {_quoted(words)}\n" for other, words in more_titles.items() if other != language)
        texts = {
            "module.md": _MODULE % {**module, "id": module_id, "language": language, "more": more},
            f"{language}/01-first-lesson.md": _LESSON % _lesson(),
            f"{language}/scenario-first-case.md": _SCENARIO % _scenario(),
            f"{language}/quiz.md": _QUIZ % _quiz(),
        }
    return {**{path: text.encode() for path, text in texts.items()}, "media/example.png": _picture()}


def part(path: str, title: str, language: str) -> bytes:
    """What a new file begins with, by its path: a lesson, a scenario or questions."""
    with force_locale(language):
        if path.endswith("/quiz.md"):
            return (_QUIZ % _quiz()).encode()
        name = part_id(path) or ""
        text = _SCENARIO % _scenario() if name.startswith(SCENARIO_PREFIX) else _LESSON % _lesson()
        first, second, _rest = text.split("\n", 3)[1:4]
        text = text.replace(first, f"id: {name}", 1).replace(second, f"title: {_quoted(title)}", 1)
        return _OBJECTIVES.sub("", text).encode()


def with_part(outline: str, name: str) -> str:
    """module.md with one more entry of its contents, where these stand in one line."""
    return _CONTENTS.sub(lambda found: f"{found[1]}{', ' if found[2].strip() else ''}{name}]", outline, count=1)


def _quoted(words: str) -> str:
    """As YAML, whatever stands in them."""
    return dumps(words, ensure_ascii=False)


def _about() -> Mapping[str, str]:
    return {
        "summary": _("Write in one sentence what the module is about."),
        "know": _("Say what an officer knows after it."),
        "apply": _("Say what an officer can do after it."),
    }


def _lesson() -> Mapping[str, str]:
    return {
        "title": _("The first lesson"),
        "opening": _(
            "Begin with what the lesson is for. **Bold** words stand between two asterisks, *italics* between one."
        ),
        "heading": _("A heading"),
        "text": _("Write one thought in a paragraph. An empty line begins the next one."),
        "picture": _("An open gate in a wall"),
        "case": _("On the wing"),
        "case_text": _("Tell a short case from the work of officers, and ask a question."),
        "steps": _("What to do"),
        **_steps(),
        "errors": _("Common errors"),
        "error": _("Name an error that officers often make."),
        "country": _("In your country"),
        "country_text": _("Ask here what the law of the country says."),
        "short": _("In short"),
        "short_text": _("Say the lesson in one sentence."),
        "sources": _("Sources"),
        "source": _("Name the rule, law or book."),
    }


def _steps() -> Mapping[str, str]:
    return {
        "step_one": _("Look at what has happened."),
        "step_two": _("Do what the rules say."),
        "step_three": _("Write down what you did."),
    }


def _scenario() -> Mapping[str, str]:
    return {
        "title": _("The first case"),
        "start": _("A parcel at the gate"),
        "start_text": _("Tell what the officer sees. Then give two or three choices."),
        "ask": _("Ask the shift leader"),
        "ask_reason": _("Say why this was a good choice."),
        "act": _("Open the parcel alone"),
        "act_reason": _("Say why this was not a good choice."),
        "good": _("The shift leader comes"),
        "good_text": _("Tell how the case ends well."),
        "poor": _("A complaint is written"),
        "poor_text": _("Tell how the case ends badly."),
    }


def _quiz() -> Mapping[str, str]:
    return {
        "explanation": _("Say why this is right, and name the source."),
        "single": _("Which answer is right? One of them is."),
        "right": _("The right answer"),
        "wrong": _("A wrong answer"),
        "feedback": _("Say what is wrong with it."),
        "multiple": _("Which answers are right? There are several."),
        "one": _("The first one"),
        "two": _("The second one"),
        "statement": _("Write a sentence that is true or false."),
        "matching": _("What fits what?"),
        "left": _("What you see"),
        "right_column": _("What you do"),
        "fits_one": _("What fits the first one"),
        "fits_two": _("What fits the second one"),
        "ordering": _("Put the steps in order."),
        **_steps(),
        "number": _("How many hours has a day?"),
        "unit": _("hours"),
        "short": _("Which word do you look for?"),
        "word": _("word"),
        "gaps": _("Fill in the gap."),
        "gap_before": _("In this sentence the officer fills in a"),
        "rating": _("Rate a case."),
        "rating_text": _("Tell the case that officers rate."),
        "least": _("not important"),
        "most": _("very important"),
        "factor": _("Factor"),
        "panel": _("Panel"),
        "essay": _("Write a short report."),
        "essay_text": _("Say what officers write about. People mark what they write."),
        "criterion": _("Criterion"),
        "facts": _("Facts come first"),
        "no_facts": _("There are no facts"),
        "all_facts": _("It says who, what, where and when"),
    }


def _picture() -> bytes:
    """A drawing of an open gate, to be replaced."""
    image = Image.new("RGB", (640, 360), "#dfe7ee")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 120, 640, 320), fill="#8797a6")
    draw.rectangle((250, 80, 390, 320), fill="#f7f9fb")
    draw.polygon(((250, 80), (190, 110), (190, 345), (250, 320)), fill="#40566b")
    draw.polygon(((390, 80), (450, 110), (450, 345), (390, 320)), fill="#40566b")
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()
