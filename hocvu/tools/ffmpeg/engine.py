"""Finds ffmpeg: the system's when it can do the work, else the one that imageio-ffmpeg brings."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from hocvu.errors import ToolError, ToolMissing, ToolTooOld
from hocvu.tools.base import Found
from hocvu.tools.process import Limits, run

MINIMUM: Final = "4.4"
_PROBE = Limits(seconds=20)


class FFmpeg:
    """The probe of ffmpeg."""

    name = "ffmpeg"
    purpose = "video.engine"
    minimum = MINIMUM

    def find(self) -> Found | None:
        """Return the best ffmpeg of this machine, or None when there is none."""
        return _find()


ENGINE: Final = FFmpeg()


def binary() -> Path:
    """Return the program to run.

    Raises:
        ToolMissing: There is none.
        ToolTooOld: The only one is too old.
    """
    found = ENGINE.find()
    if found is None or found.path is None:
        raise ToolMissing("tool.missing", tool="ffmpeg")
    if not _new_enough(found.version):
        raise ToolTooOld("tool.too_old", tool="ffmpeg", version=found.version, minimum=MINIMUM)
    return found.path


@cache
def _find() -> Found | None:
    older: Found | None = None
    for path in _candidates():
        with contextlib.suppress(ToolError):
            said = run([path, "-hide_banner", "-version"], limits=_PROBE).stdout
            match = re.match(r"ffmpeg version (\S+)", said)
            if match is None:
                continue
            found = Found(path, match[1])
            # Some systems' builds leave out the H.264 encoder or the filters for bright video.
            able = all(f"--enable-{name}" in said for name in ("libx264", "libzimg"))
            if able and _new_enough(found.version):
                return found
            older = older or found
    return older


def _candidates() -> Iterator[Path]:
    if system := shutil.which("ffmpeg"):
        yield Path(system)
    with contextlib.suppress(ImportError, RuntimeError):
        import imageio_ffmpeg

        yield Path(imageio_ffmpeg.get_ffmpeg_exe())


def _new_enough(version: str) -> bool:
    """Compare with `MINIMUM`; a build without a number is from the development branch."""
    match = re.match(r"n?(\d+)\.(\d+)", version)
    return match is None or (int(match[1]), int(match[2])) >= (4, 4)
