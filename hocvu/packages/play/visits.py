"""The visits of one learner to one lesson, each with what the one before had left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.packages.play import learner as deeds
from hocvu.packages.play.browser import Browser, Learner
from hocvu.packages.play.lms.system import Mode, System
from hocvu.packages.play.records import Interface, Launch, Session, Trouble
from hocvu.packages.play.server import PACKAGE, POLICY, Absent, Site, Source, serve

_LOOSE: Final = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
"""For pages that the strict policy stops: still no other host."""


@dataclass(frozen=True, slots=True)
class Visits:
    """What was seen: each session in its order, and the files that were asked for in vain."""

    sessions: Sequence[Session]
    missing: Sequence[Absent]


@dataclass(frozen=True, slots=True)
class _Plan:
    """One visit: what is done, in which launch mode, and whether the network fails at its end."""

    deed: deeds.Deed
    mode: Mode = "Normal"
    cut_off: bool = False
    own: bool = False
    """Only for hocvu's own lessons, which can be operated."""


_SCORM: Final = (
    _Plan(deeds.begin),
    _Plan(deeds.go_through),
    _Plan(deeds.look_again, own=True),
)
_XAPI: Final = (
    _Plan(deeds.begin),
    _Plan(deeds.begin, cut_off=True, own=True),
    _Plan(deeds.go_through),
    _Plan(deeds.look_again, own=True),
)
_CMI5: Final = (*_XAPI, _Plan(deeds.begin, "Review"), _Plan(deeds.begin, "Browse", own=True))


async def visit(
    browser: Browser, sources: Mapping[str, Source], launch: Launch, interface: Interface
) -> Visits:
    """Open a lesson again and again, as a learner does."""
    visits = await _visit(browser, sources, launch, interface, POLICY)
    if told := _blocked(visits.sessions[0]):
        # What the policy stopped is told; the rest is judged as where there is none.
        visits = await _visit(browser, sources, launch, interface, _LOOSE)
        visits.sessions[0].troubles[:0] = told
    return visits


def _blocked(session: Session) -> list[Trouble]:
    return [trouble for trouble in session.troubles if trouble.kind == "policy"]


async def _visit(
    browser: Browser,
    sources: Mapping[str, Source],
    launch: Launch,
    interface: Interface,
    policy: str,
) -> Visits:
    system = _system(interface)
    routes = system.routes if system else {}
    with serve(sources, routes, policy=policy) as site:
        async with browser.learner(site.url) as learner:
            if system:
                sessions = await _launched(learner, site, launch, system)
            else:
                sessions = await _tracked(learner, site, launch, interface)
        return Visits(sessions, tuple(site.missing))


async def _tracked(
    learner: Learner, site: Site, launch: Launch, interface: Interface
) -> list[Session]:
    """Visit a lesson of SCORM, or one that tells nobody anything."""
    sessions: list[Session] = []
    held: dict[str, str] = dict(launch.given)
    asked = {"href": f"/{PACKAGE}/{launch.href}", "interface": interface}
    for plan in _SCORM:
        session = Session(held=held)
        await deeds.attend(learner, site, launch, asked | {"held": held}, plan.deed, session)
        sessions.append(session)
        held = session.left()
        if _is_enough(launch, session) or (not session.own and plan.deed is deeds.go_through):
            break
    return sessions


async def _launched(learner: Learner, site: Site, launch: Launch, system: System) -> list[Session]:
    """Visit a lesson that a system launches; once the network fails before its end."""
    sessions: list[Session] = []
    for plan in _CMI5 if system.standard == "cmi5" else _XAPI:
        if plan.own and not sessions[0].own:
            continue
        system.faults.down = False
        back = f"{site.url}/host/back.html"
        address = system.launch(launch, site.url, plan.mode, back)
        session = Session(attempt=system.attempt)
        asked = {"href": f"/{PACKAGE}/{address}", "interface": ""}

        def leaving(system: System = system, plan: _Plan = plan) -> None:
            system.faults.down = system.attempt.cut_off = plan.cut_off

        await deeds.attend(learner, site, launch, asked, plan.deed, session, leaving)
        sessions.append(session)
        if _is_enough(launch, session):
            break
    return sessions


def _system(interface: Interface) -> System | None:
    if interface == "cmi5":
        return System("cmi5")
    return System("xapi") if interface == "xapi" else None


def _is_enough(launch: Launch, session: Session) -> bool:
    """Tell if there is nothing more to learn from opening the lesson again."""
    silent_one = launch.tracked and not session.words
    return bool(silent_one or not session.loaded or not session.answers or _blocked(session))
