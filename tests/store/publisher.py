"""Publishes one release in a process of its own, to be killed.

Arguments: URL, endpoint, folder of the files, version, key, bytes of a part. Prints what became of
it, and how many bytes it sent.
"""

from __future__ import annotations

import sys
from pathlib import Path

from hocvu.store import ReleaseFile, open_store
from hocvu.store.publishing import Draft, publish_drafts
from hocvu.store.settings import Settings
from hocvu.store.signing import load_signer

WORK = "https://hoclieu.example/hv/bi-ngat"


def draft(folder: Path, version: str) -> Draft:
    """Return the release of the files in a folder, named by their digests."""
    files, paths = [], {}
    for path in sorted(folder.iterdir()):
        name, sha256 = path.name.split("--")
        size = path.stat().st_size
        files.append(ReleaseFile(name=name, size=size, sha256=sha256, media_type="video/mp4"))
        paths[name] = path
    return Draft(WORK, version, "BN", {"vi": "Bị ngắt"}, tuple(files), paths, {"version": version})


def main() -> int:
    url, endpoint, folder, version, key, part = sys.argv[1:]
    if endpoint:
        from hocvu.store.s3 import multipart

        multipart._PART = int(part)
    settings = Settings(endpoint=endpoint, journal=Path(folder).parent / "journal")
    print("begun", flush=True)
    [result] = publish_drafts(
        open_store(url, settings), [draft(Path(folder), version)], load_signer(Path(key))
    )
    print(result.error.code if result.error else "published", result.sent, flush=True)
    return 1 if result.error else 0


if __name__ == "__main__":
    sys.exit(main())
