"""Runs soffice: once for one piece of work, or kept for all that a process has to do.

To start takes soffice a second and a half of the processor, most files a tenth of that. One that
is kept does the work that a second soffice with the same profile hands to it, as it does on a
desktop; it is begun at the first piece of work and anew after some, so that its memory does not
grow. Work that it leaves undone is done once more by one of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from hocvu.errors import ToolError
from hocvu.tools import process
from hocvu.tools.libreoffice.engine import LIMITS, isolation
from hocvu.tools.libreoffice.profile import installation, write_profile
from hocvu.tools.process import Limits, Outcome

_WORDS: Final = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_MOST: Final = 40
"""Pieces of work after which a kept soffice is begun anew."""
_START_SECONDS: Final = 60
_DYING_SECONDS: Final = 5
_PIPES: Final = (Path("/tmp"), Path("/var/tmp"))  # noqa: S108 - where soffice itself puts them


def run(program: Path, words: Sequence[str | Path], limits: Limits, folder: Path) -> Outcome:
    """Have work done by a soffice of its own, with a profile in `folder` that nobody else has.

    Raises:
        ToolError: It does not start or took too long.
    """
    profile = folder / "profile"
    write_profile(profile)
    try:
        return _called(program, words, limits, folder, profile)
    finally:
        _forget(profile)


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Keep soffice from one piece of work to the next, as long as the block lasts."""
    _Kept.office = office = Office() if sys.platform == "linux" else None
    try:
        yield
    finally:
        _Kept.office = None
        if office:
            office.close()


def waiting() -> Office | None:
    """Return the soffice that is kept, if one is."""
    return _Kept.office


class Office:
    """A soffice that waits for work."""

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = threading.Lock()
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._engine: process.Background | None = None
        self._done = 0

    def run(self, program: Path, words: Sequence[str | Path], limits: Limits) -> Outcome | None:
        """Have work done; None when it is at other work or does not start.

        Raises:
            ToolTimedOut: It took too long, and is gone.
        """
        if not self._lock.acquire(blocking=False):
            return None
        try:
            profile = self._ready(program)
            if profile is None:
                return None
            self._done += 1
            return _called(program, words, limits, profile.parent, profile)
        except ToolError:
            self._end()
            raise
        finally:
            self._lock.release()

    def close(self) -> None:
        """End it; the next piece of work begins another."""
        with self._lock:
            self._end()

    def _ready(self, program: Path) -> Path | None:
        """Return the profile of a soffice that takes work; None when none can be had."""
        if self._engine and (not self._engine.running or self._done >= _MOST):
            self._end()
        if self._engine is None:
            self._folder = tempfile.TemporaryDirectory(prefix="hocvu-", ignore_cleanup_errors=True)
            self._begin(program, Path(self._folder.name))
        if self._engine is None or self._folder is None:
            self._end()
            return None
        return Path(self._folder.name) / "profile"

    def _begin(self, program: Path, folder: Path) -> None:
        profile = folder / "profile"
        write_profile(profile)
        # With a document open it does not leave when a piece of work is done. Work that came
        # before the document is open would be its last: the document's lock tells.
        document, lock = folder / "open.txt", folder / ".~lock.open.txt#"
        document.write_text("hocvu\n", "ascii")
        engine = process.Background(
            [*isolation(), program, installation(profile), *_WORDS, document],
            limits=LIMITS,
            cwd=folder,
            env=_environment(folder),
        )
        # Kept from here on: who is interrupted while it starts ends it before its folder goes.
        self._engine = engine
        end = time.monotonic() + _START_SECONDS
        while engine.running and time.monotonic() < end:
            if lock.exists():
                return
            time.sleep(0.02)
        self._engine = None
        engine.close()

    def _end(self) -> None:
        if self._engine:
            self._engine.close()
        if self._folder:
            _forget(Path(self._folder.name) / "profile")
            _remove(self._folder)
        self._engine = self._folder = None
        self._done = 0


def _remove(folder: tempfile.TemporaryDirectory[str]) -> None:
    """Remove a folder that an engine which was just ended may still write into for a moment."""
    end = time.monotonic() + _DYING_SECONDS
    folder.cleanup()
    while Path(folder.name).exists() and time.monotonic() < end:
        time.sleep(0.05)
        shutil.rmtree(folder.name, ignore_errors=True)


class _Kept:
    office: Office | None = None


def _called(
    program: Path, words: Sequence[str | Path], limits: Limits, folder: Path, profile: Path
) -> Outcome:
    return process.run(
        [*isolation(), program, installation(profile), *_WORDS, *words],
        limits=limits,
        cwd=folder,
        env=_environment(folder),
        check=False,
    )


def _environment(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}


def _pipes(profile: Path) -> list[Path]:
    """Return where soffice with this profile takes work, as its own sources name the place."""
    address = profile.resolve().as_uri().encode("utf-16-le")
    told = hashlib.md5(address, usedforsecurity=False).digest()
    name = "".join(f"{byte:x}" for byte in told)
    user = 0 if isolation() else os.getuid()
    places = (folder / f"OSL_PIPE_{user}_SingleOfficeIPC_{name}" for folder in _PIPES)
    return [place for place in places if place.exists()]


def _forget(profile: Path) -> None:
    """Take away what a soffice that was ended leaves outside its folder."""
    if sys.platform == "linux":
        for pipe in _pipes(profile):
            with contextlib.suppress(OSError):
                pipe.unlink()
