"""What runs inside a paragraph, as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hocvu.lesson import Image, Inline, LineBreak, Link, Math, NoteRef, Text
from hocvu.lesson.text import inline_text, walk
from hocvu.render.markup import LINKABLE, Markup, escape, join, own, tag
from hocvu.render.mathml import equation
from hocvu.render.scope import Scope

_MARKS: Final = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "highlight": "mark",
}


def inlines(nodes: Iterable[Inline], scope: Scope, linked: bool = False) -> Markup:
    """Return `nodes` as HTML; `linked` inside a link, where no other may stand."""
    return join(_inline(node, scope, linked) for node in nodes)


def _inline(node: Inline, scope: Scope, linked: bool) -> str:
    match node:
        case Text():
            return _text(node)
        case LineBreak():
            return Markup("<br>\n")
        case Link():
            return inlines(node.children, scope, linked) if linked else _link(node, scope)
        case Image():
            return picture(node, scope)
        case NoteRef():
            return _note_ref(node, scope, linked)
        case Math():
            return equation(node)


def _text(node: Text) -> Markup:
    markup = escape(node.text)
    for mark in node.marks:
        markup = tag(_MARKS[mark], markup)
    return markup


def _link(node: Link, scope: Scope) -> Markup:
    content = inlines(node.children, scope, linked=True)
    if not content or not LINKABLE.fullmatch(node.href):
        return content
    named = inline_text(node.children).strip() or any(
        isinstance(child, Image) and child.alt != "" for child in walk(node.children)
    )
    label = None if named else node.href
    if not node.href.startswith("#"):
        outside = {"href": node.href, "rel": "noopener", "target": "_blank", "aria-label": label}
        return tag("a", content, attrs=outside)
    target = scope.target(node.href[1:])
    return (
        tag("a", content, attrs={"href": f"#{target}", "aria-label": label}) if target else content
    )


def picture(node: Image, scope: Scope) -> Markup:
    """Return a picture; one without a text alternative is called by its number."""
    number = scope.number("figure")
    size = {"width": node.width or None, "height": node.height or None} if node.width else {}
    return tag(
        "img",
        attrs={
            "src": scope.media(node.asset),
            "alt": scope.word("figure", number=number) if node.alt is None else node.alt,
            **size,
            "loading": "lazy",
            "decoding": "async",
        },
    )


def _note_ref(node: NoteRef, scope: Scope, linked: bool) -> Markup:
    number = scope.notes.get(node.note)
    if number is None:
        return Markup()
    if linked:
        return own("sup", str(number))
    name = scope.word("note_ref", number=number)
    place = scope.number(f"ref-{number}")
    anchor = {
        "id": f"hv-ref-{number}" if place == 1 else f"hv-ref-{number}-{place}",
        "href": f"#hv-note-{number}",
        "aria-label": name,
    }
    return own("sup", tag("a", str(number), attrs=anchor), attrs={"class": "note-ref"})
