"""Reads the XML of questions: no entities, no network, clear errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from lxml import etree

from hocvu.errors import Damaged, Origin, TooLarge
from hocvu.identifiers import nfc

Element = etree._Element
_TOO_LARGE: Final = re.compile(r"excessive depth|huge text node|huge input", re.IGNORECASE)
_UPPER: Final = re.compile(r"-([a-z])")


def parse(data: bytes, place: Origin) -> Element:
    """Return the root of `data`.

    Raises:
        Damaged: It is no well-formed XML; the place tells the line.
        TooLarge: It is nested too deep, or a text in it is longer than is read.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if _TOO_LARGE.search(str(error)):
            raise TooLarge("quiz.xml_too_large", origin=place) from error
        line = error.lineno or None
        where = Origin(file=place.file, member=place.member, line=line)
        raise Damaged("quiz.xml_damaged", origin=where, detail=(error.msg or "")[:120]) from error
    except ValueError as error:
        raise Damaged("quiz.xml_damaged", origin=place, detail=str(error)[:120]) from error


def strings(data: bytes, most: int) -> Iterator[str]:
    """Yield some `most` first texts of a workbook's part: shared strings, or those of its cells.

    It stops without a word where `data` is damaged: what opens the workbook tells of that.
    """
    parts = etree.iterparse(
        BytesIO(data), events=("end",), tag=("{*}si", "{*}row"),
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    )  # fmt: skip
    try:
        for _, part in parts:
            # A row without texts counts as one, so that a sheet of numbers ends, too.
            most -= name(part) == "row"
            for holder in part.iter("{*}si", "{*}is"):
                most -= 1
                yield "".join(_shown(holder))
            if most <= 0:
                return
            # Nothing is kept of what was seen: a sheet may hold a million rows.
            part.clear()
            while part.getprevious() is not None:
                del part.getparent()[0]
    except etree.XMLSyntaxError:
        return


def _shown(holder: Element) -> Iterator[str]:
    """Yield the pieces of a text that may have many styles, without how it is pronounced."""
    for piece in holder.iter("{*}t"):
        above = piece.getparent()
        if above is None or name(above) != "rPh":
            yield nfc(piece.text or "")


def name(element: Element) -> str:
    """Return an element's name in the style of QTI 2: ``qti-item-body`` is ``itemBody``."""
    if not isinstance(element.tag, str):
        return ""
    local = element.tag.rpartition("}")[2].removeprefix("qti-")
    return _UPPER.sub(lambda found: found[1].upper(), local)


def get(element: Element, attribute: str) -> str:
    """Return an attribute by its name in the style of QTI 2, in either style; empty when none."""
    kebab = re.sub(r"([A-Z])", lambda found: f"-{found[1].lower()}", attribute)
    return nfc(element.get(attribute) or element.get(kebab) or "").strip()


def children(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the children of that name."""
    return (child for child in element if name(child) == wanted)


def below(element: Element, *wanted: str) -> Iterator[Element]:
    """Yield everything of those names inside `element`, in order."""
    return (inner for inner in element.iter() if name(inner) in wanted and inner is not element)


def text(element: Element | None) -> str:
    """Return all text of an element, without the white space around it."""
    return "" if element is None else nfc("".join(element.itertext())).strip()  # type: ignore[arg-type]
