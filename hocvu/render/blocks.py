"""Blocks of a lesson as HTML, in the order of `hocvu.lesson.text.lines`."""

from __future__ import annotations

from hocvu.lesson import (
    Block,
    Code,
    Figure,
    Group,
    Heading,
    Inline,
    ListBlock,
    ListItem,
    Note,
    Paragraph,
    Rule,
    Table,
)
from hocvu.lesson.text import inline_text
from hocvu.render.inlines import inlines, picture
from hocvu.render.markup import Markup, join, own, tag
from hocvu.render.scope import Scope
from hocvu.render.tables import table


def blocks(nodes: tuple[Block, ...], scope: Scope) -> Markup:
    """Return `nodes`, a line for each."""
    return join((block(node, scope) for node in nodes), "\n")


def block(node: Block, scope: Scope, prefix: str = "", place: str | None = None) -> Markup:
    """Return one block.

    Args:
        node: The block.
        scope: The lesson under way.
        prefix: Label of the list item that it opens.
        place: Id of a heading for which one was taken already.
    """
    match node:
        case Heading():
            made = _heading(node, scope, prefix, place)
        case Paragraph():
            made = _paragraph(node, scope, prefix)
        case ListBlock():
            made = _list(node, scope)
        case Table():
            made = table(node, scope, blocks)
        case Figure():
            made = _figure(node, scope)
        case Group():
            made = _group(node, scope)
        case Code():
            made = tag("pre", tag("code", node.text))
        case Rule():
            made = tag("hr")
    return made


def _group(node: Group, scope: Scope) -> Markup:
    inside = blocks(node.children, scope)
    if node.role == "quote":
        return tag("blockquote", inside)
    return tag("aside", inside, attrs={"class": "box", "role": "note"})


def _labelled(label: str, children: tuple[Inline, ...], scope: Scope, prefix: str = "") -> Markup:
    marks = (tag("span", text, attrs={"class": "label"}) for text in (prefix, label) if text)
    return join([*marks, inlines(children, scope)], " ")


def _heading(node: Heading, scope: Scope, prefix: str, place: str | None) -> Markup:
    content = _labelled(node.label, node.children, scope, prefix)
    attrs = {"id": place or scope.place(node.anchor), "class": node.legal}
    if not (prefix + node.label + inline_text(node.children)).strip():
        # A link may lead to a heading without words.
        return tag("p", content, attrs=attrs) if content or attrs["id"] else Markup()
    return tag(f"h{scope.outline(node.level)}", content, attrs=attrs)


def _paragraph(node: Paragraph, scope: Scope, prefix: str) -> Markup:
    content = _labelled(node.label, node.children, scope, prefix)
    if not content and node.anchor is None:
        return Markup()
    align = None if node.align == "start" else f"align-{node.align}"
    classes = " ".join(name for name in (node.legal, align) if name)
    return tag("p", content, attrs={"id": scope.place(node.anchor), "class": classes or None})


def _list(node: ListBlock, scope: Scope) -> Markup:
    labelled = any(item.label for item in node.items)
    items = join((_item(item, scope) for item in node.items), "\n")
    # A list whose bullets are hidden is no list to some readers aloud unless it says so.
    attrs = {"class": "labelled", "role": "list"} if labelled else {}
    return tag("ol" if node.ordered else "ul", items, attrs=attrs)


def _item(item: ListItem, scope: Scope) -> Markup:
    first, rest = item.children[:1], item.children[1:]
    if first and isinstance(first[0], Paragraph | Heading):
        return tag(
            "li", block(first[0], scope, item.label), "\n" if rest else "", blocks(rest, scope)
        )
    label = item.label and tag("p", tag("span", item.label, attrs={"class": "label"}))
    return tag("li", join([label, blocks(item.children, scope)], "\n"))


def _figure(node: Figure, scope: Scope) -> Markup:
    image = picture(node.image, scope)
    caption = inlines(node.caption, scope)
    return tag("figure", image, "\n" if caption else "", caption and tag("figcaption", caption))


def notes(all_notes: tuple[Note, ...], scope: Scope) -> Markup:
    """Return the notes of a document with links back; the player puts each on its page."""
    if not all_notes:
        return Markup()
    scope.level = 2
    items = join((_note(note, scope) for note in all_notes), "\n")
    title = own("h2", scope.word("notes"), attrs={"id": "hv-notes-title"})
    body = tag("ol", items, attrs={"role": "list"})
    attrs = {"class": "notes", "id": "hv-notes", "aria-labelledby": "hv-notes-title"}
    return tag("section", title, "\n", body, attrs=attrs)


def _note(note: Note, scope: Scope) -> Markup:
    number = scope.notes[note.id]
    back = own(
        "a",
        "↩",
        attrs={
            "class": "back",
            "href": f"#hv-ref-{number}",
            "aria-label": scope.word("note_back", number=number),
        },
    )
    mark = own("span", note.label or str(number), attrs={"class": "mark"})
    content = tag("div", blocks(note.children, scope), attrs={"class": "note"})
    # A note that nothing refers to has nowhere to lead back to.
    end = ("\n", back) if scope.count(f"ref-{number}") else ()
    return tag("li", mark, "\n", content, *end, attrs={"id": f"hv-note-{number}"})


def heading_text(node: Heading) -> str:
    """Return a heading in plain text with its label."""
    return " ".join(f"{node.label} {inline_text(node.children)}".split())
