"""Reads spreadsheets: each sheet a heading and its tables, values as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final

from hocvu.errors import Damaged, Encrypted, Missing, TooLarge, ToolFailed, Unsupported
from hocvu.identifiers import nfc
from hocvu.lesson import Block, Counts, DocumentBody, Heading, Paragraph, Reading, Table, Text
from hocvu.lesson.text import count, inline_text
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.office_kinds import Kind, kind_of
from hocvu.sources.oldfonts import Run, decode
from hocvu.sources.open_document_fields import with_saved_fields
from hocvu.sources.sheet.results import with_saved_results
from hocvu.sources.sheet.shown import shown
from hocvu.sources.sheet.tables import make_blocks, spans_of
from hocvu.sources.titles import Line, find_title
from hocvu.tools import libreoffice
from hocvu.tools.process import MIB, Limits
from hocvu.tools.workbooks import Sheet, read_workbook

_LIMITS: Final = Limits(seconds=120, memory=6144 * MIB, file_size=512 * MIB)
_TARGET: Final = "xlsx:Calc MS Excel 2007 XML"
_LARGEST: Final = 64 * MIB
_MOST_WORDS: Final = 300_000
_HEAD: Final = 4096
_KINDS: Final[dict[Kind, str]] = {"xlsx": ".xlsx", "xls": ".xls", "ods": ".ods"}
_MEDIA_TYPES: Final = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class SheetOptions(Options):
    """What authors may set for a spreadsheet.

    Attributes:
        download: Learners may download the file itself.
        hidden: Hidden sheets are read too.
    """

    download: bool = True
    hidden: bool = False


class SheetReader:
    """Reads workbooks of Excel and of OpenDocument."""

    name = "sheet"
    version = 2
    suffixes = tuple(_MEDIA_TYPES)
    options = SheetOptions
    engines = ("libreoffice",)
    patience = 600.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell by content if this is a workbook."""
        return kind_of(head, path) in _KINDS

    def read(self, source: Source, workspace: Workspace, options: SheetOptions) -> Reading:
        """Read `source`.

        Raises:
            SourceError: It is missing, locked, damaged or too large.
            ToolError: LibreOffice, which reads .xls and .ods, is missing or too slow.
        """
        notices = Notices(source)
        sheets = read_workbook(_as_xlsx(source, workspace), source.at())
        blocks: list[Block] = []
        words = tables = 0
        named = sum(not sheet.hidden for sheet in sheets) > 1
        for sheet in sheets:
            place = source.at(sheet=sheet.name)
            if sheet.hidden and not options.hidden:
                if any(cell.value is not None for row in sheet.rows for cell in row):
                    notices.at(place, "sheet.hidden", name=sheet.name)
                continue
            texts, changed = _texts(sheet)
            if changed:
                notices.at(place, "sheet.old_fonts", "info", count=changed)
            empty = sum(cell.text.startswith("=") for row in sheet.rows for cell in row)
            if empty:
                notices.at(place, "sheet.no_result", count=empty)
            made = list(make_blocks(texts, spans_of(sheet.merged), place))
            if not made:
                continue
            if named:
                title = Heading(level=1, children=(Text(text=sheet.name),), origin=place)
                blocks.append(title)
            blocks += made
            words += _words(sheet) + (len(sheet.name.split()) if named else 0)
            tables += any(isinstance(block, Table) for block in made)
        if not blocks:
            raise Damaged("source.empty", origin=source.at())
        if words > _MOST_WORDS:
            raise TooLarge("sheet.too_many_words", origin=source.at(), limit=_MOST_WORDS)
        body = DocumentBody(blocks=tuple(blocks))
        original = None
        if options.download:
            suffix = source.path.suffix.lower()
            media_type = _MEDIA_TYPES.get(suffix, _MEDIA_TYPES[".xlsx"])
            original = workspace.refer(source.path, suffix, media_type, nfc(source.path.name)).id
        return Reading(
            reader=self.name,
            title=_title(body, sheets),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=Counts(words=words, tables=max(tables, count(body).tables)),
            kept=count(body),
        )


READER: Final = SheetReader()


def _as_xlsx(source: Source, workspace: Workspace) -> Path:
    place = source.at()
    try:
        size = source.path.stat().st_size
        with source.path.open("rb") as stream:
            kind = kind_of(stream.read(_HEAD), source.path)
    except FileNotFoundError as error:
        raise Missing("source.missing", origin=place) from error
    if size == 0:
        raise Damaged("source.empty", origin=place)
    if size > _LARGEST:
        raise TooLarge("sheet.too_large", origin=place, limit=_LARGEST // MIB)
    if kind == "locked":
        raise Encrypted("sheet.locked", origin=place)
    if kind is not None and kind not in _KINDS:
        raise Unsupported("office.is_other", origin=place, kind=kind)
    if kind is None:
        raise Damaged("workbook.damaged", origin=place)
    if kind == "xlsx":
        return source.path
    scratch = workspace.scratch("xlsx")
    named = scratch / f"source{_KINDS[kind]}"
    if kind == "xls":
        changed = with_saved_results(source.path, named, place)
    else:
        changed = with_saved_fields(source.path, named, place, live=()).changed
    if not changed:
        named.symlink_to(source.path.resolve())
    try:
        return libreoffice.convert(named, scratch, _TARGET, "xlsx", _LIMITS)
    except ToolFailed as error:
        # soffice says nothing of a file that it cannot open.
        raise Damaged("workbook.damaged", origin=place) from error


def _texts(sheet: Sheet) -> tuple[list[list[str]], int]:
    """Return what the cells show, old fonts turned into Unicode, and how many were."""
    texts = [[shown(cell) for cell in row] for row in sheet.rows]
    runs = [
        [Run(text, cell.font or None)]
        for row, told in zip(sheet.rows, texts, strict=True)
        for cell, text in zip(row, told, strict=True)
    ]
    made = iter(decode(runs))
    changed = 0
    for told in texts:
        for column in range(len(told)):
            new = next(made)[0]
            if new is not None:
                told[column] = new
                changed += 1
    return texts, changed


def _words(sheet: Sheet) -> int:
    """Return the words of the cells' own values; a merged area shows its first cell alone."""
    return sum(len(shown(cell).split()) for row in sheet.rows for cell in row)


def _title(body: DocumentBody, sheets: Sequence[Sheet]) -> str:
    """Return what stands above the first table, without the names of offices."""
    above = takewhile(lambda block: not isinstance(block, Table), body.blocks)
    lines = [
        Line(text=" ".join(inline_text(block.children).split()), centred=True, bold=True)
        for block in above
        if isinstance(block, Paragraph)
    ]
    told = find_title(lines).text
    return told or next((sheet.name for sheet in sheets if not sheet.hidden), "")
