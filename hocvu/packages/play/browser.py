"""Drives Chromium; the one place that knows Playwright."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from hocvu.errors import ToolFailed, ToolMissing
from hocvu.packages.play.records import Call, Session, Trouble
from hocvu.tools import chromium

if TYPE_CHECKING:
    from playwright.async_api import Browser as Driven
    from playwright.async_api import BrowserContext, Page, Playwright

ARGUMENTS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
PHONE: Final = {"width": 360, "height": 640}
"""The screen of a cheap phone, in CSS pixels."""
_NOWHERE: Final = "http://127.0.0.1:9"
_BINDING: Final = "hocvuTold"
_OPENING: Final = 30
_ANSWERING: Final = 10
"""Seconds for whatever must be quick."""
_GRACE: Final = 0.5
_STARTING: Final = 60
_POLICY_NAME: Final = "Content Security Policy"
_LONGEST: Final = 300
_MOST: Final = 5000
"""What one session may tell: a script in a loop must not fill the memory."""
_WATCH: Final = f"""
addEventListener("securitypolicyviolation", (event) => window.{_BINDING}(JSON.stringify({{
  kind: "policy", directive: event.effectiveDirective, blocked: event.blockedURI,
  url: event.sourceFile || event.documentURI, line: event.lineNumber,
}})));
"""


async def _try_to(deed: Awaitable[object]) -> None:
    """Do what does not matter when it fails, and do not wait long for it."""
    with contextlib.suppress(Exception):
        await asyncio.wait_for(deed, _ANSWERING)


class Tab:
    """One page of the browser, and what is seen in it.

    Args:
        page: The page.
        site: Address of the server, the only one that may be reached.
        session: Where to write what is seen.
    """

    def __init__(self, page: Page, site: str, session: Session) -> None:
        """Remember who is to be told."""
        self._page, self._site, self._session = page, site, session
        self._answering: set[asyncio.Task[None]] = set()
        self._open: set[object] = set()

    @property
    def busy(self) -> bool:
        """Something that was asked for has not come yet."""
        return bool(self._open)

    async def listen(self) -> None:
        """Listen to everything that the page tells."""
        page = self._page
        wire = await page.context.new_cdp_session(page)
        events: dict[str, Callable[[dict[str, Any]], None]] = {
            "Runtime.bindingCalled": self._told,
            "Runtime.consoleAPICalled": self._console,
            "Runtime.exceptionThrown": self._exception,
            "Log.entryAdded": self._log,
        }
        for event, handle in events.items():
            wire.on(event, handle)
        page.on("dialog", self._dialog)
        page.on("request", self._asked)
        page.on("requestfinished", self._came)
        page.on("requestfailed", self._came)
        await wire.send("Runtime.enable")
        await wire.send("Log.enable")
        await wire.send("Runtime.addBinding", {"name": _BINDING})

    def _asked(self, request: Any) -> None:
        self._open.add(request)
        if not request.url.startswith((self._site + "/", "data:", "blob:", "about:")):
            self._note("foreign", request.url)

    def _came(self, request: Any) -> None:
        self._open.discard(request)

    async def open(self, address: str) -> None:
        """Open the host page, and do not wait for what it loads."""
        with contextlib.suppress(TimeoutError):
            deed = self._page.goto(address, wait_until="domcontentloaded")
            await asyncio.wait_for(deed, _OPENING)

    async def wait(self, condition: str, seconds: float) -> bool:
        """Wait until an expression of the host page is true; tell if it came to be in time.

        A page that hangs does not keep anyone waiting longer.
        """
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as OutOfTime

        limit = seconds * 1000
        deed = self._page.wait_for_function(condition, timeout=limit, polling=50)
        try:
            await asyncio.wait_for(deed, seconds + _GRACE)
        except (OutOfTime, TimeoutError):
            return False
        except Error:
            if not self._page.context.browser or not self._page.context.browser.is_connected():
                raise
            return False  # The page is gone, or is not what it looked like.
        return True

    async def see(self, condition: str) -> bool:
        """Tell if an expression of the host page is true now."""
        from playwright.async_api import Error

        with contextlib.suppress(Error, TimeoutError):
            deed = self._page.evaluate(f"Boolean({condition})")
            return bool(await asyncio.wait_for(deed, _ANSWERING))
        return False

    def _told(self, event: dict[str, Any]) -> None:
        if event["name"] != _BINDING or len(self._session.calls) > _MOST:
            return
        said = json.loads(event["payload"])
        if said["kind"] == "call":
            call = Call(said["name"], tuple(said["args"]), said["result"], said["error"])
            self._session.calls.append(call)
            return
        blocked = said["blocked"]
        kind = "foreign" if self._is_foreign(blocked) else "policy"
        text = blocked if kind == "foreign" else f"{said['directive']} {blocked}"
        self._note(kind, text, said["url"], said["line"])

    def _is_foreign(self, address: str) -> bool:
        return "://" in address and not address.startswith(self._site + "/")

    def _console(self, event: dict[str, Any]) -> None:
        if event["type"] not in {"error", "assert"}:
            return
        words = (str(arg.get("value", arg.get("description", ""))) for arg in event["args"])
        frames = event.get("stackTrace", {}).get("callFrames") or [{}]
        self._place("console", " ".join(words), frames[0])

    def _exception(self, event: dict[str, Any]) -> None:
        details = event["exceptionDetails"]
        said = details.get("exception", {}).get("description") or details["text"]
        self._place("exception", said.split("\n")[0], details)

    def _log(self, event: dict[str, Any]) -> None:
        entry = event["entry"]
        # What the network and the policy have to say is learned elsewhere, more exactly.
        elsewhere = entry["source"] in {"network", "security"} or _POLICY_NAME in entry["text"]
        if entry["level"] == "error" and not elsewhere:
            self._place("console", entry["text"], entry)

    def _dialog(self, dialog: Any) -> None:
        self._note("dialog", dialog.message)
        task = asyncio.ensure_future(dialog.dismiss())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    def _place(self, kind: Any, text: str, at: dict[str, Any]) -> None:
        line = at.get("lineNumber")
        self._note(kind, text, at.get("url", ""), None if line is None else line + 1)

    def _note(self, kind: Any, text: str, url: str = "", line: int | None = None) -> None:
        path = unquote(urlsplit(url).path).lstrip("/") if url.startswith(self._site) else ""
        trouble = Trouble(kind, text[:_LONGEST], path, line or None)
        if len(self._session.troubles) < _MOST and trouble not in self._session.troubles:
            self._session.troubles.append(trouble)


@dataclass(frozen=True, slots=True)
class Browser:
    """A running Chromium."""

    _driven: Driven

    @asynccontextmanager
    async def learner(self, site: str) -> AsyncIterator[Learner]:
        """Give a learner, who has a browser's storage of their own."""
        context = await self._driven.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            # Everything else is sent to where nobody listens. Looking at each request instead
            # would hold up those that go out while a page is leaving.
            proxy={"server": _NOWHERE, "bypass": f"<-loopback>,{urlsplit(site).netloc}"},
            service_workers="block",
            accept_downloads=False,
        )
        try:
            await context.add_init_script(_WATCH)
            yield Learner(context, site)
        finally:
            await _try_to(context.close())


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone whose browser remembers what packages keep in it."""

    _context: BrowserContext
    _site: str

    @asynccontextmanager
    async def tab(self, session: Session) -> AsyncIterator[Tab]:
        """Give a fresh page that reaches nothing but the site."""
        page = await self._context.new_page()
        try:
            tab = Tab(page, self._site, session)
            await tab.listen()
            yield tab
        finally:
            await _try_to(page.close())


@asynccontextmanager
async def running() -> AsyncIterator[Browser]:
    """Start Chromium without a window, and end it with the block.

    Raises:
        ToolMissing: Chromium or Playwright is not installed.
        ToolFailed: Chromium does not start, or ended half-way.
    """
    found = chromium.ENGINE.find()
    try:
        from playwright.async_api import Error, async_playwright
    except ImportError as error:
        raise ToolMissing("chromium.no_playwright") from error
    if found is None:
        raise ToolMissing("chromium.missing")
    try:
        playwright = await asyncio.wait_for(async_playwright().start(), _STARTING)
        try:
            driven = await _start(playwright, str(found.path))
            try:
                yield Browser(driven)
            finally:
                await _try_to(driven.close())
        finally:
            await _try_to(playwright.stop())
    except (Error, TimeoutError) as error:
        said = str(error).split("\n")[0][:_LONGEST]
        raise ToolFailed("chromium.failed", path=str(found.path), said=said) from error


async def _start(playwright: Playwright, path: str) -> Driven:
    """Start it in its sandbox; without where the system does not grant one."""
    from playwright.async_api import Error

    async def launch(*, sandbox: bool) -> Driven:
        deed = playwright.chromium.launch(
            executable_path=path,
            args=list(ARGUMENTS),
            chromium_sandbox=sandbox,
            handle_sigint=False,
            handle_sigterm=False,
        )
        return await asyncio.wait_for(deed, _STARTING)

    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return await launch(sandbox=False)
    try:
        return await launch(sandbox=True)
    except Error:
        return await launch(sandbox=False)
