"""Walks what stands inside a paragraph: runs, links, fields, notes, pictures, equations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from hocvu.lesson import Block, Group, Image, LineBreak, Mark, NoteRef, Paragraph, Table, Text
from hocvu.sources.docx.choices import chosen
from hocvu.sources.docx.context import Context
from hocvu.sources.docx.drawings import content
from hocvu.sources.docx.equations import convert
from hocvu.sources.docx.fields import Fields, link_of
from hocvu.sources.docx.looks import marks_of
from hocvu.sources.docx.names import MC, VAL, M, R, W
from hocvu.sources.docx.notes import Kind
from hocvu.sources.docx.parts import Part
from hocvu.sources.docx.runs import Runs
from hocvu.sources.docx.styles import RunProperties, Style, run_properties
from hocvu.sources.docx.symbols import is_symbol_font, symbol, translate

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_CODE_STYLES: Final = frozenset({"verbatim char", "html code", "html typewriter", "source code"})
_CHARACTERS: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "\u2011",
    f"{W}softHyphen": "\u00ad",
}
_THROUGH: Final = frozenset(
    f"{W}{name}" for name in ("smartTag", "sdtContent", "customXml", "dir", "bdo", "rt", "rubyBase")
)
_COUNTED: Final = {
    f"{W}commentReference": "comments",
    f"{W}subDoc": "subdocuments",
    f"{W}contentPart": "ink",
}
Marks = tuple[Mark, ...]
ReadBox = Callable[[etree._Element], tuple[Block, ...]]


class InlineWalker:
    """Reads the paragraphs of one story.

    Attributes:
        boxes: Text boxes that the last paragraph carries.
    """

    def __init__(self, context: Context, part: Part, story: etree._Element, read: ReadBox) -> None:
        """Take the story; `read` makes blocks of a text box in it."""
        self._context = context
        self._part = part
        self._fields = Fields(story)
        self._read = read
        self._links: list[str | None] = []
        self._style = Style()
        self._runs = Runs()
        self.boxes: list[Block] = []
        self._items: dict[str, Callable[[etree._Element], None]] = {
            f"{W}r": self._run,
            f"{W}hyperlink": self._hyperlink,
            f"{W}fldSimple": self._simple_field,
            f"{W}ins": self._inserted,
            f"{W}moveTo": self._inserted,
            f"{W}del": self._deleted,
            f"{W}moveFrom": self._deleted,
            f"{W}sdt": self._control,
            f"{MC}AlternateContent": self._alternatives,
            f"{M}oMath": self._equations,
            f"{M}oMathPara": self._equations,
        }
        self._pieces: dict[str, Callable[[etree._Element, RunProperties, Marks], None]] = {
            f"{W}t": self._text,
            f"{W}br": self._break,
            f"{W}cr": self._break,
            f"{W}sym": self._symbol,
            f"{W}footnoteReference": self._note,
            f"{W}endnoteReference": self._note,
            f"{W}drawing": self._drawing,
            f"{W}pict": self._drawing,
            f"{W}object": self._drawing,
            f"{W}ruby": self._ruby,
            f"{MC}AlternateContent": self._alternative_pieces,
        }

    def paragraph(self, item: etree._Element, style: Style) -> Runs:
        """Return the content of the paragraph `item`."""
        self._style = style
        self._runs = Runs()
        self.boxes = []
        self._children(item)
        return self._runs

    def _children(self, parent: etree._Element) -> None:
        with self._context.deeper():
            for item in parent:
                self._item(item)

    def _item(self, item: etree._Element) -> None:
        tag = item.tag
        if tag in self._items:
            self._items[tag](item)
        elif tag in _THROUGH:
            self._children(item)
        elif tag in _COUNTED:
            self._context.seen[_COUNTED[tag]] += 1

    def _hyperlink(self, item: etree._Element) -> None:
        self._linked(item, self._target(item))

    def _simple_field(self, item: etree._Element) -> None:
        link = link_of(item.get(f"{W}instr", ""))
        self._linked(item, self._address(link) if link else None)

    def _inserted(self, item: etree._Element) -> None:
        self._context.seen["changes"] += 1
        self._children(item)

    def _deleted(self, item: etree._Element) -> None:
        self._context.seen["changes"] += 1

    def _control(self, item: etree._Element) -> None:
        for inner in item.iterchildren(f"{W}sdtContent"):
            self._children(inner)

    def _alternatives(self, item: etree._Element) -> None:
        for choice in chosen(item):
            self._children(choice)

    def _linked(self, item: etree._Element, link: str | None) -> None:
        self._links.append(link)
        self._children(item)
        self._links.pop()

    @property
    def _link(self) -> str | None:
        outer = next((link for link in reversed(self._links) if link), None)
        if outer:
            return outer
        link = self._fields.link
        return self._address(link) if link else None

    def _target(self, item: etree._Element) -> str | None:
        anchor = item.get(f"{W}anchor", "")
        found = self._part.links.get(item.get(f"{R}id", ""))
        if found is None:
            return self._address(f"#{anchor}") if anchor else None
        address = found.target
        return self._address(f"{address}#{anchor}" if anchor and "#" not in address else address)

    def _address(self, link: str) -> str | None:
        """Return `link` if it may be followed from a lesson, else None, and tell so once."""
        if link.startswith("#"):
            key = self._context.anchors.to(link[1:])
            return f"#{key}" if key else None
        try:
            parts = urlsplit(link.strip())
        except ValueError:
            parts = urlsplit("")
        if parts.scheme.lower() in _SCHEMES and (parts.netloc or parts.path):
            return link.strip()
        self._context.seen["links"] += 1
        return None

    def _equations(self, item: etree._Element) -> None:
        if not self._fields.shown:
            return
        display = item.tag == f"{M}oMathPara"
        for element in item.iter(f"{M}oMath"):
            math, lost = convert(element, display)
            if math is None:
                continue
            self._runs.node(math, None)
            if lost:
                self._context.notices.at(self._context.here, "docx.equation_doubtful", what=lost)

    def _run(self, item: etree._Element) -> None:
        properties = item.find(f"{W}rPr")
        character = None if properties is None else properties.find(f"{W}rStyle")
        base = self._style.run.over(self._context.styles.base)
        code = False
        if character is not None:
            style = self._context.styles.style(character.get(VAL), "character")
            base = style.run.over(base)
            code = style.name.lower() in _CODE_STYLES
        look = run_properties(properties).over(base)
        if look.hidden:
            self._hidden(item)
            return
        marks = marks_of(look, code)
        for child in item:
            self._piece(child, look, marks)

    def _hidden(self, item: etree._Element) -> None:
        text = "".join(part.text or "" for part in item.iter(f"{W}t"))
        self._context.seen["hidden"] += len(text.split())
        # What is hidden may still open or close a field.
        for child in item.iterchildren(f"{W}fldChar", f"{W}instrText"):
            self._piece(child, RunProperties(), ())

    def _piece(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        tag = item.tag
        if tag == f"{W}fldChar":
            self._fields.mark(item)
            self._form(item, look, marks)
        elif tag == f"{W}instrText":
            self._fields.instruct(item.text or "")
        elif not self._fields.shown:
            return
        elif tag in self._pieces:
            self._pieces[tag](item, look, marks)
        elif tag in _CHARACTERS:
            self._runs.text(_CHARACTERS[tag], look, marks, self._link)
        elif tag in _COUNTED:
            self._context.seen[_COUNTED[tag]] += 1

    def _break(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        if item.get(f"{W}type") in {"page", "column"}:
            self._runs.text(" ", look, (), None)
        else:
            self._runs.node(LineBreak(), self._link)

    def _alternative_pieces(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        for choice in chosen(item):
            for child in choice:
                self._piece(child, look, marks)

    def _text(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        text, font = item.text or "", look.font
        if is_symbol_font(font):
            text = translate(font, text)
        # Line ends inside the element are white space like any other.
        self._runs.text(text.replace("\n", " ").replace("\r", " "), look, marks, self._link)

    def _symbol(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        font, code = item.get(f"{W}font", ""), item.get(f"{W}char", "")
        found = symbol(font, code)
        if found is None:
            self._context.notices.at(
                self._context.here, "docx.symbol_lost", font=font[:60], symbol=code[:8]
            )
        self._runs.text(found or "□", look, marks, self._link)

    def _form(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        """Show the state of a check box, or the choice of a list, that is part of a form."""
        box = item.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            state = box.find(f"{W}checked")
            state = box.find(f"{W}default") if state is None else state
            on = state is not None and state.get(VAL) not in {"0", "false"}
            self._runs.text("☒" if on else "☐", look, marks, None)
        choices = item.findall(f"{W}ffData/{W}ddList/{W}listEntry")
        result = item.find(f"{W}ffData/{W}ddList/{W}result")
        if choices:
            index = result.get(VAL, "0") if result is not None else "0"
            place = int(index) if index.isdecimal() else 0
            if place < len(choices):
                self._runs.text(choices[place].get(VAL, ""), look, marks, None)

    def _ruby(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        for base in item.iterchildren(f"{W}rubyBase"):
            self._children(base)
        self._runs.text("(", look, marks, None)
        for reading in item.iterchildren(f"{W}rt"):
            self._children(reading)
        self._runs.text(")", look, marks, None)

    def _note(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        kind: Kind = "footnote" if item.tag == f"{W}footnoteReference" else "endnote"
        key = self._context.notes.refer(kind, item.get(f"{W}id", ""))
        if key is None:
            self._context.notices.at(self._context.here, "docx.note_missing")
        else:
            self._runs.node(NoteRef(note=key), None)

    def _drawing(self, item: etree._Element, look: RunProperties, marks: Marks) -> None:
        for found in content(item, self._context, self._part):
            if isinstance(found, tuple):
                lines = (Paragraph(children=(Text(text=line),)) for line in found if line)
                children = tuple(lines)
                self.boxes.extend([Group(role="box", children=children)] if children else [])
            elif isinstance(found, Image):
                self._runs.node(found, self._link)
            elif isinstance(found, Table):
                self.boxes.append(found)
            else:
                self.boxes.extend(self._read(found))
