"""Decides how little must be done so that a recording plays everywhere.

Everywhere is: MP4 with its index first, H.264 of 8 bits and 4:2:0, progressive, no larger than
asked for, AAC-LC of one or two channels; or MP3 when there is no picture. A turned picture may
stay turned: browsers show it upright. What is right already is copied bit by bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from hocvu.sources.video.boxes import Layout
from hocvu.tools.ffmpeg import AudioStream, AudioTarget, Copy, Media, VideoStream, VideoTarget

_PROFILES: Final = {"Constrained Baseline", "Baseline", "Main", "High"}
_PIXELS: Final = {"yuv420p", "yuvj420p"}
_FASTEST_KEPT: Final = 60
_FASTEST_MADE: Final = 30
_MOST_BITS: Final = 2_500_000
_USUAL_RATE: Final = Fraction(25)
_TAKEN_APART: Final = frozenset({"mov", "matroska", "flv", "mpegts"})
"""Containers whose streams can be copied; others lack the times that MP4 needs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: each stream is copied, made anew or (None) not there.

    `as_is` when the file itself can be used; `reorder` when only its index must go first.
    """

    video: VideoTarget | Copy | None
    audio: AudioTarget | Copy | None
    as_is: bool = False
    reorder: bool = False

    @property
    def copies(self) -> bool:
        """No stream is made anew."""
        return self.video in {"copy", None} and self.audio in {"copy", None}


def smaller(video: VideoStream, height: int) -> VideoTarget:
    """Return `video` with `height` lines (of a 16:9 frame), for a weak network."""
    return replace(_target(video, height), bitrate=round(_MOST_BITS * (height / 720) ** 2))


def decide(media: Media, layout: Layout | None, max_height: int, *, copy: bool = True) -> Plan:
    """Return the plan for `media` with pictures of `max_height` lines (of a 16:9 frame) at most.

    Without `copy` every stream is made anew.
    """
    apart = copy and bool(media.container & _TAKEN_APART)
    video: VideoTarget | Copy | None = None
    audio: AudioTarget | Copy | None = None
    if media.video:
        kept = apart and _plays(media.video, max_height)
        video = "copy" if kept else _target(media.video, max_height)
    if media.audio:
        audio = "copy" if apart and _sounds(media.audio) else made_sound(media.audio)
    right = (
        layout is not None
        and layout.indexed
        and not layout.fragmented
        and layout.brand not in {"", "qt"}
        and not media.located
        and Plan(video, audio).copies
    )
    first = layout is not None and layout.index_first
    as_is = copy and ((right and first) or _is_mp3(media))
    return Plan(video, audio, as_is=as_is, reorder=right and not first)


def _is_mp3(media: Media) -> bool:
    sound = media.audio
    return (
        media.video is None
        and sound is not None
        and media.container == {"mp3"}
        and sound.codec == "mp3"
        and sound.channels <= 2
        and not media.located
    )


def _plays(video: VideoStream, max_height: int) -> bool:
    return (
        video.codec == "h264"
        and video.profile in _PROFILES
        and video.pixel_format in _PIXELS
        and not video.interlaced
        and video.width % 2 == video.height % 2 == 0
        and _fits(video.shown, max_height)
        and _fits((video.width, video.height), max_height)
        and video.rate is not None
        and video.rate <= _FASTEST_KEPT
    )


def _sounds(audio: AudioStream) -> bool:
    return (
        audio.codec == "aac"
        and audio.profile in {"LC", ""}
        and audio.channels <= 2
        and audio.sample_rate <= 48_000
    )


def _bounds(max_height: int) -> tuple[int, int]:
    """Return the longest and the shortest side of a 16:9 frame, the same for upright phones."""
    return round(max_height * 16 / 9), max_height


def _fits(size: tuple[int, int], max_height: int) -> bool:
    longest, shortest = _bounds(max_height)
    return max(size) <= longest and min(size) <= shortest


def _target(video: VideoStream, max_height: int) -> VideoTarget:
    longest, shortest = _bounds(max_height)
    width, height = video.shown
    scale = min(
        Fraction(1),
        Fraction(longest, max(width, height)),
        Fraction(shortest, min(width, height)),
    )
    rate = _made_rate(video.rate)
    return VideoTarget(_even(width * scale), _even(height * scale), rate, _MOST_BITS)


def _made_rate(rate: Fraction | None) -> Fraction:
    """Return the rate of the new picture: 50 and 60 are halved, as phones decode 30 with ease."""
    if rate is None:
        return _USUAL_RATE
    while rate > _FASTEST_MADE:
        rate /= 2
    return rate


def made_sound(audio: AudioStream) -> AudioTarget:
    """Return what `audio` becomes when it is made anew."""
    channels = min(audio.channels, 2)
    return AudioTarget(
        channels, min(audio.sample_rate, 48_000), 96_000 if channels == 1 else 128_000
    )


def _even(value: Fraction) -> int:
    return max(2, 2 * round(value / 2))
