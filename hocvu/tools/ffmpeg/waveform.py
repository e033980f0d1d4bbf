"""The sound of a recording as bare samples, for those who listen to it."""

from __future__ import annotations

from pathlib import Path

from hocvu.tools.ffmpeg.convert import AudioTarget, sound
from hocvu.tools.ffmpeg.graph import open_input, run_graph, write
from hocvu.tools.ffmpeg.media import AudioStream


def waveform(path: Path, audio: AudioStream, out: Path, *, rate: int, seconds: float) -> None:
    """Write the sound as samples of 16 bits (little-endian), one channel, `rate` a second.

    `seconds` is the time limit. The first sample is at the recording's beginning.

    Raises:
        ToolFailed: The sound cannot be decoded.
    """
    heard = sound(open_input(path)[str(audio.index)], AudioTarget(1, rate, 0))
    run_graph(write([heard], out, {"f": "s16le", "c:a": "pcm_s16le"}), seconds=seconds)
