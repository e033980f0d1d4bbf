"""Drives Chromium; the one place that knows Playwright."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar
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


_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Loop:
    """Runs what Playwright does and never waits longer than asked, also for a page that hangs."""

    _runner: asyncio.Runner

    def do(self, deed: Coroutine[Any, Any, _Result], seconds: float = _ANSWERING) -> _Result:
        """Return what `deed` gives.

        Raises:
            TimeoutError: It took longer than `seconds`.
        """
        return self._runner.run(asyncio.wait_for(deed, seconds))

    def try_to(self, deed: Coroutine[Any, Any, object]) -> None:
        """Do what does not matter when it fails."""
        with contextlib.suppress(Exception):
            self.do(deed)


class Tab:
    """One page of the browser, and what is seen in it.

    Args:
        loop: Runs what is done with the page.
        page: The page.
        site: Address of the server, the only one that may be reached.
        session: Where to write what is seen.
    """

    def __init__(self, loop: _Loop, page: Page, site: str, session: Session) -> None:
        """Listen to everything that the page tells."""
        self._loop, self._page, self._site, self._session = loop, page, site, session
        self._answering: set[asyncio.Task[None]] = set()
        loop.do(self._listen())

    async def _listen(self) -> None:
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
        await wire.send("Runtime.enable")
        await wire.send("Log.enable")
        await wire.send("Runtime.addBinding", {"name": _BINDING})
        await page.route("**/*", self._decide)

    async def _decide(self, route: Any) -> None:
        """Let only what the site has through."""
        address = route.request.url
        if address.startswith((self._site + "/", "data:", "blob:", "about:")):
            await route.continue_()
            return
        self._note("foreign", address)
        await route.abort()

    def open(self, address: str) -> None:
        """Open the host page, and do not wait for what it loads."""
        with contextlib.suppress(TimeoutError):
            self._loop.do(self._page.goto(address, wait_until="domcontentloaded"), _OPENING)

    def wait(self, condition: str, seconds: float) -> bool:
        """Wait until an expression of the host page is true; tell if it came to be in time."""
        from playwright.async_api import Error
        from playwright.async_api import TimeoutError as OutOfTime

        limit = seconds * 1000
        deed = self._page.wait_for_function(condition, timeout=limit, polling=50)
        try:
            self._loop.do(deed, seconds + _GRACE)
        except (OutOfTime, TimeoutError):
            return False
        except Error:
            if not self._page.context.browser or not self._page.context.browser.is_connected():
                raise
            return False  # The page is gone, or is not what it looked like.
        return True

    def rest(self, seconds: float) -> None:
        """Let the page do what it does."""
        self._loop.do(asyncio.sleep(seconds), seconds + _ANSWERING)

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

    _loop: _Loop
    _driven: Driven

    @contextmanager
    def learner(self, site: str) -> Iterator[Learner]:
        """Give a learner, who has a browser's storage of their own."""
        context = self._loop.do(
            self._driven.new_context(
                viewport=PHONE,  # type: ignore[arg-type]
                service_workers="block",
                accept_downloads=False,
            )
        )
        self._loop.do(context.add_init_script(_WATCH))
        try:
            yield Learner(self._loop, context, site)
        finally:
            self._loop.try_to(context.close())


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone whose browser remembers what packages keep in it."""

    _loop: _Loop
    _context: BrowserContext
    _site: str

    @contextmanager
    def tab(self, session: Session) -> Iterator[Tab]:
        """Give a fresh page that reaches nothing but the site."""
        page = self._loop.do(self._context.new_page())
        try:
            yield Tab(self._loop, page, self._site, session)
        finally:
            self._loop.try_to(page.close())


@contextmanager
def running() -> Iterator[Browser]:
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
    with asyncio.Runner() as runner:
        loop = _Loop(runner)
        try:
            playwright = loop.do(async_playwright().start(), _STARTING)
            try:
                driven = _start(loop, playwright, str(found.path))
                try:
                    yield Browser(loop, driven)
                finally:
                    loop.try_to(driven.close())
            finally:
                loop.try_to(playwright.stop())
        except (Error, TimeoutError) as error:
            said = str(error).split("\n")[0][:_LONGEST]
            raise ToolFailed("chromium.failed", path=str(found.path), said=said) from error


def _start(loop: _Loop, playwright: Playwright, path: str) -> Driven:
    """Start it in its sandbox; without where the system does not grant one."""
    from playwright.async_api import Error

    def launch(*, sandbox: bool) -> Driven:
        deed = playwright.chromium.launch(
            executable_path=path,
            args=list(ARGUMENTS),
            chromium_sandbox=sandbox,
            handle_sigint=False,
            handle_sigterm=False,
        )
        return loop.do(deed, _STARTING)

    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return launch(sandbox=False)
    try:
        return launch(sandbox=True)
    except Error:
        return launch(sandbox=False)
