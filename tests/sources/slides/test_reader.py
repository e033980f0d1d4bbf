"""Presentations from file to lesson: pictures, text, notes, and what is told of the rest."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msoffcrypto
import pytest
from lxml import etree
from msoffcrypto.format.ooxml import OOXMLFile
from PIL import Image
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from hocvu.errors import Damaged, Encrypted, HocvuError, TooLarge, Unsupported
from hocvu.lesson import Heading, ListBlock, Paragraph, Reading, SlidesBody, Table
from hocvu.lesson.text import body_lines, lines, walk, words
from hocvu.sources.slides import READER
from hocvu.tools import libreoffice

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)

Read = Callable[..., Reading]
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAIN, TITLE_ONLY = 1, 5


def slides_of(reading: Reading) -> SlidesBody:
    assert isinstance(reading.body, SlidesBody)
    return reading.body


def codes(reading: Reading) -> set[str]:
    return {notice.code for notice in reading.notices}


def raw_words(path: Path) -> Counter[str]:
    """Return the words of slides and notes by a reading of the bare XML."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(path) as container:
        for name in container.namelist():
            if not name.startswith(("ppt/slides/slide", "ppt/notesSlides/notesSlide")):
                continue
            for paragraph in etree.fromstring(container.read(name)).iter(f"{A}p"):
                text = "".join(
                    " " if node.tag == f"{A}br" else node.text or ""
                    for node in paragraph.iter(f"{A}t", f"{A}br")
                    if node.getparent().get("type") != "slidenum"
                )
                found.update(text.split())
    return found


def keeps_its_words(path: Path, read: Read) -> None:
    reading = read(path, width=320)
    body = slides_of(reading)
    raw = raw_words(path)
    kept = Counter(words(body_lines(body)))
    lost = sum((raw - kept).values())
    assert lost <= 0.01 * sum(raw.values()), (path.name, raw - kept)
    assert reading.kept.words >= 0.99 * reading.read.words >= 0.99 * sum(raw.values())
    assert reading.read.slides == reading.kept.slides == len(body.slides) > 0
    by_id = {asset.id: asset for asset in reading.assets}
    assert all(slide.image in by_id for slide in body.slides)


@pytest.mark.parametrize("name", ["poi__05c30aae", "docling__eba8c58c", "python-pptx__7ad46f32"])
def test_deck_keeps_its_words(shared: Path, read: Read, name: str) -> None:
    (path,) = (shared / "materials/corpus/pptx").glob(f"{name}*")
    keeps_its_words(path, read)


@pytest.mark.long
def test_corpus_keeps_its_words(shared: Path, read: Read) -> None:
    decks = sorted((shared / "materials/corpus/pptx").glob("*.pptx"))
    assert len(decks) >= 16
    for path in decks:
        keeps_its_words(path, read)


@pytest.fixture
def course(deck: Any, tmp_path: Path) -> Path:
    """Write a deck with a bit of everything."""
    first = deck.slides.add_slide(deck.slide_layouts[MAIN])
    first.shapes.title.text = "Chuyển đổi số ở cấp xã"
    frame = first.placeholders[1].text_frame
    frame.text = "Mục tiêu"
    for level, text in ((1, "Dân biết"), (1, "Dân bàn"), (2, "Họp thôn"), (0, "Yêu cầu")):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    run = frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = " (văn bản)", "https://example.vn/vb"
    first.notes_slide.notes_text_frame.text = "Lời giảng: chào lớp."

    second = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    second.shapes.title.text = "Bảng và biểu đồ"
    table = second.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    for row in range(3):
        for column in range(3):
            cell = table.cell(row, column)
            if not cell.is_spanned:
                cell.text = f"ô {row}{column}"
    data = CategoryChartData()
    data.categories = ["Quý I", "Quý II"]
    data.add_series("Hồ sơ", (4.3, 2))
    chart = second.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(4), Inches(5), Inches(3), data
    ).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "Hồ sơ theo quý"

    hidden = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    hidden.shapes.title.text = "Trang ẩn"
    hidden._element.set("show", "0")
    stream = io.BytesIO()
    Image.new("RGB", (60, 40), "blue").save(stream, "PNG")
    picture = hidden.shapes.add_picture(io.BytesIO(stream.getvalue()), Inches(1), Inches(2))
    picture._element.nvPicPr.cNvPr.set("descr", "Sơ đồ màu xanh")
    plain = hidden.shapes.add_picture(io.BytesIO(stream.getvalue()), Inches(3), Inches(2))
    plain._element.nvPicPr.cNvPr.set("descr", "image1.png")
    group = hidden.shapes.add_group_shape()
    inner = group.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    inner.text_frame.text = "Chữ trong nhóm"
    path = tmp_path / "Bài 1.pptx"
    deck.save(path)
    return path


def test_everything_on_a_slide_is_in_the_lesson(course: Path, read: Read) -> None:
    reading = read(course)
    first, second, hidden = slides_of(reading).slides
    assert reading.title == first.title == "Chuyển đổi số ở cấp xã"

    (outer,) = first.text
    assert isinstance(outer, ListBlock)
    assert [len(item.children) for item in outer.items] == [2, 1]
    inner = outer.items[0].children[1]
    assert isinstance(inner, ListBlock)
    assert [list(lines(item.children)) for item in inner.items] == [
        ["Dân biết"],
        ["Dân bàn", "Họp thôn"],
    ]
    links = [node for node in walk(first.text) if node.kind == "link"]
    assert [link.href for link in links] == ["https://example.vn/vb"]
    assert list(lines(first.remarks)) == ["Lời giảng: chào lớp."]

    table, chart = second.text
    assert isinstance(table, Table)
    shape = [[(c.colspan, c.rowspan, *lines(c.children)) for c in row.cells] for row in table.rows]
    assert shape == [
        [(2, 1, "ô 00"), (1, 1, "ô 02")],
        [(1, 1, "ô 10"), (1, 1, "ô 11"), (1, 2, "ô 12")],
        [(1, 1, "ô 20"), (1, 1, "ô 21")],
    ]
    assert table.rows[0].header
    assert isinstance(chart, Table)
    assert [text for text in lines([chart]) if text] == [
        *("Hồ sơ theo quý", "Hồ sơ", "Quý I", "4.3", "Quý II", "2")
    ]

    assert hidden.hidden
    assert list(lines(hidden.text)) == ["Sơ đồ màu xanh", "Chữ trong nhóm"]
    assert reading.read == reading.kept.model_copy(
        update={"words": reading.read.words, "tables": 1}
    )
    assert codes(reading) == {"slides.hidden_kept", "slides.no_alternative_text"}
    assert not any(isinstance(node, Heading) for node in walk(first.text))


def test_pictures_are_the_same_each_time(course: Path, read: Read, tmp_path: Path) -> None:
    one, two = read(course), read(course)
    assert one == two
    digests = set()
    for slide in slides_of(one).slides:
        data = (tmp_path / "workspace" / slide.image).read_bytes()
        digests.add(hashlib.sha256(data).hexdigest())
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.format == "WEBP"
            assert picture.size == (slide.width, slide.height) == (1600, 1200)
    assert len(digests) == 3


def test_options_are_followed(course: Path, read: Read) -> None:
    reading = read(course, hidden=False, remarks=False, width=640, download=True)
    body = slides_of(reading)
    assert [slide.title for slide in body.slides] == ["Chuyển đổi số ở cấp xã", "Bảng và biểu đồ"]
    assert {slide.width for slide in body.slides} == {640}
    assert not any(slide.remarks for slide in body.slides)
    original = next(asset for asset in reading.assets if asset.id == reading.original)
    assert (original.title, original.size) == ("Bài 1.pptx", course.stat().st_size)
    assert {"slides.hidden_left_out", "slides.remarks_left_out"} <= codes(reading)


def test_slides_are_told_apart_from_other_packages(course: Path, shared: Path) -> None:
    document = shared / "materials/documents/kh-bkhcn-2025.docx"
    assert READER.accepts(course.read_bytes()[:4096], course)
    assert not READER.accepts(document.read_bytes()[:4096], document)
    assert not READER.accepts(b"%PDF-1.7", course)


def test_locked_deck_is_told(course: Path, read: Read, tmp_path: Path) -> None:
    locked = tmp_path / "khóa.pptx"
    with course.open("rb") as plain, locked.open("wb") as stream:
        OOXMLFile(plain).encrypt("bí mật", stream)
    with locked.open("rb") as stream:
        assert msoffcrypto.OfficeFile(stream).is_encrypted()
    with pytest.raises(Encrypted) as caught:
        read(locked)
    assert caught.value.origin.file == "khóa.pptx"


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 0.99])
def test_cut_deck_is_damaged(course: Path, read: Read, tmp_path: Path, share: float) -> None:
    cut = tmp_path / "cụt.pptx"
    cut.write_bytes(course.read_bytes()[: int(course.stat().st_size * share)])
    with pytest.raises(Damaged):
        read(cut)


def rewritten(path: Path, target: Path, **changes: bytes | None) -> Path:
    """Copy a container, some members changed (by the end of their name) or left out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data: bytes | None = old.read(name)
            for end, change in changes.items():
                if name.endswith(end):
                    data = change
            if data is not None:
                new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("slide2.xml", b"<not closed"),
        ("slide2.xml", None),
        ("presentation.xml", b"<a/>"),
        ("presentation.xml", None),
        ("_rels/slide1.xml.rels", b""),
    ],
)
def test_broken_parts_are_told(
    course: Path, read: Read, tmp_path: Path, name: str, data: bytes | None
) -> None:
    with pytest.raises(HocvuError) as caught:
        read(rewritten(course, tmp_path / "x.pptx", **{name: data}))
    assert isinstance(caught.value, Damaged | Unsupported)


def test_bombs_are_refused(course: Path, read: Read, tmp_path: Path) -> None:
    bomb = rewritten(course, tmp_path / "x.pptx", **{"slide2.xml": b" " * (80 << 20)})
    with pytest.raises(TooLarge):
        read(bomb)


def test_entities_are_not_expanded(course: Path, read: Read, tmp_path: Path) -> None:
    with zipfile.ZipFile(course) as container:
        slide = container.read("ppt/slides/slide1.xml").decode()
    secret = tmp_path / "secret.txt"
    secret.write_text("MAT-KHAU")
    slide = slide.replace(
        "<p:sld ", f'<!DOCTYPE p:sld [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p:sld ', 1
    ).replace("Mục tiêu", "Mục tiêu &x;", 1)
    changed = rewritten(course, tmp_path / "x.pptx", **{"slide1.xml": slide.encode()})
    try:
        said = " ".join(body_lines(read(changed).body))
    except Damaged:
        return
    assert "MAT-KHAU" not in said


def test_numbers_of_lists_are_labels(deck: Any, read: Read, tmp_path: Path) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[MAIN])
    frame = slide.placeholders[1].text_frame
    for index, text in enumerate(("một", "hai", "ba")):
        paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
        paragraph.text = text
        etree.SubElement(
            paragraph._p.get_or_add_pPr(), f"{A}buAutoNum", type="alphaLcParenR", startAt="3"
        )
    path = tmp_path / "a.pptx"
    deck.save(path)
    (numbered,) = slides_of(read(path)).slides[0].text
    assert isinstance(numbered, ListBlock)
    assert numbered.ordered
    assert [item.label for item in numbered.items] == ["c)", "d)", "e)"]


def test_media_and_text_without_title(deck: Any, read: Read, tmp_path: Path) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    top = slide.shapes.add_textbox(Inches(1), Inches(0.3), Inches(8), Inches(1))
    top.text_frame.text = "Tiêu đề không có khung"
    body = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(8), Inches(1))
    body.text_frame.text = "Nội dung"
    video = tmp_path / "clip.mp4"
    video.write_bytes(b"\0" * 100)
    slide.shapes.add_movie(str(video), Inches(1), Inches(3), Inches(2), Inches(2))
    path = tmp_path / "a.pptx"
    deck.save(path)
    reading = read(path)
    (made,) = slides_of(reading).slides
    assert reading.title == made.title
    assert made.title == "Tiêu đề không có khung"
    (paragraph,) = made.text
    assert isinstance(paragraph, Paragraph)
    (notice,) = [n for n in reading.notices if n.code == "slides.media"]
    assert notice.origin.slide == 1


def test_deck_without_slides_is_told(deck: Any, read: Read, tmp_path: Path) -> None:
    path = tmp_path / "a.pptx"
    deck.save(path)
    with pytest.raises(Unsupported) as caught:
        read(path)
    assert caught.value.code == "slides.empty"
