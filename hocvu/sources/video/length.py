"""How long a recording plays, by its movie header (ISO/IEC 14496-12, clause 8.2.2)."""

from __future__ import annotations

import struct
from pathlib import Path

from hocvu.sources.video.boxes import boxes

_CHILDREN = 64


def seconds(path: Path) -> float | None:
    """Return the seconds of an MP4 or QuickTime file; None for any other file."""
    try:
        with path.open("rb") as stream:
            movie = next((b for b in boxes(stream, path.stat().st_size) if b.kind == "moov"), None)
            offset = movie.offset + 8 if movie else 0
            for _ in range(_CHILDREN):
                if movie is None or offset >= movie.end:
                    return None
                stream.seek(offset)
                head = stream.read(40)
                if len(head) < 40:
                    return None
                size, kind = struct.unpack(">I4s", head[:8])
                if kind == b"mvhd":
                    return _length(head[8:])
                offset += max(size, 8)
    except OSError:
        pass
    return None


def _length(header: bytes) -> float | None:
    """Return the seconds that a movie header tells: two dates, then time scale and length."""
    scale, length = struct.unpack(
        ">IQ" if header[0] else ">II", header[20:32] if header[0] else header[12:20]
    )
    return length / scale if scale else None
