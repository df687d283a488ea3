"""How the bytes of a text file are read as letters: by its byte order mark, else as UTF-16 or UTF-8 where they can be,
else in the Windows encoding whose letters make words: Cyrillic (1251; KZ-1048 for Kazakh), Arabic (1256) or Western (1252)."""

import codecs
import re
import unicodedata
from itertools import islice

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WORD = re.compile(r"[^\W\d_]+")
_SHAPES = {
    "windows-1251": re.compile(r"[А-ЯЁІЇЄҐЎ]+|[А-ЯЁІЇЄҐЎ]?[а-яёіїєґў]+"),
    # The same with Kazakh letters where 1251 has Serbian and other ones; chosen only where it makes more words.
    "kz1048": re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ]+|[А-ЯЁӘҒҚҢӨҰҮҺІ]?[а-яёәғқңөұүһі]+"),
    "windows-1256": re.compile(
        r"[\u0621-\u064a\u067e\u0679\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06be\u06c1\u06d2]+"
    ),
    "windows-1252": re.compile(r"[A-ZÀ-ÖØ-ÞŒŸŠŽ]+|[A-ZÀ-ÖØ-ÞŒŸŠŽ]?[a-zß-öø-ÿœšž]+"),
}
_MOST_WORDS = 10_000  # enough to tell


class Undecided(ValueError):
    """Nobody can say what these bytes mean, from this line on."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def marked(data: bytes) -> str | None:
    """The encoding that the file itself gives away: by its mark or, without one, by a letter beside a NUL."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    match list(data[:2]):
        case [0, other] if other:
            return "utf-16-be"
        case [other, 0] if other:
            return "utf-16-le"
    return None


def decoded(data: bytes) -> str:
    """The text of a list. Raises Undecided."""
    try:
        return data.decode(marked(data) or _utf_16(data) or "utf-8")
    except UnicodeDecodeError as error:
        if error.encoding == "utf-8" and (encoding := _by_words(data)):
            return data.decode(encoding)
        raise Undecided(data.count(b"\n", 0, error.start) + 1) from error


def _utf_16(data: bytes) -> str | None:
    """UTF-16 without a mark that begins with a letter beyond Latin: its line ends still have their NUL."""
    for encoding, line_end in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        if line_end in data and data.index(line_end) % 2 == 0:
            return encoding
    return None


def _by_words(data: bytes) -> str | None:
    """The encoding in which most words with letters beyond ASCII look like words; None where that is less than nine in ten."""
    best, share = None, 0.9
    for encoding, shape in _SHAPES.items():
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        words = [found[0] for found in islice(_WORD.finditer(_bare(text)), _MOST_WORDS) if not found[0].isascii()]
        plausible = sum(bool(shape.fullmatch(word)) and _is_western(word, encoding) for word in words)
        if words and plausible / len(words) > share:
            best, share = encoding, plausible / len(words)
    return best


def _is_western(word: str, encoding: str) -> bool:
    """Western words are mostly of plain letters: Russian read so would have none."""
    return encoding != "windows-1252" or 2 * sum(map(str.isascii, word)) >= len(word)


def _bare(text: str) -> str:
    """Without the marks that Arabic sets above and below its letters."""
    return "".join(c for c in text if unicodedata.category(c) != "Mn" and c != "\u0640")
