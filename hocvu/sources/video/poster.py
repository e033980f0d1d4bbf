"""The picture that stands for a video before it is played."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hocvu.errors import ToolFailed
from hocvu.sources.base import Workspace
from hocvu.tools.ffmpeg import Media, poster

_LONGEST: Final = 960
_LARGEST: Final = 100_000
_QUALITIES: Final = (4, 8, 14, 31)


def make_poster(path: Path, workspace: Workspace, media: Media, at: float | None) -> str | None:
    """Return the asset of a telling frame of at most 100 kB; None when there is no picture.

    It is looked for from a tenth of the video on, past titles and fades.
    """
    if media.video is None:
        return None
    width, height = media.video.shown
    scale = min(1.0, _LONGEST / max(width, height))
    size = (max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2)))
    out = workspace.scratch("poster") / "poster.jpg"
    start = (media.duration or 0.0) / 10 if at is None else min(at, media.duration or at)
    for begin in (start, 0.0):
        for quality in _QUALITIES:
            try:
                poster(path, out, media.video, at=begin, size=size, quality=quality)
            except ToolFailed:
                break
            if not out.exists() or out.stat().st_size == 0:
                break
            if out.stat().st_size <= _LARGEST or quality == _QUALITIES[-1]:
                return workspace.add_file(out, ".jpg", "image/jpeg").id
    return None
