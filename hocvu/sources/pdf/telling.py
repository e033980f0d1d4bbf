"""Tells what of a PDF was left out, doubted or kept as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from hocvu.sources.base import Notices
from hocvu.sources.pages.footnotes import Footnotes
from hocvu.sources.pages.layout import TableItem
from hocvu.sources.pages.lines import OUTSIDE, Line
from hocvu.sources.pages.running import Running
from hocvu.sources.pages.sheet import Sheet


def tell(
    notices: Notices,
    sheets: Sequence[Sheet],
    running: Iterable[Running],
    repeated: tuple[int, int],
    dropped: Iterable[tuple[int, str]],
) -> None:
    """Add a notice for everything of `sheets` that is not in the lesson as it was."""
    for one in running:
        notices.add(
            "pdf.running_text", "info", text=one.text[:80], pages=one.pages, words=one.words
        )
    if repeated[0]:
        count, places = repeated
        notices.add("pdf.repeated_pictures", "info", count=count, places=places)
    small = sum(sheet.small for sheet in sheets)
    if small:
        notices.add("pdf.small_pictures", "info", count=small)
    inner = sum(sheet.inner_links for sheet in sheets)
    if inner:
        notices.add("pdf.inner_links", "info", count=inner)
    _tell_scans(notices, sheets)
    for sheet in sheets:
        place = notices.source.at(page=sheet.number)
        if sheet.broken:
            notices.at(place, "pdf.unreadable_letters", count=sheet.broken)
        if not sheet.is_scan and _looks_like_table(sheet):
            notices.at(place, "pdf.table_unclear")
        if sheet.notes:
            notices.at(place, "pdf.notes", count=sheet.notes)
        if not sheet.complete:
            notices.at(place, "pdf.too_much_drawn")
    for page, href in dict.fromkeys(dropped):
        notices.at(notices.source.at(page=page), "pdf.link_dropped", target=href[:80])


def tell_tables(notices: Notices, tables: Iterable[TableItem], aligned: Mapping[int, int]) -> None:
    """Tell of heads of tables that repeat, and of pages with tables made without lines."""
    for page, count in aligned.items():
        if count:
            place = notices.source.at(page=page)
            notices.at(place, "pdf.table_aligned", "info", count=count)
    for table in tables:
        if table.dropped:
            place = notices.source.at(page=table.page)
            notices.at(place, "pdf.repeated_head", "info", words=table.dropped)


def tell_footnotes(notices: Notices, noted: Footnotes) -> None:
    """Tell of what looks like footnotes and stays in the text."""
    for page in noted.doubted:
        notices.at(notices.source.at(page=page), "pdf.footnotes_doubted")


def _tell_scans(notices: Notices, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        place = notices.source.at(page=sheet.number)
        if sheet.has_hidden_text:
            notices.at(place, "pdf.scan_with_text")
        elif not sheet.is_scan and not sheet.letters and not sheet.pictures:
            notices.at(place, "pdf.blank_page", "info")


def _looks_like_table(sheet: Sheet) -> bool:
    """Tell if text outside drawn tables stands in columns over three lines or more."""
    free = [line for line in sheet.lines if line.place == OUTSIDE]
    rows = 0
    for row in _rows(free):
        rows = rows + 1 if len(row) >= 3 else 0
        if rows >= 3:
            return True
    return False


def _rows(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.baseline, one.x0)):
        if rows and abs(rows[-1][0].baseline - line.baseline) <= 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows
