"""Tells pages that hold their content from pages that need their own scripts to be anything.

A page that only reports to a system that it was opened loses nothing without its script: the
lesson made of it reports by itself. A page whose text, questions or score come from its script
would be spoiled, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from hocvu.errors import HocvuError
from hocvu.sources.html.tally import tally

Load = Callable[[str], bytes]
_FEW: Final = 12
"""Words under which a page with scripts and no picture is an empty shell."""
_SOME: Final = 60
"""Words under which a page whose scripts write into it gets its content from them."""
_MOST_SCRIPTS: Final = 40
_LONGEST: Final = 1 << 20

_API: Final = re.compile(
    r"LMS(?:Initialize|SetValue|Finish)|API_1484_11|SCORM_API|TinCan|XAPI|cmi5|\bADL\b",
    re.IGNORECASE,
)
_STATE: Final = re.compile(r"cmi\.(?:core\.)?(?:score|interactions|objectives|suspend_data)\b")
_WRITES: Final = re.compile(
    r"innerHTML|outerHTML|insertAdjacent|document\.write|createElement|appendChild|ReactDOM"
    r"|new Vue|angular|\.html\s*\(|\.append\s*\(|XMLHttpRequest|fetch\s*\("
    r"|location\.(?:href|replace)|\.src\s*="
)
_READS_QUERY: Final = re.compile(r"location\.(?:search|href|hash)|URLSearchParams")
_FRAMES: Final = frozenset({"iframe", "frame", "object", "embed", "applet"})
_NO_ANSWERS: Final = frozenset({"button", "submit", "reset", "hidden", "image"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page's scripts do.

    Attributes:
        code: Why it cannot be read without them, as a message's code; empty when it can.
        scripted: It has scripts, or calls of them.
        reports: They report to a learning system.
    """

    code: str = ""
    scripted: bool = False
    reports: bool = False


def judge(markup: str, query: str, load: Load) -> Verdict:
    """Tell whether a page can be read without its scripts.

    Args:
        markup: The page.
        query: What it is launched with.
        load: Returns the bytes of a script beside the page.
    """
    facts = _Facts()
    facts.feed(markup)
    facts.close()
    script = "\n".join([*facts.inline, *_loaded(facts.sources, load)])
    if not script.strip() and not facts.sources and not facts.frames:
        return Verdict()
    counts = tally(markup)
    done = bool(script.strip() or facts.sources), bool(_API.search(script))
    if facts.frames and counts.words < _SOME:
        return Verdict("package.needs_frames", *done)
    if counts.words < _FEW and not counts.images:
        return Verdict("package.needs_script", *done)
    if counts.words < _SOME and _WRITES.search(script):
        return Verdict("package.needs_script", *done)
    if query and _READS_QUERY.search(script):
        return Verdict("package.needs_script", *done)
    if (facts.answers and script.strip()) or _STATE.search(script):
        return Verdict("package.needs_answers", *done)
    return Verdict("", *done)


def _loaded(sources: list[str], load: Load) -> list[str]:
    found = []
    for source in sources[:_MOST_SCRIPTS]:
        try:
            found.append(load(source)[:_LONGEST].decode("utf-8", "replace"))
        except HocvuError:
            continue  # a script of the web, or one that is not there: nothing to look into
    return found


class _Facts(HTMLParser):
    """Collects a page's scripts, its frames, and where learners would answer."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inline: list[str] = []
        self.sources: list[str] = []
        self.frames = self.answers = 0
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        self.inline += [value for key, value in told.items() if key.startswith("on")]
        if tag == "script":
            self._script = True
            if told.get("src"):
                self.sources.append(told["src"])
        self.frames += tag in _FRAMES
        self.answers += tag in {"select", "textarea", "canvas"} or (
            tag == "input" and told.get("type", "text").lower() not in _NO_ANSWERS
        )

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = False

    def handle_data(self, data: str) -> None:
        if self._script:
            self.inline.append(data)
