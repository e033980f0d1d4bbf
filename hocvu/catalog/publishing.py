"""Puts a built catalogue into its store, by the same protocol as everything there."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from hocvu.catalog.build import built_files
from hocvu.progress import Progress, silent
from hocvu.store import Store, Upload, layout
from hocvu.store.signing import Signer
from hocvu.store.trees import Written, publish_tree

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".vtt": "text/vtt; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""Said of files whatever this machine's own table of types says."""


def publish_catalog(
    store: Store, folder: Path, signer: Signer, progress: Progress = silent
) -> Written:
    """Make the catalogue in `store` the one that was built in `folder`.

    Raises:
        Conflict: Somebody else has published one meanwhile.
        StorageError: The store did not take it.
    """
    uploads = {
        name: Upload(layout.CATALOG + name, folder / name, size, digest, _media_type(name))
        for name, (size, digest) in built_files(folder).items()
    }
    return publish_tree(store, layout.CATALOG, uploads, signer, progress)


def _media_type(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
