"""pdfium: opening, text with its places, graphics, and pictures of pages."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvu.errors import Damaged, Encrypted, Origin, TooLarge
from hocvu.tools import pdfium
from hocvu.tools.pdfium import Box, document
from hocvu.tools.pdfium.geometry import View


@pytest.fixture
def plan(shared: Path) -> Path:
    return shared / "materials/documents/kh-bkhcn-2025.pdf"


@pytest.fixture
def gazette(shared: Path) -> Path:
    (path,) = (shared / "materials/corpus/pdf").glob("phapluat-8ch__da9d34d3*")
    return path


def test_characters_are_the_text_in_order(plan: Path) -> None:
    with pdfium.Document(plan, Origin()) as opened:
        assert len(opened) == 4
        for index in range(len(opened)):
            with opened.page(index) as page:
                said = "".join(char.text for char in page.chars())
                assert said.split() == page.text().split()


def test_places_and_styles_are_those_on_the_page(plan: Path) -> None:
    with pdfium.Document(plan, Origin()) as opened, opened.page(0) as page:
        chars = [c for c in page.chars() if not c.generated]
        assert all(0 <= c.x0 <= c.x1 <= page.width for c in chars)
        assert chars[0].baseline < chars[-1].baseline < page.height
        heading = next(c for c in chars if c.style.bold)
        assert (heading.text, heading.style.size) == ("I", 16.0)
        assert not chars[0].style.bold
        assert chars[0].style.size == 12.0


def test_text_on_its_side_is_read_upright(gazette: Path) -> None:
    with pdfium.Document(gazette, Origin()) as opened, opened.page(2) as page:
        assert page.width > page.height
        upright = [c for c in page.chars() if not c.turned and not c.generated]
        first, second = upright[0], upright[1]
        assert abs(first.baseline - second.baseline) < 1
        assert first.x1 <= second.x0 + 1
        head = "".join(c.text for c in page.chars() if c.turned and not c.generated)
        assert "BÁO/Số" in head


def test_ruling_lines_are_found(gazette: Path) -> None:
    with pdfium.Document(gazette, Origin()) as opened, opened.page(2) as page:
        rules = page.graphics().rules
        assert sum(rule.width > 100 for rule in rules) >= 4
        assert sum(rule.height > 20 for rule in rules) >= 4


def test_picture_has_the_asked_width_and_the_same_pixels_each_time(plan: Path) -> None:
    seen = set()
    for _ in range(2):
        with pdfium.Document(plan, Origin()) as opened, opened.page(0) as page:
            picture = page.draw(800)
            assert picture.size == (800, 1036)  # 612 by 792 points.
            seen.add(hashlib.sha256(picture.tobytes()).hexdigest())
    assert len(seen) == 1


def test_area_is_what_stands_there(plan: Path) -> None:
    with pdfium.Document(plan, Origin()) as opened, opened.page(0) as page:
        whole = page.draw(612)
        area = page.draw(200, Box(50, 60, 250, 160))
        expected = whole.crop((50, 60, 250, 160))
    assert area.size == expected.size == (200, 100)
    same = sum(a == b for a, b in zip(area.tobytes(), expected.tobytes(), strict=True))
    assert same > 0.9 * 3 * 200 * 100


def test_huge_pictures_are_drawn_smaller(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_PIXELS", 10_000)
    with pdfium.Document(plan, Origin()) as opened, opened.page(0) as page:
        width, height = page.draw(4000).size
    assert width * height <= 10_500


@pytest.mark.parametrize(
    "name",
    ["sample-files__de3e0c16__libreoffice-writer-password.pdf"],
)
def test_locked_file_is_told(shared: Path, name: str) -> None:
    with pytest.raises(Encrypted) as caught:
        pdfium.Document(shared / "materials/corpus/pdf" / name, Origin(file="khóa.pdf"))
    assert caught.value.origin.file == "khóa.pdf"


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"PK\x03\x04 not a pdf", b"%PDF-1.4\n" + bytes(5000)],
    ids=["empty", "head alone", "zip", "zeros"],
)
def test_what_is_no_pdf_is_damaged(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    with pytest.raises(Damaged):
        pdfium.Document(path, Origin())


def test_limits_are_told(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_PAGES", 3)
    with pytest.raises(TooLarge):
        pdfium.Document(plan, Origin())
    monkeypatch.setattr(document, "MAX_PAGES", 10)
    monkeypatch.setattr(document, "MAX_CHARS", 100)
    with (
        pdfium.Document(plan, Origin()) as opened,
        opened.page(0) as page,
        pytest.raises(TooLarge),
    ):
        page.chars()
    monkeypatch.setattr(document, "MAX_BYTES", 100)
    with pytest.raises(TooLarge):
        pdfium.Document(plan, Origin())


def test_threads_wait_for_one_another(plan: Path) -> None:
    def read(_: int) -> str:
        with pdfium.Document(plan, Origin()) as opened:
            texts = []
            for index in range(len(opened)):
                with opened.page(index) as page:
                    texts.append("".join(c.text for c in page.chars()))
                    page.draw(100)
            return "".join(texts)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(read, range(8)))) == 1


sides = st.floats(0, 1000)


@given(sides, sides, st.sampled_from((0, 90, 180, 270)))
def test_every_point_of_a_page_is_shown_on_it(x: float, y: float, rotation: int) -> None:
    view = View(0, 0, 1000, 1000, rotation)
    shown = view.point(x, y)
    assert all(0 <= value <= 1000 for value in shown)
    # Four quarter turns, or two halves, bring the point back, but for y, which runs down.
    again = View(0, 0, 1000, 1000, (360 - rotation) % 360).point(shown[0], 1000 - shown[1])
    assert again == pytest.approx((x, 1000 - y))


def test_links_name_addresses(shared: Path) -> None:
    path = shared / "materials/corpus/pdf/python-pptx__c5af097a__ISO-IEC-29500-3.pdf"
    with pdfium.Document(path, Origin()) as opened:
        found = []
        for index in range(len(opened)):
            with opened.page(index) as page:
                found += [(link, page.width, page.height) for link in page.links()]
    assert any(link.href.startswith("http") for link, _, _ in found)
    assert all(0 <= link.box.x0 <= link.box.x1 <= width for link, width, _ in found)
