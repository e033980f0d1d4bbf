"""Scanned pages and photographs: the picture, and the text that is recognised in it."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from recognition import need_tesseract, text_of, wrong

from hocvu.errors import Damaged, TooLarge
from hocvu.lesson import DocumentBody, Figure, Heading, Paragraph, Reading, Table
from hocvu.lesson.text import lines
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.sources.scan import READER, ImageOptions
from hocvu.tools import scans


def read(path: Path, folder: Path, **options: Any) -> Reading:
    assert choose(path, path.name) is READER
    source = Source(path, path.name, path.parent)
    return READER.read(source, Workspace(folder), ImageOptions(**options))


def codes(reading: Reading) -> dict[str, str]:
    return {notice.code: notice.severity for notice in reading.notices}


@pytest.fixture(scope="module")
def pages(shared: Path) -> Path:
    need_tesseract()
    return shared / "materials/scan"


@pytest.mark.long
def test_scanned_pages_have_at_most_one_percent_wrong(pages: Path, tmp_path: Path) -> None:
    shares = [
        wrong(
            path.with_suffix(".txt").read_text("utf-8"), text_of(read(path, tmp_path / path.stem))
        )
        for path in sorted(pages.glob("*.jpg"))
    ]
    print("percent wrong:", [round(share, 3) for share in shares], statistics.median(shares))
    assert len(shares) == 6
    assert statistics.median(shares) <= 1.0
    assert max(shares) <= 1.5


def test_page_becomes_picture_and_text_with_legal_structure(pages: Path, tmp_path: Path) -> None:
    path = pages / "06__53dfd32_p4.jpg"
    reading = read(path, tmp_path, download=True)
    assert isinstance(reading.body, DocumentBody)
    picture, *rest = reading.body.blocks
    assert isinstance(picture, Figure)
    assert picture.image.alt == "Ảnh trang 1"
    assert "độ tin cậy 9" in picture.caption[0].text  # type: ignore[union-attr]
    headings = [block.legal for block in rest if isinstance(block, Heading)]
    assert headings == ["dieu", "chuong", "dieu"]
    assert sum(isinstance(b, Paragraph) and b.legal == "khoan" for b in rest) == 10
    assert wrong(path.with_suffix(".txt").read_text("utf-8"), text_of(reading)) <= 1.0
    assert codes(reading) == {"ocr.recognised": "info"}
    assert reading.read.words == reading.kept.words > 500
    shown, original = reading.assets
    assert (shown.media_type, original.id) == ("image/webp", reading.original)
    assert original.path == path.resolve()


def test_bad_page_is_doubted_and_a_page_upside_down_is_turned(pages: Path, tmp_path: Path) -> None:
    with Image.open(pages / "08__d0623b0_p1.jpg") as page:
        part = page.convert("L").crop((0, 1000, 1654, 1500))
    blurred = part.resize((560, 169)).filter(ImageFilter.GaussianBlur(1.2)).resize(part.size)
    path = tmp_path / "hai trang.tiff"
    part.rotate(180).save(path, save_all=True, append_images=[blurred], dpi=(200, 200))
    reading = read(path, tmp_path / "w", pages=640)
    assert {n.code: n.params.get("pages") for n in reading.notices if n.severity == "warning"} == {
        "ocr.doubtful": "2"
    }
    assert [n.origin.page for n in reading.notices if n.code == "ocr.turned"] == [1]
    assert isinstance(reading.body, DocumentBody)
    figures = [block for block in reading.body.blocks if isinstance(block, Figure)]
    assert len(figures) == reading.read.images == 2
    said = text_of(reading)
    assert "Điều 4. Phân loại theo chức năng, nhiệm vụ" in said
    assert said.index("TIÊU CHÍ PHÂN LOẠI") < said.index("NGÀNH, LĨNH VỰC")


def test_picture_without_text_stays_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "trắng.png"
    Image.new("RGBA", (400, 300), (255, 255, 255, 0)).save(path)
    reading = read(path, tmp_path / "w")
    assert isinstance(reading.body, DocumentBody)
    assert [block.kind for block in reading.body.blocks] == ["figure"]
    assert set(codes(reading)) <= {"ocr.no_text", "ocr.missing"}
    assert reading.kept.words == 0


def test_without_recognition_the_pages_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    Image.new("L", (400, 300), 255).save(path)
    reading = read(path, tmp_path / "w", ocr=False)
    assert codes(reading) == {"ocr.off": "info"}


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".tiff", ".webp", ".bmp"])
def test_damaged_pictures_are_refused(suffix: str, tmp_path: Path) -> None:
    good = tmp_path / f"good{suffix}"
    Image.effect_noise((300, 300), 90).convert("RGB").save(good)
    path = tmp_path / f"cut{suffix}"
    path.write_bytes(good.read_bytes()[:600])
    with pytest.raises(Damaged):
        read(path, tmp_path / "w", ocr=False)


def test_too_many_pixels_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_PIXELS", 1000)
    path = tmp_path / "a.png"
    Image.new("L", (400, 300), 255).save(path)
    with pytest.raises(TooLarge):
        read(path, tmp_path / "w", ocr=False)


def test_what_is_turned_a_little_is_measured(pages: Path) -> None:
    with Image.open(pages / "04__ba50756_p16.jpg") as page:
        grey = page.convert("L")
    own = scans.skew(grey)
    assert abs(scans.skew(grey.rotate(4, fillcolor=255)) - own + 4) <= 0.3
    assert scans.skew(Image.effect_noise((700, 900), 50)) == 0.0


def test_drawn_table_is_a_table_though_the_page_is_askew(tmp_path: Path) -> None:
    need_tesseract()
    page = Image.new("L", (1654, 900), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(44)
    for x in (150, 600, 1100, 1500):
        pen.line((x, 150, x, 600), 0, 4)
    for y in (150, 300, 450, 600):
        pen.line((150, y, 1500, y), 0, 4)
    said = [["Name", "Class", "Mark"], ["Minh", "First", "85"], ["Hoang", "Second", "97"]]
    for row, texts in enumerate(said):
        for column, text in enumerate(texts):
            pen.text(((190, 640, 1140)[column], 195 + 150 * row), text, 0, font)
    path = tmp_path / "bang.png"
    page.rotate(0.8, Image.Resampling.BICUBIC, fillcolor=255).save(path, dpi=(200, 200))
    reading = read(path, tmp_path / "w")
    assert isinstance(reading.body, DocumentBody)
    (table,) = [block for block in reading.body.blocks if isinstance(block, Table)]
    assert [[" ".join(lines(cell.children)) for cell in row.cells] for row in table.rows] == said
