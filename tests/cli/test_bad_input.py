"""Bad input gets the right exit code and one clear message, and leaves nothing behind."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from cli_runs import Hocvu
from msoffcrypto.format.ooxml import OOXMLFile

MATERIALS = Path(__file__).parents[3] / "shared" / "materials"


def copied(name: str, as_name: str = "") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        source = MATERIALS / name
        return Path(shutil.copy(source, folder / (as_name or source.name)))

    return make


def written(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def locked_pdf(folder: Path) -> Path:
    writer = pypdf.PdfWriter(MATERIALS / "documents/cv-bnv-2026.pdf")
    writer.encrypt("mật khẩu", algorithm="AES-256")
    writer.write(folder / "khoá.pdf")
    return folder / "khoá.pdf"


def locked_docx(folder: Path) -> Path:
    source = MATERIALS / "documents/cv-bnv-2026.docx"
    with source.open("rb") as stream, (folder / "khoá.docx").open("wb") as out:
        OOXMLFile(stream).encrypt("mat-khau", out)
    return folder / "khoá.docx"


def bomb(folder: Path) -> Path:
    path = folder / "bom.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w", force_zip64=True) as entry:
            for _ in range(1500):
                entry.write(b"\0" * (1 << 20))
    return path


BAD: dict[str, tuple[Callable[[Path], Path], int, str]] = {
    "truncated video": (copied("video/truncated.mp4"), 4, "truncated.mp4"),
    "locked pdf": (locked_pdf, 4, "mật khẩu"),
    "locked docx": (locked_docx, 4, "mật khẩu"),
    "bomb": (bomb, 4, "bom.docx"),
    "bomb of the corpus": (copied("hostile/bomb.docx"), 4, "bomb.docx"),
    "entity bomb": (copied("hostile/billion.docx"), 4, "billion.docx"),
    "empty file": (written("trống.docx", b""), 4, "trống"),
    "pdf named docx": (copied("documents/cv-bnv-2026.pdf", "a.docx"), 4, ".docx"),
    "docx named pdf": (copied("documents/cv-bnv-2026.docx", "a.pdf"), 4, ".pdf"),
    "text named pptx": (written("a.pptx", b"xin ch\xc3\xa0o"), 4, "a.pptx"),
    "text named mp4": (written("a.mp4", b"xin ch\xc3\xa0o" * 99), 4, "a.mp4"),
    "zip cut short": (written("a.zip", b"PK\x03\x04" + bytes(300)), 4, "cắt cụt"),
    "unknown kind": (written("a.xyz", b"\0\1\2\3"), 4, "a.xyz"),
    "missing file": (lambda folder: folder / "không có.docx", 4, "không có.docx"),
    "empty folder": (lambda folder: folder / "rỗng", 4, "rỗng"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(case: str, hocvu: Hocvu, tmp_path: Path, shared: Path) -> None:
    make, code, word = BAD[case]
    place = tmp_path / "in"
    place.mkdir()
    (place / "rỗng").mkdir()
    path = make(place)
    said = hocvu("pack", path, "--standard", "all", "--out", tmp_path / "dist")
    assert said.code == code, said.err
    assert said.out == ""
    messages = [line for line in said.err.splitlines() if line.startswith(("✗", "!"))]
    assert len(messages) == 1, said.err
    assert word in messages[0]
    assert path.name in messages[0]
    assert "Traceback" not in said.err
    left = list((tmp_path / "dist").rglob("*")) if (tmp_path / "dist").exists() else []
    assert left == []


def test_one_bad_file_does_not_stop_a_batch(hocvu: Hocvu, tmp_path: Path, shared: Path) -> None:
    good = copied("documents/kh-bkhcn-2025.md")(tmp_path)
    said = hocvu("pack", tmp_path / "none.docx", good, "--out", tmp_path / "dist")
    assert said.code == 4
    assert len(said.paths) == 1
    assert zipfile.is_zipfile(said.paths[0])


def test_a_bad_file_in_a_folder_is_named_and_the_rest_is_packed(
    hocvu: Hocvu, tmp_path: Path, shared: Path
) -> None:
    folder = tmp_path / "khoá học"
    folder.mkdir()
    copied("documents/kh-bkhcn-2025.md")(folder)
    copied("video/truncated.mp4")(folder)
    said = hocvu("pack", folder, "--out", tmp_path / "dist")
    assert said.code == 4
    assert "truncated.mp4" in said.err
    assert len(said.paths) == 1


TEN_MISTAKES = """\
id: không phải IRI
code: CD-01
title: {en: Only English}
descripton: Sai tên trường
language: tiếng Việt
kind: khoa_hoc_la
audience: [can_bo, nguoi_dan]
duration: 45 phút
version: "1"
status: xong
issued: 31/12/2025
parts:
  - source: khong-co.docx
"""


def test_a_manifest_with_ten_mistakes_tells_all_ten(hocvu: Hocvu, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(TEN_MISTAKES, "utf-8")
    for command in (["validate", "m.yaml"], ["pack", "m.yaml", "--out", "dist"]):
        said = hocvu(*command)
        assert said.code == 3, said.err
        lines = {
            int(found.group(1))
            for line in said.err.splitlines()
            if line.startswith("✗") and (found := re.search(r"dòng (\d+)", line))
        }
        assert {1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13} <= lines, said.err
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["pack"],
        ["pack", "a.md", "--standard", "scorm13"],
        ["nonsense"],
        ["pack", "--jobs", "x"],
    ],
)
def test_wrong_use_is_exit_code_2(hocvu: Hocvu, arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Bài 1\n\nNội dung.\n", "utf-8")
    said = hocvu(*arguments)
    assert said.code == 2
    assert "Traceback" not in said.err
