"""Plays packages in a real browser, inside a real run-time, and tells what goes wrong there.

An optional extra: ``pip install hocvu[play]``, and Chromium, Chrome or Edge.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import Container, opened
from hocvu.packages.checks.report import Report
from hocvu.packages.play.browser import Browser, running
from hocvu.packages.play.judge import judge
from hocvu.packages.play.launches import launches_of
from hocvu.packages.play.records import INTERFACES, Interface, Launch
from hocvu.packages.play.server import PACKAGE, Archive, Folder, Source
from hocvu.packages.play.visits import Visits, visit
from hocvu.progress import Progress, Step, silent

HOST: Final = Path(__file__).parent / "host"
RUNTIME: Final = Path(__file__).parent / "runtime"
"""scorm-again, as the build left it there."""
_SPECIFICATIONS: Final = {
    "scorm12": "SCORM 1.2 CAM",
    "scorm2004": "SCORM 2004 CAM",
    "cmi5": "cmi5",
    "xapi": "Tin Can packaging",
    "": "HTML",
}
_AT_ONCE: Final = max(2, min(8, 2 * (os.cpu_count() or 1)))
"""Lessons that are played at the same time: most of it is waiting."""


def play(path: Path, standard: str, progress: Progress = silent) -> list[Finding]:
    """Play every lesson of a package as a learner does; nothing when all goes well.

    Each is opened in Chromium at the size of a phone, under a policy that allows nothing
    inline and no other host, left, and opened again with what it had saved. hocvu's own
    lessons are gone through to their end as well. SCORM is played in scorm-again; cmi5 and
    xAPI are launched by a system of hocvu's own, which holds every statement against the rules.

    Args:
        path: The package.
        standard: Name of its standard, as its verifier's; empty when not known.
        progress: Told of each lesson.

    Raises:
        PackageError: There is no such file.
        ToolMissing: Chromium or Playwright is not installed.
        ToolFailed: Chromium does not start, or ended half-way.
    """
    interface = INTERFACES.get(standard)
    report = Report(str(path), _SPECIFICATIONS.get(interface or "", ""), area="play")
    if interface is None:
        code = "not_played_olx" if standard == "olx" else "not_played"
        report.add(code, severity="info", standard=standard or "?")
        return report.findings
    stage = _Stage(path, interface, report, progress)
    # A thread of its own: the caller may have an event loop.
    with ThreadPoolExecutor(1) as room:
        work = room.submit(stage.run)
        try:
            work.result()
        except BaseException:
            stage.stop()
            raise
    return report.findings


class _Stage:
    """A package on its way through the browser."""

    def __init__(
        self, path: Path, interface: Interface, report: Report, progress: Progress
    ) -> None:
        self._path, self._interface, self._report = path, interface, report
        self._progress, self._done = progress, 0
        self._end: Callable[[], object] = lambda: None
        self._stopped = False

    def run(self) -> None:
        """Play everything in this thread."""
        with asyncio.Runner() as runner, contextlib.suppress(asyncio.CancelledError):
            loop = runner.get_loop()
            task = loop.create_task(self.play())
            self._end = lambda: loop.is_closed() or loop.call_soon_threadsafe(task.cancel)
            if not self._stopped:
                runner.run(_result(task))

    def stop(self) -> None:
        """End it from another thread."""
        self._stopped = True
        self._end()

    async def play(self) -> None:
        """Play every lesson, several at once, and tell of them in their order."""
        with opened(self._path, Report(str(self._path))) as container:
            if container is None:
                return  # Unfit to be read: the verifier says why.
            launches = launches_of(container, self._interface)
            if not launches:
                clause = "IMS CP 1.1, item" if "scorm" in self._interface else "/, launch"
                self._report.add("nothing_to_play", clause, severity="warning")
                return
            self._progress(Step("verify", str(self._path), 0, len(launches)))
            visits = await self._all(container, launches)
            for launch, made in zip(launches, visits, strict=True):
                judge(launch, made, self._interface, self._report)

    async def _all(self, container: Container, launches: list[Launch]) -> list[Visits]:
        sources: dict[str, Source] = {
            PACKAGE: Archive(container.archive, container.files),
            "host": Folder(HOST),
            "runtime": Folder(RUNTIME),
        }
        turns = asyncio.Semaphore(_AT_ONCE)
        async with running() as browser:
            every = (self._one(turns, browser, sources, one, len(launches)) for one in launches)
            return await asyncio.gather(*every)

    async def _one(
        self,
        turns: asyncio.Semaphore,
        browser: Browser,
        sources: dict[str, Source],
        launch: Launch,
        total: int,
    ) -> Visits:
        async with turns:
            visits = await visit(browser, sources, launch, self._interface)
            self._done += 1
            self._progress(Step("verify", str(self._path), self._done, total))
            return visits


async def _result(task: asyncio.Task[None]) -> None:
    await task
