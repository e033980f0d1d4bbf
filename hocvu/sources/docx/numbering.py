"""Automatic numbers: definitions, inheritance and counting (ECMA-376-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from hocvu.identifiers import nfc
from hocvu.sources.docx.names import MC, VAL, W, is_on
from hocvu.sources.docx.numerals import numeral

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        start: Its first number.
        style: How numbers are written (``w:numFmt``).
        text: The label, ``%1`` to ``%9`` standing for the levels' numbers.
        pattern: The written form for the style ``custom``.
        restart: The level (from 1) after which it begins anew, 0 for never, None for any higher.
        legal: All numbers of the label are in digits.
        paragraph_style: The style whose paragraphs are of this level.
        indent: Left indent in twentieths of a point.
    """

    start: int = 0
    style: str = "decimal"
    text: str = ""
    pattern: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A paragraph's place in a list.

    Attributes:
        text: The number as shown; empty for a bullet.
        ordered: It is numbered rather than bulleted.
        list_id: The list it belongs to.
        level: Its depth there, from 0.
        indent: Left indent of the level in twentieths of a point, when the level sets one.
    """

    text: str
    ordered: bool
    list_id: str
    level: int
    indent: int | None = None


@dataclass(slots=True)
class _List:
    """An instance of a list: its abstract definition with its own overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document. `label` counts on, so it must be asked in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        """Read the numbering part; a document without one has no lists."""
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        abstracts = {_get(item, "abstractNumId"): item for item in root.iter(f"{W}abstractNum")}
        numbers = {_get(item, "numId"): item for item in root.iter(f"{W}num")}
        styled = {
            name: key for key, item in abstracts.items() if (name := _child(item, "styleLink"))
        }
        definitions = {
            key: _levels(abstracts[_followed(key, abstracts, styled)]) for key in abstracts
        }
        for key, item in numbers.items():
            abstract = _child(item, "abstractNumId") or ""
            if abstract in definitions:
                self._lists[key] = _override(item, abstract, definitions[abstract])

    def knows(self, list_id: str) -> bool:
        """Tell if there is a list `list_id`."""
        return list_id in self._lists

    def level_of_style(self, list_id: str, style: str) -> int | None:
        """Return the level of `list_id` that is linked to the paragraph style `style`."""
        found = self._lists.get(list_id)
        levels = found.levels.items() if found else ()
        return next((n for n, level in levels if level.paragraph_style == style), None)

    def label(self, list_id: str, level: int) -> Label | None:
        """Count one more paragraph at `level` of `list_id` and return its label."""
        found = self._lists.get(list_id)
        if found is None or level not in found.levels:
            return None
        counters = self._counters.setdefault(found.abstract, {})
        rule = found.levels[level]
        if level in found.starts and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counters[level] = found.starts[level]
        else:
            counters[level] = counters[level] + 1 if level in counters else rule.start
        for deeper in [n for n in counters if n > level]:
            restart = found.levels.get(deeper, Level()).restart
            if restart is None or level < restart:
                del counters[deeper]
        text = "" if rule.style == "bullet" else _compose(rule, found, counters)
        return Label(text, rule.style != "bullet" and bool(text), list_id, level, rule.indent)


def _compose(rule: Level, found: _List, counters: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        level = found.levels.get(index, Level())
        style = "decimal" if rule.legal and level.style != "none" else level.style
        return numeral(counters.get(index, level.start), style, level.pattern)

    return " ".join(nfc(_PLACE.sub(number, rule.text)).split())


def _override(item: etree._Element, abstract: str, levels: dict[int, Level]) -> _List:
    own = dict(levels)
    starts: dict[int, int] = {}
    for change in item.iter(f"{W}lvlOverride"):
        index = _number(change.get(f"{W}ilvl"), 0)
        level = change.find(f"{W}lvl")
        if level is not None:
            own[index] = _level(level)
        start = _child(change, "startOverride")
        if start is not None and index in own:
            starts[index] = _number(start, 1)
            own[index] = replace(own[index], start=starts[index])
    return _List(abstract, own, starts)


def _followed(key: str, abstracts: dict[str, etree._Element], styled: dict[str, str]) -> str:
    """Return the definition that `key` borrows by ``w:numStyleLink``, or `key` itself."""
    link = _child(abstracts[key], "numStyleLink")
    return styled.get(link, key) if link else key


def _levels(abstract: etree._Element) -> dict[int, Level]:
    found = {_number(item.get(f"{W}ilvl"), 0): _level(item) for item in abstract.iter(f"{W}lvl")}
    return {index: level for index, level in found.items() if 0 <= index < LEVELS}


def _level(item: etree._Element) -> Level:
    restart = _child(item, "lvlRestart")
    legal = item.find(f"{W}isLgl")
    style, pattern = _format(item)
    indent = item.find(f"{W}pPr/{W}ind")
    left = None if indent is None else indent.get(f"{W}left", indent.get(f"{W}start"))
    return Level(
        start=_number(_child(item, "start"), 0),
        style=style,
        text=_child(item, "lvlText") or "",
        pattern=pattern,
        restart=None if restart is None else _number(restart, 0),
        legal=legal is not None and is_on(legal.get(VAL)),
        paragraph_style=_child(item, "pStyle"),
        indent=None if left is None else _number(left, 0),
    )


def _format(item: etree._Element) -> tuple[str, str]:
    """Return the style of numbers; later versions of Word wrap their own in alternatives."""
    direct = item.find(f"{W}numFmt")
    if direct is None:
        direct = item.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if direct is None:
        return "decimal", ""
    return direct.get(VAL, "decimal"), direct.get(f"{W}format", "")


def _get(item: etree._Element, name: str) -> str:
    return item.get(f"{W}{name}", "")


def _child(item: etree._Element, name: str) -> str | None:
    found = item.find(f"{W}{name}")
    return None if found is None else found.get(VAL)


def _number(text: str | None, default: int) -> int:
    """Return a number that a file gives; what is none, or beyond reason, is `default`."""
    try:
        value = int(float(text or ""))
    except (ValueError, OverflowError):
        return default
    return value if abs(value) < 1_000_000 else default
