"""The stylesheet holds its promises: size, contrast, both directions, old browsers, and no class without a use."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from elearn.foundation.markup import BOXES

ELEARN = Path(__file__).parents[2] / "elearn"
SHEET = (ELEARN / "foundation" / "static" / "look.css").read_text()
EDITOR = (ELEARN / "foundation" / "static" / "editor.css").read_text()  # of the pages that write modules
PICTURE = (ELEARN / "foundation" / "static" / "picture.css").read_text()  # of scenarios that are drawn
RULES = re.sub(r"/\*.*?\*/", "", SHEET + EDITOR + PICTURE, flags=re.DOTALL)
TEMPLATES = {path.relative_to(ELEARN): path.read_text() for path in ELEARN.glob("*/templates/**/*.html")}

# Classes that no template spells out: made from values, by a script, or by the reader of Markdown.
MADE = {"ok", "due", "bad", "good", "mixed", "poor", "bar-a", "bar-b", "bar-c", "heading", "has", "to-complete", *BOXES}
MADE |= {"over"}  # while something is dragged over the editor
# Classes that are only there for scripts and tests to find an element by, and need no look.
BARE: set[str] = set()

WORDS, EDGE = 4.5, 3.0
PAIRS = [
    *((words, ground, WORDS) for words in ("ink", "soft", "accent", "strong", "bad") for ground in ("ground", "paper")),
    *((words, ground, WORDS) for words in ("ink", "soft", "accent", "strong") for ground in ("tint",)),
    *((kind, f"{kind}-tint", WORDS) for kind in ("gold", "good", "bad")),
    *(("ink", f"{kind}-tint", WORDS) for kind in ("gold", "good", "bad")),
    *(("soft", f"{kind}-tint", WORDS) for kind in ("gold", "good", "bad")),
    *(("accent", f"{kind}-tint", WORDS) for kind in ("gold", "good", "bad")),
    ("on-accent", "accent", WORDS), ("on-accent", "strong", WORDS), ("good", "ground", WORDS), ("good", "paper", WORDS),
    ("gold", "paper", WORDS), ("on-bar", "bar", WORDS), ("on-bar-soft", "bar", WORDS),
    *(("edge", ground, EDGE) for ground in ("ground", "paper")),
    *(("focus", ground, EDGE) for ground in ("ground", "paper", "tint")),
    ("star", "bar", EDGE), ("accent", "line", EDGE), ("bad", "bad-tint", EDGE),
]  # fmt: skip


def _tokens() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", RULES, re.DOTALL)[:2]
    )
    return {"light": light, "dark": light | dark}


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast(theme: str) -> None:
    tokens = _tokens()[theme]
    ratios = {(one, other): (_contrast(tokens[one], tokens[other]), least) for one, other, least in PAIRS}
    assert {pair: round(ratio, 2) for pair, (ratio, least) in ratios.items() if ratio < least} == {}


def test_colours_stand_in_tokens_only() -> None:
    rest = RULES[RULES.index("}", RULES.index("forced-colors")) :]
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", rest)) <= {"#0b3d49", "#fff", "#000", "#333"}  # the mark, and paper


def test_small_enough() -> None:
    assert len(gzip.compress(SHEET.encode(), 9, mtime=0)) <= 6_000


def test_no_direction_is_named() -> None:
    """What says left or right, width or height, has a word that turns round in Arabic."""
    sides = r"(?:(?:margin|padding|border|scroll-\w+)-)?(?:left|right|top|bottom)(?:-\w+)*"
    physical = rf"(?:^|[\s;{{])({sides}|(?:min-|max-)?(?:width|height))\s*:"
    inside = re.sub(r"@media[^{]*|@page[^{]*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", RULES)
    assert re.findall(physical, inside) == []
    assert re.findall(r":[^;{}]*\b(?:left|right)\b", inside) == []


@pytest.mark.parametrize(
    "newer", ["light-dark(", "color-mix(", "oklch(", "@scope", "@starting-style", "&", "dvh", "field-sizing"]
)
def test_old_browsers_understand_it(newer: str) -> None:
    """The last Chromium and Firefox for Windows 7."""
    assert newer not in RULES


def test_has_stands_alone() -> None:
    """A browser that does not know :has() drops the whole rule, with all its selectors."""
    assert [selector for selector in _selectors() if ":has(" in selector and "," in selector] == []


def _selectors() -> list[str]:
    return re.findall(r"[^{}]+(?=\{)", RULES)


def _used() -> Iterator[tuple[str, str]]:
    """Class and template of each class that a template spells out."""
    attribute = re.compile(r'\bclass="((?:\{\{.*?\}\}|\{%.*?%\}|[^"{])*)"', re.DOTALL)
    for path, source in TEMPLATES.items():
        for value in attribute.findall(source):
            for name in re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "…", value, flags=re.DOTALL)).split():
                if "…" not in name:
                    yield name, str(path)


def _defined() -> set[str]:
    return {name for selector in _selectors() for name in re.findall(r"\.([a-z][\w-]*)", selector)}


def test_templates_use_no_class_that_has_no_look() -> None:
    known = _defined() | BARE
    assert sorted((name, path) for name, path in set(_used()) if name not in known) == []


def test_the_stylesheet_has_no_class_that_nothing_uses() -> None:
    assert _defined() - {name for name, _path in _used()} - MADE == set()


def test_parts_explain_every_class() -> None:
    explained = re.findall(
        r"[a-z][\w-]*", (TEMPLATES[Path("foundation/templates/foundation/parts.html")]).split("#}")[0]
    )
    assert _defined() - set(explained) == set()


def test_nothing_is_inline() -> None:
    """The security policy would drop it: styles and scripts stand in files."""
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    assert {str(path): inline.findall(source) for path, source in TEMPLATES.items() if inline.search(source)} == {}
