"""Puts the pages of a package into one text, under the titles of its structure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hocvu.lesson import Block, Heading, Text
from hocvu.lesson.text import inline_text
from hocvu.sources.html.page import Page

_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Chapter:
    """One item's page, its title and the titles above it."""

    title: str
    sections: tuple[str, ...]
    page: Page


def compose(chapters: Sequence[Chapter]) -> tuple[tuple[Block, ...], int]:
    """Return the blocks of all chapters, and how many words of headings were put between."""
    blocks: list[Block] = []
    made: list[str] = []
    above: tuple[str, ...] = ()
    for chapter in chapters:
        for depth, section in enumerate(chapter.sections):
            if chapter.sections[: depth + 1] != above[: depth + 1]:
                blocks.append(_heading(section, depth + 1))
                made.append(section)
        inside = list(chapter.page.blocks)
        level = len(chapter.sections)
        if chapter.title:
            level += 1
            # A page mostly begins with its own title, which then stands for the item's.
            if isinstance(inside[0], Heading) and _said(inside[0]) == chapter.title:
                inside.pop(0)
            else:
                made.append(chapter.title)
            blocks.append(_heading(chapter.title, level))
        above = (*chapter.sections, chapter.title)
        blocks += [_deeper(block, level) for block in inside]
    return tuple(blocks), sum(len(title.split()) for title in made)


def _heading(title: str, level: int) -> Heading:
    return Heading(level=min(level, _DEEPEST), children=(Text(text=title),))


def _said(heading: Heading) -> str:
    return " ".join(inline_text(heading.children).split())


def _deeper(block: Block, levels: int) -> Block:
    if not isinstance(block, Heading):
        return block
    return block.model_copy(update={"level": min(block.level + levels, _DEEPEST)})
