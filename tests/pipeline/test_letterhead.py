"""What documents say of themselves: suggested for the record."""

from __future__ import annotations

import datetime as dt

import pytest

from hocvu.errors import Origin
from hocvu.lesson import DocumentBody, Notice, Paragraph, Reading, Text
from hocvu.pipeline.letterhead import Letterhead, letterhead_of


def made(*lines: str, running: str = "") -> Reading:
    blocks = tuple(Paragraph(children=(Text(text=line),)) for line in lines)
    notices = (Notice("pdf.running_text", "info", Origin(), {"text": running}),) if running else ()
    return Reading(reader="x", title="", body=DocumentBody(blocks=blocks), notices=notices)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("UBND TỈNH LÀO CAI", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
             "Số: 12/KH-SNV", "Lào Cai, ngày 05 tháng 3 năm 2026", "KẾ HOẠCH"),
            Letterhead("12/KH-SNV", dt.date(2026, 3, 5), "SỞ NỘI VỤ"),
        ),
        (
            ("BỘ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
             "Số: 1/2026/TT-BNV Hà Nội, ngày 31 tháng 2 năm 2026"),
            Letterhead("1/2026/TT-BNV", None, "BỘ NỘI VỤ"),
        ),
        (("PHÒNG CHÁY CHỮA CHÁY", "Nội dung bài học"), Letterhead()),
        (("Căn cứ Nghị định số 5/2026/NĐ-CP", "Số: 9/QĐ-BNV"), Letterhead()),
    ],
)  # fmt: skip
def test_letterheads(lines: tuple[str, ...], expected: Letterhead) -> None:
    assert letterhead_of(made(*lines)) == expected


def test_what_runs_at_the_top_of_pages_is_looked_at() -> None:
    reading = made("Nội dung", running="SỞ Y TẾ Số: 7/HD-SYT ngày 1 tháng 2 năm 2026")
    assert letterhead_of(reading).number == "7/HD-SYT"
    assert letterhead_of(reading).date == dt.date(2026, 2, 1)
