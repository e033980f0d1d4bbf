"""Markdown becomes the same nodes as any other material, and nothing of it is lost unsaid."""

from __future__ import annotations

import difflib
import io
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow

from hocvu.errors import Damaged, HocvuError, Missing, Origin, TooLarge
from hocvu.lesson import DocumentBody, Heading, Link, ListBlock, Paragraph, Reading, Table, Text
from hocvu.lesson.text import body_lines, inline_text, walk, words
from hocvu.pipeline.accounting import differences
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.markdown import READER, MarkdownOptions
from hocvu.sources.marked import Fragments


def read(path: Path, root: Path | None = None, **options: bool) -> Reading:
    source = Source(path, path.name, root or path.parent)
    return READER.read(source, Workspace(path.parent / "out"), MarkdownOptions(**options))


def read_text(folder: Path, text: str | bytes) -> Reading:
    path = folder / "bài.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def blocks(reading: Reading) -> tuple[object, ...]:
    assert isinstance(reading.body, DocumentBody)
    return reading.body.blocks


def codes(reading: Reading) -> list[str]:
    return [notice.code for notice in reading.notices]


def png() -> bytes:
    stream = io.BytesIO()
    Pillow.new("RGB", (4, 3), "red").save(stream, "PNG")
    return stream.getvalue()


def test_a_real_plan_keeps_its_words_in_order(shared: Path, tmp_path: Path) -> None:
    path = shared / "materials/documents/kh-bkhcn-2025.md"
    reading = READER.read(
        Source(path, path.name, path.parent), Workspace(tmp_path), READER.options()
    )
    raw = re.sub(r"^#+ |^- ", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    expected, kept = words([raw]), words(body_lines(reading.body))
    same = sum(
        b.size for b in difflib.SequenceMatcher(None, expected, kept, False).get_matching_blocks()
    )
    assert same >= 0.995 * len(expected)
    assert reading.kept.words == reading.read.words
    assert reading.title.startswith("Kế hoạch Bồi dưỡng, tập huấn chuyên môn")
    assert reading.kept.headings == reading.read.headings == 22


def test_inline_markup(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Một **hai** *ba* ~~bốn~~ `năm`\\\nsáu<br>H<sub>2</sub>O")
    (paragraph,) = blocks(reading)
    assert isinstance(paragraph, Paragraph)
    marks = {n.text: n.marks for n in paragraph.children if isinstance(n, Text)}
    assert marks["hai"] == ("bold",)
    assert marks["ba"] == ("italic",)
    assert marks["bốn"] == ("strike",)
    assert marks["năm"] == ("code",)
    assert marks["2"] == ("sub",)
    assert [n.kind for n in paragraph.children].count("break") == 2


def test_legal_headings(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "# Chương I\n\n## Điều 5. Phạm vi\n\n1. x\n\nđ) Hồ sơ\n")
    found = [b for b in blocks(reading) if isinstance(b, Heading)]
    assert [(h.level, h.legal) for h in found] == [(1, "chuong"), (2, "dieu")]
    assert [b.legal for b in blocks(reading) if isinstance(b, Paragraph)] == ["diem"]


def test_lists_nest_and_keep_their_numbers(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "3. ba\n   - con\n4. bốn\n")
    (outer,) = blocks(reading)
    assert isinstance(outer, ListBlock)
    assert [item.label for item in outer.items] == ["3.", "4."]
    inner = outer.items[0].children[1]
    assert isinstance(inner, ListBlock)
    assert not inner.ordered
    assert reading.kept.words == 3


def test_tables_and_notes(tmp_path: Path) -> None:
    text = "| a | b |\n|---|:-:|\n| 1 | 2 |\n\nCâu[^x] và[^y].\n\n[^y]: Hai\n[^x]: Một\n"
    reading = read_text(tmp_path, text)
    table = blocks(reading)[0]
    assert isinstance(table, Table)
    assert [row.header for row in table.rows] == [True, False]
    assert table.rows[1].cells[1].children[0].align == "center"  # type: ignore[union-attr]
    assert isinstance(reading.body, DocumentBody)
    assert [inline_text(n.children[0].children) for n in reading.body.notes] == ["Một", "Hai"]  # type: ignore[union-attr]
    refs = [n.note for n in walk(reading.body.blocks) if n.kind == "note_ref"]
    assert refs == [n.id for n in reading.body.notes]
    assert reading.read.notes == reading.kept.notes == 2


def test_links_lead_only_where_they_may(tmp_path: Path) -> None:
    text = (
        "# Mục tiêu\n\n[a](https://vi.example/x) [b](#mục-tiêu) [c](khac.md)\n\n"
        "[d](javascript:alert(1)) [e](#không-có)\n"
    )
    reading = read_text(tmp_path, text)
    heading = blocks(reading)[0]
    assert isinstance(heading, Heading)
    links = [n.href for n in walk(blocks(reading)) if isinstance(n, Link)]  # type: ignore[arg-type]
    assert links == ["https://vi.example/x", f"#{heading.anchor}"]
    assert "markdown.link_lost" in codes(reading)
    assert "e" in words(body_lines(reading.body))


def test_html_is_dropped_and_its_text_kept(tmp_path: Path) -> None:
    text = (
        "<div onclick='x()'>Chào <b>bạn</b><script>alert(1)</script></div>\n\na <span>b</span> c\n"
    )
    reading = read_text(tmp_path, text)
    assert list(body_lines(reading.body)) == ["Chào bạn", "a b c"]
    assert codes(reading).count("markdown.html_lost") == 3


def test_pictures_beside_the_document(tmp_path: Path) -> None:
    (tmp_path / "hình").mkdir()
    (tmp_path / "hình/một.png").write_bytes(png())
    reading = read_text(tmp_path, "![Sơ đồ](h%C3%ACnh/một.png)\n")
    (figure,) = blocks(reading)
    assert figure.kind == "figure"  # type: ignore[attr-defined]
    assert figure.image.alt == "Sơ đồ"  # type: ignore[attr-defined]
    assert [asset.media_type for asset in reading.assets] == ["image/png"]
    assert reading.dependencies == ((tmp_path / "hình/một.png").resolve(),)


@pytest.mark.parametrize(
    ("src", "code"),
    [
        ("../secret.png", "picture.outside"),
        ("/etc/passwd", "picture.outside"),
        ("%2e%2e/secret.png", "picture.outside"),
        ("link.png", "picture.outside"),
        ("none.png", "picture.missing"),
        ("text.png", "picture.format"),
        ("https://vi.example/a.png", "picture.external"),
        ("file:///etc/passwd", "picture.external"),
    ],
)
def test_pictures_that_are_not_kept(tmp_path: Path, src: str, code: str) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "text.png").write_text("không phải hình")
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    reading = read_text(inner, f"![mô tả]({src})\n")
    assert code in codes(reading) or src.startswith("file:")
    assert reading.assets == ()
    assert "mô" in words(body_lines(reading.body))[0]


def test_front_matter_tells_the_title(tmp_path: Path) -> None:
    reading = read_text(tmp_path, '---\ntitle: "Bài 1: Chữ ký số"\n---\n# Mở đầu\n\nNội dung\n')
    assert reading.title == "Bài 1: Chữ ký số"
    assert "title" not in " ".join(body_lines(reading.body))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "# Tiếng Việt có dấu\n\nĐiều này được giữ nguyên.\n"
    reading = read_text(tmp_path, text.encode(encoding))
    assert reading.title == "Tiếng Việt có dấu"
    assert codes(reading) == []


def test_windows_1258_is_read_and_told(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Ti\u00ea\u0301ng Vi\u00ea\u0323t".encode("cp1258"))
    assert list(body_lines(reading.body)) == ["Tiếng Việt"]
    assert codes(reading) == ["markdown.encoding"]


def test_decomposed_text_is_composed(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Tie\u0302\u0301ng Vie\u0323\u0302t")
    assert list(body_lines(reading.body)) == ["Tiếng Việt"]


@pytest.mark.parametrize("data", [b"", b" \n", b"\x00\x01\x02\x03" * 50, bytes(range(128, 160))])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(Damaged):
        read_text(tmp_path, data)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Missing):
        read(tmp_path / "không có.md")


def test_nesting_is_limited(tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        read_text(tmp_path, "> " * 5000 + "sâu")


def test_the_document_is_offered_on_request(tmp_path: Path) -> None:
    path = tmp_path / "bài.md"
    path.write_text("Nội dung", encoding="utf-8")
    assert read(path).original is None
    reading = read(path, download=True)
    assert reading.original in {asset.id for asset in reading.assets}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("md")
    try:
        reading = read_text(folder, text.encode("utf-8", "replace"))
    except HocvuError:
        return
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["xin chào", "# Mục", "- mục **đậm**", "1. số", "> trích"]), max_size=8
    )
)
def test_ordinary_markup_is_counted_alike(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    text = "\n\n".join(["Mở đầu", *lines])
    reading = read_text(tmp_path_factory.mktemp("md"), text)
    assert reading.read.words == reading.kept.words
    assert reading.read.headings == reading.kept.headings


def test_a_picture_is_found_in_either_form_of_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "hình"
    folder.mkdir()
    (folder / unicodedata.normalize("NFD", "sơ đồ.png")).write_bytes(png())
    reading = read_text(tmp_path, "![x](<hình/sơ đồ.png>)\n")
    assert codes(reading) == []
    assert len(reading.assets) == 1


@pytest.mark.parametrize(
    "written", ["hình/so do.png", 'hình/so do.png "Tên"', "hình/so do (1).png", " hình/so do.png "]
)
def test_a_path_with_spaces_is_read_as_it_is_meant(tmp_path: Path, written: str) -> None:
    (tmp_path / "hình").mkdir()
    for name in ("so do.png", "so do (1).png"):
        (tmp_path / "hình" / name).write_bytes(png())
    reading = read_text(tmp_path, f"Trước ![sơ đồ]({written}) sau (xem).\n")
    (paragraph,) = blocks(reading)
    assert [n.alt for n in paragraph.children if n.kind == "image"] == ["sơ đồ"]  # type: ignore[attr-defined]
    assert codes(reading) == []
    assert reading.read.words == reading.kept.words


def test_what_only_looks_like_a_picture_stays_text(tmp_path: Path) -> None:
    reading = read_text(tmp_path, "Viết \\![sơ đồ](so do.png) hoặc ![ ](hai ba) nhé.\n")
    assert reading.assets == ()
    assert codes(reading) == []
    assert "so do.png" in " ".join(body_lines(reading.body))


def test_a_missing_picture_is_told_at_each_of_its_lines(tmp_path: Path) -> None:
    text = "Một\n\n![x](h/khong co.png)\n\n![y](<h/khong co.png>)\n\n|a|\n|-|\n|![z](c.png)|\n"
    reading = read_text(tmp_path, text)
    told = [(notice.code, notice.origin.line) for notice in reading.notices]
    assert told == [("picture.missing", 3), ("picture.missing", 5), ("picture.missing", 9)]
    assert list(differences(reading, reading.notices, Origin())) == []


def test_lines_of_a_piece_are_those_of_its_file(tmp_path: Path) -> None:
    source = Source(tmp_path / "a.md", "a.md", tmp_path)
    notices = Notices(source)
    fragments = Fragments(source, Workspace(tmp_path / "out"), notices)
    fragments.blocks("Một\n\n![x](a.png) [y](b.docx)\n\n<div>z</div>", source.at(line=40))
    assert [notice.origin.line for notice in notices.all] == [42, 42, 44]
