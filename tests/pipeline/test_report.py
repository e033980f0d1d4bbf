"""The report does not say of what could not be read that it was kept, or packed."""

from __future__ import annotations

from pathlib import Path

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
