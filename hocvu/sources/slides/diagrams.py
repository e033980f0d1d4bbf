"""SmartArt: its points as nested lists (ECMA-376-1, 21.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from hocvu.lesson import Block, Paragraph
from hocvu.lesson.text import inline_text
from hocvu.sources.slides.deck import Related
from hocvu.sources.slides.names import DGM, A, Element
from hocvu.sources.slides.text import Context, Item, make_lists, read_inlines

_MAX_DEPTH: Final = 20


def read_diagram(part: Related | None, context: Context) -> Iterator[Block]:
    """Yield the text of a diagram by its hierarchy; tell of a diagram that is not read."""
    model = None if part is None or part.external else part.xml()
    if model is None:
        context.notices.at(context.origin, "slides.diagram_unread")
        return
    points = {point.get("modelId"): point for point in model.iter(f"{DGM}pt")}
    children: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for link in model.iter(f"{DGM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = int(link.get("srcOrd", "0"))
            children[link.get("srcId", "")].append((order, link.get("destId", "")))
    roots = [key for key, point in points.items() if point.get("type") == "doc"]
    seen: set[str] = set()
    items: list[Item] = []

    def visit(key: str, level: int) -> None:
        if key in seen or key not in points:
            return
        seen.add(key)
        items.extend(_items(points[key], level, context))
        for _, child in sorted(children[key]):
            visit(child, min(level + 1, _MAX_DEPTH))

    for root in roots:
        visit(root, -1)
    for key in points:  # What hangs nowhere is still text on the slide.
        visit(key, 0)
    yield from make_lists(items)


def _items(point: Element, level: int, context: Context) -> Iterator[Item]:
    if point.get("type") in {"pres", "parTrans", "sibTrans"}:
        return
    for paragraph in point.iterfind(f"{DGM}t/{A}p"):
        children = tuple(read_inlines(paragraph, context))
        if inline_text(children).strip():
            yield Item(max(0, level), "", Paragraph(children=children, origin=context.origin))
