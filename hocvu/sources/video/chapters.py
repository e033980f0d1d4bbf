"""Chapters: of the file, of the author, or where the scenes change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from hocvu.errors import ToolFailed, clock
from hocvu.identifiers import nfc
from hocvu.lesson import Chapter
from hocvu.messages import text
from hocvu.sources.base import Notices, Source
from hocvu.sources.video.options import GivenChapter
from hocvu.tools.ffmpeg import Media, SceneChange, scene_changes

_LONG: Final = 180
"""Seconds from which a video without chapters is hard to find one's way in."""

_LEAST: Final = 0.15
"""How much of the picture changes at a new scene, from 0 to 1."""

_CLOSEST: Final = 20.0
"""Seconds that a chapter has at least."""

_MOST: Final = 12


def make_chapters(
    source: Source,
    notices: Notices,
    media: Media,
    duration: float,
    wanted: str | tuple[GivenChapter, ...],
) -> tuple[Chapter, ...]:
    """Return the chapters of a recording of `duration` seconds, as `wanted`.

    Where there are none, a long video's changes of scene are told as a suggestion.
    """
    if isinstance(wanted, tuple):
        return _given(wanted, notices, duration)
    if wanted == "none":
        return ()
    named = (chapter for chapter in media.chapters if chapter.title)
    told = tuple(
        Chapter(start=math.floor(chapter.start * 1000) / 1000, title=nfc(chapter.title))
        for chapter in named
    )
    if told or media.video is None or (wanted == "file" and duration < _LONG):
        return told
    starts = _suggested(source, media, duration)
    if not starts:
        return ()
    if wanted == "scenes":
        return tuple(
            Chapter(start=start, title=text("video.scene_title", {"number": number}, "vi"))
            for number, start in enumerate((0.0, *starts), start=1)
        )
    times = ", ".join(clock(start) for start in starts)
    notices.add("video.chapters_suggested", "info", times=times, first=clock(starts[0]))
    return ()


def choose(changes: Sequence[SceneChange], duration: float) -> tuple[float, ...]:
    """Return the seconds of the greatest of `changes`, far enough from each other and the ends."""
    apart = max(_CLOSEST, duration / (2 * _MOST))
    chosen: list[float] = []
    for change in sorted(changes, key=lambda change: (-change.score, change.seconds)):
        near = (abs(change.seconds - other) for other in (0.0, duration, *chosen))
        if len(chosen) < _MOST - 1 and min(near) >= apart:
            chosen.append(change.seconds)
    return tuple(sorted(math.floor(start * 1000) / 1000 for start in chosen))


def _suggested(source: Source, media: Media, duration: float) -> tuple[float, ...]:
    assert media.video is not None
    try:
        changes = scene_changes(source.path, media.video, least=_LEAST, seconds=120 + duration)
    except ToolFailed:
        return ()
    return choose(changes, duration)


def _given(
    wanted: tuple[GivenChapter, ...], notices: Notices, duration: float
) -> tuple[Chapter, ...]:
    kept = []
    for chapter in sorted(wanted, key=lambda chapter: chapter.at):
        if duration and chapter.at >= duration:
            place = notices.source.at(seconds=chapter.at)
            notices.at(place, "video.chapter_beyond_end", title=chapter.title)
        else:
            kept.append(Chapter(start=chapter.at, title=nfc(" ".join(chapter.title.split()))))
    return tuple(kept)
