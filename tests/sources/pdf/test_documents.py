"""Real documents: every word kept, in order, and none split or joined."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from hocvu.errors import HocvuError
from hocvu.lesson import DocumentBody, Heading, ListBlock, Paragraph, Reading, Table
from hocvu.lesson.text import body_lines, inline_text, lines, walk, words

Read = Callable[..., Reading]


def poppler_words(path: Path) -> list[str]:
    """Return the words as another program reads them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    said = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True, timeout=60
    ).stdout.decode()
    return [word for word in unicodedata.normalize("NFC", said).split() if word != "•"]


def left_out(reading: Reading) -> int:
    """Return how many words the notices say were left out."""
    codes = ("pdf.running_text", "pdf.repeated_head")
    return sum(int(n.params["words"]) for n in reading.notices if n.code in codes)


def headings(reading: Reading) -> list[tuple[int, str]]:
    assert isinstance(reading.body, DocumentBody)
    found = (block for block in reading.body.blocks if isinstance(block, Heading))
    return [(block.level, inline_text(block.children)) for block in found]


@pytest.mark.parametrize("name", ["cv-bnv-2026", "kh-bkhcn-2025"])
def test_words_are_kept_in_order(shared: Path, read: Read, name: str) -> None:
    path = shared / f"materials/documents/{name}.pdf"
    reading = read(path)
    expected = poppler_words(path)
    kept = words(body_lines(reading.body))
    matched = SequenceMatcher(None, expected, kept, autojunk=False).get_matching_blocks()
    in_order = sum(block.size for block in matched)
    assert in_order >= 0.995 * len(expected)
    assert in_order >= 0.995 * len(kept)
    assert reading.read.words == reading.kept.words


def test_plan_has_its_structure(shared: Path, read: Read) -> None:
    reading = read(shared / "materials/documents/kh-bkhcn-2025.pdf")
    assert reading.title.startswith("Kế hoạch bồi dưỡng, tập huấn chuyên môn")
    assert reading.title.endswith("(giai đoạn 2025 - 2026)")
    found = headings(reading)
    assert [level for level, _ in found[:4]] == [1, 2, 3, 3]
    chapters = [title.split(".")[0] for level, title in found if level == 2]
    assert chapters == ["I", "II", "III", "IV"]
    assert isinstance(reading.body, DocumentBody)
    bullets = [block for block in reading.body.blocks if isinstance(block, ListBlock)]
    assert sum(len(block.items) for block in bullets) == 19
    assert not any(title.startswith("CỘNG HÒA") for _, title in found)


def test_dispatch_has_its_title_and_clauses(shared: Path, read: Read) -> None:
    reading = read(shared / "materials/documents/cv-bnv-2026.pdf")
    assert reading.title.startswith("Triển khai Đề án tăng cường bồi dưỡng cán bộ")
    assert isinstance(reading.body, DocumentBody)
    clauses = [b for b in reading.body.blocks if isinstance(b, Paragraph) and b.legal == "khoan"]
    assert [inline_text(block.children)[:2] for block in clauses] == ["1.", "2.", "3.", "4.", "5."]
    # The last sentence of page 1 goes on over the page.
    joined = [text for text in lines(reading.body.blocks) if "hướng dẫn nghiệp vụ, tình" in text]
    assert joined


def test_original_is_kept_byte_for_byte(shared: Path, read: Read) -> None:
    path = shared / "materials/documents/cv-bnv-2026.pdf"
    reading = read(path)
    (asset,) = reading.assets
    assert (asset.id, asset.title) == (reading.original, "cv-bnv-2026.pdf")
    assert asset.path.read_bytes() == path.read_bytes()
    assert read(path, download=False).assets == ()


def test_scan_without_recognition_is_kept_as_pictures_and_told(shared: Path, read: Read) -> None:
    reading = read(shared / "materials/documents/cv-bnv-2026-scan.pdf", ocr=False)
    assert isinstance(reading.body, DocumentBody)
    assert [block.kind for block in reading.body.blocks] == ["figure"] * 4
    (told,) = [n for n in reading.notices if n.code == "ocr.off"]
    assert (told.params["count"], told.params["pages"]) == (4, "1-4")
    assert reading.kept.images == reading.read.images == 4


GAZETTE = {
    "phapluat-8ch__5b24ea41": 7,
    "phapluat-8ch__7fbac349": 4,
    "phapluat-8ch__804d2c0b": 5,
}


@pytest.mark.parametrize("name", GAZETTE)
def test_articles_of_a_legal_text_are_complete(shared: Path, read: Read, name: str) -> None:
    (path,) = (shared / "materials/corpus/pdf").glob(f"{name}*")
    reading = read(path)
    articles = [title.split(".")[0] for _, title in headings(reading) if title.startswith("Điều ")]
    assert articles[:2] == ["Điều 1", "Điều 2"]
    numbers = [int(article.split()[1]) for article in articles]
    assert numbers == list(range(1, len(numbers) + 1))
    assert reading.kept.words + left_out(reading) >= 0.995 * reading.read.words
    assert "pdf.running_text" in {notice.code for notice in reading.notices}
    assert not any("CÔNG BÁO/Số" in text for text in body_lines(reading.body))


@pytest.mark.parametrize("name", ["5b24ea41", "804d2c0b"])
def test_signed_file_is_told(shared: Path, read: Read, name: str) -> None:
    """The second does not name its signature in the list of its form's fields."""
    (path,) = (shared / "materials/corpus/pdf").glob(f"phapluat-8ch__{name}*")
    assert "pdf.signed" in {notice.code for notice in read(path).notices}
    assert "pdf.signed_dropped" in {notice.code for notice in read(path, download=False).notices}


def test_form_fields_are_told(shared: Path, read: Read) -> None:
    (path,) = (shared / "materials/corpus/pdf").glob("pdf.js__be745fab*")
    (notice,) = read(path).notices
    assert (notice.code, notice.origin.page) == ("pdf.notes", 1)


def test_tables_go_on_over_pages(shared: Path, read: Read) -> None:
    (path,) = (shared / "materials/corpus/pdf").glob("phapluat-8ch__da9d34d3*")
    reading = read(path)
    assert isinstance(reading.body, DocumentBody)
    tables = [block for block in walk(reading.body.blocks) if isinstance(block, Table)]
    table = tables[0]
    first = [" ".join(lines(cell.children)) for cell in table.rows[0].cells]
    assert first == ["STT", "Văn bản hết hiệu lực", "Lý do hết hiệu lực", "Ngày hết hiệu lực"]
    assert table.rows[0].header
    numbers = [" ".join(lines(row.cells[0].children)) for row in table.rows]
    assert [number for number in numbers if number.isdecimal()][:3] == ["1", "2", "3"]
    assert len(tables) == 2  # On 23 pages; a footnote on page 18 does not break the second.
    assert {block.origin.page for block in tables} == {3, 10}
    (note,) = reading.body.notes
    assert list(lines(note.children)) == [
        "Văn bản này được thống kê ở hai lĩnh vực: Việc làm và Lao động ngoài nước."
    ]
    assert "pdf.repeated_head" in {notice.code for notice in reading.notices}


def test_reading_is_the_same_each_time(shared: Path, read: Read) -> None:
    path = shared / "materials/documents/kh-bkhcn-2025.pdf"
    assert read(path) == read(path)


def is_read_or_refused(path: Path, read: Read) -> None:
    try:
        reading = read(path)
    except HocvuError as error:
        assert error.message  # noqa: PT017
        return
    accounted = reading.kept.words + left_out(reading)
    # A word at the end of a line that ends in a hyphen or stroke is one with the next.
    assert accounted >= 0.99 * reading.read.words - 3, path.name
    assert accounted <= 1.01 * reading.read.words + 6, path.name
    known = {asset.id for asset in reading.assets}
    assert isinstance(reading.body, DocumentBody)
    named = {node.asset for node in walk(reading.body.blocks) if node.kind == "image"}
    assert named <= known
    texts = list(body_lines(reading.body))
    assert all(unicodedata.is_normalized("NFC", said) for said in texts)
    assert not Counter("".join(texts)).keys() & set("\0\u00ad\ufffe\ufeff")


def test_small_files_of_the_corpus_are_read_or_refused(shared: Path, read: Read) -> None:
    paths = [p for p in (shared / "materials/corpus/pdf").glob("*.pdf") if p.stat().st_size < 3e5]
    assert len(paths) > 15
    for path in sorted(paths):
        is_read_or_refused(path, read)


@pytest.mark.long
def test_whole_corpus_is_read_or_refused(shared: Path, read: Read) -> None:
    for path in sorted((shared / "materials/corpus/pdf").glob("*.pdf")):
        is_read_or_refused(path, read)
