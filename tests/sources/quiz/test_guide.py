"""The examples in the guides and the samples are read as they stand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hocvu.pipeline.validating.api import validate
from hocvu.sources.situation import check


def example(guide: Path, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", guide.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def test_the_example_of_questions(root: Path, read: Any) -> None:
    reading = read(example(root / "docs/cau-hoi.md", "markdown"))
    assert [q.kind for q in reading.body.questions] == [
        *("choice", "choice", "true_false", "text", "number", "match", "order", "essay", "choice")
    ]
    assert reading.notices == ()
    assert reading.read.questions == 9
    assert reading.kept.words == pytest.approx(reading.read.words, rel=0.005)


def test_the_example_of_a_situation(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(example(root / "docs/tinh-huong.md", "yaml"), "utf-8")
    assert [p.code for p in check(path, "a.yaml")] == ["situation.file_missing"] * 4
    for name in ("a.mp4", "a.vi.srt", "q1.md", "hinh.png"):
        (tmp_path / name).write_bytes(b"x")
    assert check(path, "a.yaml") == ()


def test_situations_are_validated_beside_manifests(root: Path, tmp_path: Path) -> None:
    samples = root / "content/chung-thuc"
    assert [p for p in validate(samples) if p.severity == "error"] == []
    bad = tmp_path / "tình huống.yaml"
    bad.write_text("situation: a\nstart: b\nscenes:\n  b: {text: x}\n", "utf-8")
    (tmp_path / "khác.yaml").write_text("a: 1\n", "utf-8")
    for given in (tmp_path, bad):
        found = validate(given)
        assert {(p.code, p.line) for p in found} == {
            ("situation.dead_end", 4),
            ("situation.no_end", 4),
        }
