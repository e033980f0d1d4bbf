"""Play a package in Chromium inside a learning system, and read what it told the system.

    with play(folder, "lesson.html", browser=browser, runtime="strict") as lesson:
        lesson.read_through()
        assert lesson.last("cmi.core.lesson_status") == "completed"

Run-times: ``strict`` (written from the specification, refuses what it does not allow),
``openedx`` (answers "" to nearly everything), ``again`` (the real scorm-again).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Frame, Page, expect
from runtime.server import serve

from hocvu.packages.play.server import Site
from hocvu.tools import chromium

Runtime = Literal["strict", "openedx", "again"]
ARGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
_FOUND = chromium.ENGINE.find()
CHROMIUM = str(_FOUND.path) if _FOUND else "chromium"


@dataclass(frozen=True)
class Call:
    """One call of the run-time's interface; an argument that is not text is a dict."""

    standard: str
    name: str
    args: tuple[Any, ...]
    result: str
    error: str
    at: float


@dataclass
class Play:
    """A lesson being played."""

    page: Page
    site: Site
    asked: dict[str, str]
    trouble: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    @property
    def frame(self) -> Frame:
        """The lesson's own frame, or the page where there is no system around it."""
        frames = self.page.frames
        return frames[1] if len(frames) > 1 else frames[0]

    @property
    def calls(self) -> list[Call]:
        """Every call so far."""
        told = self.page.evaluate("typeof calls === 'undefined' ? [] : calls")
        return [Call(**{**call, "args": tuple(call["args"])}) for call in told]

    def sets(self, element: str | None = None) -> list[tuple[str, str]]:
        """What was set, in order; only `element` if given."""
        pairs = [call.args for call in self.calls if call.name.endswith("SetValue")]
        return [(name, value) for name, value in pairs if element in (None, name)]

    def last(self, element: str) -> str | None:
        """The last value set for `element`, None when it never was."""
        values = self.sets(element)
        return values[-1][1] if values else None

    def refused(self) -> list[Call]:
        """Calls that set, commit, begin or end and that the system refused."""
        return [c for c in self.calls if "GetValue" not in c.name and c.error != "0"]

    def commits(self) -> list[Call]:
        """The commits."""
        return [call for call in self.calls if call.name.endswith("Commit")]

    def held(self) -> dict[str, dict[str, str]]:
        """What the system would give to the next session."""
        return dict(self.page.evaluate("held()"))

    def control(self, name: str) -> Any:
        """A control by its stable attribute."""
        return self.frame.locator(f'[data-hocvu="{name}"]')

    def state(self, *names: str, timeout: float = 30000) -> None:
        """Wait until the player is in one of the states `names`."""
        selector = ",".join(f'body[data-hocvu-state="{name}"]' for name in names)
        self.frame.wait_for_selector(selector, timeout=timeout)

    def scroll_down(self) -> None:
        """Scroll the open page to its end, until the contents mark it as done."""
        self.frame.wait_for_function(
            "() => { window.scrollTo(0, document.documentElement.scrollHeight);"
            "return document.querySelector('#hv-toc [aria-current] .mark .icon'); }"
        )

    def read_through(self) -> int:
        """Go through all pages from the open one; tells how many were turned."""
        turned = 0
        self.state("ready", "saved", "saving", "unsaved")
        self.scroll_down()
        while self.control("next").is_enabled():
            self.control("next").click()
            self.scroll_down()
            turned += 1
        self.state("saved", "unsaved")
        return turned

    def exit(self) -> None:
        """Leave by the lesson's own button."""
        self.control("exit").click()
        self.state("finished")

    def leave(self) -> None:
        """Take the lesson away as a system does when the learner goes elsewhere."""
        self.page.evaluate("launch('about:blank')")
        self.page.wait_for_function(
            "document.getElementById('sco').contentDocument.URL === 'about:blank'"
        )

    def again(self, initial: dict[str, Any] | None = None) -> None:
        """Open the lesson anew in the same browser; the system holds `initial` if given."""
        state = self.held() if initial is None else initial
        self.asked["initial"] = json.dumps(state)
        self.open()

    def open(self) -> None:
        """Go to the system's page, or to the lesson itself where there is none."""
        target = self.asked["href"]
        if "offer" in self.asked:
            target = f"{self.site.url}/host/host.html?{urlencode(self.asked)}"
        self.page.goto(target)
        self.frame.wait_for_selector("body[data-hocvu-state]:not([data-hocvu-state=loading])")

    def clean(self) -> None:
        """Assert that nothing went wrong in the browser and nothing left for another host."""
        assert self.trouble == []
        assert self.foreign == []
        assert self.site.missing == []


@contextmanager
def play(
    folder: Path,
    href: str,
    *,
    browser: Browser,
    standard: str = "scorm12",
    runtime: Runtime = "strict",
    offer: str | None = None,
    initial: dict[str, Any] | None = None,
    width: int = 360,
    height: int = 640,
    storage: Any = None,
    init_script: str = "",
    stumble: bool = False,
    **context_options: Any,
) -> Iterator[Play]:
    """Play the page `href` of the unpacked package in `folder`.

    Args:
        folder: The package's files.
        href: The lesson's launch page, relative.
        browser: Chromium, as `launch` gives it.
        standard: ``scorm12`` or ``scorm2004``: the interface that the system offers; ``none`` opens
            the page alone.
        runtime: Which system.
        offer: The interfaces that the system offers, joined by commas, if not only `standard`.
        initial: What the system holds from sessions before, as `Play.held` gives it.
        width: Of the window, in pixels.
        height: Of the window, in pixels.
        storage: Browser storage of a session before (`page.context.storage_state()`).
        init_script: Script to run in every page before its own.
        stumble: Every call of the interface fails once before it is taken.
        context_options: Further options of Playwright's `new_context`.
    """
    with serve(folder) as site:
        context = browser.new_context(
            viewport={"width": width, "height": height}, storage_state=storage, **context_options
        )
        if init_script:
            context.add_init_script(init_script)
        page = context.new_page()
        asked = {"href": f"{site.url}/package/{href}"}
        if standard != "none":
            asked["offer"] = standard if offer is None else offer
            asked["runtime"] = runtime
            asked["initial"] = json.dumps(initial or {})
            if stumble:
                asked["stumble"] = "1"
        lesson = Play(page, site, asked)
        _listen(page, lesson)
        try:
            lesson.open()
            yield lesson
        finally:
            context.close()


def _listen(page: Page, lesson: Play) -> None:
    host = urlsplit(lesson.site.url).netloc
    page.on("pageerror", lambda error: lesson.trouble.append(str(error)))
    page.on(
        "console",
        lambda said: lesson.trouble.append(said.text) if said.type == "error" else None,
    )
    page.on(
        "request",
        lambda request: (
            None
            if urlsplit(request.url).netloc == host or not request.url.startswith("http")
            else lesson.foreign.append(request.url)
        ),
    )


__all__ = ["ARGS", "CHROMIUM", "Call", "Play", "expect", "play"]
