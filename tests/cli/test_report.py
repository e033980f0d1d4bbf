"""``hocvu report``: what cannot be read is told and does not hide the rest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import MANIFEST

from hocvu.cli import run


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCVU_LANG", "vi")
    (tmp_path / "bai.md").write_text("# Một\n\nHai.\n", "utf-8")
    for code in ("cd-01", "cd-02"):
        (tmp_path / f"{code}.yaml").write_text(MANIFEST.format(code), "utf-8")


def test_a_single_manifest_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "cd-01.yaml", "--json"]) == 0
    said = capsys.readouterr()
    assert [row["code"] for row in json.loads(said.out)["rows"]] == ["cd-01"]
    assert not said.err


def test_what_is_not_there_does_not_hide_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    Path("hong.yaml").write_text(MANIFEST.format("cd-03").replace("du_thao", "xong"), "utf-8")
    Path("hong.jsonl").write_text("{}\n", "utf-8")
    asked = ["khong-co", "cd-01.yaml", "hong.jsonl", "hong.yaml", "cd-02.yaml"]
    assert run(["report", *asked, "--json"]) == 4
    said = capsys.readouterr()
    assert [row["code"] for row in json.loads(said.out)["rows"]] == ["cd-01", "cd-02"]
    told = [line.split(":")[0] for line in said.err.splitlines() if line.startswith("✗")]
    assert [one.split(",")[0] for one in told] == ["✗ khong-co", "✗ hong.jsonl", "✗ hong.yaml"]


def test_there_is_no_report_of_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report", "khong-co", "--out", "r.csv"]) == 4
    assert "khong-co" in capsys.readouterr().err
    assert not Path("r.csv").exists()
