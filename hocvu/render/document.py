"""A document as pages to read, with its contents and its notes."""

from __future__ import annotations

from typing import Final

from hocvu.lesson import Block, DocumentBody, Heading
from hocvu.render.blocks import block, heading_text, notes
from hocvu.render.content import Content, Entry, Page
from hocvu.render.markup import Markup, join, tag
from hocvu.render.scope import Scope
from hocvu.render.split import pages

_MOST_ENTRIES: Final = 120


def document(body: DocumentBody, title: str, scope: Scope) -> Content:
    """Return `body` as pages; `title` names a page that has no heading before it."""
    scope.learn([*body.blocks, *(b for note in body.notes for b in note.children)], body.notes)
    parts: list[Markup] = []
    made: list[Page] = []
    entries: list[Entry] = []
    current = title
    for number, blocks in enumerate(pages(body.blocks)):
        page_id = f"hv-p{number + 1}"
        opens = bool(blocks) and isinstance(blocks[0], Heading) and bool(heading_text(blocks[0]))
        if not opens:
            name = scope.word("continued", title=current) if number else title
            entries.append(Entry(1, name, number, page_id))
        html = _blocks(blocks, number, scope, entries)
        current = next((e.title for e in reversed(entries) if e.page == number), current)
        name = next(entry.title for entry in entries if entry.page == number)
        made.append(Page(page_id, name))
        attrs = {"class": "page", "id": page_id, "data-page": number}
        parts.append(tag("section", "\n", html, "\n", attrs=attrs))
    parts.append(notes(body.notes, scope))
    return Content(join(parts, "\n"), tuple(made), tuple(_thin(entries)))


def _blocks(blocks: tuple[Block, ...], page: int, scope: Scope, entries: list[Entry]) -> Markup:
    """Return a page's blocks; its headings get an id each and a line in `entries`."""
    parts = []
    for node in blocks:
        if isinstance(node, Heading) and (text := heading_text(node)):
            anchor = scope.place(node.anchor, f"hv-h{scope.number('heading')}") or ""
            parts.append(block(node, scope, place=anchor))
            entries.append(Entry(scope.level - 1, text, page, anchor))
        else:
            parts.append(block(node, scope))
    return join(parts, "\n")


def _thin(entries: list[Entry]) -> list[Entry]:
    """Return the entries without their lowest ranks when there are more than can be read."""
    openers = {entry.page: entry for entry in reversed(entries)}
    kept = entries
    for deepest in (3, 2, 1, 0):
        kept = [e for e in entries if e.level <= deepest or openers[e.page] is e]
        if len(kept) <= _MOST_ENTRIES:
            break
    return kept
