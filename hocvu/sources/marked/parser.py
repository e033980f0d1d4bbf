"""The dialect of Markdown that is read: CommonMark with tables, strikethrough and footnotes."""

from __future__ import annotations

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from hocvu.errors import Origin, TooLarge

_DEEPEST: Final = 40
"""Levels of tokens: about 16 lists inside one another."""


def parse(text: str, place: Origin, *, whole: bool = True) -> list[Token]:
    """Return the tokens of `text`; only a `whole` document may begin with front matter.

    Raises:
        TooLarge: It is nested deeper than is read.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    if whole:
        parser.use(front_matter_plugin)
    tokens = parser.parse(text)
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 1:
        raise TooLarge("markdown.too_deep", origin=place)
    return tokens
