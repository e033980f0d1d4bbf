"""Recognises the text of pages, several at once, each in a process with limits of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hocvu.errors import ToolError, ToolMissing
from hocvu.tools import process, scans
from hocvu.tools.process import MIB, Limits
from hocvu.tools.tesseract.engine import Setup, find
from hocvu.tools.tesseract.hocr import Line, read_hocr

if TYPE_CHECKING:
    from hocvu.tools.pictures import Bitmap

_SECONDS_A_PAGE: Final = 60
_MEMORY: Final = 3072 * MIB
_UNSURE: Final = 70.0
"""Below this a page may stand on its side or upside down."""
_TURNED: Final = 1.5  # Degrees up to which tesseract reads better than from a turned picture.


@dataclass(frozen=True)
class Recognised:
    """What was recognised on one page.

    Attributes:
        lines: In tesseract's reading order.
        grey: The picture that was read, upright, in grey.
        dots: Its dots per inch.
        turn: By how many degrees counter-clockwise the page was set upright: 0, 90, 180, 270.
        skew: By how many degrees counter-clockwise `grey` must still be turned to be level.
        failed: tesseract did not finish this page.
    """

    lines: tuple[Line, ...]
    grey: Bitmap
    dots: int
    turn: int = 0
    skew: float = 0.0
    failed: bool = False

    @cached_property
    def confidence(self) -> float:
        """Tesseract's own confidence from 0 to 100, by letters; 0 for text that runs upwards."""
        if not self._level:
            return 0.0
        letters = [(len(word.text), word.sure) for line in self.lines for word in line.words]
        total = sum(count for count, _ in letters)
        return sum(count * sure for count, sure in letters) / total if total else 0.0

    @property
    def _level(self) -> bool:
        """Tell if lines run level: tesseract also reads those that run along the side."""
        long = [line for line in self.lines if len(line.words) > 2] or self.lines
        upward = sum(
            line.words[-1].box[2] - line.words[0].box[0]
            < abs(line.words[-1].box[3] - line.words[0].box[1])
            for line in long
        )
        return upward * 2 <= len(long)


def available() -> bool:
    """Tell if text can be recognised on this machine."""
    return find() is not None


def recognise(
    pages: Sequence[tuple[Bitmap, int]],
    folder: Path,
    told: Callable[[int], None] = lambda done: None,
) -> list[Recognised]:
    """Recognise the text of `pages`, pictures with their dots per inch, in Vietnamese.

    Args:
        pages: The pages; a page that stands on its side or upside down is set upright.
        folder: An empty folder for intermediate files.
        told: Called with the number of pages that were done since it was last called.

    Raises:
        ToolMissing: tesseract or its Vietnamese model is not there.
    """
    setup = find()
    if setup is None:
        raise ToolMissing("tesseract.missing", tool="tesseract")
    prepared = [_prepared(bitmap, dots) for bitmap, dots in pages]
    first = _run(setup, prepared, folder, told)
    again = [index for index, page in enumerate(first) if _may_be_turned(page)]
    for turn in (180, 90, 270):
        tried = [_turned(first[index].grey, first[index].dots, turn) for index in again]
        for index, page in zip(again, _run(setup, tried, folder), strict=True):
            if page.confidence > first[index].confidence + 5:
                prepared[index] = page
        again = [index for index in again if prepared[index].confidence <= _UNSURE]
    return [
        best if best.confidence > page.confidence else page
        for best, page in zip(prepared, first, strict=True)
    ]


def _may_be_turned(page: Recognised) -> bool:
    """Tell if a page holds text that does not read well as it stands, or none but a picture."""
    return page.confidence < _UNSURE and not page.failed and _inked(page.grey)


def _inked(grey: Bitmap) -> bool:
    dark = sum(grey.histogram()[:128])
    return dark > 0.002 * grey.width * grey.height


def _prepared(bitmap: Bitmap, dots: int) -> Recognised:
    grey, dots = scans.for_recognition(bitmap, dots)
    return _levelled(grey, dots, 0)


def _turned(grey: Bitmap, dots: int, turn: int) -> Recognised:
    return _levelled(grey.rotate(turn, expand=True), dots, turn)


def _levelled(grey: Bitmap, dots: int, turn: int) -> Recognised:
    angle = scans.skew(grey)
    if abs(angle) > _TURNED:
        grey, angle = scans.turned(grey, angle), 0.0
    return Recognised((), grey, dots, turn, angle)


def _run(
    setup: Setup,
    pages: Sequence[Recognised],
    folder: Path,
    told: Callable[[int], None] = lambda done: None,
) -> list[Recognised]:
    """Return `pages` with what is recognised on them, shared out over the cores."""
    paths = []
    for number, page in enumerate(pages):
        paths.append(folder / f"{number}.pgm")
        page.grey.save(paths[-1], "PPM")
        paths[-1].with_suffix(".hocr").unlink(missing_ok=True)
    shares = min(len(pages), os.cpu_count() or 1)
    if shares:
        with ThreadPoolExecutor(shares) as pool:
            for share in range(shares):
                pool.submit(_child, setup, paths[share::shares], pages[share::shares], told)
    made = [
        _result(page, path.with_suffix(".hocr")) for page, path in zip(pages, paths, strict=True)
    ]
    for path in paths:
        path.unlink()
    return made


def _child(
    setup: Setup, paths: Sequence[Path], pages: Sequence[Recognised], told: Callable[[int], None]
) -> None:
    """Recognise some pages; what fails or hangs leaves its page without a result."""
    env = {"OMP_THREAD_LIMIT": "1"}
    jobs = [
        word for path, page in zip(paths, pages, strict=True) for word in (path, str(page.dots))
    ]
    limits = Limits(seconds=30 + _SECONDS_A_PAGE * len(paths), memory=_MEMORY)
    try:
        if setup.program is None:
            child = Path(__file__).with_name("child.py")
            where = env | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
            command = [sys.executable, "-P", child, f"{setup.models}{os.sep}", *jobs]
            process.run(command, limits=limits, env=where, on_line=lambda line: told(1))
            return
        limits = Limits(seconds=_SECONDS_A_PAGE, memory=_MEMORY)
        for path, page in zip(paths, pages, strict=True):
            command = [setup.program, path, path.with_suffix(""), "--tessdata-dir", setup.models]
            command += ["-l", "vie", "--psm", "3", "--dpi", str(page.dots), "hocr"]
            process.run(command, limits=limits, env=env)
            told(1)
    except ToolError:
        return


def _result(page: Recognised, path: Path) -> Recognised:
    try:
        lines = tuple(read_hocr(path.read_text("utf-8")))
    except (OSError, ValueError):
        return Recognised((), page.grey, page.dots, page.turn, page.skew, failed=True)
    path.unlink()
    return Recognised(lines, page.grey, page.dots, page.turn, page.skew)
