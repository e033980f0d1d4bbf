"""What is made anew keeps its time: each frame and each sound is where it was."""

import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hocvu.lesson import Reading, VideoBody
from hocvu.tools.ffmpeg.engine import binary

STEP = 25
"""Looks a second, at picture and sound."""


def decoded(path: Path, *arguments: str) -> bytes:
    command = [binary(), "-v", "error", "-i", path, *arguments, "-f", "rawvideo", "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def clocks(path: Path, turned: bool) -> list[bytes]:
    """Return a small grey picture of the running clock, with its milliseconds, for each look."""
    place = "iw*0.13:ih*0.25:0:ih*0.75" if turned else "iw*0.25:ih*0.13:0:0"
    size = "12:48" if turned else "48:12"
    small = f"fps={STEP},crop={place},scale={size}:flags=area,format=gray"
    data = decoded(path, "-an", "-vf", small)
    return [data[at : at + 576] for at in range(0, len(data) - 575, 576)]


def levels(path: Path) -> list[int]:
    """Return how loud it is at each look, from the picture's beginning on."""
    mono = "aresample=8000:async=1:first_pts=0,aformat=sample_fmts=u8:channel_layouts=mono"
    command = [binary(), "-v", "error", "-i", path, "-vn", "-af", mono, "-f", "u8", "-"]
    data = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
    size = 8000 // STEP
    return [sum(abs(b - 128) for b in data[at : at + size]) for at in range(0, len(data), size)]


def lag(before: Sequence[bytes] | Sequence[int], after: Sequence[bytes] | Sequence[int]) -> int:
    """Return by how many looks `after` comes later, as it is most alike."""
    length = min(len(before), len(after))

    def unlike(shift: int) -> float:
        pairs = [(before[n], after[n + shift]) for n in range(6, length - 6, 3)]
        return sum(difference(a, b) for a, b in pairs) / len(pairs)

    return min(range(-6, 7), key=lambda shift: (unlike(shift), abs(shift)))


def difference(a: bytes | int, b: bytes | int) -> int:
    if isinstance(a, int) and isinstance(b, int):
        return abs(a - b)
    assert isinstance(a, bytes)
    assert isinstance(b, bytes)
    return sum(abs(x - y) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("old_mpeg4.avi", {}),
        ("phone_hevc.mov", {}),
        ("tv_interlaced.mpg", {}),
        ("web_vp9.webm", {}),
        ("with_subs.mkv", {}),
        ("vfr.mp4", {"max_height": 240}),
        ("rotated.mp4", {"max_height": 240}),
    ],
)
def test_picture_and_sound_keep_their_time(
    read: Callable[..., Reading], videos: Path, folder: Path, name: str, options: dict[str, int]
) -> None:
    reading = read(videos / name, **options)
    assert isinstance(reading.body, VideoBody)
    made = folder / next(a.path for a in reading.assets if a.id == reading.body.media)
    turned = name == "rotated.mp4"
    assert abs(lag(clocks(videos / name, turned), clocks(made, turned))) <= 1
    assert abs(lag(levels(videos / name), levels(made))) <= 1


def test_a_lag_is_found(videos: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.mp4"
    command = [binary(), "-v", "error", "-i", videos / "th1_mo_dau.mp4", "-itsoffset", "0.2"]
    command += ["-i", videos / "th1_mo_dau.mp4", "-map", "0:v", "-map", "1:a", "-c", "copy", late]
    subprocess.run(command, check=True, timeout=60)
    before, after = (clocks(path, turned=False) for path in (videos / "th1_mo_dau.mp4", late))
    assert lag(before, after) == 0
    assert lag(before, after[3:]) == -3
    assert lag(levels(videos / "th1_mo_dau.mp4"), levels(late)) == 5
