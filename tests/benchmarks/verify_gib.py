"""Verifies packages of 1 GiB, beside `sha256sum` of the same files.

Run by hand: ``python tests/benchmarks/verify_gib.py [GIB] [FOLDER]``. Prints for each standard the
medians of three interleaved runs, their ratio, and the peak resident size.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from pack_gib import PROGRAM, RUNS, make, manifest, timed

STANDARDS = ("scorm12", "scorm2004-4", "web", "cmi5", "xapi", "olx")


def main() -> None:
    """Measure and print."""
    gib = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    place = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    folder = Path(tempfile.mkdtemp(dir=place))
    try:
        course = manifest(make(folder, gib))
        for standard in STANDARDS:
            out = folder / standard
            subprocess.run(
                [PROGRAM, "pack", course, "--quiet", "--standard", standard, "--out", out],
                check=True, stdout=subprocess.DEVNULL,
            )  # fmt: skip
            [package] = (path for path in out.iterdir() if not path.name.endswith(".json"))
            floor, verified, peaks = [], [], []
            for _ in range(RUNS):
                floor.append(timed(["sha256sum", package])[0])
                seconds, peak = timed([PROGRAM, "verify", package])
                verified.append(seconds)
                peaks.append(peak)
            hashing, taken = statistics.median(floor), statistics.median(verified)
            print(
                f"{standard:12} {package.stat().st_size / (1 << 30):.2f} GiB"
                f"  sha256sum {hashing:.2f} s  verify {taken:.2f} s"
                f"  ratio {taken / hashing:.2f} (at most 1.5)  peak {max(peaks):.0f} MiB",
                flush=True,
            )
            shutil.rmtree(out)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
