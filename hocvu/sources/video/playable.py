"""Makes the one media file of a lesson from a recording."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, ToolFailed
from hocvu.lesson import Asset
from hocvu.progress import Step
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.video.boxes import Layout
from hocvu.sources.video.faststart import put_index_first
from hocvu.sources.video.plan import Plan, decide
from hocvu.tools.ffmpeg import Media, convert, probe

_SLOWEST: Final = 20
"""Seconds of work for a second of video, on an old office computer."""

_SLOWEST_DISK: Final = 4 << 20
"""Bytes a second."""

_HEAVY: Final = 3_000_000
"""Bits a second beyond which a mobile network of a commune does not keep up."""


@dataclass(frozen=True, slots=True)
class Playable:
    """What browsers play: its asset, its length in seconds, its size in pixels as shown."""

    asset: Asset
    duration: float
    size: tuple[int, int]


def make_playable(
    source: Source,
    workspace: Workspace,
    notices: Notices,
    media: Media,
    order: Layout | None,
    max_height: int,
) -> Playable:
    """Return the media file: the user's own when it plays everywhere, else one made from it.

    Raises:
        Damaged: It cannot be decoded.
        ToolTimedOut: The work took longer than a slow machine needs.
    """
    plan = decide(media, order, max_height)
    suffix, media_type = _kind(media, plan)
    if media.audio_tracks > 1:
        notices.add("video.audio_tracks_dropped", count=media.audio_tracks - 1)
    if plan.as_is:
        asset = workspace.refer(source.path, suffix, media_type)
        made = media
    else:
        out = workspace.scratch("video") / f"playable{suffix}"
        if not (plan.reorder and put_index_first(source.path, out)):
            _convert(source, workspace, media, plan, max_height, out)
        made = _examine_made(source, out)
        asset = workspace.add_file(out, suffix, media_type)
        _tell(notices, media, made, plan)
    duration = made.duration or 0.0
    if media.video and duration and asset.size * 8 / duration > _HEAVY:
        notices.add("video.heavy", "info", rate=round(asset.size * 8 / duration / 1_000_000, 1))
    return Playable(asset, duration, made.video.shown if made.video else (0, 0))


def _kind(media: Media, plan: Plan) -> tuple[str, str]:
    if media.video:
        return ".mp4", "video/mp4"
    if plan.as_is and media.container == {"mp3"}:
        return ".mp3", "audio/mpeg"
    return ".m4a", "audio/mp4"


def _convert(
    source: Source, workspace: Workspace, media: Media, plan: Plan, max_height: int, out: Path
) -> None:
    length = media.duration or 0.0
    total = math.ceil(length)

    def on_progress(seconds: float) -> None:
        done = min(int(seconds), total) if total else int(seconds)
        workspace.progress(Step("read", source.name, done, total))

    def run(plan: Plan) -> None:
        convert(
            source.path, out, media, video=plan.video, audio=plan.audio,
            seconds=_patience(source.path, length, plan), on_progress=on_progress,
        )  # fmt: skip

    try:
        try:
            run(plan)
        except ToolFailed:
            if not plan.copies:
                raise
            # Streams that no longer fit MP4 when copied can often still be decoded.
            run(decide(media, None, max_height, copy=False))
    except ToolFailed as error:
        if "No space left" in str(error.remark.params["said"]):
            raise
        raise unreadable(source, error) from error


def unreadable(source: Source, error: ToolFailed) -> Damaged:
    """Return the error that says what ffmpeg said, without the places of this machine's files."""
    said = re.sub(r"file:\S*[/\\]", "", str(error.remark.params["said"]))
    return Damaged("video.unreadable", origin=source.at(), said=said)


def _patience(path: Path, length: float, plan: Plan) -> float:
    size = path.stat().st_size
    moving = 120 + size / _SLOWEST_DISK
    if plan.copies:
        return moving
    # A file that does not tell its length has at least 100 kilobits a second.
    return moving + _SLOWEST * (length or size * 8 / 100_000)


def _examine_made(source: Source, out: Path) -> Media:
    made = probe(out)
    if not made.duration:
        raise Damaged("video.unreadable", origin=source.at(), said="0 s")
    return made


def _tell(notices: Notices, media: Media, made: Media, plan: Plan) -> None:
    if media.located:
        notices.add("video.location_removed", "info")
    if not plan.copies:
        codec = " + ".join(s.codec for s in (media.video, media.audio) if s)
        notices.add("video.transcoded", "info", codec=codec)
    told, got = media.duration, made.duration
    if told and got and told - got > max(1.0, told / 50):
        place = notices.source.at(seconds=got)
        notices.at(place, "video.shorter", told=round(told), got=round(got))
