"""ffmpeg's graphs: opening a user's file, the filters that several uses share, and running."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from hocvu.tools.ffmpeg.engine import binary
from hocvu.tools.ffmpeg.media import FORMATS, VideoStream, url
from hocvu.tools.process import Limits, Outcome, run

THREADS: Final = 4
"""x264's output depends on how many there are."""

EXACT_VIDEO: Final = {"flags:v": "+bitexact"}


def open_input(path: Path, **options: Any) -> Any:
    """Return ffmpeg's graph with `path` as its only input."""
    import ffmpeg  # Slow to load, and not needed for most commands.

    return ffmpeg.input(
        url(path),
        protocol_whitelist="file",
        format_whitelist=FORMATS,
        threads=THREADS,
        **options,
    )


def write(streams: Sequence[Any], out: Path, options: dict[str, Any]) -> Any:
    """Return a graph that writes `streams` to `out`."""
    import ffmpeg

    return ffmpeg.output(*streams, url(out), **options)


def measure(stream: Any) -> Any:
    """Return a graph that writes nothing; what a filter says of `stream` is wanted."""
    import ffmpeg

    return ffmpeg.output(stream, "-", f="null")


def run_graph(
    *outputs: Any,
    seconds: float,
    on_progress: Callable[[float], None] | None = None,
    loglevel: str = "error",
) -> Outcome:
    """Make all `outputs` in one run, which decodes the input once.

    Raises:
        ToolFailed: The input cannot be decoded, or an output not be written.
        ToolTimedOut: It took longer than `seconds`.
    """
    import ffmpeg

    def on_line(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.lstrip("-").isdecimal() and on_progress:
            on_progress(max(0, int(value)) / 1_000_000)

    program = [str(binary()), "-nostdin", "-hide_banner", "-loglevel", loglevel, "-nostats", "-y"]
    if on_progress:
        program += ["-progress", "pipe:1"]
    graph = outputs[0] if len(outputs) == 1 else ffmpeg.merge_outputs(*outputs)
    limits = Limits(seconds=seconds)
    return run(graph.compile(cmd=program), limits=limits, on_line=on_line if on_progress else None)


def even_frames(stream: Any, video: VideoStream, rate: Fraction | None) -> Any:
    """Return whole frames at `rate`, or as they come when it is None."""
    if video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="all")
    if rate is not None:
        stream = stream.filter("fps", f"{rate.numerator}/{rate.denominator}")
    return stream


def shown(stream: Any, video: VideoStream, width: int, height: int) -> Any:
    """Return the picture in square pixels of `width` by `height`, as every screen shows it."""
    # Made smaller before brightness is mapped, which takes 12 bytes a pixel.
    flags = "bicubic+accurate_rnd+bitexact"
    stream = stream.filter("scale", width, height, flags=flags).filter("setsar", 1)
    if video.hdr:
        stream = _standard_brightness(stream, video.hdr)
    return stream.filter("format", "yuv420p")


def _standard_brightness(stream: Any, transfer: str) -> Any:
    """Bring a phone's high dynamic range to what every screen shows."""
    told = {"transferin": transfer, "primariesin": "bt2020", "matrixin": "bt2020nc"}
    return (
        stream.filter("zscale", transfer="linear", npl=203, **told)
        .filter("format", "gbrpf32le")
        .filter("zscale", primaries="bt709")
        .filter("tonemap", "hable", desat=0)
        .filter("zscale", transfer="bt709", matrix="bt709", range="tv")
    )
