"""A good manifest with its files, to spoil."""

from __future__ import annotations

import datetime as dt
import struct
from pathlib import Path

import pytest

from hocvu.manifest.setting import Checks
from hocvu.manifest.tables import read_tables
from hocvu.pipeline.materials import KnownMaterials

DATA = Path(__file__).parent / "data"
FILES = ("mo-dau.md", "tiep-nhan.docx", "video.mp4", "video.vi.vtt", "loi.txt")
OTHERS = ("im.mp4", "tai-lieu.rar")
TODAY = dt.date(2026, 11, 1)


def film(seconds: int) -> bytes:
    """A movie header and nothing to play."""
    header = struct.pack(">I4s4xIIII", 40, b"mvhd", 0, 0, 1, seconds) + bytes(12)
    return struct.pack(">I4s", 8 + len(header), b"moov") + header


@pytest.fixture(scope="session")
def good() -> str:
    return (DATA / "good.yaml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    for name in (*FILES, *OTHERS):
        (tmp_path / "files" / name).write_bytes(b"x")
    (tmp_path / "files" / "rong.docx").touch()
    for name, seconds in (("dai", 7200), ("ngan", 60)):
        (tmp_path / "files" / f"{name}.mp4").write_bytes(film(seconds))
        (tmp_path / "files" / f"{name}.vi.vtt").write_bytes(b"x")
    return tmp_path


@pytest.fixture(scope="session")
def checks() -> Checks:
    """All that can be asked, on a fixed day."""
    tables = read_tables(DATA / "config" / "hocvu.toml")
    return Checks(today=TODAY, tables=tables, materials=KnownMaterials())
