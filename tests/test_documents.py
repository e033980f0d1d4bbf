"""What the README and the guides promise, and the sample courses, held against the code."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

import pytest

from hocvu.manifest import load, validate
from hocvu.manifest.profile import fields

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
MANIFESTS = sorted((ROOT / "manifests").glob("*.yaml"))


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.stem)
def test_sample_manifest_is_complete(path: Path) -> None:
    assert validate([path]) == ()
    record = load(path).record
    empty = [
        name
        for name, info in fields().items()
        if info.obligation in ("M", "R")
        and name not in ("parts", "revision")
        and not getattr(record, name)
    ]
    assert empty == []


def test_every_sample_material_is_used() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in MANIFESTS)
    materials = [
        path.name
        for path in (ROOT / "content").rglob("*")
        if path.is_file() and path.suffix != ".png"
    ]
    assert len(materials) >= 12
    assert [name for name in materials if name not in written] == []


def test_sample_content_is_small_and_in_nfc() -> None:
    materials = [path for path in (ROOT / "content").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in materials) < 6_000_000
    names = [path.relative_to(ROOT).as_posix() for path in materials]
    assert [name for name in names if not unicodedata.is_normalized("NFC", name)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r'\]\(([^)#\s]+)[^)]*\)|src="([^"]+)"', text)
    inside = [a or b for a, b in targets if not (a or b).startswith("http")]
    assert [link for link in inside if not (path.parent / unquote(link)).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_headings_that_are_linked_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    anchors = {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    assert [name for name in re.findall(r"\]\(#([^)]+)\)", text) if name not in anchors] == []


def test_manifest_of_the_readme_has_no_error(tmp_path: Path) -> None:
    example = _blocks(ROOT / "README.md", "yaml")[0]
    (tmp_path / "manifest.yaml").write_text(example, encoding="utf-8")
    for name in ("Bài 1.docx", "bai-2.mp4", "bai-2.vi.srt"):
        (tmp_path / name).touch()
    assert [p for p in validate([tmp_path]) if p.severity == "error"] == []


def test_guide_explains_every_field_of_the_profile() -> None:
    guide = (ROOT / "docs" / "huong-dan.md").read_text(encoding="utf-8")
    assert [name for name in fields() if f"`{name}`" not in guide] == []


def test_programs_in_the_documents_compile() -> None:
    blocks = [block for path in DOCUMENTS for block in _blocks(path, "python")]
    assert len(blocks) >= 4
    for block in blocks:
        compile(block, "document", "exec")


def _blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
