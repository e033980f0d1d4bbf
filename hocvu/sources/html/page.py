"""One page and what lies around it, made into blocks: also for pages inside packages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Damaged, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import Block, Counts, DocumentBody, ListBlock
from hocvu.lesson.text import walk
from hocvu.sources.base import Notices, Workspace
from hocvu.sources.html.bundle import Bundle
from hocvu.sources.html.fonts import to_unicode
from hocvu.sources.html.tally import tally
from hocvu.sources.html.world import HtmlWorld
from hocvu.sources.hypertext import build, parse
from hocvu.sources.structure import with_structure
from hocvu.sources.text import decode

_MOST_TAGS: Final = 400_000
_HEAD: Final = 4096
_DEEPEST: Final = 200
"""Tags below which nothing can be nested too deep for the parser."""
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML: Final = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds, its title, and its counts by a reading of its own."""

    blocks: tuple[Block, ...]
    title: str
    read: Counts


def markup_of(bundle: Bundle, notices: Notices) -> str:
    """Return the text of a page, whatever its encoding.

    Raises:
        Damaged: It is empty or no text.
        TooLarge: It has more tags than are read.
    """
    place = notices.source.at()
    charset = _CHARSET.search(bundle.page[:_HEAD])
    named = charset[1].decode("ascii", "ignore") if charset else ""
    decoded = decode(bundle.page, bundle.declared or named)
    if decoded is None:
        raise Damaged("html.not_text", origin=place)
    if not decoded.text.strip():
        raise Damaged("source.empty", origin=place)
    if decoded.encoding == "cp1258" and "1258" not in (bundle.declared or named):
        notices.add("html.encoding", "info" if not decoded.doubtful else "warning")
    if decoded.text.count("<") > _MOST_TAGS:
        raise TooLarge("html.too_many_tags", origin=place, limit=_MOST_TAGS)
    # The declaration of an encoding is no longer true, and the parser refuses it.
    return _XML.sub("", decoded.text, count=1)


def read_page(markup: str, bundle: Bundle, workspace: Workspace, notices: Notices) -> Page:
    """Return the blocks of a page and its pictures, and tell what was not kept.

    Raises:
        Damaged: It is empty.
        TooLarge: It is nested deeper than is read.
    """
    place = notices.source.at()
    root = parse(markup)
    if root is None:
        raise Damaged("source.empty", origin=place)
    changed = to_unicode(root)
    if changed:
        notices.add("html.old_fonts", "info", count=changed)
    world = HtmlWorld(bundle, workspace, notices)
    named = root.findtext(".//title") or ""
    blocks, title = with_structure(build(root, world, place), nfc(named))
    read = tally(markup)
    if not blocks:
        # The parser drops what is nested too deep, which takes as many tags.
        if read.words and markup.count("<") > _DEEPEST:
            raise TooLarge("html.too_deep", origin=place)
        raise Damaged("source.empty", origin=place)
    world.tell()
    return Page(blocks, title, read)


def label_words(body: DocumentBody) -> int:
    """Return how many words are numbers of lists, which are made and not read."""
    lists = (node for node in walk(body.blocks) if isinstance(node, ListBlock))
    return sum(bool(item.label) for block in lists for item in block.items)
