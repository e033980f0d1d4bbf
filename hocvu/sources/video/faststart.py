"""Puts the index of an MP4 file first, in one pass over the file.

ffmpeg does it in two: it writes the file, then moves all of it to make room. Only the chunk
offsets inside the movie box change (ISO/IEC 14496-12, clause 8.7.5); the media stay bit by bit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from hocvu.sources.video.boxes import Box, boxes

_LARGEST: Final = 64 << 20
"""Bytes of a movie box; a day of video has about 30 MiB."""

_PIECE: Final = 1 << 20
_DEEPEST: Final = 8
_HOLDERS: Final = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
_OFFSETS: Final = {b"stco": "I", b"co64": "Q"}
_OTHER_OFFSETS: Final = {b"saio", b"cmov"}
"""Boxes with offsets of another kind: encrypted media, a compressed index."""


def put_index_first(path: Path, out: Path) -> bool:
    """Write `path` to `out` with its movie box before its media.

    False, and nothing written, when the file is not a plain one: that is ffmpeg's work.
    """
    size = path.stat().st_size
    with path.open("rb") as stream:
        found = list(boxes(stream, size))
        kinds = [box.kind for box in found]
        if kinds.count("moov") != 1 or "mdat" not in kinds or "moof" in kinds:
            return False
        index, media = found[kinds.index("moov")], found[kinds.index("mdat")]
        if index.offset < media.offset or index.size > _LARGEST or found[-1].end > size:
            return False
        moved = _shifted(_content(stream, index), media.offset, index)
        if moved is None:
            return False
        before = [box for box in found if box.end <= media.offset]
        after = [box for box in found if box.offset >= media.offset and box != index]
        with out.open("wb") as target:
            for box in before:
                _copy(stream, box, target)
            target.write(moved)
            for box in after:
                _copy(stream, box, target)
    return True


def _content(stream: BinaryIO, box: Box) -> bytes:
    stream.seek(box.offset)
    return stream.read(box.size)


def _copy(stream: BinaryIO, box: Box, target: BinaryIO) -> None:
    stream.seek(box.offset)
    left = box.size
    while left and (piece := stream.read(min(left, _PIECE))):
        target.write(piece)
        left -= len(piece)


def _shifted(index: bytes, media: int, moov: Box) -> bytes | None:
    """Return the movie box for its new place before `media`, or None when that cannot be told.

    What lay between there and the box's old place comes later by the box's size.
    """
    made = bytearray(index)
    for kind, start, end in _walk(made, 0, len(made)):
        if kind in _OTHER_OFFSETS:
            return None
        if kind not in _OFFSETS:
            continue
        if end - start < 8:
            return None
        form = _OFFSETS[kind]
        (count,) = struct.unpack_from(">I", made, start + 4)
        layout = f">{count}{form}"
        if start + 8 + struct.calcsize(layout) > end:
            return None
        offsets = [
            offset + moov.size if media <= offset < moov.offset else offset
            for offset in struct.unpack_from(layout, made, start + 8)
        ]
        if form == "I" and max(offsets, default=0) > 0xFFFFFFFF:
            return None
        struct.pack_into(layout, made, start + 8, *offsets)
    return bytes(made)


def _walk(
    data: bytearray, start: int, end: int, depth: int = 0
) -> Iterator[tuple[bytes, int, int]]:
    """Yield the type of every box from `start` to `end` and inside, and where its content is."""
    while end - start >= 8:
        length, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if length == 1 and end - start >= 16:
            (length,) = struct.unpack_from(">Q", data, start + 8)
            header = 16
        elif length == 0:
            length = end - start
        if length < header or start + length > end or depth > _DEEPEST:
            # Not to be understood: told as a box whose offsets cannot be moved.
            yield b"cmov", start, end
            return
        yield kind, start + header, start + length
        if kind in _HOLDERS:
            yield from _walk(data, start + header, start + length, depth + 1)
        start += length
