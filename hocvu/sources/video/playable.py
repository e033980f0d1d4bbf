"""Makes the media files of a lesson from a recording."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, ToolFailed
from hocvu.lesson import Asset
from hocvu.progress import Step
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.video import versions
from hocvu.sources.video.boxes import Layout
from hocvu.sources.video.evenness import gain_for
from hocvu.sources.video.faststart import put_index_first
from hocvu.sources.video.options import VideoOptions
from hocvu.sources.video.plan import Plan, decide, made_sound
from hocvu.sources.video.versions import Versions
from hocvu.tools.ffmpeg import AudioTarget, Media, Output, VideoTarget, convert, probe

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
    versions: Versions


def make_playable(
    source: Source,
    workspace: Workspace,
    notices: Notices,
    media: Media,
    order: Layout | None,
    options: VideoOptions,
) -> Playable:
    """Return the media files: the user's own when it plays everywhere, else one made from it.

    Raises:
        Damaged: It cannot be decoded.
        ToolTimedOut: The work took longer than a slow machine needs.
    """
    if media.audio_tracks > 1:
        notices.add("video.audio_tracks_dropped", count=media.audio_tracks - 1)
    maker = _Maker(source, workspace, media, options)
    plan, gain = _evened(source, media, decide(media, order, options.max_height), options)
    suffix, media_type = _kind(media, plan)
    lighter: list[Output] = []
    if plan.as_is:
        path, made = source.path, media
    else:
        path = workspace.scratch("video") / f"playable{suffix}"
        if not (plan.reorder and put_index_first(source.path, path)):
            lighter = maker.convert(plan, path, gain)
        made = _examine_made(source, path)
    size = made.video.shown if made.video else (0, 0)
    duration = made.duration or 0.0
    if plan.copies and not lighter:
        lighter = _lighter(maker, path, made, notices)
    if plan.as_is:
        asset = workspace.refer(path, suffix, media_type)
    else:
        asset = workspace.add_file(path, suffix, media_type)
        _tell(notices, media, made, plan, gain)
    kept = versions.keep(lighter, made, asset.size, options, workspace, notices)
    if media.video and duration and asset.size * 8 / duration > _HEAVY and not kept.renditions:
        notices.add("video.heavy", "info", rate=round(asset.size * 8 / duration / 1_000_000, 1))
    return Playable(asset, duration, size, kept)


def _evened(source: Source, media: Media, plan: Plan, options: VideoOptions) -> tuple[Plan, float]:
    """Return the plan with even sound, and by how many decibels that is louder."""
    asked = options.loudness == "even" or (
        options.loudness == "auto" and isinstance(plan.audio, AudioTarget) and not plan.as_is
    )
    try:
        gain = gain_for(source.path, media) if asked else 0.0
    except ToolFailed:
        gain = 0.0  # Whether it can be decoded at all shows when it is made anew.
    if not gain or media.audio is None:
        return plan, 0.0
    audio = replace(made_sound(media.audio), gain=gain)
    return replace(plan, audio=audio, as_is=False, reorder=False), gain


def _kind(media: Media, plan: Plan) -> tuple[str, str]:
    if media.video:
        return ".mp4", "video/mp4"
    if plan.as_is and media.container == {"mp3"}:
        return ".mp3", "audio/mpeg"
    return ".m4a", "audio/mp4"


def _lighter(maker: _Maker, path: Path, made: Media, notices: Notices) -> list[Output]:
    """Make the versions of a video that was copied; it is whole without them."""
    rate = path.stat().st_size * 8 / max(made.duration or 0, 1)
    size = made.video.shown if made.video else (0, 0)
    wanted = versions.outputs(
        made, size, rate, maker.options, maker.workspace.scratch("versions"), 0.0
    )
    if not wanted:
        return []
    try:
        maker.run(path, made, wanted)
    except ToolFailed as error:
        said = unreadable(maker.source, error).remark.params["said"]
        notices.add("video.versions_failed", said=said)
        return []
    return wanted


@dataclass(frozen=True, slots=True)
class _Maker:
    """Runs ffmpeg on one recording, and tells how far it is."""

    source: Source
    workspace: Workspace
    media: Media
    options: VideoOptions

    def convert(self, plan: Plan, out: Path, gain: float) -> list[Output]:
        """Make the video by `plan`, and in the same run what is lighter if it is made anew."""
        try:
            try:
                return self._all(plan, out, gain)
            except ToolFailed:
                if not plan.copies:
                    raise
                # Streams that no longer fit MP4 when copied can often still be decoded.
                plan = decide(self.media, None, self.options.max_height, copy=False)
                return self._all(plan, out, gain)
        except ToolFailed as error:
            if "No space left" in str(error.remark.params["said"]):
                raise
            raise unreadable(self.source, error) from error

    def _all(self, plan: Plan, out: Path, gain: float) -> list[Output]:
        lighter: list[Output] = []
        if not plan.copies and self.media.video:
            size = self.media.video.shown
            if isinstance(plan.video, VideoTarget):
                size = (plan.video.width, plan.video.height)
            folder = self.workspace.scratch("versions")
            lighter = versions.outputs(self.media, size, None, self.options, folder, gain)
        self.run(self.source.path, self.media, [Output(out, plan.video, plan.audio), *lighter])
        return lighter

    def run(self, path: Path, media: Media, outputs: list[Output]) -> None:
        length = media.duration or 0.0
        total = math.ceil(length)

        def on_progress(seconds: float) -> None:
            done = min(int(seconds), total) if total else int(seconds)
            self.workspace.progress(Step("read", self.source.name, done, total))

        limit = _patience(path, length, outputs)
        convert(path, media, outputs, seconds=limit, on_progress=on_progress)


def unreadable(source: Source, error: ToolFailed) -> Damaged:
    """Return the error that says what ffmpeg said, without the places of this machine's files."""
    said = re.sub(r"file:\S*[/\\]", "", str(error.remark.params["said"]))
    return Damaged("video.unreadable", origin=source.at(), said=said)


def _patience(path: Path, length: float, outputs: list[Output]) -> float:
    size = path.stat().st_size
    moving = 120 + size / _SLOWEST_DISK
    encoded = sum(not Plan(output.video, output.audio).copies for output in outputs)
    # A file that does not tell its length has at least 100 kilobits a second.
    return moving + encoded * _SLOWEST * (length or size * 8 / 100_000)


def _examine_made(source: Source, out: Path) -> Media:
    made = probe(out)
    if not made.duration:
        raise Damaged("video.unreadable", origin=source.at(), said="0 s")
    return made


def _tell(notices: Notices, media: Media, made: Media, plan: Plan, gain: float) -> None:
    if media.located:
        notices.add("video.location_removed", "info")
    if not plan.copies:
        codec = " + ".join(s.codec for s in (media.video, media.audio) if s)
        notices.add("video.transcoded", "info", codec=codec)
    if gain:
        notices.add("video.loudness_evened", "info", gain=f"{gain:+.1f}")
    told, got = media.duration, made.duration
    if told and got and told - got > max(1.0, told / 50):
        place = notices.source.at(seconds=got)
        notices.at(place, "video.shorter", told=round(told), got=round(got))
