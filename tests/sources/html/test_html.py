"""HTML pages: what is kept, what is told, in every encoding and wrapping."""

from __future__ import annotations

import base64
import io
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from hocvu.errors import Damaged, TooLarge, Unsupported
from hocvu.lesson import DocumentBody, Heading, ListBlock, Paragraph, Reading, Table
from hocvu.lesson import Image as Picture
from hocvu.lesson.text import body_lines, inline_text, walk
from hocvu.pipeline.accounting import differences
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.html import READER, HtmlOptions

PAGE = """<!DOCTYPE html><html><head><title>Trang 1</title><script>x = "bỏ"</script></head><body>
<p align="center"><b>KẾ HOẠCH</b></p><p style="text-align: center"><b>Bồi dưỡng cấp xã</b></p>
<p>Chương I</p><p>QUY ĐỊNH CHUNG</p><p><b>Điều 1. Phạm vi</b></p>
<p>1. Lớp học <i>qu</i>an trọng, <a href="https://a.vn/x">xem</a>
<a href="javascript:x()">bấm</a>.</p>
<p>a) Điểm thứ nhất;</p>
<ol type="a" start="3"><li>Một<ul><li>Hai</li></ul></li><li>Ba</li></ol>
<table><caption>Bảng 1</caption><tr><th rowspan="2">A</th><th>B</th></tr><tr><td>C</td></tr></table>
<p><img src="hinh.png" alt="Sơ đồ"></p></body></html>"""


def png() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(stream, "PNG")
    return stream.getvalue()


def read(path: Path, **options: Any) -> Reading:
    assert choose(path, path.name) is READER
    source = Source(path, path.name, path.parent)
    return READER.read(source, Workspace(path.parent / "w"), HtmlOptions(**options))


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in reading.notices]


def pictures(reading: Reading) -> list[str | None]:
    assert isinstance(reading.body, DocumentBody)
    return [node.alt for node in walk(reading.body.blocks) if isinstance(node, Picture)]


def test_page_keeps_structure_and_every_word(tmp_path: Path) -> None:
    (tmp_path / "hinh.png").write_bytes(png())
    path = tmp_path / "bai.html"
    path.write_text(PAGE, "utf-8")
    reading = read(path, download=True)
    assert isinstance(reading.body, DocumentBody)
    blocks = reading.body.blocks
    headings = [
        (b.level, b.legal, inline_text(b.children)) for b in blocks if isinstance(b, Heading)
    ]
    assert headings == [
        (1, "chuong", "Chương I QUY ĐỊNH CHUNG"),
        (2, "dieu", "Điều 1. Phạm vi"),
    ]
    legal = [b.legal for b in blocks if isinstance(b, Paragraph) and b.legal]
    assert legal == ["khoan", "diem"]
    (listed,) = [b for b in blocks if isinstance(b, ListBlock)]
    assert [item.label for item in listed.items] == ["c.", "d."]
    (table,) = [b for b in blocks if isinstance(b, Table)]
    assert inline_text(table.caption) == "Bảng 1"
    assert table.rows[0].cells[0].rowspan == 2
    assert pictures(reading) == ["Sơ đồ"]
    assert reading.title == "Kế hoạch Bồi dưỡng cấp xã"
    assert "Lớp học quan trọng, xem bấm." in " ".join(body_lines(reading.body))
    assert "bỏ" not in " ".join(body_lines(reading.body))
    assert codes(reading) == ["html.link_lost"]
    assert reading.read == reading.kept.model_copy(update={"headings": 0})
    assert [a.title for a in reading.assets if a.id == reading.original] == ["bai.html"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (PAGE.encode("utf-16"), []),
        (PAGE.encode("utf-8-sig"), []),
        (PAGE.replace("<title>", '<meta charset="windows-1258"><title>'), []),
        (PAGE, ["html.encoding"]),
    ],
    ids=["utf-16", "utf-8-sig", "declared 1258", "undeclared 1258"],
)
def test_encodings(data: bytes | str, told: list[str], tmp_path: Path) -> None:
    if isinstance(data, str):
        data = cp1258(data)
    path = tmp_path / "bai.htm"
    path.write_bytes(data)
    reading = read(path)
    assert "1. Lớp học quan trọng, xem bấm." in list(body_lines(reading.body))
    assert [code for code in codes(reading) if code == "html.encoding"] == told


def cp1258(text: str) -> bytes:
    """Encode as Windows-1258 does: the vowel as one letter, the tone as another."""
    made = b""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in apart if c in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(c for c in apart if c not in tones))
        made += (base + tones).encode("cp1258")
    return made


def test_page_in_a_zip_with_its_pictures(tmp_path: Path) -> None:
    path = tmp_path / "bai.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("web/index.html", PAGE.replace("hinh.png", "anh/hinh.png"))
        archive.writestr("web/anh/hinh.png", png())
        archive.writestr("web/hai.html", "<html><body>Hai</body></html>")
    reading = read(path)
    assert pictures(reading) == ["Sơ đồ"]
    assert [n.origin.member for n in reading.notices if n.code == "html.other_page"] == [
        "web/hai.html"
    ]


def test_web_archive_that_is_called_a_word_file(tmp_path: Path) -> None:
    path = tmp_path / "bai.doc"
    page = base64.encodebytes(PAGE.encode()).decode()
    path.write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        f"Content-Location: file:///C:/bai.htm\n\n{page}\n--b\nContent-Type: image/png\n"
        "Content-Transfer-Encoding: base64\nContent-Location: file:///C:/hinh.png\n\n"
        f"{base64.encodebytes(png()).decode()}\n--b--\n"
    )
    reading = read(path)
    assert reading.reader == "html"
    assert pictures(reading) == ["Sơ đồ"]
    assert reading.read.words == reading.kept.words > 20


@pytest.mark.parametrize("name", ["bang.xls", "bai.doc"])
def test_page_that_is_called_an_office_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("<html><body><table><tr><td>Một<td>Hai</table></body></html>", "utf-8")
    assert read(path).kept.tables == 1


def test_nothing_is_fetched_and_nothing_outside_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "trong"
    folder.mkdir()
    (tmp_path / "bi-mat.png").write_bytes(png())
    (folder / "a.html").write_text(
        "<html><body><p>Chữ<img src='../bi-mat.png'><img src='http://x.vn/a.png'>"
        "<img src='/etc/passwd'><iframe src='http://x.vn'></iframe><object data=x></object></body>"
    )
    reading = read(folder / "a.html")
    assert pictures(reading) == []
    assert codes(reading).count("picture.outside") == 2
    assert {"picture.external", "html.markup_lost"} <= set(codes(reading))
    assert reading.read.images == 3


def test_old_fonts_become_unicode(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><p><font face='.VnTime'>§¶ng bé c¬ quan</font></p>"
        "<p style=\"font-family:'.VnTimeH'\">héi nghÞ</p></body></html>", "utf-8",
    )  # fmt: skip
    reading = read(path)
    assert list(body_lines(reading.body)) == ["Đảng bộ cơ quan", "HỘI NGHỊ"]
    assert "html.old_fonts" in codes(reading)


def test_deep_and_huge_pages_end_well(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body>" + "<div>" * 150 + "sâu" + "</div>" * 150, "utf-8")
    assert list(body_lines(read(path).body)) == ["sâu"]
    path.write_text("<html><body>" + "<div>" * 5000 + "sâu" + "</div>" * 5000, "utf-8")
    with pytest.raises(TooLarge):
        read(path)
    path.write_text("<html><body>" + "<b>" * 400_001)
    with pytest.raises(TooLarge):
        read(path)


def test_zip_without_a_page_is_another_thing(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "chữ")
    with pytest.raises(Unsupported):
        choose(path, path.name)


@settings(max_examples=25, deadline=None)
@example(b"<!")
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("h") / "a.html"
    path.write_bytes(b"<html>" + data)
    try:
        reading = read(path)
    except Damaged:
        return
    assert reading.kept.words <= reading.read.words + 2


def test_pictures_beside_the_page_in_either_form_of_their_names(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "sơ đồ.png")
    (tmp_path / "hình").mkdir()
    (tmp_path / "hình" / decomposed).write_bytes(png())
    page = tmp_path / "a.html"
    page.write_text('<p>Hình</p><img src="hình/sơ đồ.png">', "utf-8")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(unicodedata.normalize("NFD", "bài/a.html"), page.read_bytes())
        archive.writestr(unicodedata.normalize("NFD", "bài/hình/sơ đồ.png"), png())
    for path in (page, tmp_path / "b.zip"):
        source = Source(path, path.name, tmp_path)
        reading = READER.read(source, Workspace(tmp_path / "out"), HtmlOptions())
        assert [notice.code for notice in reading.notices] == []
        assert len(reading.assets) == 1


def test_the_same_missing_picture_twice_is_told_of_both_places(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<p>Hai</p><img src="x.png"><p>hình</p><img src="x.png">', "utf-8")
    source = Source(path, path.name, tmp_path)
    reading = READER.read(source, Workspace(tmp_path / "out"), HtmlOptions())
    assert [(n.code, n.params) for n in reading.notices] == [
        ("picture.missing", {"name": "x.png", "places": 2})
    ]
    assert list(differences(reading, reading.notices, source.at())) == []
