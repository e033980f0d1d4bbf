"""Text bodies of shapes: paragraphs, nested lists, links and marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Origin
from hocvu.identifiers import nfc
from hocvu.lesson import Block, Inline, LineBreak, Link, ListBlock, ListItem, Mark, Paragraph, Text
from hocvu.lesson.text import inline_text
from hocvu.sources.base import Notices
from hocvu.sources.slides.bullets import Bullets
from hocvu.sources.slides.deck import Related
from hocvu.sources.slides.names import A14, MC, A, Element, M, R, chosen, is_on

_WEB: Final = ("http://", "https://", "mailto:")
_JUMP: Final = "jump"  # ppaction://hlinksldjump, hlinkshowjump
# Control characters that XML allows but that say nothing; U+000B is PowerPoint's line break.
_CONTROL: Final = {code: None for code in (*range(0x20), 0x7F) if code not in (0x9, 0xA, 0xB)}


@dataclass(slots=True)
class Context:
    """What reading a slide's text needs besides the text: links, notices, the place."""

    related: dict[str, Related]
    notices: Notices
    origin: Origin
    layouts: tuple[Element, ...] = ()


@dataclass(slots=True)
class Item:
    """A paragraph before lists are made; `label` is None when it is no item of a list."""

    level: int
    label: str | None
    paragraph: Paragraph


def read_body(body: Element | None, bullets: Bullets, context: Context) -> list[Block]:
    """Return the blocks of a text body (``p:txBody``, ``a:txBody``, ``dgm:t``)."""
    if body is None:
        return []
    items = []
    for element in body.iterfind(f"{A}p"):
        children = tuple(read_inlines(element, context))
        if not inline_text(children).strip():
            continue
        level, label = bullets.of(element)
        paragraph = Paragraph(children=children, origin=context.origin)
        items.append(Item(level, label, paragraph))
    return list(make_lists(items))


def make_lists(items: list[Item]) -> Iterator[Block]:
    """Yield paragraphs as they are and runs of items as nested lists."""
    index = 0
    while index < len(items):
        if items[index].label is None:
            yield items[index].paragraph
            index += 1
            continue
        end = index
        while end < len(items) and items[end].label is not None:
            end += 1
        yield from _nested(items[index:end])
        index = end


def _nested(items: list[Item]) -> Iterator[ListBlock]:
    """Yield the lists of a run of items, deeper levels inside the item before them."""
    index = 0
    while index < len(items):
        level, ordered = items[index].level, bool(items[index].label)
        made: list[ListItem] = []
        while index < len(items):
            item = items[index]
            if item.level < level or bool(item.label) != ordered:
                break
            end = index + 1
            while end < len(items) and items[end].level > level:
                end += 1
            inner = tuple(_nested(items[index + 1 : end]))
            made.append(ListItem(label=item.label or "", children=(item.paragraph, *inner)))
            index = end
        yield ListBlock(ordered=ordered, items=tuple(made), origin=made_at(made))


def made_at(items: list[ListItem]) -> Origin:
    """Return the place of a list's first paragraph."""
    first = items[0].children[0]
    return first.origin if isinstance(first, Paragraph) else Origin()


def read_inlines(paragraph: Element, context: Context) -> Iterator[Inline]:
    """Yield the runs of a paragraph, equal neighbours joined, its text in NFC."""
    pieces: list[tuple[str, tuple[Mark, ...], str]] = []
    for element in paragraph:
        for text, marks, href in _pieces(element, context):
            if pieces and text != "\n" and pieces[-1][1:] == (marks, href):
                pieces[-1] = (pieces[-1][0] + text, marks, href)
            else:
                pieces.append((text, marks, href))
    for text, marks, href in pieces:
        node: Inline = LineBreak() if text == "\n" else Text(text=nfc(text), marks=marks)
        yield Link(href=href, children=(node,)) if href else node


def _pieces(element: Element, context: Context) -> Iterator[tuple[str, tuple[Mark, ...], str]]:
    if element.tag in (f"{A}r", f"{A}fld"):
        if element.get("type") == "slidenum":
            return
        properties = element.find(f"{A}rPr")
        text = (element.findtext(f"{A}t") or "").translate(_CONTROL)
        for index, part in enumerate(text.split("\x0b")):
            if index:
                yield "\n", (), ""
            if part:
                yield part, _marks(properties), link_of(properties, context)
    elif element.tag == f"{A}br":
        yield "\n", (), ""
    elif element.tag == f"{A14}m":
        text = "".join(node.text or "" for node in element.iter(f"{M}t"))
        context.notices.at(context.origin, "slides.equation_as_text", "info", text=nfc(text)[:60])
        yield text, ("italic",), ""
    elif element.tag == f"{MC}AlternateContent":
        for child in chosen(element):
            yield from _pieces(child, context)


def _marks(properties: Element | None) -> tuple[Mark, ...]:
    if properties is None:
        return ()
    baseline = int(properties.get("baseline", "0").rstrip("%").split(".")[0] or 0)
    given: tuple[tuple[Mark, bool], ...] = (
        ("bold", is_on(properties.get("b"))),
        ("italic", is_on(properties.get("i"))),
        ("underline", properties.get("u", "none") != "none"),
        ("strike", properties.get("strike", "noStrike") != "noStrike"),
        ("sup", baseline > 0),
        ("sub", baseline < 0),
        ("highlight", properties.find(f"{A}highlight") is not None),
    )
    return tuple(mark for mark, there in given if there)


def link_of(properties: Element | None, context: Context) -> str:
    """Return the web address to which a click leads; tell of other places."""
    click = None if properties is None else properties.find(f"{A}hlinkClick")
    if click is None:
        return ""
    link = context.related.get(click.get(f"{R}id", ""))
    if link is None or not link.external:
        if _JUMP in click.get("action", ""):
            context.notices.at(context.origin, "slides.jump_dropped", "info")
        return ""
    if link.target.lower().startswith(_WEB):
        return link.target
    context.notices.at(context.origin, "slides.link_dropped", target=link.target[:80])
    return ""
