"""Chromium, in which packages are played: where it is. Any browser of its family will do."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from hocvu.errors import ToolFailed, ToolMissing
from hocvu.tools import process
from hocvu.tools.base import Found
from hocvu.tools.process import Limits

MINIMUM: Final = "100"
VARIABLE: Final = "HOCVU_CHROMIUM"
_NAMES: Final = (
    "chromium-headless-shell",  # The same engine for less than half the processor time.
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_MAC: Final = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_WINDOWS: Final = (
    r"Chromium\Application\chrome.exe",
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
_WINDOWS_ROOTS: Final = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
# No limit on memory: the browser reserves far more address space than it uses.
_LIMITS: Final = Limits(seconds=30, memory=0)
_PRINTING: Final = Limits(seconds=120, memory=0)


class Chromium:
    """The engine's probe."""

    name = "chromium"
    purpose = "chromium.purpose"
    minimum = MINIMUM

    def find(self) -> Found | None:
        """Return the browser and its version, or None when there is none."""
        return _find(os.environ.get(VARIABLE, ""))


ENGINE: Final = Chromium()


def print_page(page: Path, pdf: Path) -> None:
    """Print `page`, which this program made and which needs no network, to `pdf`.

    Raises:
        ToolMissing: There is no browser.
        ToolFailed: It made no file.
        ToolTimedOut: It took too long.
    """
    found = ENGINE.find()
    if found is None or found.path is None:
        raise ToolMissing("chromium.missing")
    with tempfile.TemporaryDirectory(prefix="hocvu-print-") as profile:
        flags = [
            "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--disable-extensions",
            "--no-pdf-header-footer", f"--user-data-dir={profile}", f"--print-to-pdf={pdf}",
        ]  # fmt: skip
        said = process.run([found.path, *flags, page.as_uri()], limits=_PRINTING, check=False)
    if not pdf.is_file():
        tail = " ".join(said.stderr.split())[-200:]
        raise ToolFailed("chromium.failed", path=str(found.path), said=tail)


@cache
def _find(wanted: str) -> Found | None:
    names = (wanted,) if wanted else _candidates()
    program = next((found for name in names if (found := shutil.which(name))), None)
    return Found(Path(program), _version(Path(program))) if program else None


def _candidates() -> Iterator[str]:
    """Give what browsers are called, and the usual places that are on no search path."""
    yield from _NAMES
    if sys.platform == "darwin":
        for root in (Path("/Applications"), Path.home() / "Applications"):
            yield from (str(root / name) for name in _MAC)
    if sys.platform == "win32":
        roots = [os.environ[name] for name in _WINDOWS_ROOTS if name in os.environ]
        yield from (str(Path(root) / name) for root in roots for name in _WINDOWS)


def _version(program: Path) -> str:
    """Return the version; on Windows a folder's name, since there the question opens a window."""
    if sys.platform == "win32":
        versions = [path.name for path in program.parent.glob("*.*.*.*") if path.is_dir()]
        return max(versions, default=MINIMUM)
    said = process.run([program, "--version"], limits=_LIMITS, check=False)
    match = re.search(r"\d+(?:\.\d+)+", said.stdout)
    return match.group() if match else ""
