"""The certificate as PDF, typeset by Typst: PDF/A-3a to be kept, PDF/UA-1 to be read aloud."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any

import fontpkg
import segno
import typst

from elearn.foundation.locale import Text

# Latin and Cyrillic letters, the Kazakh and Kyrgyz ones too, are in the first of each; Arabic ones in the second.
SERIF = ("PT Serif", "Amiri")
SANS = ("PT Sans", "IBM Plex Sans Arabic")
_FONT_PACKAGES = ("pt-serif", "amiri", "pt-sans", "ibm-plex-sans-arabic")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sheet:
    """What stands on a certificate, in its language and from top to bottom. `lines` are label and value of each fact.

    `site` is where codes are typed in, `address` what the QR code holds.
    """

    language: str
    direction: str
    academy: Text
    title: str
    lead: str
    name: str
    deed: str
    module: Text
    lines: Sequence[tuple[str, str]]
    code_label: str
    code: str
    check: str
    site: str
    address: str
    qr_label: str
    limits: str


def pdf(sheet: Sheet, issued_at: datetime) -> bytes:
    """The document; the same bytes each time. Raises typst.TypstError when a letter is in no font."""
    data = asdict(sheet) | {"qr": _qr(sheet.address), "serif": SERIF, "sans": SANS}
    data |= {"academy": _marked(sheet.academy), "module": _marked(sheet.module)}
    return _typeset("certificate.typ", data, issued_at)


def prints(name: str) -> bool:
    """Whether every letter of the name is in the fonts. Typst says so itself: the standards allow no missing glyph."""
    try:
        _typeset("name.typ", {"name": name, "serif": SERIF}, datetime.fromtimestamp(0).astimezone())
    except typst.TypstError:
        return False
    return True


def _marked(text: Text) -> dict[str, str]:
    return {"words": text.words, "language": text.language, "direction": text.direction}


def _qr(address: str) -> str:
    """An SVG of the QR code; a quarter of it may be dirty or torn."""
    return segno.make(address, error="q", micro=False).svg_inline(border=0)


class _Press:
    """One compiler for the process: it keeps the fonts and what it has set before. It serves one thread at a time."""

    def __init__(self) -> None:
        folders = sorted({str(file.path.parent) for slug in _FONT_PACKAGES for file in fontpkg.family(slug).files})
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
        self._compiler = typst.Compiler(root=_HERE, font_paths=fonts)
        self._lock = Lock()

    def set(self, template: str, data: dict[str, Any], issued_at: datetime) -> bytes:
        # Data go in as JSON, never as a part of the document's source.
        with self._lock:
            document: Any = self._compiler.compile(
                _HERE / template,
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=["a-3a", "ua-1"],
                timestamp=int(issued_at.timestamp()),
            )
        return bytes(document)


_presses: list[_Press] = []


def _typeset(template: str, data: dict[str, Any], issued_at: datetime) -> bytes:
    if not _presses:
        _presses.append(_Press())
    return _presses[0].set(template, data, issued_at)
