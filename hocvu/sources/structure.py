"""Finds the headings of a text that has none of its own: divisions of laws, numbers, capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.lesson import Block, Heading, Inline, LineBreak, ListBlock, Paragraph, Text
from hocvu.lesson.text import inline_text, walk
from hocvu.sources.legal import HEADINGS, annex_heading, legal_level, roman_heading
from hocvu.sources.titles import LOOKED_AT, Line, Title, find_title
from hocvu.sources.wording import is_motto

_LONGEST: Final = 200
_LONGEST_NAMED: Final = 500
_NAME: Final = "name"
_ALONE: Final = re.compile(
    r"(?:Phần|Chương|Mục|Phụ lục|PHẦN|CHƯƠNG|MỤC|PHỤ LỤC)(?: [\w.]{1,9}){0,2}\s*[.:]?"
)
_ORDER: Final = ("phan", "annex", "chuong", "muc", "tieu_muc", "dieu", "roman", "capitals")


def with_structure(blocks: Sequence[Block], told: str = "") -> tuple[tuple[Block, ...], str]:
    """Return `blocks` with headings and clauses marked, and the text's title.

    Headings that the text has of its own stay as they are and are the only ones; clauses (khoản,
    điểm) are marked in any case.

    Args:
        blocks: The text.
        told: The title that it tells of itself.
    """
    title = find_title([_line(block) for block in blocks[:LOOKED_AT]], told)
    own = any(isinstance(block, Heading) for block in blocks)
    kinds = {} if own else _kinds(blocks, title)
    ranks = {kind: rank for rank, kind in enumerate((k for k in _ORDER if k in kinds.values()), 1)}
    made: list[Block] = []
    for index, block in enumerate(blocks):
        kind = kinds.get(index)
        if isinstance(block, Paragraph):
            legal = legal_level(inline_text(block.children))
            if kind == _NAME:
                above = made[-1]
                assert isinstance(above, Heading)
                name = (*above.children, LineBreak(), *_plain(block.children))
                made[-1] = above.model_copy(update={"children": name})
                continue
            if kind:
                named = legal if legal in HEADINGS else None
                made.append(_heading(block, min(6, ranks[kind]), named))
                continue
            if legal and not own:
                made.append(block.model_copy(update={"legal": legal}))
                continue
        elif isinstance(block, Heading) and block.legal is None:
            legal = legal_level(inline_text(block.children))
            if legal in HEADINGS:
                made.append(block.model_copy(update={"legal": legal}))
                continue
        made.append(block)
    return tuple(made), title.text


def _plain(children: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return `children` without bold: a heading is bold by itself."""
    return tuple(
        child.model_copy(update={"marks": tuple(m for m in child.marks if m != "bold")})
        if isinstance(child, Text)
        else child
        for child in children
    )


def _heading(block: Paragraph, level: int, legal: object) -> Heading:
    children = _plain(block.children)
    return Heading.model_validate(
        {"level": level, "children": children, "legal": legal, "origin": block.origin}
    )


def _kinds(blocks: Sequence[Block], title: Title) -> dict[int, str]:
    """Return which paragraphs are headings, and of which kind."""
    kinds: dict[int, str] = {}
    mostly_bold = _mostly_bold(blocks)
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or index in title.places:
            continue
        text = " ".join(inline_text(block.children).split())
        bold = not mostly_bold and _is_bold(block)
        above = blocks[index - 1] if kinds.get(index - 1) else None
        if isinstance(above, Paragraph) and _is_name(above, text):
            kinds[index] = _NAME
        elif kind := _kind(text, bold):
            kinds[index] = kind
    return kinds


def _is_name(above: Paragraph, text: str) -> bool:
    """Tell if `text` is the name of the division that stands alone above it: ``Chương II``."""
    alone = _ALONE.fullmatch(" ".join(inline_text(above.children).split()))
    ends = text.endswith((".", ";", ",", ":"))
    return alone is not None and len(text) <= _LONGEST and not ends and not legal_level(text)


def _kind(text: str, bold: bool) -> str:
    level = legal_level(text)
    if level in HEADINGS:
        longest = _LONGEST_NAMED if bold else _LONGEST
        return str(level) if len(text) <= longest and not text.endswith((";", ",")) else ""
    if len(text) > _LONGEST or not any(c.isalpha() for c in text) or is_motto(text):
        return ""
    if annex_heading(text):
        return "annex"
    if roman_heading(text) and not text.endswith((".", ";", ",")):
        return "roman" if bold or text.upper() == text or len(text) <= 120 else ""
    if bold and len(text) <= 120 and not text.endswith((";", ",", ".")):
        return "capitals"
    return ""


def _line(block: Block) -> Line:
    if isinstance(block, Paragraph | Heading):
        text = " ".join(inline_text(block.children).split())
        centred = isinstance(block, Paragraph) and block.align == "center"
        own = isinstance(block, Heading)
        return Line(text=text, centred=centred, bold=own or _is_bold(block), heading=own)
    return Line(item=isinstance(block, ListBlock))


def _is_bold(block: Block) -> bool:
    texts = [n for n in walk([block]) if isinstance(n, Text) and any(c.isalnum() for c in n.text)]
    return bool(texts) and all("bold" in text.marks for text in texts)


def _mostly_bold(blocks: Sequence[Block]) -> bool:
    paras = [block for block in blocks if isinstance(block, Paragraph)]
    bold = sum(_is_bold(para) for para in paras)
    return bold > 0.5 * len(paras)
