"""HTML by construction: every tag and attribute is made here, from a closed list.

Nothing else in the renderer writes an angle bracket, so text of a source can never become
markup, and no element or attribute that runs code can stand in a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final


def names(text: str) -> frozenset[str]:
    """Return the names that stand in `text`."""
    return frozenset(text.split())


Attributes = Mapping[str, object]
"""Attributes by name: None and False leave one out, True gives it without a value."""
VOID: Final = names("br hr img link meta")
TAGS: Final = VOID | names(
    "a aside audio body blockquote caption code details div em figcaption figure footer h1 h2 h3 h4"
    " h5 h6 head header html li main mark ol p pre s script section span strong sub summary sup"
    " table tbody td th thead title tr u ul video"
)
ATTRIBUTES: Final = names(
    "alt charset class colspan content controls decoding dir download height hidden href id lang"
    " loading name playsinline poster preload rel role rowspan scope src tabindex target width"
)
LINKABLE: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"']+|#\S+", re.IGNORECASE)
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_QUOTES: Final = {'"': "&quot;", "'": "&#39;"}


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def escape(text: str) -> Markup:
    """Return `text` as HTML; characters that HTML forbids become U+FFFD."""
    if isinstance(text, Markup):
        return text
    printable = _UNPRINTABLE.sub("\ufffd", text)
    return Markup(printable.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def join(parts: Iterable[str], between: str = "") -> Markup:
    """Return `parts` one after the other, with `between` between those that are not empty."""
    return Markup(between.join(escape(part) for part in parts if part))


def tag(name: str, *children: str, attrs: Attributes | None = None) -> Markup:
    """Return an element.

    Args:
        name: One of `TAGS`.
        children: Text, which is escaped, and markup, which is not.
        attrs: Its attributes.

    Raises:
        ValueError: The element or an attribute is not on the list.
    """
    if name not in TAGS:
        raise ValueError(f"<{name}> may not stand in a page")
    start = name + "".join(_attribute(key, value) for key, value in (attrs or {}).items())
    return Markup(f"<{start}>" if name in VOID else f"<{start}>{join(children)}</{name}>")


def _attribute(name: str, value: object) -> str:
    if name not in ATTRIBUTES and not name.startswith(("data-", "aria-")):
        raise ValueError(f"the attribute {name} may not stand in a page")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    quoted = escape(str(value))
    for sign, entity in _QUOTES.items():
        quoted = Markup(quoted.replace(sign, entity))
    return f' {name}="{quoted}"'


def own(name: str, *children: str, attrs: Attributes | None = None) -> Markup:
    """Return an element that the packager adds: its words are not words of the lesson."""
    classes = f"ui {(attrs or {}).get('class') or ''}".strip()
    return tag(name, *children, attrs={**(attrs or {}), "class": classes})
