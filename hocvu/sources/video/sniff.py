"""Tells a recording by its first bytes."""

from __future__ import annotations

import re
from typing import Final

_BEGINNINGS: Final = re.compile(
    rb"\x00...(?:ftyp|moov|wide|free|skip|pnot)|....mdat"  # ISO media and QuickTime
    rb"|\x1a\x45\xdf\xa3"  # Matroska, WebM
    rb"|RIFF....(?:AVI |WAVE)"
    rb"|\x00\x00\x01[\xba\xb3]"  # MPEG programme and video streams
    rb"|FLV\x01"
    rb"|\x30\x26\xb2\x75\x8e\x66\xcf\x11"  # ASF: wmv, wma
    rb"|OggS\x00|fLaC[\x00\x80]|ID3[\x02-\x04]|\.RMF|#!AMR"
    rb"|\xff[\xe2-\xe7\xf2-\xf7\xfa-\xfd][^\xff]"  # MPEG audio, layers II and III
    rb"|\xff[\xf0\xf1\xf8\xf9][^\xff]",  # AAC in ADTS
    re.DOTALL,
)


def is_media(head: bytes) -> bool:
    """Tell if `head`, the first bytes of a file, begins a container that can be read."""
    return _BEGINNINGS.match(head) is not None or _is_transport_stream(head)


def _is_transport_stream(head: bytes) -> bool:
    """Look for the sync byte of three packets of 188 bytes, or of 192 with time stamps."""
    return any(
        len(head) > start + 2 * step and all(head[start + n * step] == 0x47 for n in range(3))
        for start, step in ((0, 188), (4, 192))
    )
