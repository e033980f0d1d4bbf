"""Reads a Markdown document into a lesson."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from hocvu.errors import Damaged, Missing, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import Block, DocumentBody, Heading, ListBlock, Paragraph, Reading
from hocvu.lesson.text import count, inline_text
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.markdown.tally import tally
from hocvu.sources.marked.blocks import BlockBuilder
from hocvu.sources.marked.parser import parse
from hocvu.sources.marked.world import MarkdownWorld, slug_of
from hocvu.sources.text import decode, is_text
from hocvu.sources.titles import LOOKED_AT, Line, find_title

_LARGEST: Final = 16 << 20
_TITLE: Final = re.compile(r"^title\s*:\s*(.+?)\s*$", re.MULTILINE)
_MEDIA_TYPE: Final = "text/markdown"


class MarkdownOptions(Options):
    """What authors may set for a Markdown document.

    Attributes:
        download: Learners may download the document itself.
    """

    download: bool = False


class MarkdownReader:
    """Reads CommonMark with tables, strikethrough, footnotes and front matter."""

    name = "markdown"
    version = 3
    suffixes = (".md", ".markdown")
    options = MarkdownOptions
    engines: tuple[str, ...] = ()
    patience = 900.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by name and content if this is Markdown, which has no sign of its own."""
        return path.suffix.lower() in self.suffixes and is_text(head)

    def read(self, source: Source, workspace: Workspace, options: MarkdownOptions) -> Reading:
        """Read `source`.

        Raises:
            Missing: It is not there.
            Damaged: It is empty or no text.
            TooLarge: It is larger or nested deeper than is read.
        """
        notices = Notices(source)
        text = _text(source, notices)
        tokens = parse(text, source.at())
        world = MarkdownWorld(source, workspace, notices, _targets(tokens))
        builder = BlockBuilder(world)
        blocks = builder.blocks(SyntaxTreeNode(tokens))
        body = DocumentBody(blocks=blocks, notes=tuple(builder.notes))
        original = None
        if options.download:
            original = workspace.refer(source.path, ".md", _MEDIA_TYPE, nfc(source.path.name)).id
        kept = count(body)
        return Reading(
            reader=self.name,
            title=_title(tokens, blocks),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=tally(text),
            # Numbers of lists are made anew, so they are not counted as kept.
            kept=kept.model_copy(update={"words": kept.words - builder.label_words}),
            dependencies=tuple(world.dependencies),
        )


def _text(source: Source, notices: Notices) -> str:
    place = source.at()
    try:
        if source.path.stat().st_size > _LARGEST:
            raise TooLarge("markdown.too_large", origin=place, limit=_LARGEST >> 20)
        data = source.path.read_bytes()
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    except OSError as error:
        raise Damaged("markdown.not_text", origin=place) from error
    decoded = decode(data)
    if decoded is None:
        raise Damaged("markdown.not_text", origin=place)
    text, encoding = decoded.text, decoded.encoding
    if not text.strip():
        raise Damaged("source.empty", origin=place)
    if encoding == "cp1258":
        notices.add("markdown.encoding")
    return text


def _targets(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the names of headings that links lead to."""
    named: set[str] = set()
    linked: set[str] = set()
    for before, token in pairwise(tokens):
        children = token.children or []
        if before.type == "heading_open":
            named.add(slug_of("".join(child.content for child in children)))
        hrefs = (str(c.attrGet("href") or "") for c in children if c.type == "link_open")
        linked.update(nfc(unquote(href[1:])) for href in hrefs if href.startswith("#"))
    return frozenset(named & linked)


def _title(tokens: Sequence[Token], blocks: Sequence[Block]) -> str:
    front = next((token.content for token in tokens if token.type == "front_matter"), "")
    named = _TITLE.search(front)
    if named and named[1].strip("\"' "):
        return nfc(named[1].strip("\"' "))
    first = next((block for block in blocks[:LOOKED_AT] if isinstance(block, Heading)), None)
    if first is not None and blocks and blocks[0] is first and first.level == 1:
        return inline_text(first.children)
    return find_title([_line(block) for block in blocks[:LOOKED_AT]]).text


def _line(block: Block) -> Line:
    if isinstance(block, Heading):
        return Line(text=" ".join(inline_text(block.children).split()), heading=True)
    if isinstance(block, Paragraph):
        return Line(text=" ".join(inline_text(block.children).split()))
    return Line(item=isinstance(block, ListBlock))


READER: Final = MarkdownReader()
