"""Pieces of Markdown that stand in another material: a question, an answer, a scene's text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from hocvu.errors import Origin
from hocvu.lesson import Block, Note
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.marked.blocks import BlockBuilder
from hocvu.sources.marked.parser import parse
from hocvu.sources.marked.world import MarkdownWorld

_NUMBERED: Final = frozenset({"footnote_ref", "footnote_open"})
_SIGNS: Final = re.compile(r"[\\`*_{}\[\]<>#+\-.!|~&()]")


class Fragments:
    """Makes blocks of the pieces of Markdown in one material, with footnotes numbered throughout.

    Attributes:
        definitions: Footnotes and addresses of links that every piece may refer to, as Markdown.
        notes: The footnotes that were referred to so far.
    """

    def __init__(self, source: Source, workspace: Workspace, notices: Notices) -> None:
        """Take the material, which pictures lie beside, and where they are kept."""
        self._world = MarkdownWorld(source, workspace, notices, frozenset())
        self.definitions = ""
        self.notes: list[Note] = []

    @property
    def dependencies(self) -> tuple[Path, ...]:
        """Pictures that were read."""
        return tuple(self._world.dependencies)

    def blocks(self, text: str, place: Origin) -> tuple[Block, ...]:
        """Return the blocks of `text`, which begins at `place`.

        Raises:
            TooLarge: It is nested deeper than is read.
        """
        if self.definitions and "[" in text:
            text = f"{text}\n\n{self.definitions}"
        tokens = parse(text, place, whole=False)
        _renumber(tokens, len(self.notes))
        builder = BlockBuilder(self.world_at(place))
        blocks = builder.blocks(SyntaxTreeNode(tokens))
        self.notes += builder.notes
        return blocks

    def world_at(self, place: Origin) -> MarkdownWorld:
        """Return what lies around the material, for a piece of it that begins at `place`."""
        self._world.place, self._world.line = place, 1
        return self._world


def plain(text: str) -> str:
    """Return `text` as Markdown in which every sign means itself."""
    return _SIGNS.sub(r"\\\g<0>", text)


def _renumber(tokens: Iterable[Token], first: int) -> None:
    for token in tokens:
        if token.type in _NUMBERED:
            token.meta["id"] += first
        _renumber(token.children or (), first)
