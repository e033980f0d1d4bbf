"""A report as a workbook: the sums with their charts, and every topic."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hocvu.catalog.report.table import Table, Value, sums, topics, word
from hocvu.catalog.report.totals import Report
from hocvu.messages import Language
from hocvu.tools.workbooks import new_workbook

if TYPE_CHECKING:
    from hocvu.tools.workbooks import Workbook

_WIDEST: Final = 60
_CHARTED: Final = (2, 3, 4)
"""Columns of a table of sums that are drawn: planned, made, published."""
_HEAD: Final = {
    "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DCE6F1", "border": 1
}  # fmt: skip


def write_workbook(report: Report, path: Path, lang: Language) -> None:
    """Write `report` to `path`, the same bytes for the same report."""
    with new_workbook(path) as book:
        styles = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "head": book.add_format(_HEAD),
            "date": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        heading = f"{word('heading', lang)} – {report.today:%d/%m/%Y}"
        for table in sums(report, lang):
            sheet = _sheet(book, table, heading, styles)
            _draw(book, sheet, table, lang)
        sheet = _sheet(book, topics(report, lang), heading, styles)
        last = len(report.rows) + 2
        sheet.autofilter(2, 0, max(3, last), len(topics(report, lang).headings) - 1)


def _sheet(book: Workbook, table: Table, heading: str, styles: dict[str, Any]) -> Any:
    sheet = book.add_worksheet(table.name[:31])
    sheet.write(0, 0, heading, styles["title"])
    sheet.write_row(2, 0, table.headings, styles["head"])
    for at, row in enumerate(table.rows, 3):
        for column, value in enumerate(row):
            _write(sheet, at, column, value, styles)
    for column, name in enumerate(table.headings):
        longest = max((len(str(row[column] or "")) for row in table.rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(9, longest + 2, len(name) // 2 + 2)))
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    return sheet


def _write(sheet: Any, row: int, column: int, value: Value, styles: dict[str, Any]) -> None:
    if isinstance(value, dt.date):
        moment = dt.datetime(value.year, value.month, value.day)
        sheet.write_datetime(row, column, moment, styles["date"])
    elif value is not None and value != "":
        sheet.write(row, column, value, styles["text"])


def _draw(book: Workbook, sheet: Any, table: Table, lang: Language) -> None:
    chart = book.add_chart({"type": "bar"})
    first, last = 3, 3 + len(table.rows) - 2  # without the sum of all
    for column in _CHARTED:
        chart.add_series(
            {
                "name": table.headings[column],
                "categories": [table.name[:31], first, 0, last, 0],
                "values": [table.name[:31], first, column, last, column],
            }
        )
    chart.set_title({"name": word("chart", lang)})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": 160 + 48 * len(table.rows)})
    sheet.insert_chart(len(table.rows) + 5, 0, chart, {"description": word("chart", lang)})
