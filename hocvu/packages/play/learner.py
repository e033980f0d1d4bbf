"""What a learner does: opens a lesson, goes through it, leaves, comes back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from hocvu.packages.play.browser import Learner, Tab
from hocvu.packages.play.records import Interface, Launch, Session
from hocvu.packages.play.server import PACKAGE, Site

LOADING: Final = 15.0
"""Seconds that a launch page may take; from this machine they are far more than enough."""
PATIENCE: Final = 5.0
"""Seconds in which a lesson must begin to speak, and must tell what a learner has done."""
WATCHING: Final = 40.0
"""Seconds for which a recording is played, at sixteen times its speed."""
RESPONSE: Final = 3.0
"""Seconds after which a page that does not answer is said to hang."""
_QUIET: Final = 0.5
_STEP: Final = 0.1
_PAGES: Final = 500
_SPEED: Final = 16
_STARTED: Final = "state() && state() !== 'loading'"

Deed = Callable[[Tab, Session], None]


def begin(tab: Tab, session: Session) -> None:
    """Read the first page, turn one over, and be called away."""
    if session.own and session.ready:
        tab.wait("readDown()", PATIENCE)
        tab.wait("press('next')", PATIENCE)


def go_through(tab: Tab, session: Session) -> None:
    """Go on to the last page or the end of the recording, and leave by the lesson's own button."""
    if not (session.own and session.ready):
        return
    if tab.wait("media()", 0.1):
        session.finished = _watch(tab)
    else:
        session.finished = _read(tab)
    tab.wait("state() === 'saved' || state() === 'unsaved'", PATIENCE)
    tab.wait("press('exit')", PATIENCE)
    tab.wait("state() === 'finished'", PATIENCE)


def look_again(tab: Tab, session: Session) -> None:
    """Open a lesson and do nothing more."""


def _read(tab: Tab) -> bool:
    tab.wait("!canPress('prev') || press('prev') && false", PATIENCE)
    for _ in range(_PAGES):
        tab.wait("readDown()", PATIENCE)
        tab.rest(0.15)
        if not tab.wait("canPress('next')", 0.1):
            return True
        tab.wait("press('next')", PATIENCE)
    return False


def _watch(tab: Tab) -> bool:
    """Play a recording from its beginning; tell if there was time for all of it."""
    if not tab.wait("media().readyState >= 1", PATIENCE):
        return True  # That it cannot be played is a fault of the package.
    if not tab.wait(f"media().duration < {WATCHING * _SPEED * 0.8}", 0.1):
        return False
    tab.wait("(media().currentTime = 0, playFast())", PATIENCE)
    tab.wait("media().ended", WATCHING)
    return True


def attend(
    learner: Learner,
    site: Site,
    launch: Launch,
    interface: Interface,
    held: dict[str, str],
    deed: Deed,
) -> Session:
    """Open a lesson in a system, do `deed`, and let the system take the lesson away."""
    asked = {"href": f"/{PACKAGE}/{launch.href}", "interface": interface, "held": held}
    session = Session(held=held)
    with learner.tab(session) as tab:
        address = f"{site.url}/host/host.html#{quote(json.dumps(asked))}"
        tab.open(address)
        session.loaded = tab.wait("loaded()", LOADING)
        session.answers = session.loaded or tab.wait("true", RESPONSE)
        if not session.loaded:
            return session
        session.own = tab.wait("state()", 0.2)
        if session.own:
            session.ready = tab.wait(_STARTED, PATIENCE)
        elif launch.tracked:
            _await_call(tab, session)
        deed(tab, session)
        if launch.tracked and not session.calls:
            session.has_interface = tab.wait("hasOwnInterface()", 0.2)
        tab.wait("leave()", PATIENCE)
        session.answers = tab.wait("left()", RESPONSE)
        tab.rest(0.1)
    return session


def _await_call(tab: Tab, session: Session) -> None:
    """Wait for a first word, then until nothing new is said for a while."""
    waited, quiet, said = 0.0, 0.0, 0
    while waited < PATIENCE and quiet < _QUIET:
        tab.rest(_STEP)
        waited += _STEP
        quiet = quiet + _STEP if session.calls and len(session.calls) == said else 0.0
        said = len(session.calls)
