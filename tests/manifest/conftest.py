"""A good manifest with its files, to spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
FILES = ("mo-dau.md", "tiep-nhan.docx", "video.mp4", "video.vi.vtt", "loi.txt")


@pytest.fixture(scope="session")
def good() -> str:
    return (DATA / "good.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    for name in FILES:
        (tmp_path / "files" / name).write_bytes(b"x")
    return tmp_path
