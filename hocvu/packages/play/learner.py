"""What a learner does: opens a lesson, goes through it, leaves, comes back."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import quote

from hocvu.packages.play.browser import Learner, Tab
from hocvu.packages.play.records import Launch, Session
from hocvu.packages.play.server import Site

LOADING: Final = 30.0
"""Seconds that a launch page may take; from this machine they are far more than enough."""
PATIENCE: Final = 5.0
"""Seconds in which a lesson must begin to speak, and must tell what a learner has done."""
WATCHING: Final = 40.0
"""Seconds for which a recording is played, at sixteen times its speed."""
ANSWERING: Final = 30.0
"""Seconds in which all questions of a quiz are answered."""
RESPONSE: Final = 10.0
"""Seconds after which a page that does not answer is said to hang."""
FAREWELL: Final = 2.0
"""Seconds in which a lesson's last word must arrive after the page is gone."""
_QUIET: Final = 0.5
_STEP: Final = 0.05
_PAGES: Final = 500
_SPEED: Final = 16
_STARTED: Final = "state() && state() !== 'loading'"
_OPENED: Final = "state() !== 'early' && state() !== 'loading'"

Deed = Callable[[Tab, Session], Awaitable[None]]


async def begin(tab: Tab, session: Session) -> None:
    """Read the first page, turn one over, and be called away."""
    if session.own and session.ready:
        await tab.wait("readDown()", PATIENCE)
        await tab.wait("press('next')", PATIENCE)


async def go_through(tab: Tab, session: Session) -> None:
    """Go on to the last page or the end of the recording, and leave by the lesson's own button."""
    if not (session.own and session.ready):
        return
    session.finished = await _finish(tab)
    await tab.wait("state() === 'saved' || state() === 'unsaved'", PATIENCE)
    await tab.wait("press('exit')", PATIENCE)
    await tab.wait("state() === 'finished' || returned()", PATIENCE)
    session.returned = await tab.wait("returned()", 1.0) if session.attempt else False


async def look_again(tab: Tab, session: Session) -> None:
    """Open a lesson and do nothing more."""


async def _finish(tab: Tab) -> bool:
    """Do all that the lesson asks for; tell if it was done to the end."""
    if await tab.see("kind() === 'quiz'"):
        return await tab.wait("takeStep()", ANSWERING)
    if await tab.see("kind() === 'situation'"):
        return False  # Where its ways end is for its author to know.
    return await (_watch(tab) if await tab.see("media()") else _read(tab))


async def _read(tab: Tab) -> bool:
    await tab.wait("!canPress('prev') || press('prev') && false", PATIENCE)
    for _ in range(_PAGES):
        await tab.wait("readDown()", PATIENCE)
        await asyncio.sleep(0.15)
        if not await tab.see("canPress('next')"):
            return True
        await tab.wait("press('next')", PATIENCE)
    return False


async def _watch(tab: Tab) -> bool:
    """Play a recording from its beginning; tell if there was time for all of it."""
    if not await tab.wait("media().readyState >= 1", PATIENCE):
        return True  # That it cannot be played is a fault of the package.
    if not await tab.see(f"media().duration < {WATCHING * _SPEED * 0.8}"):
        return False
    await tab.wait("(media().currentTime = 0, playFast())", PATIENCE)
    await tab.wait("media().ended", WATCHING)
    return True


async def attend(
    learner: Learner,
    site: Site,
    launch: Launch,
    asked: dict[str, Any],
    deed: Deed,
    session: Session,
    leaving: Callable[[], None] = lambda: None,
) -> Session:
    """Open a lesson in a system, do `deed`, and let the system take the lesson away.

    Args:
        learner: Who opens it.
        site: The server.
        launch: The lesson.
        asked: What the host page is to do: the address, the interface, what the system held.
        deed: What is done between opening and leaving.
        session: Where to write what is seen.
        leaving: Called when the deed is done.
    """
    async with learner.tab(session) as tab:
        await tab.open(f"{site.url}/host/host.html#{quote(json.dumps(asked))}")
        session.loaded = await tab.wait("loaded()", LOADING)
        session.answers = session.loaded or await tab.wait("true", RESPONSE)
        if not session.loaded:
            return session
        session.own = await tab.see("state()")
        if session.own:
            session.ready = await tab.wait(_STARTED, PATIENCE)
            if await tab.see("state() === 'early'"):
                # A lesson that waits for others, which this learner has learnt elsewhere.
                session.ready = await tab.wait(f"press('open') && {_OPENED}", PATIENCE)
        elif launch.tracked:
            await _await_word(tab, session)
        await deed(tab, session)
        if launch.tracked and not session.words and asked["interface"]:
            session.has_interface = await tab.see("hasOwnInterface()")
        leaving()
        if not session.returned:
            await tab.wait("leave()", PATIENCE)
            session.answers = await tab.wait("left()", RESPONSE)
        await _last_word(session)
        await _quiet(tab, session, 0.1, 1.0)
    return session


async def _last_word(session: Session) -> None:
    """Give a lesson that owes one time for it: it goes out while the page is leaving."""
    end = time.monotonic() + FAREWELL
    while session.attempt and session.attempt.unended and time.monotonic() < end:
        await asyncio.sleep(_STEP)


async def _await_word(tab: Tab, session: Session) -> None:
    """Wait for a first word, then until nothing new is said for a while."""
    end = time.monotonic() + PATIENCE
    while not session.words and time.monotonic() < end:
        await asyncio.sleep(_STEP)
    await _quiet(tab, session, _QUIET, end - time.monotonic())


async def _quiet(tab: Tab, session: Session, seconds: float, longest: float) -> None:
    """Wait until nothing was said or awaited for `seconds`, but not longer than `longest`."""
    end = time.monotonic() + longest
    said, since = session.words, time.monotonic()
    while (now := time.monotonic()) < min(end, since + seconds):
        await asyncio.sleep(min(_STEP, seconds))
        if session.words != said or tab.busy:
            said, since = session.words, now
