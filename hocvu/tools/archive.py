"""Opens zip containers of unknown origin and never writes what is in them to disk by its name.

Office files are zip containers (ECMA-376 part 2). Everything that a container says of itself is
checked before a byte is unpacked, and unpacking stops at what was said.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Encrypted, HocvuError, Missing, Origin, Remark, TooLarge

MIB: Final = 1 << 20
_ENCRYPTED_FLAG: Final = 0x1
_DRIVE: Final = re.compile(r"[A-Za-z]:")
# What zipfile and its decompressors raise on bytes that are not what they say.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a container may hold.

    Attributes:
        entries: Files inside.
        member: Bytes of one file, unpacked.
        total: Bytes of all files, unpacked.
        ratio: Unpacked to packed size of one file; small files are not held to it.
        free: Bytes up to which a file may grow by any ratio.
    """

    entries: int = 20_000
    member: int = 512 * MIB
    total: int = 2048 * MIB
    ratio: int = 250
    free: int = 16 * MIB


class Archive:
    """An open container, its members known by their names in NFC.

    Attributes:
        doubts: What is odd but was survived: unsafe paths, names that occur twice.
    """

    def __init__(self, container: zipfile.ZipFile, origin: Origin, limits: Limits) -> None:
        """Check every entry of `container` against `limits`."""
        self._container = container
        self._origin = origin
        self._limits = limits
        self._members: dict[str, zipfile.ZipInfo] = {}
        doubts: list[Remark] = []
        entries = container.infolist()
        if len(entries) > limits.entries:
            raise TooLarge(
                "archive.too_many_entries",
                origin=origin,
                count=len(entries),
                limit=limits.entries,
            )
        self._check_sizes(entries)
        for entry in entries:
            name = unicodedata.normalize("NFC", entry.filename)
            if name.endswith("/"):
                continue
            if not is_safe(name):
                doubts.append(Remark("archive.unsafe_name", "warning", origin, {"name": name}))
                continue
            if name in self._members:
                doubts.append(Remark("archive.same_name", "warning", origin, {"name": name}))
            self._members[name] = entry
        self.doubts = tuple(doubts)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the members, sorted."""
        return tuple(sorted(self._members))

    def __contains__(self, name: str) -> bool:
        """Tell if there is a member `name`."""
        return name in self._members

    def size(self, name: str) -> int:
        """Return the unpacked size of `name` in bytes."""
        return self._entry(name).file_size

    def read(self, name: str, limit: int = 0) -> bytes:
        """Return the bytes of `name`; `limit` in bytes is stricter than the container's.

        Raises:
            Missing: There is no such member.
            TooLarge: It is larger than `limit`.
            Encrypted: It is locked.
            Damaged: It cannot be unpacked.
        """
        entry = self._entry(name)
        place = self._at(name)
        if limit and entry.file_size > limit:
            raise _too_large(place, entry.file_size, limit)
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Encrypted("archive.encrypted", origin=place)
        try:
            with self._container.open(entry) as stream:
                data = stream.read(entry.file_size + 1)
        except _BROKEN as error:
            raise Damaged("archive.member_damaged", origin=place) from error
        if len(data) != entry.file_size:
            raise Damaged("archive.member_damaged", origin=place)
        return data

    def _entry(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._members[name]
        except KeyError:
            raise Missing("archive.member_missing", origin=self._at(name)) from None

    def _at(self, name: str) -> Origin:
        return Origin(file=self._origin.file, member=name)

    def _check_sizes(self, entries: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        for entry in entries:
            if entry.file_size > limits.member:
                raise _too_large(self._at(entry.filename), entry.file_size, limits.member)
            ratio = entry.file_size // max(1, entry.compress_size)
            if entry.file_size > limits.free and ratio > limits.ratio:
                raise TooLarge("archive.bomb", origin=self._at(entry.filename), ratio=ratio)
        total = sum(entry.file_size for entry in entries)
        if total > limits.total:
            raise _too_large(self._origin, total, limits.total)


@contextmanager
def open_archive(
    path: Path, origin: Origin | None = None, limits: Limits = Limits()
) -> Iterator[Archive]:
    """Open the zip container `path`.

    Args:
        path: The file.
        origin: How the user knows it, for messages.
        limits: What it may hold.

    Raises:
        Missing: There is no such file.
        Damaged: It is empty, truncated or no zip container.
        TooLarge: It holds more than `limits` allow.
    """
    place = origin or Origin(file=str(path))
    try:
        if path.stat().st_size == 0:
            raise Damaged("source.empty", origin=place)
        container = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    except HocvuError:
        raise
    except _BROKEN as error:
        raise Damaged("archive.damaged", origin=place) from error
    with container:
        yield Archive(container, place, limits)


def looks_into(path: Path, most: int = 2000) -> tuple[str, ...]:
    """Return the names inside the zip `path`, at most so many; none where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as container:
            return tuple(container.namelist()[:most])
    except _BROKEN:
        return ()


def is_safe(name: str) -> bool:
    """Tell if `name` stays inside a folder on every system: relative, no ``..``, no drive."""
    return not (
        name.startswith(("/", "\\"))
        or "\\" in name
        or "\0" in name
        or _DRIVE.match(name)
        or any(part in {"", ".", ".."} for part in name.split("/"))
    )


def _too_large(place: Origin, size: int, limit: int) -> TooLarge:
    return TooLarge("archive.too_large", origin=place, size=size // MIB, limit=limit // MIB)
