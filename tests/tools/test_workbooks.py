"""Spreadsheets: what is written is read again, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
import time_machine

from hocvu.errors import Damaged, Missing, TooLarge, Unsupported
from hocvu.tools.workbooks import new_workbook, read_workbook


def made(path: Path) -> Path:
    with new_workbook(path) as book:
        sheet = book.add_worksheet("Chuyên đề")
        sheet.write_row(0, 0, ["Mã", "Tên chuyên đề", "Số tiết"])
        sheet.write_row(1, 0, ["01", "Tie\u0302\u0301p công dân", 8])
        sheet.write_datetime(
            1, 3, dt.datetime(2026, 3, 20), book.add_format({"num_format": "dd/mm/yyyy"})
        )
        sheet.merge_range("A3:B3", "=không phải công thức")
        book.add_worksheet("Ẩn").hide()
    return path


def test_cells_come_back_with_their_places(tmp_path: Path) -> None:
    topics, hidden = read_workbook(made(tmp_path / "a.xlsx"))
    assert (topics.name, hidden.hidden, topics.hidden) == ("Chuyên đề", True, False)
    assert [cell.value for cell in topics.rows[1][:3]] == ["01", "Tiếp công dân", 8]
    assert topics.rows[1][3].value == dt.datetime(2026, 3, 20)
    assert (topics.rows[1][1].place, topics.rows[1][3].shape) == ("B2", "dd/mm/yyyy")
    assert topics.rows[2][0].value == "=không phải công thức"
    assert topics.merged == ("A3:B3",)


def test_the_same_content_is_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    first = made(tmp_path / "a.xlsx").read_bytes()
    with time_machine.travel(time.time() + 86_400 * 400):
        assert made(tmp_path / "b.xlsx").read_bytes() == first


@pytest.mark.parametrize("data", [b"xin ch\xc3\xa0o", b"a;b\n1;2\n", b"\xd0\xcf\x11\xe0"])
def test_what_is_no_workbook_is_not_called_damaged(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(Unsupported) as told:
        read_workbook(path)
    assert told.value.code == "workbook.none"


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(Unsupported):
        read_workbook(tmp_path)


@pytest.mark.parametrize("cut", [0, 10, 2000, -30])
def test_a_damaged_file_is_told(tmp_path: Path, cut: int) -> None:
    whole = made(tmp_path / "a.xlsx").read_bytes()
    (tmp_path / "cut.xlsx").write_bytes(whole[:cut])
    with pytest.raises(Damaged):
        read_workbook(tmp_path / "cut.xlsx")
    with pytest.raises(Missing):
        read_workbook(tmp_path / "none.xlsx")


def test_a_sheet_of_a_milliard_cells_is_refused(tmp_path: Path) -> None:
    with new_workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write(1_000_000, 1000, "x")
    with pytest.raises(TooLarge):
        read_workbook(tmp_path / "a.xlsx")
