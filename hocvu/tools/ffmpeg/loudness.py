"""How loud a recording is (EBU R 128, ITU-R BS.1770-4)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from hocvu.tools.ffmpeg.graph import measure, open_input, run_graph
from hocvu.tools.ffmpeg.media import AudioStream

_TOLD: Final = re.compile(r"Integrated loudness:\s+I:\s+(-?[\d.]+|-inf|nan) LUFS")
_SILENT: Final = -69.0
"""LUFS below which nothing passes the measure's gate."""


def loudness(path: Path, audio: AudioStream, *, seconds: float) -> float | None:
    """Return the loudness of the whole recording in LUFS; None when it is silent.

    `seconds` is the time limit.

    Raises:
        ToolFailed: The sound cannot be decoded.
    """
    stream = open_input(path)[str(audio.index)].filter("ebur128", framelog="verbose")
    told = _TOLD.findall(run_graph(measure(stream), seconds=seconds, loglevel="info").stderr)
    if not told or not told[-1].lstrip("-")[:1].isdigit():
        return None
    value = float(told[-1])
    return value if value > _SILENT else None
