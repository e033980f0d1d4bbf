"""Packs a 1 GiB video that needs no transcoding, beside `cp` and `sha256sum` of the same file.

Run by hand: ``python tests/benchmarks/pack_gib.py [GIB] [FOLDER]``. Prints the medians of three
interleaved runs, their ratio, and the peak resident size of the largest process.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("hocvu")
RUNS = 3


def make(folder: Path, gib: float) -> Path:
    """Make a faststart H.264/AAC MP4 of about `gib` GiB."""
    clip, video = folder / "clip.mp4", folder / "video.mp4"
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-f", "lavfi", "-i",
         "testsrc2=s=1280x720:r=25,noise=alls=40:allf=t", "-f", "lavfi", "-i", "sine=r=44100",
         "-t", "20", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "10M", "-maxrate", "10M",
         "-bufsize", "10M", "-pix_fmt", "yuv420p", "-c:a", "aac", clip],
        check=True,
    )  # fmt: skip
    loops = int(gib * (1 << 30) / clip.stat().st_size)
    subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-y", "-stream_loop", str(loops), "-i", clip,
         "-c", "copy", "-movflags", "+faststart", video],
        check=True,
    )  # fmt: skip
    return video


def manifest(video: Path) -> Path:
    """Write a manifest of a course of `video` as it is; lighter versions would be encoded."""
    path = video.with_name("manifest.yaml")
    path.write_text(
        "id: urn:hocvu:gib\ncode: GIB\ntitle: GiB\nlanguage: vi\nversion: 0.1.0\nstatus: du_thao\n"
        f"parts:\n  - {{source: {video.name}, options: {{rungs: none, audio_only: false}}}}\n",
        encoding="utf-8",
    )
    return path


def timed(*commands: list[str | Path]) -> tuple[float, float]:
    """Run commands one after the other; return seconds and the peak MiB of the largest."""
    begun, peak = time.perf_counter(), 0
    for command in commands:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        assert status == 0, command
        peak = max(peak, usage.ru_maxrss)
    return time.perf_counter() - begun, peak / 1024


def main() -> None:
    """Measure and print."""
    gib = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    place = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    folder = Path(tempfile.mkdtemp(dir=place))
    try:
        video = make(folder, gib)
        course = manifest(video)
        floor, packed, peaks = [], [], []
        for _ in range(RUNS):
            floor.append(timed(["cp", video, folder / "copy"], ["sha256sum", video])[0])
            (folder / "copy").unlink()
            seconds, peak = timed([PROGRAM, "pack", course, "--no-cache", "--out", folder / "dist"])
            packed.append(seconds)
            peaks.append(peak)
            shutil.rmtree(folder / "dist")
        ratio = statistics.median(packed) / statistics.median(floor)
        print(f"video           {video.stat().st_size / (1 << 30):.2f} GiB")
        print(f"cp + sha256sum  {statistics.median(floor):.2f} s  {[round(s, 2) for s in floor]}")
        print(f"hocvu pack      {statistics.median(packed):.2f} s  {[round(s, 2) for s in packed]}")
        print(f"ratio           {ratio:.2f} (at most 2)")
        print(f"peak            {max(peaks):.0f} MiB (at most 200)")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
