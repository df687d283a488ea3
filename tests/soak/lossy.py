"""A disk that forgets: at a power cut, what was written and not synced is gone, or is there in part.

A file system for SQLite, by apsw. It inherits the real one, so SQLite reads, locks and shares memory as ever; beside the real
files it keeps what a disk would hold for certain, which is what was written before the last sync of a file. The cut puts that
into the files.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import apsw

NAME = "lossy"
SECTOR = 512  # what a disk writes whole or not at all


@dataclass(frozen=True)
class Change:
    """Something done to a file: bytes written at an offset, or, without bytes, the file cut off there."""

    offset: int
    content: bytes | None

    def apply(self, image: bytearray) -> None:
        if self.content is None:
            del image[self.offset :]
            return
        image.extend(bytes(max(0, self.offset - len(image))))
        image[self.offset : self.offset + len(self.content)] = self.content


@dataclass
class Disk:
    """The disk under one database: what it holds for certain, and what it was told since, by path.

    `energy` is how many more writes, truncations and syncs it does before the power is cut; None for as many as one likes.
    While it is `full` it takes no bytes.
    """

    certain: dict[str, bytearray] = field(default_factory=dict)
    since: dict[str, list[Change]] = field(default_factory=lambda: defaultdict(list))
    energy: int | None = None
    full: bool = False

    def adopt(self, path: Path) -> None:
        """A file that is there already, and safe."""
        self.certain[str(path)] = bytearray(path.read_bytes())

    def act(self) -> None:
        """What a disk cannot do without power."""
        if self.energy == 0:
            raise apsw.IOError("the power is cut")
        if self.energy is not None:
            self.energy -= 1

    def change(self, path: str, change: Change) -> None:
        if self.full and change.content is not None:
            raise apsw.FullError("no space left on device")
        self.act()
        self.since[path].append(change)

    def sync(self, path: str) -> None:
        self.act()
        image = self.certain.setdefault(path, bytearray())
        for change in self.since.pop(path, []):
            change.apply(image)

    def is_changed(self, ending: str) -> bool:
        """Whether something was done to a file of that ending that is not synced."""
        return any(path.endswith(ending) and changes for path, changes in self.since.items())

    def cut(self, survivors: Random | None) -> None:
        """The power comes back, and the files are as the disk has them.

        Of what was not synced nothing is there; with `survivors`, a part of it that these draw, the later without the
        earlier and some of it torn.
        """
        for path in sorted({*self.certain, *self.since}):
            image, changes = self.certain.get(path, bytearray()), self.since.pop(path, [])
            for change in _some(changes, survivors) if survivors else ():
                change.apply(image)
            self.certain[path] = image
            Path(path).write_bytes(image)
            Path(f"{path}-shm").unlink(missing_ok=True)  # was memory
        self.energy = None


def _some(changes: Iterable[Change], draw: Random) -> Iterable[Change]:
    for change in changes:
        fate = draw.choice(("gone", "there", "torn"))
        if fate == "there" or (fate == "torn" and change.content is None):
            yield change
        elif fate == "torn" and change.content is not None:
            yield Change(change.offset, change.content[: SECTOR * draw.randint(0, len(change.content) // SECTOR)])


class LossyFile(apsw.VFSFile):
    """A file on the disk. Files without a name hold intermediate results: nobody looks for them after a cut."""

    def __init__(self, disk: Disk, name: "str | apsw.URIFilename | None", flags: list[int]) -> None:
        super().__init__("", name, flags)
        self.disk = disk
        self.path = name.filename() if isinstance(name, apsw.URIFilename) else name

    def xWrite(self, data: bytes, offset: int) -> None:
        if self.path:
            self.disk.change(self.path, Change(offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        if self.path:
            self.disk.change(self.path, Change(newsize, None))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:  # noqa: ARG002 - of the real file there is nothing to sync
        if self.path:
            self.disk.sync(self.path)


class LossyFileSystem(apsw.VFS):
    """All files that SQLite opens by it stand on the disk."""

    def __init__(self, disk: Disk) -> None:
        super().__init__(NAME, "")
        self.disk = disk

    def xOpen(self, name: "str | apsw.URIFilename | None", flags: list[int]) -> LossyFile:
        return LossyFile(self.disk, name, flags)
