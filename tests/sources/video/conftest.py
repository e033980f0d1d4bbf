"""Reads recordings in a fresh workspace, and makes small ones."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from hocvu.lesson import Reading
from hocvu.sources.base import Source, Workspace
from hocvu.sources.video import READER, VideoOptions
from hocvu.tools.ffmpeg import ENGINE
from hocvu.tools.ffmpeg.engine import binary

Read = Callable[..., Reading]


@pytest.fixture(autouse=True)
def needs_ffmpeg() -> None:
    if ENGINE.find() is None:
        if os.environ.get("CI"):
            pytest.fail("ffmpeg is missing")
        pytest.skip("no ffmpeg here")


@pytest.fixture(scope="session")
def videos(shared: Path) -> Path:
    return shared / "materials" / "video"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the workspace's folder."""
    return tmp_path / "workspace"


@pytest.fixture
def read(folder: Path) -> Read:
    def read(path: Path, *companions: Path, **options: object) -> Reading:
        source = Source(path, path.name, path.parent, companions)
        return READER.read(source, Workspace(folder), VideoOptions.model_validate(options))

    return read


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Make a recording with ffmpeg: its name, then ffmpeg's arguments after two made inputs."""

    def make(name: str, *arguments: str, size: str = "64x48", rate: str = "10") -> Path:
        out = tmp_path / name
        inputs = ["-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d=2"]
        inputs += ["-f", "lavfi", "-i", "sine=d=2"]
        command: list[str | Path] = [binary(), "-v", "error", "-y", *inputs, *arguments, out]
        subprocess.run(command, check=True, timeout=60)
        return out

    return make


@pytest.fixture(scope="session")
def packets() -> Callable[[Path], list[bytes]]:
    """Give a digest of all packets of each stream of a recording."""

    def packets(path: Path) -> list[bytes]:
        command: list[str | Path] = [binary(), "-v", "error", "-i", path]
        command += ["-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "streamhash", "-"]
        said = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
        return [line.split(b",", 1)[1] for line in said.splitlines()]

    return packets
