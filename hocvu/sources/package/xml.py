"""Reads a package's XML by local names: no entities, no network, whatever the namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocvu.errors import Damaged, Origin
from hocvu.identifiers import nfc

Element = etree._Element
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"


def parse(data: bytes, place: Origin) -> Element:
    """Return the root of `data`.

    Raises:
        Damaged: It is no well-formed XML, or nested too deep; the place tells the line.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or None
        where = Origin(file=place.file, member=place.member, line=line)
        raise Damaged("package.manifest_damaged", origin=where) from error


def name(element: Element) -> str:
    """Return an element's local name in lower case: ``lifeCycle`` and ``lifecycle`` are one."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children(element: Element, *wanted: str) -> Iterator[Element]:
    """Yield the children of these names."""
    return (child for child in element if name(child) in wanted)


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first descendant along `path`, a name for each step."""
    for step in path:
        element = None if element is None else next(children(element, step), None)
    return element


def get(element: Element, attribute: str) -> str:
    """Return an attribute by its local name in lower case; empty when there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2].lower() == attribute:
            return nfc(str(value)).strip()
    return ""


def text(element: Element | None) -> str:
    """Return all text of an element in one line."""
    return "" if element is None else " ".join(nfc("".join(element.itertext())).split())  # type: ignore[arg-type]


def base(element: Element) -> str:
    """Return the folder that ``xml:base`` sets."""
    return nfc(element.get(_BASE) or "")


def language(element: Element) -> str:
    """Return the language of an element's text, lower case; empty when none is told."""
    told = element.get(_LANGUAGE) or get(element, "language") or get(element, "lang")
    return "" if told in {"x-none", "none", "und"} else told.lower()
