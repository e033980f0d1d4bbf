"""The report does not say of what could not be read that it was kept, or packed."""

from __future__ import annotations

from pathlib import Path

import hocvu
from hocvu.pipeline.pack import Settings, pack_all, report


def test_what_could_not_be_read_is_not_told_as_kept_or_packed(tmp_path: Path) -> None:
    (tmp_path / "hong.docx").write_bytes(b"PK\x03\x04 hong")
    (tmp_path / "bai.md").write_text("# Bài\n\nNội dung.\n", "utf-8")
    settings = Settings(out=tmp_path / "dist", cache=tmp_path / "cache", jobs=1)
    results = pack_all([str(tmp_path / name) for name in ("hong.docx", "bai.md")], settings)
    bad, good = report(results, 0.0).inputs
    assert [source.words_kept_percent for source in (*bad.sources, *good.sources)] == [None, 100.0]
    assert [notice.code for notice in bad.notices] == []
    assert [notice.code for notice in good.notices] == ["draft.not_publishable"]


def test_what_is_told_of_a_package_names_it_where_it_is(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(f"# Bài {name}\n\nNội dung {name}.\n", "utf-8")
    manifest = tmp_path / "khoa.yaml"
    manifest.write_text(
        "id: https://a.example/k\ncode: K\ntitle: Khóa\nlanguage: vi\nstatus: du_thao\n"
        "version: 1.0.0\nparts:\n  - {id: a, source: a.md}\n"
        "  - {id: b, source: b.md, requires: [a]}\n",
        "utf-8",
    )
    (packed,) = hocvu.pack(manifest, standards=["scorm2004-4"], out=tmp_path / "dist")
    assert [one.code for one in packed.findings] == ["verify.map_info"]
    assert packed.findings[0].origin.file == str(packed.package.path)
    assert packed.package.path.is_file()
