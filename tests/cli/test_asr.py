"""``hocvu pack --asr-model``: draft captions from the command to the package and the report."""

import json
import subprocess
import zipfile
from pathlib import Path

from cli_runs import Hocvu
from tones import need_recogniser, speak, write_model

from hocvu.tools.ffmpeg.engine import binary


def test_pack_drafts_captions(hocvu: Hocvu, tmp_path: Path) -> None:
    need_recogniser()
    words = ["XIN", "CHÀO"]
    model = write_model(tmp_path / "model", words)
    (tmp_path / "said.raw").write_bytes(speak(words, [0.5, "XIN", "CHÀO", 1.0]))
    command: list[str | Path] = [binary(), "-v", "error", "-f", "s16le", "-ar", "16000"]
    command += ["-ac", "1", "-i", tmp_path / "said.raw", tmp_path / "a.m4a"]
    subprocess.run(command, check=True, timeout=60)
    said = hocvu("pack", "a.m4a", "--asr-model", model.name, "--report", "r.json", HOCVU_LANG="vi")
    assert said.code == 0
    assert "Phụ đề tự động, chưa kiểm tra" in said.err
    with zipfile.ZipFile(tmp_path / said.paths[0]) as package:
        captions = [name for name in package.namelist() if name.endswith(".vtt")]
        assert b"xin ch" in package.read(captions[0])
        shown = [name for name in package.namelist() if name.endswith((".html", ".js"))]
        assert any(b"ui draft" in package.read(name) for name in shown)
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    notices = report["inputs"][0]["sources"][0]["notices"]
    assert "asr.draft" in [notice["code"] for notice in notices]
