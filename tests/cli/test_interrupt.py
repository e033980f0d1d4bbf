"""Interrupted, hocvu leaves nothing half-written and no engine running, and says so."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from cli_runs import PROGRAM

from hocvu import cli


def running(word: str) -> list[int]:
    """Return the processes whose command line holds `word`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            line = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
        except OSError:
            continue
        if word in line and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return found


@pytest.fixture
def long_video(tmp_path: Path) -> Path:
    """Return a video that takes long to transcode."""
    path = tmp_path / "dài.avi"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25",
         "-t", "60", "-c:v", "mpeg4", "-q:v", "9", path],
        check=True,
    )  # fmt: skip
    return path


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_at_once_and_leaves_nothing(
    how: signal.Signals, code: int, long_video: Path, tmp_path: Path
) -> None:
    out, cache = tmp_path / "dist", tmp_path / "cache"
    process = subprocess.Popen(
        [str(PROGRAM), "pack", str(long_video), "--out", str(out), "--cache", str(cache)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for _ in range(200):
        if any(
            "libx264" in Path(f"/proc/{pid}/cmdline").read_text() for pid in running(str(tmp_path))
        ):
            break
        time.sleep(0.05)
    else:
        process.kill()
        pytest.fail("the engine never began")
    begun = time.monotonic()
    process.send_signal(how)
    said, told = process.communicate(timeout=20)
    assert time.monotonic() - begun < 10
    assert process.returncode == code, told
    assert said == ""
    assert "Traceback" not in told
    assert running(str(tmp_path)) == []
    left = [path for folder in (out, cache) if folder.exists() for path in folder.rglob("*")]
    assert [path for path in left if path.is_file()] == []


def test_an_interruption_behind_another_error_is_told_as_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise ImportError from None

    monkeypatch.setattr(cli, "build", broken)
    assert cli.run(["doctor"]) == 130
    told = capsys.readouterr().err
    assert "Đã dừng theo yêu cầu" in told
    assert "Traceback" not in told
