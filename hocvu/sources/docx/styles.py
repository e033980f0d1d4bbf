"""Styles and the properties that paragraphs and runs have by them (ECMA-376-1, 17.7)."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import Final, Self

from lxml import etree

from hocvu.sources.docx.names import VAL, W, is_on

_HEADING_NAME: Final = re.compile(r"(?:heading|tiêu đề|đầu đề)\s*([1-9])", re.IGNORECASE)
_LONGEST_CHAIN: Final = 32
_TOGGLES: Final = {
    "b": "bold",
    "i": "italic",
    "u": "underline",
    "strike": "strike",
    "dstrike": "strike",
    "caps": "caps",
    "vanish": "hidden",
    "highlight": "highlight",
}


@dataclass(frozen=True, slots=True)
class _Properties:
    """Properties that take from those below them what they do not say themselves."""

    def over(self, base: Self) -> Self:
        """Return these properties, those of `base` where nothing is said."""
        missing = {
            item.name: getattr(base, item.name)
            for item in fields(self)
            if getattr(self, item.name) is None
        }
        return replace(self, **missing) if missing else self


@dataclass(frozen=True, slots=True)
class RunProperties(_Properties):
    """How a run looks; None where nothing is said.

    `western` is the font of letters beyond ASCII; ``+major`` and ``+minor`` are the theme's.
    """

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    position: str | None = None
    highlight: bool | None = None
    font: str | None = None
    western: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class ParagraphProperties(_Properties):
    """How a paragraph is placed and ranked; None where nothing is said.

    `outline` is the outline level from 0; 9 is body text. `list_id` ``"0"`` takes numbering away.
    """

    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    align: str | None = None
    indent: int | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits.

    `bordered` tells of a table style that draws lines.
    """

    key: str = ""
    name: str = ""
    run: RunProperties = RunProperties()
    paragraph: ParagraphProperties = ParagraphProperties()
    bordered: bool = False

    @property
    def heading(self) -> int | None:
        """The level of heading, from 1, by the style's name or outline level."""
        named = _HEADING_NAME.fullmatch(self.name)
        if named:
            return int(named[1])
        outline = self.paragraph.outline
        return outline + 1 if outline is not None and outline < 9 else None


class Styles:
    """Every style of a document by its id.

    Attributes:
        base: How runs look where no style says anything.
        fonts: Names of the fonts in all styles.
    """

    def __init__(self, root: etree._Element | None) -> None:
        """Read the styles part; a document may have none."""
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, Style] = {}
        self._default: dict[str, str] = {}
        self.base = RunProperties()
        self.fonts: set[str] = set()
        if root is None:
            return
        for item in root.iter(f"{W}style"):
            key = item.get(f"{W}styleId", "")
            self._elements[key] = item
            if item.get(f"{W}default") and is_on(item.get(f"{W}default")):
                self._default[item.get(f"{W}type", "paragraph")] = key
        for item in root.iter(f"{W}rFonts"):
            self.fonts.update(map(str, item.attrib.values()))
        self.base = run_properties(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))

    def style(self, key: str | None, kind: str = "paragraph") -> Style:
        """Return the style `key`, or the default one of `kind` where it is None or unknown."""
        if key is None or key not in self._elements:
            key = self._default.get(kind)
        if key is None:
            return Style()
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, key: str) -> Style:
        chain: list[etree._Element] = []
        step: str | None = key
        while step in self._elements and len(chain) < _LONGEST_CHAIN:
            item = self._elements[step]
            if item in chain:
                break
            chain.append(item)
            based = item.find(f"{W}basedOn")
            step = None if based is None else based.get(VAL)
        style = Style()
        for item in reversed(chain):
            name = item.find(f"{W}name")
            style = Style(
                key=key,
                name="" if name is None else name.get(VAL, ""),
                run=run_properties(item.find(f"{W}rPr")).over(style.run),
                paragraph=paragraph_properties(item.find(f"{W}pPr")).over(style.paragraph),
                bordered=style.bordered or draws_lines(item.find(f"{W}tblPr/{W}tblBorders")),
            )
        return style


def run_properties(item: etree._Element | None) -> RunProperties:
    """Return what an ``rPr`` element says."""
    if item is None or not len(item):
        return RunProperties()
    found: dict[str, object] = {}
    for child in item:
        name = child.tag[len(W) :] if child.tag.startswith(W) else ""
        value = child.get(VAL)
        if name in _TOGGLES:
            found[_TOGGLES[name]] = is_on(value) or bool(name == "dstrike" and found.get("strike"))
        elif name == "vertAlign":
            found["position"] = value
        elif name == "sz":
            found["size"] = _whole(value)
        elif name == "rFonts":
            found["font"] = child.get(f"{W}ascii") or child.get(f"{W}hAnsi")
            found["western"] = _western(child)
    return RunProperties(**found)  # type: ignore[arg-type]


def _western(fonts: etree._Element) -> str | None:
    """Return the font of Western letters; a theme's goes before a name (ECMA-376-1, 17.3.2.26)."""
    theme = fonts.get(f"{W}hAnsiTheme") or fonts.get(f"{W}asciiTheme")
    if theme:
        return "+major" if theme.startswith("major") else "+minor"
    return fonts.get(f"{W}hAnsi") or fonts.get(f"{W}ascii")


def paragraph_properties(item: etree._Element | None) -> ParagraphProperties:
    """Return what a ``pPr`` element says."""
    if item is None or not len(item):
        return ParagraphProperties()
    found: dict[str, object] = {}
    for child in item:
        match child.tag[len(W) :] if child.tag.startswith(W) else "":
            case "outlineLvl":
                found["outline"] = _whole(child.get(VAL))
            case "jc":
                found["align"] = child.get(VAL)
            case "ind":
                found["indent"] = _whole(child.get(f"{W}left", child.get(f"{W}start")))
            case "numPr":
                for part in child:
                    if part.tag == f"{W}numId":
                        found["list_id"] = part.get(VAL)
                    elif part.tag == f"{W}ilvl":
                        found["list_level"] = _whole(part.get(VAL))
            case _:
                pass
    return ParagraphProperties(**found)  # type: ignore[arg-type]


def draws_lines(borders: etree._Element | None) -> bool:
    """Tell if a ``tblBorders`` or ``tcBorders`` element draws any line."""
    if borders is None:
        return False
    return any(side.get(VAL) not in {None, "nil", "none"} for side in borders)


def _whole(text: str | None) -> int | None:
    try:
        value = int(float(text or ""))
    except (ValueError, OverflowError):
        return None
    return value if abs(value) < 1_000_000 else None
