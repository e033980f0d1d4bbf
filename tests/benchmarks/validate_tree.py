"""Measures how long a tree of manifests takes to validate, cold and with nothing changed.

Run: python tests/benchmarks/validate_tree.py [--count 3000] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GOOD = Path(__file__).parents[1] / "manifest" / "data" / "good.yaml"
FILES = ("mo-dau.md", "tiep-nhan.docx", "video.mp4", "video.vi.vtt", "loi.txt")


def make(folder: Path, count: int) -> None:
    """Write `count` good manifests, a folder with its own materials for each thirty."""
    text = GOOD.read_text("utf-8")
    for number in range(count):
        place = folder / f"nhom-{number // 30:03}"
        if number % 30 == 0:
            (place / "files").mkdir(parents=True, exist_ok=True)
            for name in FILES:
                (place / "files" / name).write_bytes(b"x")
        own = text.replace("/mot-cua", f"/hoc-lieu-{number}").replace("MC-01", f"MC-{number}")
        (place / f"hoc-lieu-{number:04}.yaml").write_text(own, encoding="utf-8")


def run(folder: Path, cache: Path) -> str:
    """Return the seconds of one whole run of the command, with its start."""
    command = [Path(sys.executable).parent / "hocvu", "validate", folder, "--cache", cache]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    begun, used = time.perf_counter(), sum(os.times()[2:4])
    subprocess.run(command, check=True, capture_output=True, env=environment)
    seconds, processor = time.perf_counter() - begun, sum(os.times()[2:4]) - used
    return f"{seconds:.2f} s ({processor:.2f} s of processor)"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary) / "cay"
        make(folder, options.count)
        time.sleep(2.5)  # what is younger than two seconds is not remembered
        cache = Path(temporary) / "nho"
        print(f"{options.count} manifests, cold: {run(folder, cache)}")
        for _ in range(3):
            print(f"nothing changed: {run(folder, cache)}")
        changed = folder / "nhom-000" / "hoc-lieu-0000.yaml"
        changed.write_text(changed.read_text("utf-8") + "# x\n", encoding="utf-8")
        print(f"one changed: {run(folder, cache)}")


if __name__ == "__main__":
    main()
