"""Compares reading a large recording with copying and hashing it; run by hand.

    python tests/benchmarks/video_read.py [GIB]

Makes recordings of GIB (1 unless told) with the index first and last, and prints for each the
seconds of ``cp``, of ``sha256sum`` and of the reader, and the most memory that the reader and
its engines took. A recording that plays everywhere must be read in at most twice the time of
``cp`` and ``sha256sum`` together, in under 200 MB.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hocvu.sources.base import Source, Workspace
from hocvu.sources.video import READER, VideoOptions
from hocvu.tools.ffmpeg.engine import binary

MOST_TIMES = 2.0
MOST_MEMORY = 200_000_000


def make(folder: Path, gib: float) -> tuple[Path, Path]:
    """Make the recordings: index first, index last."""
    program = str(binary())
    clip, first, last = (folder / f"{name}.mp4" for name in ("clip", "first", "last"))
    arguments = ["-f", "lavfi", "-i", "testsrc2=s=1280x720:r=30:d=20", "-f", "lavfi"]
    arguments += ["-i", "sine=d=20", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "12M"]
    arguments += ["-minrate", "12M", "-maxrate", "12M", "-bufsize", "2M", "-x264-params"]
    arguments += ["nal-hrd=cbr", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest"]
    subprocess.run([program, "-v", "error", *arguments, clip], check=True)
    loops = str(round(gib * (1 << 30) / clip.stat().st_size))
    loop = [program, "-v", "error", "-stream_loop", loops, "-i", clip, "-c", "copy"]
    subprocess.run([*loop, last], check=True)
    subprocess.run([*loop, "-movflags", "+faststart", first], check=True)
    return first, last


def timed(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def peak() -> int:
    """Return the most memory so far in bytes, of this process or of one engine."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * 1024


def measure(path: Path, folder: Path) -> bool:
    copy = folder / "copy"
    plain = timed(lambda: subprocess.run(["cp", path, copy], check=True))
    plain += timed(lambda: subprocess.run(["sha256sum", copy], check=True, capture_output=True))
    copy.unlink()
    source = Source(path, path.name, folder)
    workspace = Workspace(folder / "workspace")
    ours = timed(lambda: READER.read(source, workspace, VideoOptions()))
    shutil.rmtree(folder / "workspace")
    good = ours <= MOST_TIMES * plain and peak() < MOST_MEMORY
    print(
        f"index {path.stem}: cp + sha256sum {plain:.2f} s, reader {ours:.2f} s "
        f"({ours / plain:.2f} times), at most {peak() / 1e6:.0f} MB, {'good' if good else 'BAD'}"
    )
    return good


def main() -> int:
    gib = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return 0 if all(measure(path, folder) for path in make(folder, gib)) else 1


if __name__ == "__main__":
    sys.exit(main())
