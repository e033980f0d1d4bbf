"""Spreadsheets: tables with their merged cells, values as they are shown."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from pathlib import Path

import pytest
from openpyxl import Workbook

from hocvu.errors import Damaged, Origin
from hocvu.lesson import DocumentBody, Heading, Paragraph, Reading, Table
from hocvu.lesson.text import body_lines, inline_text, lines
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.sheet import READER, SheetOptions
from hocvu.sources.sheet.shown import shown
from hocvu.sources.sheet.tables import Span, make_blocks
from hocvu.tools.workbooks import Cell


def read(path: Path, folder: Path, **options: bool) -> Reading:
    assert choose(path, path.name) is READER
    source = Source(path, path.name, path.parent)
    return READER.read(source, Workspace(folder), SheetOptions(**options))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Học viên"
    for row in (
        ["DANH SÁCH HỌC VIÊN"],
        [],
        ["STT", "Họ tên", "Điểm", None],
        [None, None, "Lý thuyết", "Thực hành"],
        [1, "Nguyễn Văn A", 8.5, 0.75],
        [2, "Trần Thị B\nphó phòng", 1234567.5, dt.date(2026, 5, 26)],
        [],
        ["Ghi chú: điểm thi lần 1"],
    ):
        sheet.append(row)
    for area in ("A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(area)
    sheet["C6"].number_format = "#,##0.0"
    sheet["D5"].number_format = "0%"
    made.create_sheet("Khác").append(["x", "y"])
    hidden = made.create_sheet("Nháp")
    hidden.append(["bí mật"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "bang.xlsx"
    made.save(path)
    return path


def test_sheets_become_headings_and_tables(book: Path, tmp_path: Path) -> None:
    reading = read(book, tmp_path / "w")
    assert isinstance(reading.body, DocumentBody)
    blocks = reading.body.blocks
    assert [inline_text(b.children) for b in blocks if isinstance(b, Heading)] == [
        "Học viên",
        "Khác",
    ]
    first, last = (b for b in blocks if isinstance(b, Paragraph))
    assert inline_text(first.children) == "DANH SÁCH HỌC VIÊN"
    assert inline_text(last.children) == "Ghi chú: điểm thi lần 1"
    table = next(b for b in blocks if isinstance(b, Table))
    assert [row.header for row in table.rows] == [True, True, False, False]
    assert [(c.colspan, c.rowspan) for c in table.rows[0].cells] == [(1, 2), (1, 2), (2, 1)]
    said = list(lines([table]))
    assert said[-8:] == [
        *("1", "Nguyễn Văn A", "8,5", "75%"),
        *("2", "Trần Thị B phó phòng", "1.234.567,5", "26/05/2026"),
    ]
    assert [(n.code, n.origin.sheet) for n in reading.notices] == [("sheet.hidden", "Nháp")]
    assert reading.read == reading.kept.model_copy(update={"headings": 0})
    assert reading.title == "DANH SÁCH HỌC VIÊN"
    assert "bí mật" in " ".join(body_lines(read(book, tmp_path / "v", hidden=True).body))


@pytest.mark.parametrize(
    ("value", "shape", "expected"),
    [
        (1234.5, "General", "1234,5"),
        (0.1 + 0.2, "General", "0,3"),
        (12, "000", "012"),
        (-1234.567, "#,##0.00", "-1.234,57"),
        (0.1234, "0.00%", "12,34%"),
        (5, '0 "người"', "5 người"),
        (1500000, "#,##0\\ [$đ-42A]", "1.500.000"),
        (True, "General", "ĐÚNG"),
        (dt.datetime(2026, 1, 2, 8, 5), "dd/mm/yyyy hh:mm", "02/01/2026 08:05"),
        (dt.time(8, 5), "hh:mm", "08:05"),
        (None, "General", ""),
    ],
)
def test_values_as_they_are_shown(value: object, shape: str, expected: str) -> None:
    assert shown(Cell("A1", value, shape)) == expected  # type: ignore[arg-type]


def test_old_excel_file_in_an_old_font(shared: Path, tmp_path: Path) -> None:
    from hocvu.tools import libreoffice

    if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")
    path = shared / "materials/corpus/legacy/vni/2006-Mau21_CKTC_NSH.xls"
    reading = read(path, tmp_path)
    expected = unicodedata.normalize("NFC", path.with_suffix(".txt").read_text("utf-8"))
    wanted = set(re.findall(r"[^\W\d_]+", expected))
    said = set(re.findall(r"[^\W\d_]+", " ".join(body_lines(reading.body))))
    assert len(wanted) > 60
    assert len(wanted & said) >= 0.97 * len(wanted)
    assert "sheet.old_fonts" in [n.code for n in reading.notices]


def test_damaged_workbook_is_refused(book: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(book.read_bytes()[:900])
    with pytest.raises(Damaged):
        READER.read(Source(path, path.name, tmp_path), Workspace(tmp_path / "w"), SheetOptions())


def test_merged_areas_beyond_the_sheet_are_cut() -> None:
    texts = [["Tên", "Số"], ["Xã A", "1"], ["Xã B", "2"]]
    far = [Span(900, 4, 2, 2), Span(1, 9, 1, 2), Span(1, 0, 50, 50), Span(2, 1, 0, -3)]
    (table,) = make_blocks(texts, far, Origin(file="bảng.xlsx"))
    assert isinstance(table, Table)
    assert [len(row.cells) for row in table.rows] == [2, 1, 0]
    assert (table.rows[1].cells[0].rowspan, table.rows[1].cells[0].colspan) == (2, 2)
