"""How much louder or softer a recording is made, so that lessons sound alike."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hocvu.tools.ffmpeg import Media, loudness

_TARGET: Final = -16.0
"""LUFS that speech on a phone's loudspeaker needs (AES TD1004 asks for -20 to -16)."""

_FAR: Final = 4.0
"""Decibels that a listener does not mind."""

_MOST: Final = 20.0
_SLOWEST: Final = 1.0
"""Seconds of work for a second of sound."""


def gain_for(path: Path, media: Media) -> float:
    """Return the decibels that bring the sound of `path` near the target; 0 when it is near.

    Raises:
        ToolFailed: The sound cannot be decoded.
    """
    if media.audio is None:
        return 0.0
    limit = 120 + _SLOWEST * (media.duration or path.stat().st_size * 8 / 100_000)
    told = loudness(path, media.audio, seconds=limit)
    if told is None or abs(_TARGET - told) <= _FAR:
        return 0.0
    return round(max(-_MOST, min(_MOST, _TARGET - told)), 1)
