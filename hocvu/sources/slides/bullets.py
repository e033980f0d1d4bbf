"""Which paragraphs of a shape are items of a list, and with which number.

A paragraph takes its bullet from the first of these that tells one: itself, its shape, the
placeholder of the layout, that of the master, the master's text styles (ECMA-376-1, 21.1.2.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hocvu.sources.slides.names import A, Element, P, placeholder

_TITLES: Final = frozenset({"title", "ctrTitle"})
_BODIES: Final = frozenset({"body", "subTitle", "obj", "tbl", "chart", "dgm", "clipArt", "media"})
_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


@dataclass(slots=True)
class Bullets:
    """Bullets of the paragraphs of one shape; numbers go on from paragraph to paragraph."""

    styles: tuple[Element, ...]
    _counters: dict[int, tuple[str, int]] = field(default_factory=dict)

    def of(self, paragraph: Element) -> tuple[int, str | None]:
        """Return the level of a paragraph, from 0, and its label; None when it is no item."""
        properties = paragraph.find(f"{A}pPr")
        level = min(8, int(properties.get("lvl", "0"))) if properties is not None else 0
        for source in (properties, *self._at(level)):
            mark = _mark(source)
            if mark is not None:
                return level, self._label(mark, level)
        self._stop(level)
        return level, None

    def _at(self, level: int) -> Iterable[Element]:
        for style in self.styles:
            found = style.find(f"{A}lvl{level + 1}pPr")
            if found is not None:
                yield found

    def _label(self, mark: Element, level: int) -> str | None:
        if mark.tag == f"{A}buNone":
            self._stop(level)
            return None
        if mark.tag != f"{A}buAutoNum":
            self._stop(level)
            return ""
        scheme = mark.get("type", "arabicPeriod")
        last, number = self._counters.get(level, ("", 0))
        number = number + 1 if last == scheme else int(mark.get("startAt", "1"))
        self._stop(level + 1)
        self._counters[level] = (scheme, number)
        return numbered(scheme, number)

    def _stop(self, level: int) -> None:
        for deeper in [key for key in self._counters if key >= level]:
            del self._counters[deeper]


def numbered(scheme: str, number: int) -> str:
    """Return an automatic number in one of the schemes of ST_TextAutonumberScheme."""
    if scheme.startswith("alpha"):
        text = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif scheme.startswith("roman"):
        text, rest = "", number
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
    else:
        text = str(number)
    if "Uc" in scheme:
        text = text.upper()
    if scheme.endswith("ParenBoth"):
        return f"({text})"
    if scheme.endswith("ParenR"):
        return f"{text})"
    return text if scheme.endswith("Plain") else f"{text}."


def styles_of(shape: Element, layouts: tuple[Element, ...]) -> tuple[Element, ...]:
    """Return the list styles that hold for a shape, nearest first."""
    own = shape.find(f"{P}txBody/{A}lstStyle")
    found = [] if own is None else [own]
    ph = placeholder(shape)
    if ph is not None:
        for sheet in layouts:
            match = _same_placeholder(sheet, ph)
            if match is not None:
                found += match.findall(f"{P}txBody/{A}lstStyle")
    kind = "" if ph is None else ph.get("type", "obj")
    name = "titleStyle" if kind in _TITLES else "bodyStyle" if kind in _BODIES else "otherStyle"
    for sheet in layouts:
        found += sheet.findall(f"{P}txStyles/{P}{name}")
    return tuple(found)


def _same_placeholder(sheet: Element, wanted: Element) -> Element | None:
    index, kind = wanted.get("idx"), wanted.get("type", "obj")
    by_kind = None
    for shape in sheet.iterfind(f"{P}cSld/{P}spTree/{P}sp"):
        ph = placeholder(shape)
        if ph is None:
            continue
        if index is not None and ph.get("idx") == index:
            return shape
        other = ph.get("type", "obj")
        alike = other == kind or {other, kind} <= _BODIES or {other, kind} <= _TITLES
        if by_kind is None and alike:
            by_kind = shape
    return by_kind


def _mark(source: Element | None) -> Element | None:
    if source is None:
        return None
    for name in ("buNone", "buAutoNum", "buChar", "buBlip"):
        found = source.find(f"{A}{name}")
        if found is not None:
            return found
    return None
