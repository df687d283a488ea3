"""Documents as PDF, by Typst: the fonts, and one compiler for each folder of templates.

What stands in a document goes in as data, never as a part of its source.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import fontpkg
import typst

# Latin and Cyrillic letters, the Kazakh and Kyrgyz ones too, are in the first of each; Arabic ones in the second.
SERIF = ("PT Serif", "Amiri")
SANS = ("PT Sans", "IBM Plex Sans Arabic")
_FONT_PACKAGES = ("pt-serif", "amiri", "pt-sans", "ibm-plex-sans-arabic")

# A letter is in no font, or a template is wrong.
Unsettable = typst.TypstError


class _Press:
    """It keeps the fonts and what it has set before, and serves one thread at a time."""

    def __init__(self, folder: Path) -> None:
        folders = sorted({str(file.path.parent) for slug in _FONT_PACKAGES for file in fontpkg.family(slug).files})
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        self._folder = folder
        self._compiler = typst.Compiler(root=folder, font_paths=fonts)
        self._lock = Lock()

    def set(self, template: str, data: Mapping[str, Any], moment: datetime) -> bytes:
        with self._lock:
            document: Any = self._compiler.compile(
                self._folder / template,
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=["a-3a", "ua-1"],
                timestamp=int(moment.timestamp()),
            )
        return bytes(document)


_presses: dict[Path, _Press] = {}


def typeset(template: Path, data: Mapping[str, Any], moment: datetime) -> bytes:
    """The document: the same bytes for the same data and moment, tagged, for the archive. Raises Unsettable."""
    if template.parent not in _presses:
        _presses[template.parent] = _Press(template.parent)
    return _presses[template.parent].set(template.name, data, moment)
