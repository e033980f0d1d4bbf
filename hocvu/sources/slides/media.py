"""Video and sound inside slides, made playable in every browser."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from hocvu.errors import HocvuError
from hocvu.identifiers import nfc
from hocvu.lesson import SlideMedia
from hocvu.sources.base import Workspace
from hocvu.sources.slides.deck import Page, Related
from hocvu.sources.slides.names import P14, A, Element, P, R
from hocvu.sources.slides.text import Context
from hocvu.tools import ffmpeg

_LINKS: Final = (f"{A}videoFile", f"{A}audioFile", f"{A}wavAudioFile", f"{A}quickTimeFile")
_WIDEST: Final = 1280
_BITRATE: Final = 1_200_000
_SOUND: Final = ffmpeg.AudioTarget(channels=2, sample_rate=44_100, bitrate=96_000)
_RATE: Final = Fraction(30)
_SECONDS: Final = 1200.0


def read_media(page: Page, workspace: Workspace, context: Context) -> Iterator[SlideMedia]:
    """Yield the video and sound of a slide; tell of what does not play."""
    for picture in page.shapes.iter(f"{P}pic"):
        properties = picture.find(f"{P}nvPicPr/{P}nvPr")
        links = [] if properties is None else list(_links(properties))
        if not links:
            continue
        name = picture.find(f"{P}nvPicPr/{P}cNvPr")
        title = "" if name is None else nfc(name.get("name", ""))
        found = [context.related[link] for link in links if link in context.related]
        inside = next((part for part in found if not part.external and part.data()), None)
        if inside is None:
            context.notices.at(context.origin, "slides.media_outside", name=title)
            continue
        try:
            yield _playable(inside, title, workspace)
        except HocvuError:
            context.notices.at(context.origin, "slides.media", name=title)


def _links(properties: Element) -> Iterator[str]:
    """Yield the ids of what plays: the embedded file before the link of older programs."""
    for item in properties.iter(f"{P14}media"):
        yield item.get(f"{R}embed", "")
    for item in properties.iter(*_LINKS):
        yield item.get(f"{R}link", "") or item.get(f"{R}embed", "")


def _playable(part: Related, title: str, workspace: Workspace) -> SlideMedia:
    """Return the asset of what plays; streams that play everywhere stay bit by bit.

    Raises:
        ToolError: There is no ffmpeg, or it cannot read the file.
    """
    folder = workspace.scratch("media")
    path = folder / f"source{Path(part.target).suffix.lower()}"
    path.write_bytes(part.data())
    media = ffmpeg.probe(path)
    if media.video is None and media.container == {"mp3"}:
        asset = workspace.add_file(path, ".mp3", "audio/mpeg", title)
        return SlideMedia(asset=asset.id, media="audio", title=title)
    out = folder / "playable.mp4"
    copied = media.audio is not None and media.audio.codec == "aac"
    sound: ffmpeg.AudioTarget | ffmpeg.Copy | None = _SOUND if media.audio else None
    made = ffmpeg.Output(out, _picture(media.video), "copy" if copied else sound)
    ffmpeg.convert(path, media, [made], seconds=_SECONDS)
    if media.video is None:
        asset = workspace.add_file(out, ".m4a", "audio/mp4", title)
        return SlideMedia(asset=asset.id, media="audio", title=title)
    asset = workspace.add_file(out, ".mp4", "video/mp4", title)
    return SlideMedia(asset=asset.id, media="video", title=title)


def _picture(video: ffmpeg.VideoStream | None) -> ffmpeg.VideoTarget | ffmpeg.Copy | None:
    if video is None:
        return None
    if video.codec == "h264" and video.pixel_format == "yuv420p" and not video.rotation:
        return "copy"
    width, height = video.shown
    scale = min(1.0, _WIDEST / max(width, height))
    return ffmpeg.VideoTarget(
        width=max(2, round(width * scale / 2) * 2),
        height=max(2, round(height * scale / 2) * 2),
        rate=min(video.rate or _RATE, _RATE),
        bitrate=_BITRATE,
    )
