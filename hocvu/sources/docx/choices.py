"""Chooses between alternative forms of the same content (ECMA-376 part 3, 10.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocvu.sources.docx.names import MC

_UNDERSTOOD: Final = frozenset(
    {
        *("a14", "pic14", "v", "w", "w10", "w14", "w15", "w16", "w16cex", "w16cid", "w16du"),
        *("w16se", "wp", "wp14", "wpc", "wpg", "wps", "m"),
    }
)


def chosen(item: etree._Element) -> Iterator[etree._Element]:
    """Yield the one alternative of an ``AlternateContent`` that is read; none may be."""
    for choice in item.iterchildren(f"{MC}Choice"):
        if set(choice.get("Requires", "").split()) <= _UNDERSTOOD:
            yield choice
            return
    yield from item.iterchildren(f"{MC}Fallback")
