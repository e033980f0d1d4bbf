"""Headings are found by style, and by their look where no style tells of them."""

from __future__ import annotations

from typing import Any

import pytest

from hocvu.lesson import Heading, Paragraph
from hocvu.lesson.text import inline_text

STYLES = {
    "styles": "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{more}</w:style>'
        for key, name, more in (
            ("H1", "heading 1", ""),
            ("H2", "heading 2", "<w:rPr><w:b/></w:rPr>"),
            ("T", "Title", ""),
            ("O", "Riêng", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>'),
            ("K", "Kế thừa", '<w:basedOn w:val="H2"/>'),
            ("Loop", "a", '<w:basedOn w:val="Loop2"/>'),
            ("Loop2", "b", '<w:basedOn w:val="Loop"/>'),
        )
    )
}


def headings(blocks: Any) -> list[tuple[int, str]]:
    return [(b.level, inline_text(b.children)) for b in blocks if isinstance(b, Heading)]


def styled(docx: Any, key: str, text: str) -> str:
    return str(docx.p(text, f'<w:pStyle w:val="{key}"/>'))


def test_styles_and_outline_levels(docx: Any) -> None:
    body = "".join(
        styled(docx, key, text)
        for key, text in (
            ("T", "Tên"),
            ("H1", "Một"),
            ("H2", "Hai"),
            ("O", "Ba"),
            ("Loop", "thường"),
        )
    )
    body += docx.p("Bốn", '<w:outlineLvl w:val="3"/>') + docx.p(
        "Không", '<w:outlineLvl w:val="9"/>'
    )
    blocks = docx.blocks(body, STYLES)
    assert headings(blocks) == [(1, "Tên"), (1, "Một"), (2, "Hai"), (3, "Ba"), (4, "Bốn")]
    assert all(not n.marks for b in blocks if isinstance(b, Heading) for n in b.children)  # type: ignore[union-attr]


def test_a_legal_text_without_styles(docx: Any) -> None:
    lines = [
        ("Chương I", True, True),
        ("QUY ĐỊNH CHUNG", True, True),
        ("Điều 1. Phạm vi điều chỉnh", True, False),
        ("Quyết định này quy định việc học.", False, False),
        ("1. Khoản một", False, False),
        ("a) Điểm a", False, False),
        ("đ) Điểm đ", False, False),
        ("Điều 2 của Luật này được áp dụng.", False, False),
        ("Mục 1", True, True),
        ("TỔ CHỨC", True, True),
        ("Điều 2. Áp dụng", True, False),
        ("PHỤ LỤC I", True, True),
    ]
    body = "".join(
        docx.p(text, docx.centred if centred else "", docx.bold if bold else "")
        for text, bold, centred in lines
    )
    blocks = docx.blocks(body)
    assert headings(blocks) == [
        (1, "Chương I QUY ĐỊNH CHUNG"),
        (3, "Điều 1. Phạm vi điều chỉnh"),
        (2, "Mục 1 TỔ CHỨC"),
        (3, "Điều 2. Áp dụng"),
        (1, "PHỤ LỤC I"),
    ]
    legal = [b.legal for b in blocks if isinstance(b, Heading)]
    assert legal == ["chuong", "dieu", "muc", "dieu", None]
    assert [b.legal for b in blocks if isinstance(b, Paragraph)] == [
        None,
        "khoan",
        "diem",
        "diem",
        None,
    ]


def test_a_plan_without_styles(docx: Any) -> None:
    body = docx.p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", docx.centred, docx.bold)
    body += docx.p("Độc lập - Tự do - Hạnh phúc", docx.centred, docx.bold)
    body += docx.p("KẾ HOẠCH", docx.centred, docx.bold)
    body += docx.p("Tập huấn chuyển đổi số năm 2025", docx.centred, docx.bold)
    body += docx.p("I. MỤC ĐÍCH", run=docx.bold) + docx.p("Nâng cao kỹ năng.")
    body += docx.p("1. Mục đích chung", run=docx.bold) + docx.p("1. Không đậm thì là đoạn.")
    body += docx.p("1.1. Cụ thể", run=docx.bold) + docx.p("II. YÊU CẦU", run=docx.bold)
    body += docx.p("TM. ỦY BAN NHÂN DÂN", docx.centred, docx.bold)
    body += docx.p("CHỦ TỊCH", docx.centred, docx.bold)
    reading = docx.read(body)
    assert reading.title == "Kế hoạch Tập huấn chuyển đổi số năm 2025"
    assert headings(docx.body(reading).blocks) == [
        (1, "I. MỤC ĐÍCH"),
        (2, "1. Mục đích chung"),
        (3, "1.1. Cụ thể"),
        (1, "II. YÊU CẦU"),
    ]
    assert docx.read(body, headings="styles").kept.headings == 0


def test_headings_over_two_lines(docx: Any) -> None:
    lines = ("PHẦN MỞ ĐẦU", "GIỚI THIỆU CHUNG", "", "PHỤ LỤC I", "DANH MỤC BIỂU MẪU")
    body = "".join(docx.p(t, docx.centred, docx.bold) + ("" if t else docx.p("Chữ")) for t in lines)
    title = docx.p("ĐỀ ÁN", docx.centred, docx.bold) + docx.p("Mở")
    reading = docx.read(title + body + docx.p("Hết.") + docx.p("CẢM ƠN", "", docx.bold))
    assert headings(docx.body(reading).blocks) == [
        (1, "PHẦN MỞ ĐẦU GIỚI THIỆU CHUNG"),
        (1, "PHỤ LỤC I DANH MỤC BIỂU MẪU"),
    ]


def test_an_article_that_is_a_whole_paragraph_stays_one(docx: Any) -> None:
    text = "Điều 1. " + "Phê duyệt Kế hoạch bồi dưỡng cán bộ cấp xã. " * 8
    (block,) = docx.blocks(docx.p(text))
    assert (block.kind, block.legal) == ("paragraph", "dieu")


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (
            [("Số: 12/CV", 0, 0), ("V/v mở lớp tập huấn kỹ năng số", 0, 0)],
            "Mở lớp tập huấn kỹ năng số",
        ),
        (
            [("ĐỀ CƯƠNG BÀI GIẢNG", 1, 1), ("KỸ NĂNG SỐ CƠ BẢN", 1, 1)],
            "Đề cương bài giảng KỸ NĂNG SỐ CƠ BẢN",
        ),
        (
            [("NGHỊ ĐỊNH", 1, 1), ("Về công tác văn thư", 1, 1), ("Căn cứ Luật", 0, 0)],
            "Nghị định Về công tác văn thư",
        ),
        ([("KỸ NĂNG GIAO TIẾP", 1, 1), ("Nội dung", 0, 0)], "KỸ NĂNG GIAO TIẾP"),
        (
            [("UBND XÃ AN BÌNH", 1, 1), ("-----", 1, 1), ("SỬ DỤNG CHỮ KÝ SỐ", 1, 1), ("x", 0, 0)],
            "SỬ DỤNG CHỮ KÝ SỐ",
        ),
        ([("PHÒNG CHỐNG LỪA ĐẢO", 1, 1), ("Nội dung", 0, 0)], "PHÒNG CHỐNG LỪA ĐẢO"),
        ([("Nội dung thường", 0, 0)], ""),
    ],
)
def test_titles(docx: Any, body: list[tuple[str, int, int]], title: str) -> None:
    markup = "".join(
        docx.p(text, docx.centred if centred else "", docx.bold if bold else "")
        for text, bold, centred in body
    )
    assert docx.read(markup).title == title


def test_the_letterhead_table_places_text_and_tells_the_subject(docx: Any) -> None:
    cells = "".join(
        f"<w:tc>{''.join(docx.p(t, docx.centred, docx.bold) for t in texts)}</w:tc>"
        for texts in (
            ("BỘ GIÁO DỤC", "Số: 1/BGD-CV", "V/v tổ chức tập huấn trực tuyến"),
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        )
    )
    reading = docx.read(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + docx.p("Kính gửi: Các trường"))
    table = docx.body(reading).blocks[0]
    assert table.layout
    assert reading.title == "Tổ chức tập huấn trực tuyến"
