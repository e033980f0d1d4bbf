"""Links inside a PDF cannot be kept, and that is told."""

from pathlib import Path

import pypdf
from pypdf.annotations import Link

from hocvu.sources.base import Source, Workspace
from hocvu.sources.pdf import READER, PdfOptions


def test_links_to_other_pages_are_told(root: Path, tmp_path: Path) -> None:
    original = next((root / "content/chung-thuc").glob("*.pdf"))
    path = tmp_path / "a.pdf"
    writer = pypdf.PdfWriter(original)
    for _ in range(2):
        writer.add_annotation(0, Link(rect=(50, 550, 200, 650), target_page_index=0))
    writer.write(path)
    for file, told in ((original, []), (path, [2])):
        source = Source(file, file.name, file.parent)
        reading = READER.read(source, Workspace(tmp_path / file.stem), PdfOptions())
        found = [n.params["count"] for n in reading.notices if n.code == "pdf.inner_links"]
        assert found == told
