"""Deterministic zip files, written as a stream under a temporary name.

The same entries give the same bytes on every machine: sorted, one fixed time stamp and
mode, every entry stored. Deflated bytes would depend on the zlib build, and media gain
nothing from it.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedRandom, FileIO
from itertools import cycle
from pathlib import Path
from typing import Final, Protocol

from hocvu.errors import Origin, PackageError, reason_of
from hocvu.identifiers import nfc
from hocvu.progress import Progress, Step, silent

CHUNK: Final = 1 << 20
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE: Final = 0o100644 << 16
_UNIX: Final = 3
_MOST_BEHIND: Final = 8  # chunks in memory that are written and not yet hashed
_NAME = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*", re.ASCII)


class Target(Protocol):
    """Where bytes are written to, one after the other."""

    def write(self, data: bytes | memoryview, /) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Entry:
    """A file to put into an archive.

    Attributes:
        path: Its path inside, relative, with slashes, of ``A-Za-z0-9._-`` alone.
        data: Its content, or the file to copy.
        size: Bytes.
        sha256: What the content must hash to, where it is known.
    """

    path: str
    data: bytes | Path
    size: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """A written archive: bytes, SHA-256 in hexadecimal, number of entries."""

    size: int
    sha256: str
    entries: int


def write_archive(
    path: Path, entries: Iterable[Entry], first: str, progress: Progress = silent
) -> Archive:
    """Write `entries` to `path`, the entry named `first` at the beginning.

    Args:
        path: The zip file; it appears there only when it is complete.
        entries: In any order.
        first: Path of the entry that readers want to find first.
        progress: Told the bytes that were copied.

    Raises:
        PackageError: A name is unsafe or doubled, a source is gone or has changed since it
            was read, or the disk does not take the file.
    """
    ordered, meter = in_order(path, entries, first, progress)
    with replacing(path) as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
            for entry in ordered:
                _add(archive, entry, meter)
        return measured(stream, len(ordered))


def in_order(
    path: Path, entries: Iterable[Entry], first: str, progress: Progress
) -> tuple[list[Entry], Meter]:
    """Return `entries` in the order in which they stand in an archive, and what counts them.

    Raises:
        PackageError: A name is unsafe or doubled.
    """
    ordered = sorted(entries, key=lambda entry: (entry.path != first, entry.path))
    refuse_names(tuple(entry.path for entry in ordered))
    return ordered, Meter(path.name, sum(entry.size for entry in ordered), progress)


def measured(stream: BufferedRandom, entries: int) -> Archive:
    """Return what is told of an archive that was written to `stream`."""
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Archive(stream.tell(), digest, entries)


def refuse_names(names: Sequence[str]) -> None:
    """Refuse names that some system could not hold side by side.

    Raises:
        PackageError: A name is not plain ASCII, leaves the archive, or is the same as another
            one after Unicode normalisation and case folding, or a file and a folder share it.
    """
    seen: dict[str, str] = {}
    for name in names:
        if not _NAME.fullmatch(name):
            raise PackageError("package.unsafe_name", origin=Origin(member=name), name=name)
        folded = nfc(nfc(name).casefold())
        if folded in seen:
            raise PackageError(
                "package.doubled_name", origin=Origin(member=name), name=name, other=seen[folded]
            )
        seen[folded] = name
    for folded, name in seen.items():
        for end, letter in enumerate(folded):
            if letter == "/" and folded[:end] in seen:
                raise PackageError(
                    "package.doubled_name",
                    origin=Origin(member=name),
                    name=name,
                    other=seen[folded[:end]],
                )


@contextmanager
def replacing(path: Path) -> Iterator[BufferedRandom]:
    """Open a neighbour of `path` and move it there at the end; leave nothing on an error.

    Raises:
        PackageError: The disk does not take the file.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with partial.open("w+b") as stream:
                yield stream
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise PackageError("pack.cannot_write", path=str(path), reason=reason_of(error)) from error


@dataclass(slots=True)
class Meter:
    """Counts copied bytes and tells them."""

    item: str
    total: int
    progress: Progress
    done: int = 0

    def add(self, count: int) -> None:
        """Tell that `count` bytes more were copied."""
        self.done += count
        self.progress(Step("write", self.item, self.done, self.total))


def _add(archive: zipfile.ZipFile, entry: Entry, meter: Meter) -> None:
    info = zipfile.ZipInfo(entry.path, _EPOCH)
    info.create_system = _UNIX
    info.external_attr = _REGULAR_FILE
    info.file_size = entry.size  # decides whether this entry needs ZIP64
    with archive.open(info, "w") as target:
        if isinstance(entry.data, bytes):
            target.write(entry.data)
            meter.add(len(entry.data))
        else:
            copy(entry, entry.data, target, meter)


def copy(entry: Entry, source: Path, target: Target, meter: Meter) -> None:
    """Copy a file, which must still be what its reader hashed.

    Raises:
        PackageError: It is gone or has changed.
    """
    origin = Origin(file=str(source), member=entry.path)
    try:
        stream = source.open("rb", buffering=0)
    except OSError as error:
        raise PackageError("package.source_gone", origin=origin) from error
    copier = _copy_small if entry.size < CHUNK else _copy_large
    with stream:
        found = copier(stream, target, entry.size, meter)
    if found[0] != entry.size or entry.sha256 not in (None, found[1]):
        raise PackageError("package.source_changed", origin=origin)


def _copy_small(stream: FileIO, target: Target, size: int, meter: Meter) -> tuple[int, str]:
    """Copy a file of less than a chunk; return its bytes and digest."""
    data = stream.read(size + 1) or b""
    target.write(data)
    meter.add(len(data))
    return len(data), hashlib.sha256(data).hexdigest()


def _copy_large(stream: FileIO, target: Target, size: int, meter: Meter) -> tuple[int, str]:
    """Copy a file, hashing it in a thread while the next chunks are written."""
    digest, copied = hashlib.sha256(), 0
    chunks = cycle([memoryview(bytearray(CHUNK)) for _ in range(_MOST_BEHIND)])
    behind: deque[Future[None]] = deque()
    with ThreadPoolExecutor(1) as hasher:
        for chunk in chunks:
            if len(behind) == _MOST_BEHIND:
                behind.popleft().result()  # this chunk is free again
            count = stream.readinto(chunk)
            if not count or copied > size:
                break
            behind.append(hasher.submit(digest.update, chunk[:count]))
            target.write(chunk[:count])
            copied += count
            meter.add(count)
    return copied, digest.hexdigest()
