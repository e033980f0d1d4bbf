"""Makes a media file playable everywhere: MP4, H.264, AAC, its index first.

The same input gives the same bytes with the same ffmpeg: the number of encoding threads is
fixed, processor-dependent short cuts are off, and no time, name or version is written. x264's own
cap of the bit rate (``maxrate``) is not used, as it gives other bytes on a busy machine; what
became too heavy is made again, coarser. One limit is known: ffmpeg's own AAC decoder and encoder
work in floating point, and newer ones round differently on unlike processors; the picture is the
same on all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Literal

from hocvu.tools.ffmpeg.graph import (
    EXACT_VIDEO,
    THREADS,
    even_frames,
    open_input,
    run_graph,
    shown,
    write,
)
from hocvu.tools.ffmpeg.media import Media

_COARSEST: Final = 42
_HEAVIER: Final = 1.15
"""Share of the wanted bits that a picture may have."""

_KEY_FRAME_SECONDS: Final = 4
_LIMIT: Final = 0.84
"""The highest peak of sound that was made louder: -1.5 dB."""


@dataclass(frozen=True, slots=True)
class VideoTarget:
    """The picture to make: square pixels, `rate` frames a second.

    `bitrate` is about the most bits a second on the whole; `coarseness` is x264's rate factor.
    """

    width: int
    height: int
    rate: Fraction
    bitrate: int
    coarseness: int = 23


@dataclass(frozen=True, slots=True)
class AudioTarget:
    """The sound to make; `gain` in decibels makes it louder or softer."""

    channels: int
    sample_rate: int
    bitrate: int
    gain: float = 0.0


Copy = Literal["copy"]


@dataclass(frozen=True, slots=True)
class Output:
    """A file to make: its picture and its sound, each made, copied or (None) left out."""

    path: Path
    video: VideoTarget | Copy | None
    audio: AudioTarget | Copy | None


def convert(
    path: Path,
    media: Media,
    outputs: Sequence[Output],
    *,
    seconds: float,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Write `path` as MP4 with the index first, to all `outputs` in one run.

    What is copied stays bit by bit. The source is decoded once, however many pictures are made.

    Args:
        path: The source.
        media: What `probe` said of the source.
        outputs: The files to make.
        seconds: Time limit.
        on_progress: Told how many seconds of the media are done.

    Raises:
        ToolFailed: The source cannot be decoded or rewritten.
        ToolTimedOut: It took longer than `seconds`.
    """
    _make(path, media, outputs, seconds, on_progress)
    heavy = [coarser for output in outputs if (coarser := _coarser(output, media))]
    if heavy:
        _make(path, media, heavy, seconds, on_progress)


def _coarser(output: Output, media: Media) -> Output | None:
    """Return how to make `output` again, when it has more bits than it should."""
    if not isinstance(output.video, VideoTarget) or not media.duration:
        return None
    sound = output.audio.bitrate if isinstance(output.audio, AudioTarget) else 0
    bits = output.path.stat().st_size * 8 / media.duration - sound
    share = bits / output.video.bitrate
    if share <= _HEAVIER:
        return None
    # Six steps of x264's factor halve the bits.
    coarseness = min(_COARSEST, output.video.coarseness + math.ceil(6 * math.log2(share)))
    return replace(output, video=replace(output.video, coarseness=coarseness))


def _make(
    path: Path,
    media: Media,
    outputs: Sequence[Output],
    seconds: float,
    on_progress: Callable[[float], None] | None,
) -> None:
    source = open_input(path)
    pictures = iter(_pictures(source, media, outputs))
    sounds = iter(_sounds(source, media, outputs))
    made = []
    for output in outputs:
        streams: list[Any] = []
        options: dict[str, Any] = {
            "f": "mp4",
            "movflags": "+faststart",
            "map_metadata": "-1",
            "map_chapters": "-1",
            "fflags": "+bitexact",
            "max_muxing_queue_size": "4096",
        }
        if media.video and output.video:
            if output.video == "copy":
                streams.append(source[str(media.video.index)])
                options["c:v"] = "copy"
            else:
                streams.append(next(pictures))
                options |= _video_options(output.video)
        if media.audio and output.audio:
            if output.audio == "copy":
                streams.append(source[str(media.audio.index)])
                options["c:a"] = "copy"
            else:
                streams.append(next(sounds))
                options |= _audio_options(output.audio)
        made.append(write(streams, output.path, options))
    run_graph(*made, seconds=seconds, on_progress=on_progress)


def subtitles(path: Path, index: int, codec: str, out: Path, *, seconds: float) -> None:
    """Write the text captions in stream `index` as SubRip.

    Raises:
        ToolFailed: The captions are pictures or cannot be read.
    """
    kept = "copy" if codec == "subrip" else "srt"
    stream = open_input(path)[str(index)]
    run_graph(write([stream], out, {"f": "srt", "c:s": kept}), seconds=seconds)


def _pictures(source: Any, media: Media, outputs: Sequence[Output]) -> list[Any]:
    """Return the pictures to encode, in the order of `outputs`; all have the same rate."""
    wanted = [output.video for output in outputs if isinstance(output.video, VideoTarget)]
    if media.video is None or not wanted:
        return []
    whole = even_frames(source[str(media.video.index)], media.video, wanted[0].rate)
    branches = _divided(whole, "split", len(wanted))
    return [
        shown(branch, media.video, target.width, target.height)
        for branch, target in zip(branches, wanted, strict=True)
    ]


def _sounds(source: Any, media: Media, outputs: Sequence[Output]) -> list[Any]:
    wanted = [output.audio for output in outputs if isinstance(output.audio, AudioTarget)]
    if media.audio is None or not wanted:
        return []
    branches = _divided(source[str(media.audio.index)], "asplit", len(wanted))
    return [sound(branch, target) for branch, target in zip(branches, wanted, strict=True)]


def _divided(stream: Any, name: str, count: int) -> list[Any]:
    if count == 1:
        return [stream]
    divided = stream.filter_multi_output(name, count)
    return [divided[number] for number in range(count)]


def sound(stream: Any, audio: AudioTarget) -> Any:
    """Mix and resample in whole numbers: in floating point it depends on the processor.

    Gaps are filled, so that the sound stays with the picture.
    """
    layout = "mono" if audio.channels == 1 else "stereo"
    stream = (
        stream.filter("aformat", sample_fmts="s16p")
        .filter("aformat", sample_fmts="s16p", channel_layouts=layout)
        .filter("aresample", audio.sample_rate, **{"async": 1, "first_pts": 0})
        .filter("aformat", sample_fmts="s16p", sample_rates=audio.sample_rate)
    )
    if audio.gain:
        # Wide numbers between the two, so that a peak is bent by the limiter and not cut off.
        stream = (
            stream.filter("aformat", sample_fmts="dblp")
            .filter("volume", f"{audio.gain:.1f}dB", precision="double")
            .filter("alimiter", limit=_LIMIT, level="disabled")
            .filter("aformat", sample_fmts="s16p")
        )
    return stream


def _video_options(video: VideoTarget) -> dict[str, Any]:
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "crf": video.coarseness,
        "profile:v": "high",
        "g": round(video.rate * _KEY_FRAME_SECONDS),
        "x264-params": "cpu-independent=1",
        "bsf:v": "filter_units=remove_types=6",  # The encoder's name and settings.
        "threads:v": THREADS,
        **EXACT_VIDEO,
    }


def _audio_options(audio: AudioTarget) -> dict[str, Any]:
    return {
        "c:a": "aac",
        "profile:a": "aac_low",
        "b:a": audio.bitrate,
        "flags:a": "+bitexact",
    }
