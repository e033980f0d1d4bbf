"""Cells, notes, pictures, equations and automatic numbers of real documents: kept or told."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from hocvu.lesson import (
    DocumentBody,
    Heading,
    Image,
    ListBlock,
    Math,
    NoteRef,
    Paragraph,
    Reading,
    Table,
)
from hocvu.lesson.text import walk
from hocvu.sources.base import Source, Workspace
from hocvu.sources.docx import READER, DocxOptions

SHARED = Path(__file__).parents[4] / "shared" / "materials"
REAL = sorted([*SHARED.glob("documents/*.docx"), *SHARED.glob("corpus/docx/*.docx")])
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
OLD_PICTURE = "{urn:schemas-microsoft-com:vml}imagedata"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
GONE = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback"}


@pytest.fixture(autouse=True)
def materials() -> None:
    if not REAL:
        if os.environ.get("CI"):
            pytest.fail("the test materials are missing")
        pytest.skip("the test materials are not here")


def main_part(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as container:
        name = next(n for n in container.namelist() if re.fullmatch(r"word/document\d*\.xml", n))
        return etree.fromstring(container.read(name))


def shown(root: etree._Element, *tags: str) -> list[etree._Element]:
    return [
        item
        for item in root.iter(*tags)
        if not any(above.tag in GONE for above in item.iterancestors())
    ]


def goes_on(cell: etree._Element) -> bool:
    """Tell if a cell is the lower part of a merged one."""
    merged = cell.find(f"{W}tcPr/{W}vMerge")
    return merged is not None and merged.get(f"{W}val", "continue") == "continue"


def is_numbered(paragraph: etree._Element) -> bool:
    number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
    text = any((t.text or "").strip() for t in paragraph.iter(f"{W}t"))
    return number is not None and number.get(f"{W}val") != "0" and text


def read(path: Path, folder: Path) -> Reading:
    return READER.read(Source(path, path.name, path.parent), Workspace(folder), DocxOptions())


def held(body: DocumentBody) -> Counter[str]:
    found: Counter[str] = Counter()
    for node in walk(body.blocks):
        match node:
            case Table():
                found["cells"] += sum(len(row.cells) for row in node.rows)
            case ListBlock():
                found["numbers"] += len(node.items)
            case Heading() | Paragraph():
                found["numbers"] += bool(node.label)
            case Image():
                found["pictures"] += 1
            case Math():
                found["equations"] += 1
            case NoteRef():
                found["notes"] += 1
            case _:
                pass
    return found


@pytest.mark.parametrize("path", REAL, ids=lambda p: p.name[:40])
def test_structure_is_kept_or_told(path: Path, tmp_path: Path) -> None:
    root = main_part(path)
    reading = read(path, tmp_path)
    assert isinstance(reading.body, DocumentBody)
    kept = held(reading.body)
    told = Counter(notice.code for notice in reading.notices)
    lost_pictures = sum(n for code, n in told.items() if code.startswith("picture."))
    cells = [cell for cell in shown(root, f"{W}tc") if not goes_on(cell)]
    assert kept["cells"] == len(cells)
    assert kept["pictures"] + lost_pictures == len(shown(root, PIC, OLD_PICTURE))
    assert kept["equations"] + told["docx.equation_doubtful"] >= len(shown(root, MATH))
    references = shown(root, f"{W}footnoteReference", f"{W}endnoteReference")
    assert kept["notes"] + told["docx.note_missing"] == len(references)
    numbered = [p for p in shown(root, f"{W}p") if is_numbered(p)]
    assert kept["numbers"] >= len(numbered)
    assert reading.kept.words >= 0.9997 * reading.read.words
