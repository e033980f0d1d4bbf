"""Reads a ``.tar.gz`` of unknown origin as a stream: nothing is unpacked, memory is bounded."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from hocvu.packages.checks.container import (
    HEAD,
    MIB,
    MOST_ENTRIES,
    TEXT_LIMIT,
    check_names,
    not_opened,
)
from hocvu.packages.checks.reasons import plain_reason
from hocvu.packages.checks.report import Report

GZIP: Final = b"\x1f\x8b"
_TEXTS: Final = (".xml", ".html", ".json", ".srt")
_MOST_TEXT: Final = 128 * MIB
_LONGEST_HEADER: Final = MIB
_RATIO: Final = 200
_FREE: Final = 64 * MIB
_BLOCK: Final = 512
_NAMES: Final = "POSIX.1-2001, pax: path"
_FORMAT: Final = "POSIX.1-1988, 10.1.1"
_LONG_NAME: Final = (tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)


@dataclass(slots=True)
class Tarball:
    """What a tarball holds: sizes of its files, what is in texts, and how the others begin."""

    report: Report
    files: dict[str, int] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, bytes] = field(default_factory=dict)

    def text(self, name: str) -> bytes | None:
        """Return the bytes of a small text file; tell and return None when they were not kept."""
        if name not in self.texts:
            size, limit = self.files[name] // MIB, TEXT_LIMIT // MIB
            self.report.add("not_checked", severity="warning", member=name, size=size, limit=limit)
        return self.texts.get(name)

    def head(self, name: str) -> bytes:
        """Return the first bytes of a file."""
        return self.texts.get(name, self.heads.get(name, b""))[:HEAD]


def read_tarball(path: Path, report: Report, own: Report) -> Tarball | None:
    """Read the tarball at `path` once; return None, after telling why, when it is unfit.

    Args:
        path: The file.
        report: Is told what is wrong with archives of any kind.
        own: Is told what only tarballs have.

    Raises:
        PackageError: There is no such file, or it cannot be opened.
    """
    tarball = Tarball(report)
    try:
        with path.open("rb") as raw:
            limit = _RATIO * path.stat().st_size + _FREE
            fit = _read(_Gunzip(raw, limit), tarball, report, own)
    except OSError as error:
        raise not_opened(path, error) from error
    except _BombError as error:
        report.add("bomb", size=error.size // MIB)
        return None
    except (EOFError, zlib.error, tarfile.HeaderError) as error:
        own.add("not_tar", _FORMAT, reason=plain_reason(str(error)))
        return None
    return tarball if fit else None


def _read(stream: _Gunzip, tarball: Tarball, report: Report, own: Report) -> bool:
    names: list[str] = []
    fit, kept = True, 0
    for info in _members(stream):
        name = info.name.removeprefix("./")
        if info.isdir():
            names.append(f"{name}/")
        elif info.issym() or info.islnk():
            report.add("symlink", "POSIX.1-1988, typeflag", member=name)
            fit = False
        elif not info.isreg():
            own.add("special_file", "POSIX.1-1988, typeflag", member=name)
            fit = False
        else:
            names.append(name)
            tarball.files[name] = info.size
            wanted = name.lower().endswith(_TEXTS) and info.size <= TEXT_LIMIT
            if wanted and kept + info.size <= _MOST_TEXT:
                tarball.texts[name] = stream.take(info.size)
                kept += info.size
            else:
                head = tarball.heads[name] = stream.take(min(info.size, HEAD))
                stream.skip(info.size - len(head))
            stream.skip(-info.size % _BLOCK)
        if len(names) > MOST_ENTRIES:
            report.add("too_many_files", count=len(names), limit=MOST_ENTRIES)
            return False
    check_names(names, report, _NAMES)
    stream.drain()
    return fit


def _members(stream: _Gunzip) -> Iterator[tarfile.TarInfo]:
    """Yield the header of each member, with the long names that stand before it."""
    changed: dict[str, str] = {}
    while any(block := stream.take(_BLOCK)):
        info = tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
        if info.type in (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, *_LONG_NAME):
            if not 0 <= info.size <= _LONGEST_HEADER:
                raise _BombError(info.size)
            data = stream.take(info.size)
            stream.skip(-info.size % _BLOCK)
            if info.type == tarfile.GNUTYPE_LONGNAME:
                changed["path"] = data.rstrip(b"\0").decode("utf-8", "surrogateescape")
            elif info.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
                changed |= _pax(data)
            continue
        if info.size < 0:
            raise tarfile.HeaderError("size")
        info.name = changed.get("path", info.name).rstrip("/")
        if changed.get("size", "").isdecimal():
            info.size = int(changed["size"])
        changed = {}
        yield info


def _pax(data: bytes) -> dict[str, str]:
    """Return the records of an extended header: lines of length, key and value."""
    records: dict[str, str] = {}
    while data.strip(b"\0"):
        length, _, _ = data.partition(b" ")
        if not length.isdigit() or not len(length) < int(length) <= len(data):
            raise tarfile.HeaderError("extended header")
        key, _, value = data[len(length) + 1 : int(length) - 1].partition(b"=")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        data = data[int(length) :]
    return records


class _BombError(Exception):
    """More comes out of an archive than an honest one holds."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


class _Gunzip:
    """The bytes inside a gzip stream, in order, checked against its checksum at its end."""

    def __init__(self, raw: BinaryIO, limit: int) -> None:
        self._raw = raw
        self._limit = limit
        self._inflater = zlib.decompressobj(31)
        self._ready = memoryview(b"")
        self._total = 0

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes.

        Raises:
            EOFError: There are fewer.
        """
        return b"".join(bytes(piece) for piece in self._pieces(size))

    def skip(self, size: int) -> None:
        """Leave out the next `size` bytes."""
        for _ in self._pieces(size):
            pass

    def drain(self) -> None:
        """Read to the end, so that the checksum is compared."""
        while self._fill():
            pass

    def _pieces(self, size: int) -> Iterator[memoryview]:
        while size:
            if not self._ready and not self._fill():
                raise EOFError("end of file")
            piece = self._ready[:size]
            self._ready = self._ready[size:]
            size -= len(piece)
            yield piece

    def _fill(self) -> bool:
        while True:
            if self._inflater.eof:
                rest = self._inflater.unused_data or self._raw.read(MIB)
                if not rest.startswith(GZIP):  # some tools fill the last block with zeros
                    return False
                self._inflater = zlib.decompressobj(31)
            else:
                rest = self._inflater.unconsumed_tail or self._raw.read(MIB)
                if not rest:
                    raise EOFError("end of file")
            data = self._inflater.decompress(rest, MIB)
            if data:
                self._total += len(data)
                if self._total > self._limit:
                    raise _BombError(self._total)
                self._ready = memoryview(data)
                return True
