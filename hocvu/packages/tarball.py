"""Deterministic ``.tar.gz`` files, written as a stream under a temporary name.

The same entries give the same bytes on every machine: sorted, one fixed time stamp, owner and
mode. The gzip stream is written here, in stored blocks: what a zlib makes of the same bytes
depends on its build, and media gain nothing from it.
"""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

from hocvu.packages.archive import Archive, Entry, Meter, copy, in_order, measured, replacing
from hocvu.progress import Progress, silent

_EPOCH: Final = 315_532_800  # 1980-01-01, the earliest date that every archive format holds
_MODE: Final = 0o644
_RECORD: Final = 10_240  # POSIX.1-1988, 10.1.1: archives are padded to whole records
_BLOCK: Final = 512
# RFC 1952, 2.3.1: deflate, no flags, no time, no name, an unknown system.
_HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LARGEST_STORED: Final = 0xFFFF


def write_tarball(
    path: Path, entries: Iterable[Entry], first: str, progress: Progress = silent
) -> Archive:
    """Write `entries` to `path`, the entry named `first` at the beginning.

    Args:
        path: The file; it appears there only when it is complete.
        entries: In any order.
        first: Path of the entry that readers want to find first.
        progress: Told the bytes that were copied.

    Raises:
        PackageError: A name is unsafe or doubled, a source is gone or has changed since it
            was read, or the disk does not take the file.
    """
    ordered, meter = in_order(path, entries, first, progress)
    with replacing(path) as stream:
        target = _StoredGzip(stream)
        for entry in ordered:
            _add(target, entry, meter)
        target.write(bytes(2 * _BLOCK))
        target.write(bytes(-target.size % _RECORD))
        target.close()
        return measured(stream, len(ordered))


def _add(target: _StoredGzip, entry: Entry, meter: Meter) -> None:
    info = tarfile.TarInfo(entry.path)
    info.size, info.mtime, info.mode = entry.size, _EPOCH, _MODE
    # A header of POSIX.1-2001 is that of 1988 for all but files of more than 8 GiB.
    target.write(info.tobuf(tarfile.PAX_FORMAT, "ascii", "strict"))
    if isinstance(entry.data, bytes):
        target.write(entry.data)
        meter.add(len(entry.data))
    else:
        copy(entry, entry.data, target, meter)
    target.write(bytes(-entry.size % _BLOCK))


class _StoredGzip:
    """A gzip stream (RFC 1952) of stored deflate blocks (RFC 1951, 3.2.4)."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._waiting = bytearray()
        self._crc = 0
        self.size = 0
        stream.write(_HEADER)

    def write(self, data: bytes | memoryview, /) -> int:
        """Add `data`; every block but the last is as long as a block may be."""
        self._crc = zlib.crc32(data, self._crc)
        self.size += len(data)
        rest = memoryview(data)
        if self._waiting:
            room = _LARGEST_STORED - len(self._waiting)
            self._waiting += rest[:room]
            rest = rest[room:]
            if len(self._waiting) < _LARGEST_STORED:
                return len(data)
            self._block(self._waiting)
            self._waiting = bytearray()
        while len(rest) >= _LARGEST_STORED:
            self._block(rest[:_LARGEST_STORED])
            rest = rest[_LARGEST_STORED:]
        self._waiting += rest
        return len(data)

    def close(self) -> None:
        """End the stream; the file stays open."""
        self._block(self._waiting, last=True)
        self._stream.write(self._crc.to_bytes(4, "little"))
        self._stream.write((self.size & 0xFFFF_FFFF).to_bytes(4, "little"))

    def _block(self, data: bytearray | memoryview, *, last: bool = False) -> None:
        length = len(data)
        self._stream.write(bytes([last]))
        self._stream.write(length.to_bytes(2, "little"))
        self._stream.write((length ^ 0xFFFF).to_bytes(2, "little"))
        self._stream.write(data)
