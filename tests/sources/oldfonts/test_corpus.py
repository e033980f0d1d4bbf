"""Real documents of the years 1998 to 2009 in TCVN3 and VNI against their transcripts."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from diacritics import diacritics

from hocvu.lesson import Reading
from hocvu.lesson.text import body_lines
from hocvu.sources.base import Notices, Source, Workspace
from hocvu.sources.docx import DocxOptions
from hocvu.sources.docx.reader import read_document
from hocvu.tools import libreoffice

LEGACY = Path(__file__).parents[4] / "shared" / "materials" / "corpus" / "legacy"
REAL = sorted(path for path in LEGACY.glob("*/*.*") if path.suffix in {".doc", ".rtf"})
USUAL = {"2003-A-15.rtf", "2009-download.doc"}
OVERALL, EACH = 0.995, 0.995
HEADER = "the transcript ends with the running headers, which are no part of a lesson"
# What is below, and why.
LOWER = {
    "2004-B6.doc": (0.984, HEADER),
    "2006-Hamau1BK1995.doc": (0.993, HEADER),
    "2006-Mau-MD-3M-CP.doc": (0.992, HEADER),
    "2006-Mau-MD-5M-HD.doc": (0.992, HEADER),
    "2006-Mau-MTB-10M-Von-CtyHD.doc": (0.994, HEADER),
    "2004-duanLD9820.doc": (0.989, "the transcript has VNI words read as TCVN3 (ủụn vũ: đơn vị)"),
    "2005-nghiencuu_2005_09_15_090641.doc": (0.983, "text boxes of a chart in another order"),
    "2006-quydinhkiemtra02.doc": (0.994, "the transcript has ẵ where the file has ặ (chẵt chẽ)"),
    "2009-download.doc": (0.993, "the transcript has ẵ where the file has ặ (nẵng nhọc)"),
}
# Every version of this text is in its transcript; the lesson has the last one.
TRACKED = "2004-1ED4D_Francois_Godement-Thoikyquado.doc"

if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
    pytest.skip("LibreOffice is not installed", allow_module_level=True)


def read_both(path: Path, folder: Path) -> tuple[str, str]:
    """Return the transcript of a document and what is read of it."""
    made = libreoffice.convert(path, folder, "docx:MS Word 2007 XML", "docx")
    if path.name == TRACKED:
        made = with_deletions(made, folder / "all.docx")
    source = Source(path, path.name, path.parent)
    workspace = Workspace(folder / "assets")
    reading: Reading = read_document(made, source, workspace, DocxOptions(), Notices(source))
    assert "oldfonts.converted" in {notice.code for notice in reading.notices}
    transcript = path.with_suffix(".txt").read_text("utf-8")
    return transcript, "\n".join(body_lines(reading.body))


def with_deletions(path: Path, copy: Path) -> Path:
    """Copy a document, all that was deleted brought back."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"w:delText", b"w:t").replace(b"<w:del ", b"<w:ins ")
                data = data.replace(b"</w:del>", b"</w:ins>")
            new.writestr(name, data)
    return copy


@pytest.mark.parametrize("path", [p for p in REAL if p.name in USUAL], ids=lambda p: p.name)
def test_marks_are_right(path: Path, tmp_path: Path) -> None:
    right, marked = diacritics(*read_both(path, tmp_path))
    assert right >= LOWER.get(path.name, (EACH, ""))[0] * marked


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_marks_are_right_in_every_document(tmp_path: Path) -> None:
    assert len(REAL) >= 30
    all_right = all_cased = all_marked = 0
    low = {}
    for number, path in enumerate(REAL):
        folder = tmp_path / str(number)
        folder.mkdir()
        texts = read_both(path, folder)
        right, marked = diacritics(*texts)
        cased, _ = diacritics(*texts, case=True)
        why = LOWER[path.name][1] if path.name in LOWER else ""
        print(f"{path.name[:48]:48} {right / marked:.2%} {cased / marked:.2%} {marked:6} {why}")
        if right < LOWER.get(path.name, (EACH, ""))[0] * marked:
            low[path.name] = right / marked
        all_right += right
        all_cased += cased
        all_marked += marked
    print(f"all: {all_right / all_marked:.3%}; with case {all_cased / all_marked:.3%}")
    assert low == {}
    assert all_right >= OVERALL * all_marked
