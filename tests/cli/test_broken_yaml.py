"""A folder with an empty or broken manifest does not pass."""

from __future__ import annotations

from pathlib import Path

from cli_runs import Hocvu


def test_an_empty_and_a_broken_manifest_are_told(hocvu: Hocvu, tmp_path: Path) -> None:
    folder = tmp_path / "vv"
    folder.mkdir()
    (folder / "bai.md").write_text("# Bài\n\nNội dung.\n", "utf-8")
    assert hocvu("new", "vv").code == 0
    (folder / "rong.yaml").touch()
    (folder / "compose.yaml").write_text("services: {}\n", "utf-8")
    warned = hocvu("validate", "vv")
    assert warned.code == 0
    assert "rong.yaml" in warned.err
    assert "compose.yaml" not in warned.err
    (folder / "hong.yaml").write_text("bad: [\n", "utf-8")
    failed = hocvu("validate", "vv")
    assert failed.code == 3
    assert "hong.yaml" in failed.err
