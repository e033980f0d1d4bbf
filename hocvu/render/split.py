"""How a long document becomes pages of a size that is good to read on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from hocvu.lesson import Block, Heading
from hocvu.lesson.text import lines, walk, words

LONGEST: Final = 1200
"""Words on a page beyond which it is cut, if it can be cut between two blocks."""
SHORTEST: Final = 150
"""Words on a page under which the next part joins it."""
_PICTURE: Final = 60
"""Words that take the room of a picture."""

Blocks = tuple[Block, ...]


def pages(blocks: Blocks) -> list[Blocks]:
    """Return `blocks` cut into pages: at headings, and only between blocks."""
    return _join_short(list(_parts(blocks))) or [()]


def weight(block: Block) -> int:
    """Return the size of `block` in words."""
    pictures = sum(node.kind == "image" for node in walk([block]))
    return len(words(lines([block]))) + pictures * _PICTURE


def _weigh(blocks: Blocks) -> int:
    return sum(weight(block) for block in blocks)


def _parts(blocks: Blocks) -> Iterator[Blocks]:
    """Yield the parts under the highest headings, those that are too long cut further."""
    levels = {block.level for block in blocks[1:] if isinstance(block, Heading)}
    if not levels:
        yield from _fill(blocks)
        return
    parts = _at_headings(blocks, min(levels))
    for part in parts:
        if _weigh(part) <= LONGEST:
            yield part
        else:
            yield from _parts(part)


def _at_headings(blocks: Blocks, level: int) -> list[Blocks]:
    part = 0
    numbers = []
    for place, block in enumerate(blocks):
        part += place > 0 and isinstance(block, Heading) and block.level <= level
        numbers.append(part)
    groups = groupby(zip(numbers, blocks, strict=True), key=lambda pair: pair[0])
    return [tuple(block for _, block in group) for _, group in groups]


def _fill(blocks: Blocks) -> Iterator[Blocks]:
    """Yield runs of text without headings, each as long as a page may be."""
    page: list[Block] = []
    size = 0
    for block in blocks:
        more = weight(block)
        if size + more > LONGEST and page and not isinstance(page[-1], Heading):
            yield tuple(page)
            page, size = [], 0
        page.append(block)
        size += more
    if page:
        yield tuple(page)


def _join_short(parts: list[Blocks]) -> list[Blocks]:
    joined: list[Blocks] = []
    sizes: list[int] = []
    for part in parts:
        size = _weigh(part)
        last = bool(part is parts[-1] and size < SHORTEST)
        if joined and sizes[-1] + size <= LONGEST and (sizes[-1] < SHORTEST or last):
            joined[-1] += part
            sizes[-1] += size
        else:
            joined.append(part)
            sizes.append(size)
    return joined
