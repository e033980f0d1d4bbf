"""Small pictures of a video on one sheet, shown beside its chapters."""

from __future__ import annotations

import math
from typing import Final, Literal

from hocvu.errors import ToolFailed
from hocvu.lesson import Chapter, Sprites
from hocvu.sources.base import Source, Workspace
from hocvu.tools.ffmpeg import Grid, Media, sprites

_LONGEST: Final = 144
"""Pixels of a picture's longer side."""

_LARGEST: Final = 160_000
"""Bytes of the sheet, which learners pay for."""

_QUALITIES: Final = (7, 14, 31)
_COLUMNS: Final = 8
_MOST: Final = 48
_CLOSEST: Final = 2.0
"""Seconds between two pictures at least; recordings have no more key frames."""


def make_previews(
    source: Source,
    workspace: Workspace,
    media: Media,
    wanted: Literal["auto"] | bool,
    chapters: tuple[Chapter, ...],
) -> Sprites | None:
    """Return the sheet, or None where it is not wanted or there is nothing to see."""
    video, duration = media.video, media.duration
    if video is None or not duration or wanted is False or (wanted == "auto" and not chapters):
        return None
    width, height = video.shown
    scale = _LONGEST / max(width, height)
    # One more than fits, for a chapter that begins after the last.
    interval = float(max(_CLOSEST, math.ceil(duration / (_MOST - 2))))
    count = math.ceil(duration / interval) + 1
    columns = min(_COLUMNS, count)
    size = (max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2)))
    grid = Grid(columns, math.ceil(count / columns), *size, interval)
    out = workspace.scratch("previews") / "sheet.jpg"
    for quality in _QUALITIES:
        try:
            sprites(source.path, out, video, grid, quality=quality, seconds=120 + duration)
        except ToolFailed:
            return None
        if not out.exists() or not out.stat().st_size:
            return None
        if out.stat().st_size <= _LARGEST:
            break
    asset = workspace.add_file(out, ".jpg", "image/jpeg")
    return Sprites(
        asset=asset.id, columns=columns, width=size[0], height=size[1], interval=interval
    )
