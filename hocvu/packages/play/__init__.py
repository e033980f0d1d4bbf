"""Plays packages in a real browser, inside a real run-time, and tells what goes wrong there.

An optional extra: ``pip install hocvu[play]``, and Chromium, Chrome or Edge.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import Container, opened
from hocvu.packages.checks.report import Report
from hocvu.packages.play import learner as deeds
from hocvu.packages.play.browser import Browser, running
from hocvu.packages.play.judge import judge
from hocvu.packages.play.launches import scorm_launches, web_launches
from hocvu.packages.play.records import Interface, Launch, Session, Trouble
from hocvu.packages.play.server import PACKAGE, POLICY, Archive, Folder, Site, Source, serve
from hocvu.progress import Progress, Step, silent

HOST: Final = Path(__file__).parent / "host"
RUNTIME: Final = Path(__file__).parent / "runtime"
"""scorm-again, as the build left it there."""
_INTERFACES: Final[dict[str, Interface]] = {
    "scorm12": "scorm12",
    "scorm2004-3": "scorm2004",
    "scorm2004-4": "scorm2004",
    "web": "",
}
_SPECIFICATIONS: Final = {"scorm12": "SCORM 1.2 CAM", "scorm2004": "SCORM 2004 CAM", "": "HTML"}
_LOOSE: Final = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
"""For pages that the strict policy stops: still no other host."""


def play(path: Path, standard: str, progress: Progress = silent) -> list[Finding]:
    """Play every lesson of a package as a learner does; nothing when all goes well.

    Each is opened in Chromium at the size of a phone, under a policy that allows nothing
    inline and no other host, left, and opened again with what it had saved. hocvu's own
    lessons are gone through to their end as well.

    Args:
        path: The package.
        standard: Name of its standard, as its verifier's; empty when not known.
        progress: Told of each lesson.

    Raises:
        PackageError: There is no such file.
        ToolMissing: Chromium or Playwright is not installed.
        ToolFailed: Chromium does not start, or ended half-way.
    """
    interface = _INTERFACES.get(standard)
    report = Report(str(path), _SPECIFICATIONS.get(interface or "", ""), area="play")
    if interface is None:
        report.add("not_played", severity="info", standard=standard or "?")
        return report.findings
    stop = threading.Event()
    # A thread of its own: Playwright does not go together with an event loop of the caller's.
    with ThreadPoolExecutor(1) as room:
        work = room.submit(_play, path, interface, report, progress, stop)
        try:
            work.result()
        except BaseException:
            stop.set()
            raise
    return report.findings


def _play(
    path: Path, interface: Interface, report: Report, progress: Progress, stop: threading.Event
) -> None:
    with opened(path, Report(str(path))) as container:
        if container is None:
            return  # Unfit to be read: the verifier says why.
        launches = _launches(container, interface)
        if not launches:
            report.add("nothing_to_play", "IMS CP 1.1, item", severity="warning")
            return
        sources: dict[str, Source] = {
            PACKAGE: Archive(container.archive, container.files),
            "host": Folder(HOST),
            "runtime": Folder(RUNTIME),
        }
        with serve(sources) as site, running() as browser:
            for number, launch in enumerate(launches):
                progress(Step("verify", str(path), number, len(launches)))
                if stop.is_set():
                    return
                _play_one(browser, site, launch, interface, report)
            progress(Step("verify", str(path), len(launches), len(launches)))


def _launches(container: Container, interface: Interface) -> list[Launch]:
    """Return what is to be opened, each page once for the same parameters."""
    found = scorm_launches(container) if interface else web_launches(container)
    return list({launch.href: launch for launch in found}.values())


def _play_one(
    browser: Browser, site: Site, launch: Launch, interface: Interface, report: Report
) -> None:
    site.policy = POLICY
    sessions = _sessions(browser, site, launch, interface)
    if told := _blocked(sessions[0]):
        # What the policy stopped is told; the rest is judged as where there is none.
        site.policy = _LOOSE
        sessions = _sessions(browser, site, launch, interface)
        sessions[0].troubles[:0] = told
    judge(launch, sessions, site.missing, interface, report)


def _blocked(session: Session) -> list[Trouble]:
    return [trouble for trouble in session.troubles if trouble.kind == "policy"]


def _sessions(browser: Browser, site: Site, launch: Launch, interface: Interface) -> list[Session]:
    """Open a lesson, come back to it, and come back once more when it is finished."""
    site.missing.clear()
    sessions: list[Session] = []
    held: dict[str, str] = {}
    with browser.learner(site.url) as learner:
        for deed in (deeds.begin, deeds.go_through, deeds.look_again):
            session = deeds.attend(learner, site, launch, interface, held, deed)
            sessions.append(session)
            held = session.left()
            if _is_enough(launch, session) or (not session.own and deed is deeds.go_through):
                break
    return sessions


def _is_enough(launch: Launch, session: Session) -> bool:
    """Tell if there is nothing more to learn from opening the lesson again."""
    silent_one = launch.tracked and not session.calls
    return bool(silent_one or not session.loaded or not session.answers or _blocked(session))
