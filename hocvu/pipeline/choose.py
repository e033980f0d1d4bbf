"""Which reader a material belongs to: the content decides, the name must not contradict it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hocvu.errors import Damaged, HocvuError, Missing, Origin, Unsupported, reason_of
from hocvu.sources import READERS
from hocvu.sources.base import Composite, Reader, Sharing, Source

_HEAD = 4096
_ZIP = b"PK\x03\x04"
# Word opens each of these under any of their names, so that people never learn of the mistake.
_TEXTS = frozenset({"docx", "office", "html"})


def supported() -> str:
    """Return the most usual ending of each kind of material that is read, for messages."""
    return ", ".join(reader.suffixes[0] for reader in READERS.values())


def readable(path: Path) -> bool:
    """Tell if the name says that a file can be read, or else its content."""
    return by_suffix(path) is not None or _guest(path) is not None


def _guest(path: Path) -> Reader | None:
    """Return the reader that takes this file by its content, whatever its ending stands for."""
    suffix = path.suffix.lower()
    asked = [r for r in READERS.values() if isinstance(r, Sharing) and suffix in r.also]
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD) if asked else b""
    except OSError:
        return None
    return next((reader for reader in asked if reader.accepts(head, path)), None)


def shares(reader: Reader, path: Path) -> bool:
    """Tell if a file's name may well end as it does, though the ending belongs to another."""
    return isinstance(reader, Sharing) and path.suffix.lower() in reader.also


def by_suffix(path: Path) -> Reader | None:
    """Return the reader that the name asks for, or None."""
    suffix = path.suffix.lower()
    return next((r for r in READERS.values() if suffix in r.suffixes), None)


def choose(path: Path, name: str) -> Reader:
    """Return the reader for a material.

    Args:
        path: The material.
        name: The material as the user named it.

    Raises:
        Missing: There is no such file.
        Damaged: It is empty, or holds another kind of material than its name says.
        Unsupported: No reader takes it.
    """
    place = Origin(file=name)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    except OSError as error:
        reason = reason_of(error)
        raise Missing("source.unreadable", origin=place, reason=reason) from error
    if not head:
        raise Damaged("source.empty", origin=place)
    named = by_suffix(path)
    content = next((r for r in READERS.values() if r.accepts(head, path)), None)
    contradicted = content and named and content is not named and not shares(content, path)
    if content and named and contradicted and not {content.name, named.name} <= _TEXTS:
        raise Damaged(
            "source.wrong_extension",
            origin=place,
            kind=content.name,
            suffix=path.suffix,
            right=content.suffixes[0],
        )
    # A broken file is best explained by the reader that its name asks for.
    reader = content or named
    if reader is None:
        if head.startswith(_ZIP) and not zipfile.is_zipfile(path):
            raise Damaged("archive.damaged", origin=place)
        kind = path.suffix or "?"
        raise Unsupported("source.unsupported", origin=place, kind=kind, supported=supported())
    return reader


def used_by(path: Path) -> frozenset[Path]:
    """Return the materials that the one at `path` is made of; nothing if it cannot be read."""
    try:
        reader = choose(path, path.name)
        if not isinstance(reader, Composite):
            return frozenset()
        used = reader.uses(Source(path, path.name, path.parent), reader.options())
    except HocvuError:
        return frozenset()
    return frozenset(file.resolve() for file in used)
