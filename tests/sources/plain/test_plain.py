"""Plain text: paragraphs, structure and encodings."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from hocvu.errors import Damaged
from hocvu.lesson import Code, DocumentBody, Heading, ListBlock, Paragraph, Reading
from hocvu.lesson.text import body_lines, inline_text
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.plain import READER, PlainOptions

TEXT = """KẾ HOẠCH
Bồi dưỡng cán bộ cấp xã năm 2026

Chương I
NHỮNG QUY ĐỊNH CHUNG

Điều 1. Phạm vi điều chỉnh
1. Văn bản này quy định về công tác bồi dưỡng ở cấp xã, gồm nội dung, chương
trình, tài liệu và cách tổ chức các lớp học trực tuyến cho cán bộ, công chức
trên địa bàn toàn tỉnh.
a) Lớp một;
- ý thứ nhất
- ý thứ hai

Tên\tSố lượng\tGhi chú
Lớp A\t30\tTốt
"""


def read(path: Path) -> Reading:
    assert choose(path, path.name) is READER
    source = Source(path, path.name, path.parent)
    return READER.read(source, Workspace(path.parent / "w"), PlainOptions())


def test_structure_and_every_word(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    reading = read(path)
    assert isinstance(reading.body, DocumentBody)
    blocks = reading.body.blocks
    assert [(b.legal, inline_text(b.children)) for b in blocks if isinstance(b, Heading)] == [
        ("chuong", "Chương I NHỮNG QUY ĐỊNH CHUNG"),
        ("dieu", "Điều 1. Phạm vi điều chỉnh"),
    ]
    clause = next(b for b in blocks if isinstance(b, Paragraph) and b.legal == "khoan")
    assert inline_text(clause.children).endswith("trên địa bàn toàn tỉnh.")
    assert [len(b.items) for b in blocks if isinstance(b, ListBlock)] == [2]
    assert [b.text for b in blocks if isinstance(b, Code)] != []
    assert reading.title == "Kế hoạch Bồi dưỡng cán bộ cấp xã năm 2026"
    assert reading.read.words == reading.kept.words
    assert reading.notices == ()


def test_transcript_keeps_every_word_in_order(shared: Path) -> None:
    path = shared / "materials/corpus/legacy/tcvn3/2004-NghiDinh114_2003.txt"
    reading = READER.read(
        Source(path, path.name, path.parent), Workspace(Path("unused")), PlainOptions()
    )
    assert isinstance(reading.body, DocumentBody)
    said = " ".join(body_lines(reading.body)).split()
    text = unicodedata.normalize("NFC", path.read_text("utf-8"))
    assert said == re.sub(r"^[ \t]*[-–—+*•●▪][ \t]+(?=\S)", "", text, flags=re.M).split()
    articles = [b for b in reading.body.blocks if isinstance(b, Heading) and b.legal == "dieu"]
    assert len(articles) == len(re.findall(r"^\s*Điều \d+\.", text, flags=re.M)) > 20


@pytest.mark.parametrize(
    ("encoding", "code"), [("utf-16", None), ("tcvn3", "plain.old_encoding")], ids=str
)
def test_encodings(encoding: str, code: str | None, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    if encoding == "tcvn3":
        line = "§¶ng bé c¬ quan häp héi nghÞ vÒ c«ng t¸c c¸n bé n¨m nay\n"
        path.write_bytes((line * 3).encode("cp1252"))
        expected = "Đảng bộ cơ quan họp hội nghị về công tác cán bộ năm nay"
    else:
        path.write_text("Đảng bộ cơ quan", encoding)
        expected = "Đảng bộ cơ quan"
    reading = read(path)
    assert next(iter(body_lines(reading.body))) == expected
    assert [n.code for n in reading.notices] == ([code] if code else [])


def test_bytes_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(Damaged):
        READER.read(Source(path, "a.txt", tmp_path), Workspace(tmp_path / "w"), PlainOptions())
