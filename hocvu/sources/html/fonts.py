"""Turns text in old Vietnamese fonts into Unicode, in the page's own tree."""

from __future__ import annotations

import re
from typing import Final

from lxml import html

from hocvu.sources.oldfonts import Run, decode, family

_FAMILY: Final = re.compile(r"font(?:-family)?\s*:[^;]*?[\"']?([.\w][^\"',;]*)", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    ["p", "div", "td", "th", "li", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "dd", "dt", "caption"]
)


def to_unicode(root: html.HtmlElement) -> int:
    """Turn the text of the page into Unicode and return how many runs that changed."""
    places: list[tuple[html.HtmlElement, str]] = []
    paragraphs: list[list[Run]] = [[]]
    old = False

    def visit(node: html.HtmlElement, font: str) -> None:
        nonlocal old
        stack: list[tuple[html.HtmlElement, str, bool]] = [(node, font, False)]
        while stack:
            element, around, leaving = stack.pop()
            if leaving:
                take(element, "tail", around)
                continue
            if not isinstance(element.tag, str) or element.tag in {"script", "style"}:
                take(element, "tail", around)
                continue
            own = _font(element) or around
            old = old or family(own) is not None
            if element.tag in _BLOCKS:
                paragraphs.append([])
            take(element, "text", own)
            stack.append((element, around, True))
            stack.extend((child, own, False) for child in reversed(element))

    def take(element: html.HtmlElement, part: str, font: str) -> None:
        text = getattr(element, part)
        if text and text.strip():
            places.append((element, part))
            paragraphs[-1].append(Run(text, font or None))

    visit(root, "")
    if not old:
        return 0
    changed = 0
    texts = (text for runs in decode(paragraphs) for text in runs)
    for (element, part), text in zip(places, texts, strict=True):
        if text is not None:
            changed += 1
            setattr(element, part, text)
    return changed


def _font(element: html.HtmlElement) -> str:
    face = element.get("face") if element.tag == "font" else None
    if face:
        return str(face).split(",")[0].strip(" \"'")
    found = _FAMILY.search(element.get("style") or "")
    return found[1].strip(" \"'") if found else ""
