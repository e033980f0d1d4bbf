"""Scanned PDF pages: recognised, with the structure of the document."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from recognition import need_tesseract, text_of, wrong

from hocvu.lesson import DocumentBody, Heading, Paragraph, Reading

Read = Callable[..., Reading]


def test_skewed_dispatch_is_read_right(shared: Path, read: Read) -> None:
    need_tesseract()
    documents = shared / "materials/documents"
    expected = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", documents / "cv-bnv-2026.pdf", "-"],
        capture_output=True, check=True, timeout=60,
    ).stdout.decode()  # fmt: skip
    reading = read(documents / "cv-bnv-2026-scan.pdf")
    assert wrong(expected, text_of(reading)) <= 0.6  # At most 1.5 is asked for.
    assert isinstance(reading.body, DocumentBody)
    assert [b.kind for b in reading.body.blocks].count("figure") == 4
    points = [
        b.children[0].text[0]  # type: ignore[union-attr]
        for b in reading.body.blocks
        if isinstance(b, Paragraph | Heading) and b.legal == "diem"
    ]
    # Labels that stand apart from their text, or are misread, are put right.
    assert "".join(points).count("abcd") == 3
    assert reading.title.startswith("Triển khai Đề án")
    (told,) = [n for n in reading.notices if n.code == "ocr.recognised"]
    assert told.params["count"] == 4
    assert not [n for n in reading.notices if n.severity == "warning"]
