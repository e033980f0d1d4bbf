"""Cues from the text of a caption file: SubRip, WebVTT and TTML here, others by pysubs2.

SubRip in the wild has blank lines inside cues, no numbers, dots for commas and missing
fractions, so it is divided at its timing lines. pysubs2 takes a numeral on the last line of a
cue for the next cue's number, and the comments and identifiers of WebVTT for speech.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from hocvu.sources.video import ttml
from hocvu.sources.video.timed import Timed

BESIDE: Final = (".srt", ".vtt", ".sbv", ".ass", ".ssa", ".ttml", ".dfxp")
"""Endings of caption files that are taken for a recording's when they lie beside it."""

SUFFIXES: Final = (*BESIDE, ".sub")
"""Endings of caption files; ``.sub`` may also be pictures, so that it must be named."""

_TIME = r"(-?)(?:(\d{1,4})\s*:\s*)?(\d{1,2})\s*:\s*(\d{1,2})(?:\s*[.,:]\s*(\d{1,3}))?"
_TIMING: Final = re.compile(rf"\s*{_TIME}\s*[-–—]{{1,2}}>\s*{_TIME}(?=\s|$)")
_BARE = r"(-?)()()(\d{1,6})(?:[.,](\d{1,3}))?"
_SECONDS: Final = re.compile(rf"\s*{_BARE}\s*-->\s*{_BARE}\s*$")
_MEANT: Final = re.compile(r"(?=.*:|.*-->)\s*[-\d][-\d\s:.,]*[-–—]{1,2}>\s*[-\d][-\d\s:.,]*$")
"""A line that is meant to tell times."""
_SBV: Final = re.compile(r"\s*()(\d+):(\d\d):(\d\d)\.(\d{3}),()(\d+):(\d\d):(\d\d)\.(\d{3})\s*$")
_NUMBER: Final = re.compile(r"\s*\d+\s*$")
_STYLING: Final = re.compile(
    r"</?(?:[biusc]|u|ruby|rt|lang|v|font|span)(?:[.\s][^<>]*)?/?>|<\d[\d:.]*>|\{\\[^{}]*\}",
    re.IGNORECASE,
)
_VOICE: Final = re.compile(r"<v(?:\.[^\s<>]*)?\s+([^<>]+)>")


def parse(text: str, suffix: str) -> list[Timed]:
    """Return the cues of `text`, in the file's order; what `suffix` is only helps to tell.

    Raises:
        ValueError: It is no caption file.
    """
    if text.lstrip().startswith("WEBVTT"):
        return list(_webvtt(text.split("\n")))
    if ttml.is_ttml(text):
        cues = ttml.parse(text)
        return [Timed(cue.start, cue.end, plain(cue.text), cue.line) for cue in cues]
    lines = text.split("\n")
    for timing in (_TIMING, _SECONDS, _SBV):
        if any(timing.match(line) for line in lines):
            return list(_between(lines, timing))
    if suffix in {".ass", ".ssa", ".sub"}:
        return list(_by_library(text))
    raise ValueError(suffix)


def plain(text: str) -> str:
    """Return `text` without styling; who speaks (``<v Lan>``) becomes words."""
    bare = _STYLING.sub("", _VOICE.sub(r"\1: ", text))
    lines = (" ".join(line.split()) for line in bare.split("\n"))
    return "\n".join(line for line in lines if line)


def _between(lines: list[str], timing: re.Pattern[str]) -> Iterator[Timed]:
    """Take what stands between timing lines; a number just before one counts cues."""
    found = [
        (n, match)
        for n, line in enumerate(lines)
        if (match := timing.match(line)) or _MEANT.match(line)
    ]
    for (here, match), (there, _) in zip(found, [*found[1:], (len(lines), None)], strict=True):
        last = there
        if there < len(lines) and there - 1 > here and _NUMBER.match(lines[there - 1]):
            last -= 1
        yield _timed(match, plain("\n".join(lines[here + 1 : last])), here + 1)


def _webvtt(lines: list[str]) -> Iterator[Timed]:
    """Follow the blocks of WebVTT, which end at a blank line (W3C WebVTT, section 4.1)."""
    at = 0
    while at < len(lines):
        match = _TIMING.match(lines[at]) or _SECONDS.match(lines[at])
        if match is None and not _MEANT.match(lines[at]):
            at += 1
            continue
        first = at + 1
        at = first
        while at < len(lines) and lines[at].strip() and not _MEANT.match(lines[at]):
            at += 1
        # The text of a tag cannot hold an entity, so styling goes first.
        yield _timed(match, _unescape(plain("\n".join(lines[first:at]))), first)


def _unescape(text: str) -> str:
    unescaped = html.unescape(text).replace("\u200e", "").replace("\u200f", "")
    return "\n".join(" ".join(line.split()) for line in unescaped.split("\n"))


def _by_library(text: str) -> Iterator[Timed]:
    import pysubs2  # Slow to load, and seldom needed.

    try:
        events = pysubs2.SSAFile.from_string(text)
    except pysubs2.Pysubs2Error as error:
        raise ValueError(str(error)) from error
    for event in events:
        if not event.is_comment and not event.is_drawing:
            yield Timed(event.start / 1000, event.end / 1000, plain(event.plaintext))


def _timed(match: re.Match[str] | None, text: str, line: int) -> Timed:
    """Return a cue; one whose times cannot be read takes no time."""
    if match is None:
        return Timed(0.0, 0.0, text, line)
    start, end = _seconds(*match.groups()[:5]), _seconds(*match.groups()[5:10])
    return Timed(start, end, text, line)


def _seconds(
    sign: str, hours: str | None, minutes: str, seconds: str, fraction: str | None
) -> float:
    if sign:  # Captions that were moved forward too far begin with the recording.
        return 0.0
    milliseconds = int((fraction or "0").ljust(3, "0"))
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return (whole * 1000 + milliseconds) / 1000
