"""Drives Chromium; the one place that knows Playwright."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from hocvu.errors import ToolFailed, ToolMissing
from hocvu.packages.play.records import Call, Session, Trouble
from hocvu.tools import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Driven
    from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

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
_LONGEST: Final = 300
_MOST: Final = 5000
"""What one session may tell: a script in a loop must not fill the memory."""
_WATCH: Final = f"""
addEventListener("securitypolicyviolation", (event) => window.{_BINDING}(JSON.stringify({{
  kind: "policy", directive: event.effectiveDirective, blocked: event.blockedURI,
  url: event.sourceFile || event.documentURI, line: event.lineNumber,
}})));
"""


class Tab:
    """One page of the browser, and what is seen in it.

    Args:
        page: The page.
        site: Address of the server, the only one that may be reached.
        session: Where to write what is seen.
    """

    def __init__(self, page: Page, site: str, session: Session) -> None:
        """Listen to everything that the page tells."""
        self._page, self._site, self._session = page, site, session
        wire = page.context.new_cdp_session(page)
        self._listen(wire)
        page.on("dialog", self._dialog)

    def _listen(self, wire: CDPSession) -> None:
        events: dict[str, Callable[[dict[str, Any]], None]] = {
            "Runtime.bindingCalled": self._told,
            "Runtime.consoleAPICalled": self._console,
            "Runtime.exceptionThrown": self._exception,
            "Log.entryAdded": self._log,
        }
        for event, handle in events.items():
            wire.on(event, handle)
        wire.send("Runtime.enable")
        wire.send("Log.enable")
        wire.send("Runtime.addBinding", {"name": _BINDING})

    def open(self, address: str, seconds: float) -> bool:
        """Open an address; tell if it came in time."""
        from playwright.sync_api import TimeoutError as OutOfTime

        try:
            self._page.goto(address, timeout=seconds * 1000, wait_until="load")
        except OutOfTime:
            return False
        return True

    def wait(self, condition: str, seconds: float) -> bool:
        """Wait until an expression of the host page is true; tell if it came to be in time."""
        from playwright.sync_api import Error
        from playwright.sync_api import TimeoutError as OutOfTime

        try:
            self._page.wait_for_function(condition, timeout=seconds * 1000, polling=50)
        except OutOfTime:
            return False
        except Error as error:
            if self._page.is_closed() or "closed" in str(error):
                raise
            return False  # The expression itself failed: the lesson is not what it looked like.
        return True

    def rest(self, seconds: float) -> None:
        """Let the page do what it does."""
        self._page.wait_for_timeout(seconds * 1000)

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
        if entry["level"] == "error" and entry["source"] not in {"network", "security"}:
            self._place("console", entry["text"], entry)

    def _dialog(self, dialog: Any) -> None:
        self._note("dialog", dialog.message)
        dialog.dismiss()

    def _place(self, kind: Any, text: str, at: dict[str, Any]) -> None:
        line = at.get("lineNumber")
        self._note(kind, text, at.get("url", ""), None if line is None else line + 1)

    def refused(self, address: str) -> None:
        """Note a request to another host."""
        self._note("foreign", address)

    def _note(self, kind: Any, text: str, url: str = "", line: int | None = None) -> None:
        path = unquote(urlsplit(url).path).lstrip("/") if url.startswith(self._site) else ""
        trouble = Trouble(kind, text[:_LONGEST], path, line or None)
        if len(self._session.troubles) < _MOST and trouble not in self._session.troubles:
            self._session.troubles.append(trouble)


@dataclass(frozen=True, slots=True)
class Browser:
    """A running Chromium."""

    _driven: Driven

    @contextmanager
    def learner(self, site: str) -> Iterator[Learner]:
        """Give a learner, who has a browser's storage of their own."""
        context = self._driven.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            service_workers="block",
            accept_downloads=False,
        )
        context.add_init_script(_WATCH)
        try:
            yield Learner(context, site)
        finally:
            with contextlib.suppress(Exception):
                context.close()


@dataclass(frozen=True, slots=True)
class Learner:
    """Someone whose browser remembers what packages keep in it."""

    _context: BrowserContext
    _site: str

    @contextmanager
    def tab(self, session: Session) -> Iterator[Tab]:
        """Give a fresh page that reaches nothing but the site."""
        page = self._context.new_page()
        tab = Tab(page, self._site, session)

        def decide(route: Any) -> None:
            address = route.request.url
            if address.startswith((self._site + "/", "data:", "blob:", "about:")):
                route.continue_()
                return
            tab.refused(address)
            route.abort()

        page.route("**/*", decide)
        try:
            yield tab
        finally:
            with contextlib.suppress(Exception):
                page.close()


@contextmanager
def running() -> Iterator[Browser]:
    """Start Chromium without a window, and end it with the block.

    Raises:
        ToolMissing: Chromium or Playwright is not installed.
        ToolFailed: Chromium does not start, or ended half-way.
    """
    found = chromium.ENGINE.find()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise ToolMissing("chromium.no_playwright") from error
    if found is None:
        raise ToolMissing("chromium.missing")
    try:
        with sync_playwright() as playwright:
            driven = _start(playwright, str(found.path))
            try:
                yield Browser(driven)
            finally:
                driven.close()
    except Error as error:
        said = str(error).split("\n")[0][:_LONGEST]
        raise ToolFailed("chromium.failed", path=str(found.path), said=said) from error


def _start(playwright: Playwright, path: str) -> Driven:
    """Start it in its sandbox; without where the system does not grant one."""
    from playwright.sync_api import Error

    def launch(*, sandbox: bool) -> Driven:
        return playwright.chromium.launch(
            executable_path=path,
            args=list(ARGUMENTS),
            chromium_sandbox=sandbox,
            handle_sigint=False,
            handle_sigterm=False,
            timeout=60_000,
        )

    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return launch(sandbox=False)
    try:
        return launch(sandbox=True)
    except Error:
        return launch(sandbox=False)
