"""The content of QTI's elements, which is a part of XHTML, as blocks."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

from lxml import etree

from hocvu.errors import Origin
from hocvu.sources.quiz.drafts import Blocks, Desk
from hocvu.sources.quiz.pictures import Load
from hocvu.sources.quiz.xml import Element, name


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands, and what gives the pictures that it names."""

    origin: Origin
    load: Load | None = None


def at(element: Element, place: Place) -> Origin:
    """Return where `element` stands."""
    line = element.sourceline
    return replace(place.origin, line=line if isinstance(line, int) else None)


def rich(element: Element, place: Place, desk: Desk) -> Blocks:
    """Return the content of an element as blocks."""
    inner = copy.deepcopy(element)
    inner.tail = None
    for found in inner.iter():
        if isinstance(found.tag, str):
            found.tag = name(found)
    markup = etree.tostring(inner, encoding="unicode", method="html")
    return desk.html(markup, at(element, place), place.load)
