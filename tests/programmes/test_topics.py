"""Lists of topics in spreadsheets: what their columns, cells and rows mean."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from topic_sheet import COMPULSORY, ELECTIVE, write_sheet

from hocvu.errors import ManifestError
from hocvu.programmes import read_topics, values
from hocvu.tools.workbooks import new_workbook


def test_every_row_of_a_ministrys_list_is_a_topic(tmp_path: Path) -> None:
    found = read_topics(write_sheet(tmp_path / "a.xlsx"), "a.xlsx")
    assert [topic.fields["title"] for topic in found.topics] == [*COMPULSORY, *ELECTIVE]
    assert [topic.code for topic in found.topics][:2] == ["CD-01", "CD-02"]
    assert found.title == "Danh mục chuyên đề bồi dưỡng cấp xã năm 2026"
    first, second, third = found.topics[:3]
    assert (first.hours, first.deadline) == (6, dt.date(2026, 6, 30))
    assert first.fields["requirement"] == "bat_buoc"
    assert first.fields["audience"] == ["can_bo", "cong_chuc"]
    assert first.fields["outcomes"] == ["Nắm được quy định", "Làm được từng bước"]
    assert (second.requires, third.deadline) == (("CD-01",), None)


def test_what_is_not_understood_is_told_with_its_cell(tmp_path: Path) -> None:
    found = read_topics(write_sheet(tmp_path / "a.xlsx"), "a.xlsx")
    told = {(n.code, n.origin.sheet, n.origin.cell) for n in found.notices}
    assert told == {
        ("topics.column_left_out", "Phụ lục 01", "M5"),
        ("topics.not_understood", "Phụ lục 01", "K9"),
        ("topics.sheet_left_out", "Ghi chú", None),
    }


@pytest.mark.parametrize(
    ("heading", "field", "cell", "value"),
    [
        ("Thời lượng (giờ)", "hours", "1,5", 1.5),
        ("THỜI LƯỢNG", "hours", "90 phút", 1.5),
        ("Thời lượng", "hours", "8 tiết", 6),
        ("So tiet", "hours", 8, 6),
        ("Thời lượng học", "hours", "2 ngày", 16),
        ("Hạn hoàn thành", "deadline", "Tháng 6/2026", dt.date(2026, 6, 30)),
        ("Hạn", "deadline", "12/2026", dt.date(2026, 12, 31)),
        ("Thời hạn", "deadline", "5/3/2026", dt.date(2026, 3, 5)),
        ("Học sau", "requires", "CD-01", ("CD-01",)),
    ],
)
def test_columns_are_known_by_many_headings(
    tmp_path: Path, heading: str, field: str, cell: object, value: object
) -> None:
    with new_workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Te\u0302n chuye\u0302n đe\u0302\u0300", heading])
        sheet.write_row(1, 0, ["Một chuyên đề", cell])
    topic = read_topics(tmp_path / "a.xlsx", "a.xlsx").topics[0]
    assert getattr(topic, field) == value
    assert topic.code == "CD-01"


def test_a_row_without_a_title_and_a_book_without_topics_are_told(tmp_path: Path) -> None:
    with new_workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mã", "Tên chuyên đề", "Số tiết"])
        sheet.write_row(1, 0, ["CD-1", "Một chuyên đề", 4])
        sheet.write_row(2, 0, ["CD-2", "", 4])
        sheet.write_row(3, 0, ["CD-3"])
    notice, _ = read_topics(tmp_path / "a.xlsx", "a.xlsx").notices
    assert (notice.code, notice.origin.cell) == ("topics.no_title", "A3")
    with new_workbook(tmp_path / "c.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Mã", "Tên chuyên đề", "Học sau", "Ghi chú"])
        sheet.write_row(1, 0, ["CD-1", "Một chuyên đề", "CD-9; CD-8; CD-7", "Nhớ hỏi lại"])
    found = read_topics(tmp_path / "c.xlsx", "c.xlsx")
    told = [notice.code for notice in found.notices]
    assert told == ["topics.column_left_out", *["topics.requires_unknown"] * 3]
    lacking = [notice.params["requires"] for notice in found.notices[1:]]
    assert lacking == ["CD-7", "CD-8", "CD-9"]
    assert found.topics[0].requires == ()
    with new_workbook(tmp_path / "b.xlsx") as book:
        book.add_worksheet().write(0, 0, "Tên chuyên đề")
    with pytest.raises(ManifestError) as told:
        read_topics(tmp_path / "b.xlsx", "b.xlsx")
    assert told.value.remark.code == "topics.none"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8", 8),
        ("08 giờ", 8),
        ("1 giờ 30 phút", 1.5),
        ("1 GIO 30 PHUT", 1.5),
        ("2 giờ và 15 phút", 2.25),
        ("1h30", 1.5),
        ("90'", 1.5),
        ("90’", 1.5),
        ("Khoảng 8 giờ học", 8),
        ("8 giờ (cả thực hành)", 8),
        ("2 ngày", 16),
        ("2 ngày (16 tiết)", 12),
        ("16 tiết (2 ngày)", 12),
        ("30 tiết (10 LT, 20 TH)", 22.5),
        ("30 tiết (10 tiết lý thuyết, 20 tiết thực hành)", 22.5),
        ("2 giờ (120 phút)", 2),
        ("2 giờ (90 phút)", None),
        ("2 buổi (mỗi buổi 4 tiết)", None),
        ("2 buổi, mỗi buổi 4 tiết", None),
        ("2-3 giờ", None),
        ("2 giờ/tuần", None),
        ("2 giờ rưỡi", None),
        ("1:30", None),
        ("-5 giờ", None),
        ("nửa ngày", None),
    ],
)
def test_how_long_it_takes_is_understood_whole_or_told(text: str, value: float | None) -> None:
    assert values.hours(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30/6/2026", dt.date(2026, 6, 30)),
        ("Trước ngày 30/6/2026", dt.date(2026, 6, 30)),
        ("Hết tháng 2/2028", dt.date(2028, 2, 29)),
        ("T6/2026", dt.date(2026, 6, 30)),
        ("tháng 13/2026", None),
        ("tháng 0/2026", None),
        ("Quyết định 45/2026", None),
        ("Quyết định 5/2026", None),
        ("Nghị định 12/2026/NĐ-CP", None),
        ("Quý 2/2026", None),
        ("130/6/2026", None),
        ("12/9999", dt.date(9999, 12, 31)),
        ("12/0000", None),
    ],
)
def test_a_deadline_is_a_day_or_a_month(text: str, value: dt.date | None) -> None:
    assert values.date(text) == value


@given(st.text(max_size=40))
def test_no_cell_breaks_the_reading(text: str) -> None:
    for read in (values.hours, values.periods):
        assert read(text) is None or read(text) >= 0  # type: ignore[operator]
    assert values.date(text) is None or isinstance(values.date(text), dt.date)
    assert values.audience(text) is None or values.audience(text)
