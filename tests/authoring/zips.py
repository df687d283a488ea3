"""Zips that somebody may send: attacks, each with what is complained of, by file and problem."""

import struct
import warnings
from collections.abc import Sequence
from io import BytesIO
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

from elearn.authoring.formats.problems import PackageProblem as P
from elearn.authoring.formats.zips import write
from elearn.courses.content.problems import MediumProblem, ModuleProblem
from elearn.foundation.manuscript.complaints import Problem, TextProblem
from tests.factories_content import PNG, SEARCHES, in_bytes

Entry = tuple[str, bytes] | tuple[ZipInfo, bytes]
FILES = in_bytes(SEARCHES)
NOISE = Random(1).randbytes(1_100_000)  # noqa: S311 - it cannot be packed, that is all


def zipped(*entries: Entry, files: dict[str, bytes] | None = None, folder: str = "searches/") -> bytes:
    """A zip of the module with these entries after its files."""
    written = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same name twice is what some of them are about
        with ZipFile(written, "w", ZIP_DEFLATED) as archive:
            for path, data in (FILES if files is None else files).items():
                archive.writestr(folder + path, data)
            for name, data in entries:
                archive.writestr(name, data)
    return written.getvalue()


def special(name: str, kind: int) -> ZipInfo:
    """An entry that is a link, a device or a pipe, as Unix writes it."""
    entry = ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    return entry


def named(raw: str, stands_for: str) -> bytes:
    """A zip with a name that no library writes, put in the place of one of the same length."""
    return zipped((stands_for, b"x")).replace(stands_for.encode(), raw.encode())


def patched(data: bytes, offset: int, value: int, form: str = "<H") -> bytes:
    """With a field of the last entry of the directory changed."""
    place, changed = data.rindex(b"PK\x01\x02"), bytearray(data)
    struct.pack_into(form, changed, place + offset, value)
    return bytes(changed)


def overlapping() -> bytes:
    """Two names for the same bytes."""
    data = zipped(("searches/en/03-one.md", b"one"), ("searches/en/04-two.md", b"two"))
    first = data.index(b"searches/en/03-one.md") - 30
    return patched(data, 42, first, "<L")


def changed(**files: bytes) -> bytes:
    return zipped(files=FILES | {path.replace("__", "/").replace("_", "."): data for path, data in files.items()})


def compressed(kind: int) -> bytes:
    entry = ZipInfo("searches/en/03-one.md")
    entry.compress_type = kind
    return zipped((entry, b"one"))


def many(count: int) -> bytes:
    return zipped(*((f"searches/media/p{number}.png", PNG) for number in range(count)))


def declared_small() -> bytes:
    """A bomb that says it is small."""
    data = zipped(("searches/en/03-one.md", b"A" * 5_000_000))
    return patched(data, 24, 10, "<L")


def tail(data: bytes, size: int) -> bytes:
    """With a directory that says it is so large."""
    place, made = data.rindex(b"PK\x05\x06"), bytearray(data)
    struct.pack_into("<L", made, place + 12, size)
    return bytes(made)


WHOLE = "module.zip"
_M = FILES["module.md"]
_QUIZ = FILES["en/quiz.md"]
_WHY = FILES["en/01-why.md"]
_OUT = [
    "../evil.md", "../../etc/passwd", "searches/../../evil.md", "/etc/passwd", "//server/share/evil.md", "searches//evil.md",
    "searches/./evil.md", "searches/en/../../../evil.md", "C:/evil.md", "c:evil.md", "searches/en/..", "./evil.md",
]  # fmt: skip
_UNSEEN = [
    "searches/en/03-\u202eone.md", "searches/en/03-o\u200bne.md", "searches/en/\ufeff03-one.md",
    "searches/en/03-one\x07.md", "searches/en/03\u2028one.md", "searches/en/03-\n.md", "searches/en/03-\U000e0041.md",
]  # fmt: skip
_STRANGE = [
    "searches/evil.exe",
    "searches/en/evil.html",
    "searches/en/deep/03-one.md",
    "searches/media/deep/gate.png",
    "searches/.htaccess",
    "searches/.git/config",
    "searches/en/03-Оne.md",
    "searches/en/03-\uff4fne.md",
    "searches/media/a.svg\u0301",
    "searches/en/03 one.md",
    "searches/en/03-one.MD",
    "searches/templates/base.html",
    "searches/en/%2e%2e%2fevil.md",
    "searches/en/~root.md",
    "searches/media/" + "a" * 200 + ".png",
    "searches/en/03-one.md.exe",
    "searches/media/gate.png;.md",
]
_RESERVED = [
    "searches/en/con.md",
    "searches/media/nul.png",
    "searches/en/com1.md",
    "searches/en/lpt9.md",
    "searches/en/aux.md",
]
_NESTED = ["searches/media/more.zip", "searches/en/inner.tar", "searches/media/a.docx", "searches/all.7z"]


def _short(name: str) -> str:
    return name.removeprefix("searches/")


# What it is, its bytes, and what is said of which files: None where the name does not matter, nothing where it is enough that
# something is said.
Attack = tuple[str, bytes, Sequence[tuple[str | None, Problem]]]
ATTACKS: list[Attack] = [
    *((f"out {name}", zipped((name, b"x")), [(name, P.OUTSIDE)]) for name in _OUT),
    ("out backslash", named("searches\\en\\evil.md", "searches/en/evil.md"), [("searches\\en\\evil.md", P.OUTSIDE)]),
    ("out backslash dots", named("..\\..\\evil.md", "aa/bb/evil.md"), [("..\\..\\evil.md", P.OUTSIDE)]),
    *((f"unseen {name!a}", zipped((name, b"x")), [(None, P.INVISIBLE)]) for name in _UNSEEN),
    (
        "unseen nul",
        named("searches/en/03\x00one.md", "searches/en/03-one.md"),
        [("searches/en/03?one.md", P.INVISIBLE)],
    ),
    *((f"strange {name!a:.60}", zipped((name, PNG)), [(None, P.STRANGE)]) for name in _STRANGE),
    *((f"reserved {name}", zipped((name, b"x")), [(_short(name), P.RESERVED)]) for name in _RESERVED),
    *((f"nested {name}", zipped((name, b"PK\3\4")), [(_short(name), P.NESTED)]) for name in _NESTED),
    ("nested in a picture", zipped(("searches/media/a.png", zipped())), [("media/a.png", P.NESTED)]),
    ("nested in a text", changed(en__quiz_md=b"\x1f\x8b\x08 x"), [("en/quiz.md", P.NESTED)]),
    (
        "link",
        zipped((special("searches/en/03-one.md", 0o120000), b"/etc/passwd")),
        [("searches/en/03-one.md", P.NO_FILE)],
    ),
    ("link of a folder", zipped((special("searches/media", 0o120000), b"/etc")), [("searches/media", P.NO_FILE)]),
    ("device", zipped((special("searches/en/03-one.md", 0o020000), b"")), [("searches/en/03-one.md", P.NO_FILE)]),
    ("pipe", zipped((special("searches/en/03-one.md", 0o010000), b"")), [("searches/en/03-one.md", P.NO_FILE)]),
    ("socket", zipped((special("searches/en/03-one.md", 0o140000), b"")), [("searches/en/03-one.md", P.NO_FILE)]),
    ("same name twice", zipped(("searches/en/quiz.md", b"x")), [("searches/en/quiz.md", P.TWICE)]),
    ("same name in capitals", zipped(("searches/en/QUIZ.md", b"x")), [("en/QUIZ.md", P.TWICE)]),
    ("same name full width", zipped(("searches/en/\uff51uiz.md", b"x")), [("en/\uff51uiz.md", P.TWICE)]),
    ("bomb", zipped(("searches/en/03-one.md", b"A" * 900_000)), [("en/03-one.md", P.BOMB)]),
    ("bomb of pictures", zipped(("searches/media/a.png", b"\0" * 250_000)), [("media/a.png", P.BOMB)]),
    ("bomb that lies", declared_small(), [("en/03-one.md", P.DAMAGED)]),
    ("many files", many(1_001), [(WHOLE, P.TOO_MANY)]),
    ("very many files", many(2_500), [(WHOLE, P.TOO_MANY)]),
    ("a directory without end", tail(zipped(), 2**31), [(WHOLE, P.TOO_MANY)]),
    ("a directory of zip64", tail(zipped(), 2**32 - 1), [(WHOLE, P.TOO_MANY)]),
    ("overlapping", overlapping(), [(None, P.DAMAGED)]),
    ("large picture", zipped(("searches/media/a.png", PNG + NOISE[:310_000])), [("media/a.png", P.TOO_LARGE)]),
    ("large text", zipped(("searches/en/03-one.md", NOISE)), [("en/03-one.md", P.TOO_LARGE)]),
    (
        "many large texts",
        zipped(*((f"searches/en/{number}-one.md", NOISE[:900_000]) for number in range(10, 17))),
        [(WHOLE, P.TOO_LARGE)],
    ),
    ("large zip", zipped() + bytes(20_000_000), [(WHOLE, P.TOO_LARGE)]),
    ("no zip", b"<html>", [(WHOLE, P.NOT_A_ZIP)]),
    ("nothing", b"", [(WHOLE, P.NOT_A_ZIP)]),
    ("a zip cut off", zipped()[:-30], [(WHOLE, P.NOT_A_ZIP)]),
    ("a zip of noise", b"PK\3\4" + bytes(range(256)) + b"PK\5\6" + bytes(18), [(WHOLE, P.NO_MODULE)]),
    ("damaged", zipped().replace(b"PK\x03\x04", b"PK\x03\x05", 1), [(None, P.DAMAGED)]),
    (
        "password",
        patched(zipped(("searches/en/03-one.md", b"x")), 8, 1),
        [("searches/en/03-one.md", P.PACKED_STRANGELY)],
    ),
    ("bzip2", compressed(ZIP_BZIP2), [("searches/en/03-one.md", P.PACKED_STRANGELY)]),
    ("lzma", compressed(ZIP_LZMA), [("searches/en/03-one.md", P.PACKED_STRANGELY)]),
    (
        "unknown packing",
        patched(zipped(("searches/en/03-one.md", b"x")), 10, 97),
        [("searches/en/03-one.md", P.PACKED_STRANGELY)],
    ),
    ("empty", zipped(files={}), [(WHOLE, P.NO_MODULE)]),
    ("no module.md", zipped(files={"en/quiz.md": b"x"}), [(None, P.STRANGE), (WHOLE, P.NO_MODULE)]),
    ("two modules", zipped(("other/module.md", b"x")), []),
    ("utf-16", changed(en__quiz_md=_QUIZ.decode().encode("utf-16")), [("en/quiz.md", TextProblem.NOT_UTF8)]),
    (
        "windows-1251",
        changed(**{"en__01-why_md": _WHY.replace(b"Why", "Зачем".encode("cp1251"))}),
        [("en/01-why.md", TextProblem.NOT_UTF8)],
    ),
    ("an id twice", changed(en__quiz_md=_QUIZ + _QUIZ), []),
    ("a lesson twice", zipped(("searches/en/09-why.md", _WHY)), [("en/01-why.md", ModuleProblem.SAME_PART)]),
    (
        "no language",
        zipped(("searches/xx/01-why.md", _WHY)),
        [("xx/01-why.md", ModuleProblem.STRANGE_LANGUAGE)],
    ),
    (
        "a program as a picture",
        zipped(("searches/media/a.png", b"MZ\x90\0")),
        [("media/a.png", MediumProblem.NOT_A_PICTURE)],
    ),
    (
        "a drawing with a script",
        zipped(("searches/media/a.svg", b"<svg><script/></svg>")),
        [("media/a.svg", MediumProblem.BAD_NAME)],
    ),
    ("no id", changed(module_md=_M.replace(b"id: searches\n", b"")), [("module.md", P.NO_ID)]),
    ("an id that leads out", changed(module_md=_M.replace(b"id: searches", b"id: ../evil")), [("module.md", P.NO_ID)]),
    ("another module", changed(module_md=_M.replace(b"id: searches", b"id: doors")), [("module.md", P.OTHER_MODULE)]),
    (
        "yaml that builds objects",
        changed(module_md=b"---\nid: !!python/object/apply:os.system [id]\n---\n"),
        [("module.md", P.NO_ID)],
    ),
    ("yaml without end", changed(module_md=b"---\nid: " + b"[" * 3_000 + b"\n---\n"), [("module.md", P.NO_ID)]),
]


def plain() -> bytes:
    """The module as it is taken along."""
    return write("searches", FILES)
