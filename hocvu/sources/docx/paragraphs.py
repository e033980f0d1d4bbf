"""Paragraphs as the walk leaves them, before headings and lists are made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hocvu.errors import Origin
from hocvu.lesson import Block, Inline
from hocvu.lesson.text import inline_text
from hocvu.sources.docx.numbering import Label
from hocvu.sources.docx.styles import Style

Align = Literal["start", "center", "end"]


@dataclass(slots=True)
class Para:
    """One paragraph and what is known of how it looks.

    Attributes:
        children: What it holds, in reading order.
        style: Its style, with all that it inherits.
        origin: Where it stands.
        label: Its place in a list, when it is numbered or bulleted.
        heading: Level of heading from 1 that the document itself gives it.
        align: How its lines are set.
        bold: All its letters are bold.
        capitals: All its letters are capitals.
        size: Size of its largest letters in half points, 0 when not known.
        indent: Left indent in twentieths of a point.
        anchor: Key by which links reach it.
        boxes: Text boxes and other blocks that hang on it.
    """

    children: tuple[Inline, ...]
    style: Style
    origin: Origin
    label: Label | None = None
    heading: int | None = None
    align: Align = "start"
    bold: bool = False
    capitals: bool = False
    size: int = 0
    indent: int = 0
    anchor: str | None = None
    boxes: tuple[Block, ...] = ()
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Keep the text, on which headings are recognised."""
        self.text = " ".join(inline_text(self.children).split())

    @property
    def number(self) -> str:
        """The automatic number as shown; empty where there is none or a bullet."""
        return self.label.text if self.label else ""

    @property
    def line(self) -> str:
        """The text as a reader sees it, the automatic number before it."""
        return f"{self.number} {self.text}".strip()


Piece = Para | Block
