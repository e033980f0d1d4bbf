"""Real documents keep their words in order, and what is lost is told."""

from __future__ import annotations

import difflib
import os
import re
import time
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from hocvu.errors import Damaged, HocvuError, TooLarge
from hocvu.identifiers import nfc
from hocvu.lesson import DocumentBody, Heading, Link, Paragraph, Reading
from hocvu.lesson.text import lines, walk, words
from hocvu.sources.base import Source, Workspace
from hocvu.sources.docx import READER, DocxOptions

SHARED = Path(__file__).parents[4] / "shared" / "materials"
REAL = sorted([*SHARED.glob("documents/*.docx"), *SHARED.glob("corpus/docx/*.docx")])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@pytest.fixture(autouse=True)
def materials() -> None:
    if not REAL:
        if os.environ.get("CI"):
            pytest.fail("the test materials are missing")
        pytest.skip("the test materials are not here")


def read(path: Path, folder: Path) -> Reading:
    return READER.read(Source(path, path.name, path.parent), Workspace(folder), DocxOptions())


def raw_words(path: Path) -> list[str]:
    """Return the words of body and notes by a plain walk over the paragraphs."""
    found: list[str] = []
    with zipfile.ZipFile(path) as container:
        names = container.namelist()
        main = next(n for n in names if re.fullmatch(r"word/document\d*\.xml", n))
        for name in (main, "word/footnotes.xml", "word/endnotes.xml"):
            if name not in names:
                continue
            root = etree.fromstring(container.read(name))
            for paragraph in root.iter(f"{W}p"):
                if any(above.tag == FALLBACK for above in paragraph.iterancestors()):
                    continue
                pieces = []
                for item in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
                    if next(item.iterancestors(f"{W}p")) is paragraph:
                        pieces.append(item.text or "" if item.tag == f"{W}t" else " ")
                found.extend(nfc("".join(pieces)).split())
    return found


def kept_words(reading: Reading) -> list[str]:
    body = reading.body
    assert isinstance(body, DocumentBody)
    notes = (block for note in body.notes for block in note.children)
    return words([*lines(body.blocks), *lines(notes)])


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_words_are_kept_in_order(path: Path, tmp_path: Path) -> None:
    reading = read(path, tmp_path)
    expected, kept = raw_words(path), kept_words(reading)
    matcher = difflib.SequenceMatcher(None, expected, kept, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    assert same >= 0.995 * len(expected), set(expected) - set(kept)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_counts_agree_or_the_loss_is_told(path: Path, tmp_path: Path) -> None:
    reading = read(path, tmp_path)
    for name in ("tables", "images", "notes", "equations"):
        missing = getattr(reading.read, name) - getattr(reading.kept, name)
        told = [notice for notice in reading.notices if notice.severity != "info"]
        assert missing <= len(told), name
    assert abs(reading.read.words - reading.kept.words) <= 0.005 * reading.read.words + 1


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_a_reading_travels_as_json_and_is_the_same_again(path: Path, tmp_path: Path) -> None:
    reading = read(path, tmp_path / "a")
    assert Reading.model_validate_json(reading.model_dump_json()) == reading
    again = read(path, tmp_path / "b")
    assert again.model_dump_json() == reading.model_dump_json()


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[:40])
def test_links_inside_lead_somewhere(path: Path, tmp_path: Path) -> None:
    body = read(path, tmp_path).body
    assert isinstance(body, DocumentBody)
    nodes = list(walk(body.blocks))
    anchors = [n.anchor for n in nodes if isinstance(n, Heading | Paragraph) and n.anchor]
    targets = {n.href[1:] for n in nodes if isinstance(n, Link) and n.href.startswith("#")}
    assert targets == set(anchors)
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("kh-bkhcn-2025", "Kế hoạch Bồi dưỡng, tập huấn chuyên môn, nghiệp vụ cho cán bộ"),
        ("cv-bnv-2026", "Triển khai Đề án tăng cường bồi dưỡng cán bộ, công chức"),
        ("legal_autonum", "THÔNG TƯ"),
    ],
)
def test_titles(name: str, title: str, tmp_path: Path) -> None:
    assert read(SHARED / f"documents/{name}.docx", tmp_path).title.startswith(title)


def test_automatic_articles_are_numbered_through(tmp_path: Path) -> None:
    body = read(SHARED / "documents/legal_autonum.docx", tmp_path).body
    assert isinstance(body, DocumentBody)
    found = [
        (b.legal, b.label) for b in body.blocks if b.kind in {"heading", "paragraph"} and b.legal
    ]  # type: ignore[union-attr]
    articles = [label for level, label in found if level == "dieu"]
    assert articles == ["Điều 1.", "Điều 2.", "Điều 3.", "Điều 4."]
    assert [label for level, label in found if level == "chuong"] == ["Chương I", "Chương II"]
    assert found[2:7] == [
        ("khoan", "1."),
        ("diem", "a)"),
        ("diem", "b)"),
        ("diem", "c)"),
        ("khoan", "2."),
    ]


@pytest.mark.parametrize(
    ("name", "error"), [("billion", Damaged), ("bomb", TooLarge), ("nested", TooLarge)]
)
def test_hostile_documents_are_refused_at_once(
    name: str, error: type[HocvuError], tmp_path: Path
) -> None:
    begun = time.process_time()
    with pytest.raises(error) as caught:
        read(SHARED / f"hostile/{name}.docx", tmp_path)
    assert time.process_time() - begun < 5
    assert caught.value.message
    assert caught.value.hint


def test_a_path_out_of_the_container_is_ignored_and_told(tmp_path: Path) -> None:
    reading = read(SHARED / "hostile/traversal.docx", tmp_path)
    assert [notice.code for notice in reading.notices] == ["archive.unsafe_name"]
    assert reading.kept.words == reading.read.words > 0


def test_reading_is_quick(tmp_path: Path) -> None:
    begun = time.process_time()
    for path in REAL:
        read(path, tmp_path)
    assert (time.process_time() - begun) / len(REAL) < 0.2
