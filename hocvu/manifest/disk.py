"""What the checks look at on the disk, and a record of it.

Everything that a check learns of a file goes through a `Disk`, so that it is known afterwards on
which files the result depends.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from hocvu.identifiers import nfc

Sign = tuple[int, int, int, int]
"""Kind of file, bytes, time of change in nanoseconds, number on the disk."""


class Disk:
    """Answers questions about files and remembers of which they were.

    Attributes:
        signs: The sign of each path that was asked for; None where there is nothing.
    """

    def __init__(self) -> None:
        """Ask nothing yet."""
        self.signs: dict[str, Sign | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def sign(self, path: str | Path) -> Sign | None:
        """Return the sign of what stands at `path`."""
        name = os.fspath(path)
        if name not in self.signs:
            self.signs[name] = sign(name)
        return self.signs[name]

    def size(self, path: Path) -> int | None:
        """Return the bytes of the file at `path`, or None where there is no file."""
        found = self.sign(path)
        return found[1] if found and stat.S_ISREG(found[0]) else None

    def is_folder(self, path: Path) -> bool:
        """Tell whether `path` is a folder."""
        found = self.sign(path)
        return bool(found and stat.S_ISDIR(found[0]))

    def names(self, folder: Path) -> tuple[str, ...]:
        """Return the names in `folder` as the disk gives them, sorted; none where it cannot."""
        key = os.fspath(folder)
        if key not in self._names:
            self.sign(folder)
            try:
                self._names[key] = tuple(sorted(os.listdir(folder)))  # noqa: PTH208 - names alone
            except (OSError, ValueError):
                self._names[key] = ()
        return self._names[key]

    def find(self, folder: Path, name: str) -> Path | None:
        """Return the file `name` below `folder`, whichever Unicode form the disk gave its name."""
        path = folder / name
        found = self.sign(path)
        if found and stat.S_ISREG(found[0]):
            return path
        wanted = nfc(path.name)
        for other in self.names(path.parent):
            if nfc(other) == wanted and self.size(path.parent / other) is not None:
                return path.parent / other
        return None

    def digest(self, path: Path) -> str:
        """Return the SHA-256 of a file in hexadecimal; empty where it cannot be read."""
        self.sign(path)
        try:
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return ""


def sign(path: str) -> Sign | None:
    """Return the sign of what stands at `path` now; None where nothing can be found."""
    try:
        found = os.stat(path)  # noqa: PTH116 - no error for names that no disk can hold
    except (OSError, ValueError):
        return None
    return stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime_ns, found.st_ino


def unchanged(signs: Iterable[tuple[str, Sign | None]]) -> bool:
    """Tell whether everything still bears its sign."""
    return all(sign(path) == known for path, known in signs)
