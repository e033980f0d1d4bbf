"""Rendered lessons as HTML fragments, one for each unit that learners go through."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree
from lxml import html as lxml_html

from hocvu.identifiers import nfc
from hocvu.render.content import Page

STATIC: Final = "/static/"
_FOLDERS: Final = ("media/", "captions/")
_LOADING: Final = ("src", "href", "poster")
_KEPT: Final = ("start", "center", "end", "right", "justify")
_NOTE: Final = "#hv-note-"
_FIT: Final = "max-width:100%;height:auto"
_STYLES: Final = {"img": _FIT, "video": _FIT, "audio": "width:100%"}
_CLASSES: Final = {"table": "overflow-x:auto", "box": "border:1px solid;padding:0.5em 1em"}
_VOID: Final = ("br", "hr", "img", "track")

Element = etree._Element
Address = Callable[[int], str]
"""From the number of a unit in its lesson, from 0, to the address of its block."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """The content of one unit: the key and name of its first page, and HTML of its own."""

    key: str
    title: str
    html: str


def pages_of(html: str) -> Element:
    """Return the rendered content of a lesson as a tree whose children are pages and notes."""
    parser = lxml_html.HTMLParser(no_network=True, encoding="utf-8", huge_tree=False)
    return lxml_html.document_fromstring(f"<div>{html}</div>".encode(), parser)[0][0]


def fragment(html: str) -> str:
    """Return rendered blocks as HTML that stands by itself in a unit."""
    content = pages_of(html)
    _adapt(content, 0, {}, str)
    return _serialised([content])


def fragments(
    content: Element, pages: Sequence[Page], per_unit: int, address: Address, end: str = ""
) -> list[Fragment]:
    """Return the units of a lesson, each whole in itself.

    Notes go to the units that refer to them, and links to another unit lead there.

    Args:
        content: The rendered lesson.
        pages: Its pages, as many as the content holds.
        per_unit: How many pages share a unit.
        address: Where each unit is found.
        end: HTML to put after the last page.
    """
    sections = [one for one in content if "page" in _classes(one)]
    notes = next((one for one in content if "notes" in _classes(one)), None)
    groups = [sections[i : i + per_unit] for i in range(0, len(sections), per_unit)]
    places = {
        str(element.get("id")): number
        for number, group in enumerate(groups)
        for section in group
        for element in section.iter()
        if element.get("id")
    }
    made = []
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        parts = [*group, *_notes_of(group, notes, places, last)]
        if last and end:
            parts.append(pages_of(end))
        for part in parts:
            _adapt(part, number, places, address)
        page = pages[number * per_unit]
        made.append(Fragment(page.id, page.title, _serialised(parts)))
    return made


def _classes(element: Element) -> list[str]:
    return str(element.get("class", "")).split()


def _notes_of(
    group: Iterable[Element], notes: Element | None, places: dict[str, int], last: bool
) -> list[Element]:
    """Return the notes that a unit refers to; those that nothing refers to end the last unit."""
    if notes is None:
        return []
    wanted = {str(a.get("href")) for section in group for a in section.iter("a")}
    mine = copy.deepcopy(notes)
    for item in list(mine.iter("li")):
        key = str(item.get("id", ""))
        if not key.startswith(_NOTE[1:]):
            continue
        orphan = f"hv-ref-{key.removeprefix(_NOTE[1:])}" not in places
        if f"#{key}" not in wanted and not (last and orphan):
            parent = item.getparent()
            assert parent is not None
            parent.remove(item)
    return [mine] if mine.find(".//li") is not None else []


def _adapt(root: Element, number: int, places: dict[str, int], address: Address) -> None:
    """Make a part of a page stand by itself in a system that has styles of its own."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        style = [_STYLES.get(element.tag, "")]
        for name in _classes(element):
            kind, _, side = name.partition("-")
            if kind == "align" and side in _KEPT:
                style.append(f"text-align:{side}")
            style.append(_CLASSES.get(name, ""))
        if element.get("role") == "list":
            style.append("list-style:none")  # its items carry their labels in the text
        for attribute in map(str, list(element.attrib)):
            if attribute == "class" or attribute.startswith("data-"):
                del element.attrib[attribute]
        if any(style):
            element.set("style", ";".join(filter(None, style)))
        for name in _LOADING:
            if (value := element.get(name)) is not None:
                element.set(name, _static(str(value)))
        href = str(element.get("href", ""))
        if href.startswith("#") and places.get(href[1:], number) != number:
            _lead(element, address(places[href[1:]]))


def _lead(link: Element, target: str) -> None:
    """Let a link lead to another unit; one back from a copied note has nowhere to lead."""
    if str(link.get("href")).startswith("#hv-ref-"):
        link.drop_tree()  # type: ignore[attr-defined]
    else:
        link.set("href", target)


def _static(reference: str) -> str:
    for folder in _FOLDERS:
        if reference.startswith(folder):
            return STATIC + reference.removeprefix(folder)
    return reference


def _serialised(parts: Iterable[Element]) -> str:
    """Return parts as HTML that is well-formed XML too, which no version of libxml2 writes apart.

    The sections of pages are left out: a system's units take their place.
    """
    pieces = []
    for part in parts:
        for element in part.iter():
            if isinstance(element.tag, str) and element.tag not in _VOID and not element.text:
                element.text = ""  # or else it would end in its own start tag
        inside = (etree.tostring(child, encoding="unicode") for child in part)
        pieces.append(((part.text or "") + "".join(inside)).strip("\n"))
    return nfc("\n".join(filter(None, pieces))) + "\n"
