"""The divisions of a legal text are told from mentions of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.sources.legal import HEADINGS, RANK, annex_heading, legal_level, roman_heading


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Phần thứ nhất", "phan"),
        ("PHẦN THỨ HAI", "phan"),
        ("PHẦN I. QUY ĐỊNH CHUNG", "phan"),
        ("Phần A: Mở đầu", "phan"),
        ("Chương I", "chuong"),
        ("CHƯƠNG XIV", "chuong"),
        ("Chương 2. Chữ ký số", "chuong"),
        ("Chương II QUY ĐỊNH CỤ THỂ", "chuong"),
        ("Chương III – Điều khoản thi hành", "chuong"),
        ("Mục 1", "muc"),
        ("Mục 2. Thủ tục", "muc"),
        ("MỤC IV: HỒ SƠ", "muc"),
        ("Tiểu mục 1. Tiếp nhận", "tieu_muc"),
        ("Điều 5. Phạm vi điều chỉnh", "dieu"),
        ("Điều 12a. Bổ sung", "dieu"),
        ("  Điều 7: Hiệu lực", "dieu"),
        ("ĐIỀU 1", "dieu"),
        ("1. Cơ quan chủ trì", "khoan"),
        ("2a. Cơ quan phối hợp", "khoan"),
        ("10.", "khoan"),
        ("a) Hồ sơ", "diem"),
        ("đ) Thời hạn", "diem"),
        ("a1) Trường hợp khác", "diem"),
    ],
)
def test_divisions(text: str, level: str) -> None:
    assert legal_level(text) == level


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Điều 5 của Luật này quy định",
        "Điều kiện áp dụng",
        "Điều 5, Điều 6 và Điều 7",
        "Chương II của Nghị định này",
        "Chương trình đào tạo",
        "Phần lớn cán bộ",
        "Phần mềm I",
        "Mục tiêu",
        "Mục đích, yêu cầu",
        "1.1. Cấp xã",
        "21.8.2025",
        "1,5 triệu",
        "2025. Năm",
        "a. Nội dung",
        "ab) Nội dung",
        "I. Mục đích",
    ],
)
def test_mentions_are_no_divisions(text: str) -> None:
    assert legal_level(text) is None


def test_points_follow_the_vietnamese_alphabet() -> None:
    letters = "abcdđeghiklmnopqrstuvxy"
    assert {legal_level(f"{letter}) Nội dung") for letter in letters} == {"diem"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I. MỤC ĐÍCH", True),
        ("IV.2", True),
        ("III - Tổ chức", True),
        ("V/ Kinh phí", True),
        ("A. PHẦN CHUNG", True),
        ("Iran", False),
        ("I", False),
        ("V tổ chức", False),
        ("MỤC ĐÍCH", False),
    ],
)
def test_roman_headings(text: str, found: bool) -> None:
    assert roman_heading(text) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PHỤ LỤC", True),
        ("Phụ lục II", True),
        ("Phụ lục 1: Biểu mẫu", True),
        ("Phụ lục kèm theo Nghị định", False),
        ("Phụ lục này", False),
    ],
)
def test_annexes(text: str, found: bool) -> None:
    assert annex_heading(text) is found


def test_every_named_division_has_a_rank() -> None:
    assert set(RANK) > HEADINGS
    assert sorted(RANK, key=lambda level: RANK[level])[-2:] == ["khoan", "diem"]


@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    assert legal_level(text) in {None, *RANK}
    roman_heading(text)
    annex_heading(text)
