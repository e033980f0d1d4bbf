"""Single pictures of a recording, from its key frames alone: up to thirty times cheaper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hocvu.tools.ffmpeg.graph import (
    EXACT_VIDEO,
    even_frames,
    measure,
    open_input,
    run_graph,
    shown,
    write,
)
from hocvu.tools.ffmpeg.media import VideoStream

_SMALL: Final = 160
"""Pixels across in which scenes are compared."""

_SCENE: Final = re.compile(r"pts_time:(\d+(?:\.\d+)?).*?lavfi\.scene_score=(\d\.\d+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet of pictures: one every `interval` seconds, of `width` by `height` pixels each."""

    columns: int
    rows: int
    width: int
    height: int
    interval: float


@dataclass(frozen=True, slots=True)
class SceneChange:
    """Where the picture changes at once; `score` says how much, from 0 to 1."""

    seconds: float
    score: float


def poster(
    path: Path, out: Path, video: VideoStream, *, at: float, size: tuple[int, int], quality: int
) -> None:
    """Write a telling frame from soon after `at` seconds as JPEG.

    `quality` goes from 2 (best) to 31.

    Raises:
        ToolFailed: No frame can be decoded.
    """
    source = _key_frames(path, ss=f"{at:.3f}", noaccurate_seek=None)
    # The key frame before `at` has a negative time, which would be dropped.
    stream = source[str(video.index)].filter("thumbnail", 8).filter("setpts", "N")
    stream = shown(even_frames(stream, video, None), video, *size)
    run_graph(_jpeg(stream, out, quality), seconds=120)


def sprites(
    path: Path, out: Path, video: VideoStream, grid: Grid, *, quality: int, seconds: float
) -> None:
    """Write small pictures of the whole recording on one sheet, as JPEG.

    `quality` goes from 2 (best) to 31; `seconds` is the time limit.

    Raises:
        ToolFailed: No frame can be decoded.
    """
    stream = _key_frames(path)[str(video.index)].filter("fps", f"1/{grid.interval:g}")
    stream = shown(even_frames(stream, video, None), video, grid.width, grid.height)
    stream = stream.filter("tile", f"{grid.columns}x{grid.rows}")
    run_graph(_jpeg(stream, out, quality), seconds=seconds)


def scene_changes(
    path: Path, video: VideoStream, *, least: float, seconds: float
) -> list[SceneChange]:
    """Return the key frames that differ from the one before by more than `least` (0 to 1).

    Raises:
        ToolFailed: The picture cannot be decoded.
    """
    stream = _key_frames(path)[str(video.index)].filter("scale", _SMALL, -2)
    stream = stream.filter("select", f"gt(scene,{least})").filter("metadata", "print", file="-")
    said = run_graph(measure(stream), seconds=seconds).stdout
    return [SceneChange(float(match[1]), float(match[2])) for match in _SCENE.finditer(said)]


def _key_frames(path: Path, **options: Any) -> Any:
    return open_input(path, skip_frame="nokey", **options)


def _jpeg(stream: Any, out: Path, quality: int) -> Any:
    stream = stream.filter("scale", out_range="pc").filter("format", "yuvj420p")
    options = {"f": "mjpeg", "frames:v": 1, "q:v": quality, "threads": 1, "fflags": "+bitexact"}
    return write([stream], out, options | EXACT_VIDEO)
