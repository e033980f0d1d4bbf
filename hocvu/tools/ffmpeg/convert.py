"""Makes a media file playable everywhere: MP4, H.264, AAC, its index first.

The same input gives the same bytes with the same ffmpeg: the number of encoding threads is
fixed, processor-dependent short cuts are off, and no time, name or version is written. One limit
is known: ffmpeg's own AAC decoder and encoder work in floating point, and newer ones round
differently on unlike processors; the picture is the same on all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from hocvu.tools.ffmpeg.engine import binary
from hocvu.tools.ffmpeg.media import FORMATS, Media, VideoStream, url
from hocvu.tools.process import Limits, run

_THREADS = 4  # x264's output depends on it.
_CRF = 23
_KEY_FRAME_SECONDS = 4


@dataclass(frozen=True, slots=True)
class VideoTarget:
    """The picture to make: square pixels, `rate` frames a second, at most `bitrate` bits."""

    width: int
    height: int
    rate: Fraction
    bitrate: int


@dataclass(frozen=True, slots=True)
class AudioTarget:
    """The sound to make."""

    channels: int
    sample_rate: int
    bitrate: int


Copy = Literal["copy"]


def convert(
    path: Path,
    out: Path,
    media: Media,
    *,
    video: VideoTarget | Copy | None,
    audio: AudioTarget | Copy | None,
    seconds: float,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Write `path` to `out` as MP4 with its index first; what is copied stays bit by bit.

    Args:
        path: The source.
        out: The file to make.
        media: What `probe` said of the source.
        video: The picture to make, ``copy``, or None to leave it out.
        audio: The sound to make, ``copy``, or None to leave it out.
        seconds: Time limit.
        on_progress: Told how many seconds of the media are done.

    Raises:
        ToolFailed: The source cannot be decoded or rewritten.
        ToolTimedOut: It took longer than `seconds`.
    """
    source = _open(path)
    streams: list[Any] = []
    options: dict[str, Any] = {
        "f": "mp4",
        "movflags": "+faststart",
        "map_metadata": "-1",
        "map_chapters": "-1",
        "fflags": "+bitexact",
        "max_muxing_queue_size": "4096",
    }
    if media.video and video:
        stream = source[str(media.video.index)]
        if video == "copy":
            options["c:v"] = "copy"
        else:
            stream = _picture(stream, media.video, video.width, video.height, video.rate)
            options |= _video_options(video)
        streams.append(stream)
    if media.audio and audio:
        stream = source[str(media.audio.index)]
        if audio == "copy":
            options["c:a"] = "copy"
        else:
            stream = _sound(stream, audio)
            options |= _audio_options(audio)
        streams.append(stream)
    _run(streams, out, options, seconds, on_progress)


def poster(
    path: Path, out: Path, video: VideoStream, *, at: float, size: tuple[int, int], quality: int
) -> None:
    """Write a telling frame from soon after `at` seconds as JPEG.

    Only key frames are decoded. `quality` goes from 2 (best) to 31.

    Raises:
        ToolFailed: No frame can be decoded.
    """
    source = _open(path, ss=f"{at:.3f}", noaccurate_seek=None, skip_frame="nokey")
    # The key frame before `at` has a negative time, which would be dropped.
    stream = source[str(video.index)].filter("thumbnail", 8).filter("setpts", "N")
    stream = _picture(stream, video, *size, None).filter("scale", out_range="pc")
    stream = stream.filter("format", "yuvj420p")
    options = {"f": "mjpeg", "frames:v": 1, "q:v": quality, "threads": 1, "fflags": "+bitexact"}
    _run([stream], out, options | _EXACT_VIDEO, 120)


def subtitles(path: Path, index: int, codec: str, out: Path, *, seconds: float) -> None:
    """Write the text captions in stream `index` as SubRip.

    Raises:
        ToolFailed: The captions are pictures or cannot be read.
    """
    kept = "copy" if codec == "subrip" else "srt"
    _run([_open(path)[str(index)]], out, {"f": "srt", "c:s": kept}, seconds)


_EXACT_VIDEO = {"flags:v": "+bitexact"}


def _open(path: Path, **options: Any) -> Any:
    """Return ffmpeg's graph with `path` as its only input."""
    import ffmpeg  # Slow to load, and not needed for most commands.

    return ffmpeg.input(
        url(path),
        protocol_whitelist="file",
        format_whitelist=FORMATS,
        threads=_THREADS,
        **options,
    )


def _picture(
    stream: Any, video: VideoStream, width: int, height: int, rate: Fraction | None
) -> Any:
    if video.interlaced:
        stream = stream.filter("bwdif", mode="send_frame", deint="all")
    if rate is not None:
        stream = stream.filter("fps", f"{rate.numerator}/{rate.denominator}")
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


def _sound(stream: Any, audio: AudioTarget) -> Any:
    """Mix and resample in whole numbers: in floating point it depends on the processor.

    Gaps are filled, so that the sound stays with the picture.
    """
    layout = "mono" if audio.channels == 1 else "stereo"
    return (
        stream.filter("aformat", sample_fmts="s16p")
        .filter("aformat", sample_fmts="s16p", channel_layouts=layout)
        .filter("aresample", audio.sample_rate, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="s16p", sample_rates=audio.sample_rate)
    )


def _video_options(video: VideoTarget) -> dict[str, Any]:
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": _CRF,
        "profile:v": "high",
        "maxrate": video.bitrate,
        "bufsize": 2 * video.bitrate,
        "g": round(video.rate * _KEY_FRAME_SECONDS),
        "x264-params": "cpu-independent=1",
        "bsf:v": "filter_units=remove_types=6",  # The encoder's name and settings.
        "threads:v": _THREADS,
        **_EXACT_VIDEO,
    }


def _audio_options(audio: AudioTarget) -> dict[str, Any]:
    return {
        "c:a": "aac",
        "profile:a": "aac_low",
        "b:a": audio.bitrate,
        "flags:a": "+bitexact",
    }


def _run(
    streams: list[Any],
    out: Path,
    options: dict[str, Any],
    seconds: float,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    import ffmpeg

    def on_line(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "out_time_us" and value.lstrip("-").isdecimal() and on_progress:
            on_progress(max(0, int(value)) / 1_000_000)

    program = [str(binary()), "-nostdin", "-hide_banner", "-loglevel", "error", "-nostats", "-y"]
    if on_progress:
        program += ["-progress", "pipe:1"]
    arguments = ffmpeg.output(*streams, url(out), **options).compile(cmd=program)
    run(arguments, limits=Limits(seconds=seconds), on_line=on_line if on_progress else None)
