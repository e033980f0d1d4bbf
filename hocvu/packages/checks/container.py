"""Opens a package as untrusted input: its directory is checked before anything is read."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from hocvu.errors import Origin, PackageError, reason_of
from hocvu.packages.checks.reasons import plain_reason
from hocvu.packages.checks.report import Report

MIB: Final = 1 << 20
TEXT_LIMIT: Final = 16 * MIB
HEAD: Final = 256
"""Bytes by which a file is known."""
MOST_ENTRIES: Final = 100_000
LARGEST_DIRECTORY: Final = 64 * MIB
_CHUNK: Final = MIB
_RATIO: Final = 200
_FREE: Final = 64 * MIB
_NAMES: Final = "PKWARE APPNOTE 4.4.17.1"
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f\x7f]")
_NOT_PORTABLE = re.compile(r"[^\x21-\x7e]|[%#?:*\"<>|]")
_UNIX: Final = 3
_ENCRYPTED: Final = 0x41  # traditional and strong encryption
_LOCAL_HEADER: Final = 30
_END_RECORD: Final = 22
_ENTRY_RECORD: Final = 46


class Opened(Protocol):
    """An open package in an archive of any kind."""

    @property
    def report(self) -> Report: ...  # noqa: D102
    @property
    def files(self) -> Mapping[str, object]: ...  # noqa: D102
    def text(self, name: str) -> bytes | None: ...  # noqa: D102
    def head(self, name: str) -> bytes: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Container:
    """An open package: its files by name, without folders."""

    archive: zipfile.ZipFile
    report: Report
    files: dict[str, zipfile.ZipInfo]

    def text(self, name: str) -> bytes | None:
        """Return the bytes of a small file; tell and return None when it cannot be read."""
        info = self.files[name]
        if info.file_size > TEXT_LIMIT:
            size, limit = info.file_size // MIB, TEXT_LIMIT // MIB
            self.report.add("not_checked", severity="warning", member=name, size=size, limit=limit)
            return None
        try:
            with self.archive.open(info) as stream:
                return stream.read(TEXT_LIMIT + 1)[:TEXT_LIMIT]
        except _BROKEN as error:
            self._damaged(name, error)
            return None

    def head(self, name: str) -> bytes:
        """Return the first bytes of a file, `HEAD` of them; none where it is damaged."""
        try:
            with self.archive.open(self.files[name]) as stream:
                return stream.read(HEAD)
        except _BROKEN:
            return b""  # told when all of it is read

    def _damaged(self, name: str, error: Exception) -> None:
        reason = plain_reason(str(error))
        self.report.add("damaged", "PKWARE APPNOTE 4.3", member=name, reason=reason)

    def check_content(self) -> None:
        """Read every file once, in chunks, against its checksum."""
        for name, info in self.files.items():
            try:
                with self.archive.open(info) as stream:
                    while stream.read(_CHUNK):
                        pass
            except _BROKEN as error:
                self._damaged(name, error)


@contextmanager
def opened(path: Path, report: Report) -> Iterator[Container | None]:
    """Open the package at `path`; give None, after telling why, when it is unfit to be read.

    Raises:
        PackageError: There is no such file, or it cannot be opened.
    """
    try:
        directory = _directory_size(path)
    except OSError as error:
        raise not_opened(path, error) from error
    try:
        if directory > LARGEST_DIRECTORY:
            report.add("too_many_files", count=directory // _ENTRY_RECORD, limit=MOST_ENTRIES)
            yield None
            return
        archive = zipfile.ZipFile(path)
    except (OSError, ValueError, *_BROKEN) as error:
        report.add("not_zip", "PKWARE APPNOTE 4.3.16", reason=str(error))
        yield None
        return
    with archive:
        infos = archive.infolist()
        fit = _check_sizes(infos, path.stat().st_size, report)
        for info in infos:
            fit &= _check_entry(info, report)
        check_names((info.orig_filename for info in infos), report)
        files = {info.orig_filename: info for info in infos if not info.filename.endswith("/")}
        yield Container(archive, report, files) if fit else None


def not_opened(path: Path, error: OSError) -> PackageError:
    """Return what is told of a package that the system does not let us open."""
    place = Origin(file=str(path))
    if isinstance(error, FileNotFoundError):
        return PackageError("input.missing", origin=place)
    return PackageError("source.unreadable", origin=place, reason=reason_of(error))


def _directory_size(path: Path) -> int:
    """Return what the end of the archive says of its directory, in bytes: it is read whole."""
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - _END_RECORD - 0xFFFF))
        tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _check_sizes(infos: list[zipfile.ZipInfo], size: int, report: Report) -> bool:
    """Refuse bombs: too many files, files that share their bytes, files that grow too much."""
    fit = True
    if len(infos) > MOST_ENTRIES:
        report.add("too_many_files", count=len(infos), limit=MOST_ENTRIES)
        fit = False
    if sum(info.file_size for info in infos) > _RATIO * size + _FREE:
        report.add("bomb", size=sum(info.file_size for info in infos) // MIB)
        fit = False
    end, before = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            report.add("overlap", "PKWARE APPNOTE 4.3.6", member=info.filename, other=before)
            fit = False
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
        before = info.filename
    return fit


def _check_entry(info: zipfile.ZipInfo, report: Report) -> bool:
    """Tell what makes one entry unfit to be unpacked."""
    name = info.filename
    if not name:
        report.add("unsafe_path", _NAMES, member=info.orig_filename)
        return False
    if info.flag_bits & _ENCRYPTED:
        report.add("encrypted", "PKWARE APPNOTE 4.4.4", member=name)
        return False
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        report.add("compression", "PKWARE APPNOTE 4.4.5", member=name, method=info.compress_type)
    if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
        report.add("symlink", "PKWARE APPNOTE 4.4.15", member=name)
        return False
    return True


def check_names(names: Iterable[str], report: Report, clause: str = _NAMES) -> None:
    """Tell of names that leave the archive, collide, or that some system cannot hold.

    Args:
        names: All names; those of folders end in a slash.
        report: Is told.
        clause: The rule on names in this kind of archive.
    """
    folded: dict[str, str] = {}
    for name in names:
        if "\\" in name:
            report.add("backslash", clause, member=name)
        elif _UNSAFE.search(name):
            report.add("unsafe_path", clause, member=name)
        elif _NOT_PORTABLE.search(name):
            report.add("name_not_portable", clause, severity="warning", member=name)
        key = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        if key in folded:
            report.add("duplicate_name", clause, member=name, other=folded[key])
        folded[key] = name
    for key, name in folded.items():
        parent = key.rpartition("/")[0]
        if parent and not folded.get(parent, "/").endswith("/"):
            report.add("duplicate_name", clause, member=name, other=folded[parent])
