"""``hocvu select``: what it leaves, and what it tells of a catalogue that is faulty."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_runs import MANIFEST

from hocvu.cli import run

PROGRAMME = """\
id: urn:hocvu:ct
code: CT
title: Chương trình
version: 1.0.0
topics:
  - code: cd-01
    title: Chuyên đề cd-01
    course: https://hoclieu.example/cd-01
    chosen: {catalogue: m, version: 1.0.0}
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCVU_LANG", "vi")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "bai.md").write_text("# Một\n\nHai.\n", "utf-8")
    (tmp_path / "m" / "cd-01.yaml").write_text(MANIFEST.format("cd-01"), "utf-8")
    (tmp_path / "ct.yaml").write_text(PROGRAMME, "utf-8")


def test_a_programme_with_errors_does_not_stay(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["select", "m", "--title", "Chương trình", "--out", "moi.yaml"]
    assert run([*asked, "--id", "xyz"]) == 3
    assert "“xyz”" in capsys.readouterr().err
    assert not Path("moi.yaml").exists()
    assert run(asked) == 0
    assert Path("moi.yaml").exists()


def test_a_catalogue_without_faults_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["select", "m", "--check", "ct.yaml"]) == 0
    assert "Không chuyên đề nào" in capsys.readouterr().err
    Path("m/cd-01.yaml").write_text(MANIFEST.format("cd-09"), "utf-8")
    assert run(["select", "m", "--check", "ct.yaml"]) == 3
    assert "không còn" in capsys.readouterr().err


def test_a_faulty_manifest_is_told_as_such_and_not_as_gone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("m/cd-01.yaml").write_text(MANIFEST.format("cd-01").replace("du_thao", "xong"), "utf-8")
    assert run(["select", "m", "--check", "ct.yaml"]) == 3
    said = capsys.readouterr().err
    assert "“xong”" in said
    assert "không còn" not in said
    assert run(["select", "m", "--check", "ct.yaml", "--format", "json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert "xong" in json.dumps(told, ensure_ascii=False)


def test_a_manifest_is_no_programme(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["select", "m", "--check", "m/cd-01.yaml"]) == 2
    told = capsys.readouterr().err
    assert told.count("✗") == 1
    assert "không phải chương trình" in told
