"""``hocvu new --quiz-template`` and the questions written in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hocvu import cli


def test_the_template_is_written_once_and_packs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["new", "--quiz-template"]) == 0
    assert capsys.readouterr().out == "cau-hoi.xlsx\n"
    before = Path("cau-hoi.xlsx").read_bytes()
    assert cli.run(["new", "--quiz-template"]) == 2
    assert cli.run(["new", "--quiz-template", "khác"]) == 0
    assert Path("khác.xlsx").read_bytes() == before == Path("cau-hoi.xlsx").read_bytes()
    assert cli.run(["pack", "cau-hoi.xlsx", "--out", "dist"]) == 0
    assert list(Path("dist").glob("*-scorm12.zip"))


def test_a_report_holds_every_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("q.md").write_text(
        "Câu 1. Ai?\n- ( ) A\n- ( ) B\n\nCâu 2. Gì?\n- (x) A\n- (x) B\n", "utf-8"
    )
    assert cli.run(["pack", "q.md", "--out", "dist", "--report", "r.json"]) == 4
    errors = json.loads(Path("r.json").read_text("utf-8"))["inputs"][0]["errors"]
    assert [error["code"] for error in errors] == ["quiz.no_right", "quiz.two_right"]
