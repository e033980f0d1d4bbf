"""Names of the XML vocabularies in a presentation (ECMA-376 part 1; ISO/IEC 29500)."""

from __future__ import annotations

from typing import Any, Final

Element = Any
"""An element of lxml's tree, made by the library that opens the presentation."""

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A14: Final = "{http://schemas.microsoft.com/office/drawing/2010/main}"
P14: Final = "{http://schemas.microsoft.com/office/powerpoint/2010/main}"
DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def is_on(value: str | None) -> bool:
    """Return the truth of an XML Schema boolean; absent is false."""
    return value in {"1", "true", "on"}


def placeholder(shape: Element) -> Element | None:
    """Return the ``p:ph`` of a shape that fills a placeholder of its layout."""
    return shape.find(f"./*/{P}nvPr/{P}ph")


def chosen(element: Element) -> Element:
    """Return the content of ``mc:AlternateContent`` that newer programs show."""
    choice = element.find(f"{MC}Choice")
    return choice if choice is not None else element.find(f"{MC}Fallback")
