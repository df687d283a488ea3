"""Which formats there are, and which of them a file is in."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from elearn.quizzes.formats import aiken, gift, moodle_xml, qti
from elearn.quizzes.formats.exchange import Exported, Imported, Refused, text_of
from elearn.quizzes.rules.kind import N_, Fault, WrittenQuestion
from elearn.quizzes.rules.kinds import KINDS, kind_of

Reader = Callable[[bytes], Imported]
# The language is that of the questions.
Writer = Callable[[Sequence[WrittenQuestion], str], Exported]

UNCLEAR = Fault(
    N_("It is not clear in which format this file is."),
    N_("Say which program it comes from: choose the format in the list, and choose the file once more."),
)
WRITTEN_ONLY = Fault(
    N_("This is a zip file, such as a QTI package. Packages are written here, not read."),
    N_("Take the questions from the other system as Moodle XML or GIFT, or unpack the file first."),
)

_ENOUGH = 200_000  # characters, to tell one format from another
_MARKUP = re.compile(r"\s*<(?:\?xml|quiz|!)", re.IGNORECASE)
_AIKEN = re.compile(r"^[A-Z][.)].*\n(?:.*\n){0,30}?ANSWER\s*:\s*[A-Z][.)]?\s*$", re.MULTILINE)
_GIFT = re.compile(r"(?<!\\)\{[^{}]*(?<!\\)\}")


def _as_known(asked: Sequence[WrittenQuestion]) -> list[WrittenQuestion]:
    """The questions as their kinds have them asked in other systems, so that a new kind concerns no format."""
    return [_one_as_known(question) for question in asked]


def _one_as_known(question: WrittenQuestion) -> WrittenQuestion:
    kind = KINDS.get(kind_of(question) or "")
    return question if kind is None or any(kind.findings(question)) else kind.elsewhere(question)


@dataclass(frozen=True)
class Format:
    """A format that questions can be brought from or taken to. Its label is a name, the same in every language.

    The first of its endings is that of the files that are written.
    """

    name: str
    label: str
    endings: tuple[str, ...]
    mime_type: str
    read: Reader | None
    write: Writer


FORMATS = {
    each.name: each
    for each in (
        Format(
            "gift",
            "GIFT",
            (".gift", ".txt"),
            "text/plain",
            gift.read,
            lambda asked, _language: gift.write(_as_known(asked)),
        ),
        Format(
            "aiken",
            "Aiken",
            (".txt",),
            "text/plain",
            aiken.read,
            lambda asked, _language: aiken.write(_as_known(asked)),
        ),
        Format(
            "moodle-xml",
            "Moodle XML",
            (".xml",),
            "application/xml",
            moodle_xml.read,
            lambda asked, language: moodle_xml.write(_as_known(asked), language),
        ),
        Format(
            "qti",
            "QTI 3.0",
            (".zip",),
            "application/zip",
            None,
            lambda asked, language: qti.write(_as_known(asked), language),
        ),
    )
}
READABLE = {name: each for name, each in FORMATS.items() if each.read}


def imported(data: bytes, file_name: str, name: str = "") -> tuple[Format, Imported]:
    """What a file brings, in the format of that name or in the one that it is found to be in. Raises Refused."""
    form = READABLE[name] if name else _found(data, file_name)
    if form is None or form.read is None:
        raise Refused(UNCLEAR)
    return form, form.read(data)


def _found(data: bytes, file_name: str) -> Format | None:
    """By what stands in it; where that leaves it open, by the ending of its name. None where nobody can know."""
    if data.startswith(b"PK\x03\x04"):
        raise Refused(WRITTEN_ONLY)
    text = text_of(data)[:_ENOUGH]
    if _MARKUP.match(text):
        return FORMATS["moodle-xml"]
    # Other systems write Aiken and GIFT into files of the same ending.
    likely = [FORMATS[name] for name, shape in (("gift", _GIFT), ("aiken", _AIKEN)) if shape.search(text)]
    if len(likely) == 1:
        return likely[0]
    ended = [each for each in likely or READABLE.values() if file_name.lower().endswith(each.endings)]
    return ended[0] if len(ended) == 1 else None
