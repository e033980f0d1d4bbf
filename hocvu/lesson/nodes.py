"""The content of a lesson: blocks of text, tables and pictures, and what runs inside them.

Every reader makes these nodes and every renderer takes them; nothing here knows a file
format or a packaging standard. Numbers that a word processor makes are text in `label`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hocvu.errors import Origin

Mark = Literal["bold", "italic", "underline", "strike", "sub", "sup", "code", "highlight"]
LegalLevel = Literal["phan", "chuong", "muc", "tieu_muc", "dieu", "khoan", "diem"]


class Frozen(BaseModel):
    """Base of every model that passes between stages: immutable and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """A run of text in NFC with the same marks throughout."""

    kind: Literal["text"] = "text"
    text: str
    marks: tuple[Mark, ...] = ()


class LineBreak(Frozen):
    """A break of the line inside a paragraph."""

    kind: Literal["break"] = "break"


class Link(Frozen):
    """A link: `href` is an http(s) or mailto address, or ``#anchor`` of a block in this lesson."""

    kind: Literal["link"] = "link"
    href: str
    children: tuple[Inline, ...]


class Image(Frozen):
    """A picture; `width` and `height` in CSS pixels as shown in the source, 0 when not known.

    `alt` is empty for a decorative picture and None where the source gives no text.
    """

    kind: Literal["image"] = "image"
    asset: str
    alt: str | None = None
    width: int = 0
    height: int = 0


class NoteRef(Frozen):
    """A reference to the footnote or endnote `note`."""

    kind: Literal["note_ref"] = "note_ref"
    note: str


class Math(Frozen):
    """An equation as presentation MathML, with its text for search and for readers aloud."""

    kind: Literal["math"] = "math"
    mathml: str
    text: str
    display: bool = False


Inline = Annotated[Text | LineBreak | Link | Image | NoteRef | Math, Field(discriminator="kind")]


class Heading(Frozen):
    """A heading of `level` 1 to 6; `label` is an automatic number such as ``Điều 5.``."""

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    children: tuple[Inline, ...]
    label: str = ""
    legal: LegalLevel | None = None
    anchor: str | None = None
    origin: Origin = Origin()


class Paragraph(Frozen):
    """A paragraph; `label` is an automatic number, `legal` its rank when it is a clause."""

    kind: Literal["paragraph"] = "paragraph"
    children: tuple[Inline, ...]
    label: str = ""
    legal: LegalLevel | None = None
    align: Literal["start", "center", "end"] = "start"
    anchor: str | None = None
    origin: Origin = Origin()


class ListItem(Frozen):
    """An item of a list; `label` is its number as shown, empty for a bullet."""

    label: str = ""
    children: tuple[Block, ...]


class ListBlock(Frozen):
    """A list; `ordered` when its labels are numbers or letters."""

    kind: Literal["list"] = "list"
    ordered: bool
    items: tuple[ListItem, ...]
    origin: Origin = Origin()


class Cell(Frozen):
    """A cell of a table, over `colspan` columns and `rowspan` rows."""

    children: tuple[Block, ...]
    colspan: int = Field(default=1, ge=1)
    rowspan: int = Field(default=1, ge=1)
    header: bool = False


class Row(Frozen):
    """A row of a table; `header` when it repeats on every page."""

    cells: tuple[Cell, ...]
    header: bool = False


class Table(Frozen):
    """A table; `layout` when its lines only place text (a letterhead), not data."""

    kind: Literal["table"] = "table"
    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    layout: bool = False
    origin: Origin = Origin()


class Figure(Frozen):
    """A picture on its own, with its caption."""

    kind: Literal["figure"] = "figure"
    image: Image
    caption: tuple[Inline, ...] = ()
    origin: Origin = Origin()


class Group(Frozen):
    """Blocks that stand apart: a text box (``box``) or a quotation (``quote``)."""

    kind: Literal["group"] = "group"
    role: Literal["box", "quote"]
    children: tuple[Block, ...]
    origin: Origin = Origin()


class Code(Frozen):
    """Text in which spaces and line ends count."""

    kind: Literal["code"] = "code"
    text: str
    language: str = ""
    origin: Origin = Origin()


class Rule(Frozen):
    """A dividing line."""

    kind: Literal["rule"] = "rule"


Block = Annotated[
    Heading | Paragraph | ListBlock | Table | Figure | Group | Code | Rule,
    Field(discriminator="kind"),
]


class Note(Frozen):
    """A footnote or endnote; `label` is its mark as shown."""

    id: str
    label: str
    children: tuple[Block, ...]


for _model in (Link, ListItem, ListBlock, Cell, Row, Table, Group, Note):
    _model.model_rebuild()
