"""The same video for weaker networks: smaller pictures, and the sound alone.

The video itself stays the best of them and is never made worse for their sake.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.lesson import Rendition
from hocvu.sources.base import Notices, Workspace
from hocvu.sources.video.options import VideoOptions
from hocvu.sources.video.plan import smaller
from hocvu.tools.ffmpeg import AudioTarget, Media, Output, VideoTarget

USUAL: Final = (360, 720)
"""Lines of the smaller pictures that are made unasked."""

_SHORT: Final = 30
"""Seconds up to which a video is light enough as it is."""

_SMALLER: Final = 1.25
"""How many times more lines a video has than what is worth making of it."""

_LIGHT: Final = 500_000
"""Bits a second that need no lighter version."""

_SAVES: Final = 0.8
"""Share of the heavier version's size under which a lighter one is worth its place."""

_SPEECH: Final = 56_000
_SPEECH_BELOW_PICTURE: Final = 64_000


@dataclass(frozen=True, slots=True)
class Versions:
    """Smaller pictures, the largest first, and the asset of the sound alone."""

    renditions: tuple[Rendition, ...] = ()
    audio: str | None = None


def outputs(
    media: Media,
    size: tuple[int, int],
    rate: float | None,
    options: VideoOptions,
    folder: Path,
    gain: float,
) -> list[Output]:
    """Return what to make beside a video of `media` that has `size` pixels.

    Args:
        media: What the versions are made from.
        size: Pixels of the video as shown.
        rate: Its bits a second, None while they are not known.
        options: What the author asks for.
        folder: Where to put the files.
        gain: Decibels by which the sound is made louder.
    """
    if media.video is None:
        return []
    long = (media.duration or 0) >= _SHORT and (rate is None or rate > _LIGHT)
    wanted = options.rungs if isinstance(options.rungs, tuple) else USUAL
    if options.rungs == "none" or (options.rungs == "auto" and not long):
        wanted = ()
    made = [
        Output(
            folder / f"{height}.mp4",
            smaller(media.video, height),
            _mono(media, _SPEECH_BELOW_PICTURE, gain) if height <= 480 else _full(media, gain),
        )
        for height in sorted(set(wanted), reverse=True)
        if min(size) >= _SMALLER * height
    ]
    if media.audio and (options.audio_only is True or (options.audio_only == "auto" and long)):
        made.append(Output(folder / "sound.m4a", None, _mono(media, _SPEECH, gain)))
    return made


def keep(
    made: list[Output], media: Media, bytes_of_video: int, options: VideoOptions,
    workspace: Workspace, notices: Notices,
) -> Versions:  # fmt: skip
    """Return those of `made` that are lighter than the next better one; tell of the others."""
    renditions = []
    audio = None
    lightest = bytes_of_video
    for output in made:
        size = output.path.stat().st_size
        if size > lightest * _SAVES and not (output.video is None and options.audio_only is True):
            continue
        if isinstance(output.video, VideoTarget):
            lightest = size
            asset = workspace.add_file(output.path, ".mp4", "video/mp4")
            rate = max(1, round(size * 8 / max(media.duration or 0, 1)))
            target = output.video
            renditions.append(
                Rendition(asset=asset.id, width=target.width, height=target.height, bitrate=rate)
            )
        else:
            audio = workspace.add_file(output.path, ".m4a", "audio/mp4").id
    if isinstance(options.rungs, tuple) and len(renditions) < len(set(options.rungs)):
        notices.add("video.rungs_left_out", "info", count=len(set(options.rungs)) - len(renditions))
    return Versions(tuple(renditions), audio)


def _mono(media: Media, bitrate: int, gain: float) -> AudioTarget | None:
    if media.audio is None:
        return None
    return AudioTarget(1, min(media.audio.sample_rate, 48_000), bitrate, gain)


def _full(media: Media, gain: float) -> AudioTarget | None:
    if media.audio is None:
        return None
    channels = min(media.audio.channels, 2)
    rate = min(media.audio.sample_rate, 48_000)
    return AudioTarget(channels, rate, 64_000 * channels, gain)
