"""The folder of a module as a zip: always the same bytes, and read with distrust.

What is read here was made by anybody. Nothing is ever unpacked to a disk, and no file is opened before all names and sizes
are known to be harmless.
"""

import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from elearn.authoring.formats.problems import PackageProblem
from elearn.authoring.rules.drafts import LARGEST_TEXT, MODULE_FILE, MOST_FILES, is_medium, is_text
from elearn.authoring.rules.packages import is_reserved, leads_out, same_name, without_folder
from elearn.courses.content.media import LARGEST
from elearn.courses.rules.module import Files
from elearn.foundation.manuscript.complaints import Complaint

LARGEST_ZIP = 20_000_000  # bytes
LARGEST_UNPACKED = 40_000_000
LARGEST_TEXTS = (
    6_000_000  # of all texts together: a large module in six languages has 2 MB, and to read one takes half a second
)
# Markdown packs to a fifth, a quiz to a tenth; an empty picture of one colour may reach a hundredth.
LARGEST_RATIO = 150
_SMALL = 50_000  # what is smaller is no bomb
_LONGEST_SHOWN = 100
_MOST_ENTRIES = 2 * MOST_FILES  # folders and what systems put beside files have entries too
_DIRECTORY = _MOST_ENTRIES * 400  # bytes of a directory of so many names
_END = b"PK\x05\x06"
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_ARCHIVE_NAMES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".jar", ".docx")
# What Windows and macOS put beside the files of a folder, unasked.
_LEFT_BEHIND = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_OF_MACOS = "__MACOSX"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # a zip knows no earlier one


@dataclass(frozen=True)
class Unpacked:
    """The files of a module, by path within its folder; none where there are complaints."""

    files: Files
    complaints: Sequence[Complaint]


def write(folder: str, files: Files) -> bytes:
    """A zip of the folder. The same files are the same bytes."""
    return packed({f"{folder}/{path}": data for path, data in files.items()})


def packed(files: Files) -> bytes:
    """A zip of files, with fixed dates and in the order of their names; module.md and the like are packed, pictures not."""
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        for path, data in sorted(files.items()):
            entry = ZipInfo(path, _FIRST_DAY)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # else it would tell on which system it was made
            entry.compress_type = ZIP_STORED if path.endswith((".png", ".jpg", ".jpeg", ".webp")) else ZIP_DEFLATED
            archive.writestr(entry, data)
    return written.getvalue()


def read(name: str, data: bytes) -> Unpacked:
    """The files in a zip of that name, or all that is wrong with it."""
    problem, values = _of_whole(data)
    if problem:
        return Unpacked({}, (Complaint(name, 1, problem, values),))
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _read(name, archive, len(data))
    except (BadZipFile, ValueError, struct.error, NotImplementedError, OSError):
        return Unpacked({}, (Complaint(name, 1, PackageProblem.NOT_A_ZIP),))


def _of_whole(data: bytes) -> tuple[PackageProblem | None, dict[str, object]]:
    """What can be said before its directory is read, which takes the longer the more entries it has."""
    if len(data) > LARGEST_ZIP:
        return PackageProblem.TOO_LARGE, {"most": LARGEST_ZIP // 1000}
    end = data.rfind(_END)
    if end < 0 or len(data) < end + 22:
        return PackageProblem.NOT_A_ZIP, {}
    (size,) = struct.unpack_from("<L", data, end + 12)
    return (PackageProblem.TOO_MANY, {"most": MOST_FILES}) if size > _DIRECTORY else (None, {})


def _read(name: str, archive: ZipFile, size: int) -> Unpacked:
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES:
        return Unpacked({}, (Complaint(name, 1, PackageProblem.TOO_MANY, {"most": MOST_FILES}),))
    complaints = [Complaint(shown(each.orig_filename), 1, problem) for each in entries if (problem := _of_entry(each))]
    if sum(each.compress_size for each in entries) > size:
        complaints.append(Complaint(name, 1, PackageProblem.OVERLAP))
    if complaints:
        return Unpacked({}, tuple(complaints))
    wanted = {each.filename: each for each in entries if not each.is_dir() and not _is_left_behind(each.filename)}
    places = without_folder(wanted, MODULE_FILE)
    complaints = [*_of_names(name, places), *_of_sizes(name, {places[path]: each for path, each in wanted.items()})]
    doubles = len([each for each in entries if each.filename in wanted]) - len(wanted)
    if doubles:
        complaints += _said_twice(entries)
    if complaints:
        return Unpacked({}, tuple(complaints))
    return _opened(archive, {places[path]: each for path, each in wanted.items()})


def _of_entry(entry: ZipInfo) -> PackageProblem | None:
    name = entry.orig_filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for letter in name):
        return PackageProblem.INVISIBLE
    if leads_out(name):
        return PackageProblem.OUTSIDE
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return PackageProblem.NO_FILE
    if entry.flag_bits & 0x41 or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return PackageProblem.PACKED_STRANGELY
    return PackageProblem.DAMAGED if entry.is_dir() and entry.file_size else None


def _is_left_behind(path: str) -> bool:
    steps = path.split("/")
    return steps[0] == _OF_MACOS or steps[-1] in _LEFT_BEHIND


def _of_names(name: str, places: dict[str, str]) -> Iterator[Complaint]:
    if not places:
        yield Complaint(name, 1, PackageProblem.NO_MODULE)
        return
    first: dict[str, str] = {}
    for path in places.values():
        if first.setdefault(same_name(path), path) != path:
            yield Complaint(shown(path), 1, PackageProblem.TWICE, {"first": shown(first[same_name(path)])})
        elif path.lower().endswith(_ARCHIVE_NAMES):
            yield Complaint(shown(path), 1, PackageProblem.NESTED)
        elif is_reserved(path):
            yield Complaint(shown(path), 1, PackageProblem.RESERVED)
        elif not (is_text(path) or is_medium(path)):
            yield Complaint(shown(path), 1, PackageProblem.STRANGE)
    if MODULE_FILE not in places.values():
        yield Complaint(name, 1, PackageProblem.NO_MODULE)


def _said_twice(entries: Sequence[ZipInfo]) -> Iterator[Complaint]:
    seen = set()
    for each in entries:
        if each.filename in seen:
            yield Complaint(shown(each.filename), 1, PackageProblem.TWICE, {"first": shown(each.filename)})
        seen.add(each.filename)


def _of_sizes(name: str, entries: dict[str, ZipInfo]) -> Iterator[Complaint]:
    if len(entries) > MOST_FILES:
        yield Complaint(name, 1, PackageProblem.TOO_MANY, {"most": MOST_FILES})
    if sum(each.file_size for each in entries.values()) > LARGEST_UNPACKED:
        yield Complaint(name, 1, PackageProblem.TOO_LARGE, {"most": LARGEST_UNPACKED // 1000})
    if sum(each.file_size for path, each in entries.items() if is_text(path)) > LARGEST_TEXTS:
        yield Complaint(name, 1, PackageProblem.TOO_LARGE, {"most": LARGEST_TEXTS // 1000})
    for path, entry in entries.items():
        most = LARGEST if is_medium(path) else LARGEST_TEXT
        if entry.file_size > _SMALL and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size):
            yield Complaint(shown(path), 1, PackageProblem.BOMB)
        elif entry.file_size > most:
            yield Complaint(shown(path), 1, PackageProblem.TOO_LARGE, {"most": most // 1000})


def _opened(archive: ZipFile, entries: dict[str, ZipInfo]) -> Unpacked:
    files, complaints = {}, []
    for path, entry in sorted(entries.items()):
        try:
            with archive.open(entry) as file:
                files[path] = file.read(entry.file_size + 1)
        except (BadZipFile, EOFError, ValueError, NotImplementedError, OSError, zlib.error):
            complaints.append(Complaint(path, 1, PackageProblem.DAMAGED))
            continue
        if files[path].startswith(_ARCHIVES):
            complaints.append(Complaint(path, 1, PackageProblem.NESTED))
    return Unpacked({} if complaints else files, tuple(complaints))


def shown(name: str) -> str:
    """A name that anybody may have chosen, fit to be shown: what cannot be seen is a question mark."""
    seen = "".join("?" if unicodedata.category(letter)[0] in "CZ" and letter != " " else letter for letter in name)
    return seen if len(seen) <= _LONGEST_SHOWN else f"{seen[:_LONGEST_SHOWN]}…"
