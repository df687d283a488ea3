"""The certificate as PDF, typeset by Typst: PDF/A-3a to be kept, PDF/UA-1 to be read aloud."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import segno

from elearn.foundation.locale import Text
from elearn.foundation.typesetting import SANS, SERIF, Unsettable, typeset

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
    """The document; the same bytes each time. Raises Unsettable when a letter is in no font."""
    data = asdict(sheet) | {"qr": _qr(sheet.address), "serif": SERIF, "sans": SANS}
    data |= {"academy": _marked(sheet.academy), "module": _marked(sheet.module)}
    return typeset(_HERE / "certificate.typ", data, issued_at)


def prints(name: str) -> bool:
    """Whether every letter of the name is in the fonts. Typst says so itself: the standards allow no missing glyph."""
    try:
        typeset(_HERE / "name.typ", {"name": name, "serif": SERIF}, datetime.fromtimestamp(0).astimezone())
    except Unsettable:
        return False
    return True


def _marked(text: Text) -> dict[str, str]:
    return {"words": text.words, "language": text.language, "direction": text.direction}


def _qr(address: str) -> str:
    """An SVG of the QR code; a quarter of it may be dirty or torn."""
    return segno.make(address, error="q", micro=False).svg_inline(border=0)
