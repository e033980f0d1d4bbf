"""The dialect of Markdown that is read: CommonMark with tables, strikethrough and footnotes."""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from hocvu.errors import Origin, TooLarge

_DEEPEST: Final = 40
"""Levels of tokens: about 16 lists inside one another."""

_SPACED: Final = re.compile(
    r"""!\[(?P<alt>[^\[\]\n]*)\]\([ ]*(?![ ])"""
    r"""(?P<src>(?:[^()<>\n]|\([^()<>\n]*\))+\.(?:png|jpe?g|gif|webp|svg|bmp|tiff?))"""
    r"""(?:[ ]+(?:"[^"\n]*"|'[^'\n]*'))?[ ]*\)""",
    re.IGNORECASE,
)
"""A picture whose path has spaces: CommonMark asks for <…> around it, and people do not know."""


def parse(text: str, place: Origin, *, whole: bool = True) -> list[Token]:
    """Return the tokens of `text`; only a `whole` document may begin with front matter.

    Raises:
        TooLarge: It is nested deeper than is read.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.inline.ruler.after("image", "image_spaced", _spaced_picture)
    if whole:
        parser.use(front_matter_plugin)
    tokens = parser.parse(text)
    if max((token.level for token in tokens), default=0) >= _DEEPEST - 1:
        raise TooLarge("markdown.too_deep", origin=place)
    return tokens


def _spaced_picture(state: StateInline, silent: bool) -> bool:
    """Read a picture as its author means it where CommonMark sees none."""
    found = _SPACED.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    src = state.md.normalizeLink(found["src"])
    if not state.md.validateLink(src):
        return False
    if not silent:
        token = state.push("image", "img", 0)
        token.attrs = {"src": src, "alt": ""}
        token.content = found["alt"]
        token.children = []
        state.md.inline.parse(found["alt"], state.md, state.env, token.children)
    state.pos = found.end()
    return True
