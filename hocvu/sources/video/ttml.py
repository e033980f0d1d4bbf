"""Cues from Timed Text (W3C TTML2, also as ``.dfxp``): paragraphs of one body, with their times.

Styles, regions and animations are left aside; captions of this package are plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, cast

from lxml import etree

from hocvu.sources.video.timed import Timed

_ROOT: Final = re.compile(r"(?:<\?xml[^>]*\?>|<!--.*?-->|\s)*<(?:\w+:)?tt[\s>]", re.DOTALL)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_CLOCK: Final = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?")
_OFFSET: Final = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_UNITS: Final = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_DEEPEST: Final = 32
_ALL_TIME: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class _Rates:
    """What frames and ticks of this file are, in seconds (TTML2, section 8.2)."""

    frame: float
    tick: float


def is_ttml(text: str) -> bool:
    """Tell Timed Text by its root element."""
    return _ROOT.match(text.lstrip("\ufeff")) is not None


def parse(text: str) -> list[Timed]:
    """Return the cues of `text`, in the file's order.

    Raises:
        ValueError: It is not well-formed, declares entities, or has a time that means nothing.
    """
    bare = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1)
    if "<!DOCTYPE" in bare:
        raise ValueError("doctype")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(bare.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    body = next((child for child in root if _name(child) == "body"), None)
    return [] if body is None else list(_cues(body, 0.0, _ALL_TIME, _rates(root), 0))


def _cues(
    element: etree._Element, start: float, end: float, rates: _Rates, depth: int
) -> Iterator[Timed]:
    """Yield what `element` shows; the times of what is inside it count from its beginning."""
    if depth > _DEEPEST:
        raise ValueError("depth")
    begun, ended = _interval(element, start, end, rates)
    parts = [child for child in element if _name(child) == "span" and child.get("begin")]
    if _name(element) == "p" and not parts:
        yield Timed(begun, ended, "".join(_words(element)), _line(element))
        return
    after = begun
    for child in element:
        if _name(child) not in {"div", "p", "span"} or (parts and child not in parts):
            continue
        sequential = element.get("timeContainer") == "seq"
        for cue in _cues(child, after if sequential else begun, ended, rates, depth + 1):
            yield cue
            after = max(after, cue.end)
    if _name(element) == "span":
        yield Timed(begun, ended, "".join(_words(element)), _line(element))


def _interval(
    element: etree._Element, start: float, end: float, rates: _Rates
) -> tuple[float, float]:
    begin, until, length = (element.get(name) for name in ("begin", "end", "dur"))
    begun = start + _seconds(begin, rates) if begin else start
    ended = start + _seconds(until, rates) if until else end
    if length:
        ended = min(ended, begun + _seconds(length, rates))
    return round(begun, 3), round(min(ended, end), 3)


def _words(element: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph; only ``br`` ends a line."""
    yield _flowing(element.text)
    for child in element:
        if _name(child) == "br":
            yield "\n"
        elif _name(child) == "span":
            yield from _words(child)
        yield _flowing(child.tail)


def _flowing(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _seconds(told: str, rates: _Rates) -> float:
    told = told.strip()
    if clock := _CLOCK.fullmatch(told):
        seconds = int(clock[1]) * 3600 + int(clock[2]) * 60 + float(clock[3])
        return seconds + (float(clock[4]) * rates.frame if clock[4] else 0.0)
    if offset := _OFFSET.fullmatch(told):
        units = _UNITS | {"f": rates.frame, "t": rates.tick}
        return float(offset[1]) * units[offset[2]]
    raise ValueError(told)


def _rates(root: etree._Element) -> _Rates:
    told = {etree.QName(name).localname: str(value) for name, value in root.attrib.items()}
    frames = _number(told.get("frameRate"), 30.0)
    times, _, parts = told.get("frameRateMultiplier", "1 1").replace(":", " ").partition(" ")
    frames *= _number(times, 1.0) / _number(parts, 1.0)
    ticks = _number(told.get("tickRate"), frames if "frameRate" in told else 1.0)
    return _Rates(1 / frames, 1 / ticks)


def _number(told: str | None, otherwise: float) -> float:
    match = re.fullmatch(r"\s*(\d{1,9}(?:\.\d+)?)\s*", told or "")
    return float(match[1]) or otherwise if match else otherwise


def _line(element: etree._Element) -> int:
    line: int | None = cast("Any", element).sourceline
    return line or 0


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
