"""The outermost boxes of an ISO base media file (ISO/IEC 14496-12, clause 4.2), by seeking.

A file of gigabytes is judged from a few hundred bytes: is it whole, and does its index come
first, so that it plays while it is loaded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

_MOST: Final = 200_000
"""Boxes looked at: a fragmented recording of a day has fewer."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its type, its place in the file and its size with header, in bytes."""

    kind: str
    offset: int
    size: int

    @property
    def end(self) -> int:
        """Where the next box begins."""
        return self.offset + self.size


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is laid out.

    Attributes:
        brand: Major brand, such as ``isom`` or ``qt``; empty in old QuickTime files.
        indexed: There is a movie box.
        index_first: The movie box comes before the media data.
        fragmented: The media come in fragments, each with its own index.
        missing: Bytes that the boxes promise and the file lacks.
    """

    brand: str
    indexed: bool
    index_first: bool
    fragmented: bool
    missing: int

    @property
    def streamable(self) -> bool:
        """Plays and seeks while it is loaded."""
        return self.index_first and not self.fragmented


def boxes(stream: BinaryIO, size: int) -> Iterator[Box]:
    """Yield the outermost boxes of `stream`, which has `size` bytes, until one is not sensible.

    The last may reach beyond the file's end, as it does when the file is truncated.
    """
    offset = 0
    for _ in range(_MOST):
        stream.seek(offset)
        header = stream.read(16)
        if len(header) < 8:
            return
        length, kind = struct.unpack(">I4s", header[:8])
        shortest = 8
        if length == 1 and len(header) == 16:
            length = struct.unpack(">Q", header[8:])[0]
            shortest = 16
        elif length == 0:
            length = size - offset
        if length < shortest or not all(0x20 <= byte < 0x7F or byte == 0xA9 for byte in kind):
            return
        yield Box(kind.decode("latin-1"), offset, length)
        offset += length


def layout(path: Path) -> Layout | None:
    """Return how `path` is laid out, or None when it is no ISO media file."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        found = list(boxes(stream, size))
        kinds = [box.kind for box in found]
        if not {"ftyp", "moov", "mdat"} & set(kinds):
            return None
        brand = ""
        if kinds[0] == "ftyp":
            stream.seek(8)
            brand = stream.read(4).decode("latin-1").strip()
    index = kinds.index("moov") if "moov" in kinds else None
    media = kinds.index("mdat") if "mdat" in kinds else None
    promised = max((box.end for box in found if box.kind in {"moov", "mdat", "moof"}), default=0)
    return Layout(
        brand=brand,
        indexed=index is not None,
        index_first=index is not None and (media is None or index < media),
        fragmented="moof" in kinds,
        missing=max(0, promised - size),
    )


def riff_missing(head: bytes, size: int) -> int:
    """Return the bytes that the RIFF header of an AVI or WAVE file promises beyond `size`.

    A recorder that was not told the length writes nothing or the most that fits.
    """
    if not head.startswith(b"RIFF") or len(head) < 8:
        return 0
    promised = struct.unpack("<I", head[4:8])[0]
    return 0 if promised >= 0x7FFFF000 else max(0, promised + 8 - size)
