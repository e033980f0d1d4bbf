"""Keeps readings by the content they were made from, so that nothing is converted twice.

An entry is a folder: ``reading.json`` and the assets it names. It is made beside the others and
renamed into place, so a reader of the cache never sees half an entry.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import platformdirs
from pydantic import ValidationError

from hocvu.lesson import Asset, Reading
from hocvu.sources.base import hash_file

LIMIT = 20 << 30
_FORMAT = 1


def default_folder() -> Path:
    """Return the user's cache folder, or the one that ``HOCVU_CACHE`` names."""
    named = os.environ.get("HOCVU_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("hocvu", appauthor=False))


def settings_folder() -> Path:
    """Return the user's folder for what belongs to the user and is not to be lost."""
    return Path(platformdirs.user_config_dir("hocvu", appauthor=False))


def writable(folder: Path) -> bool:
    """Tell whether entries can be kept in `folder`, which is made when it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


class Cache:
    """A folder of readings."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`; it is made when the first entry is kept."""
        self._folder = folder

    def key(self, parts: Mapping[str, object]) -> str:
        """Return the name of the entry that all of `parts` lead to."""
        told = json.dumps({"format": _FORMAT, **parts}, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(told.encode("ascii")).hexdigest()

    def find(self, key: str, originals: Mapping[str, Path]) -> Reading | None:
        """Return the reading under `key`, or None when there is none that still holds.

        Args:
            key: The entry's name.
            originals: Files of the user's that assets may refer to, by SHA-256.
        """
        folder = self._place(key)
        try:
            stored = json.loads((folder / "reading.json").read_bytes())
            dependencies = stored["dependencies"]
            reading = Reading.model_validate(stored["reading"])
        except (OSError, ValueError, KeyError, ValidationError):
            return None
        if any(_fingerprint(Path(path)) != digest for path, digest in dependencies.items()):
            return None
        with contextlib.suppress(OSError):
            os.utime(folder)
        return located(reading, folder, originals)

    @contextlib.contextmanager
    def making(self) -> Iterator[Path]:
        """Give an empty folder in which a new entry can be made; gone afterwards."""
        place = self._folder / "making"
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, ignore_cleanup_errors=True) as folder:
            yield Path(folder) / "entry"

    def keep(self, key: str, made: Path, reading: Reading) -> Path:
        """Move the folder `made` into the cache under `key` and return its place."""
        made.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(made / "scratch", ignore_errors=True)
        stored = {
            "dependencies": {str(path): _fingerprint(path) for path in reading.dependencies},
            "reading": reading.model_dump(mode="json"),
        }
        (made / "reading.json").write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        try:
            made.rename(place)
        except OSError:
            # Another run made the same entry meanwhile; both hold the same bytes.
            if not (place / "reading.json").exists():
                raise
        return place

    def prune(self, limit: int = LIMIT) -> None:
        """Drop the entries longest unused until the cache holds at most `limit` bytes."""
        entries = []
        for entry in self._folder.glob("readings/??/*"):
            with contextlib.suppress(OSError):
                size = sum(item.stat().st_size for item in entry.iterdir())
                entries.append((entry.stat().st_mtime, size, entry))
        total = sum(size for _, size, _ in entries)
        for _, size, entry in sorted(entries):
            if total <= limit:
                return
            shutil.rmtree(entry, ignore_errors=True)
            total -= size

    def _place(self, key: str) -> Path:
        return self._folder / "readings" / key[:2] / key


def located(reading: Reading, folder: Path, originals: Mapping[str, Path]) -> Reading | None:
    """Return `reading` with every asset's path absolute, or None when one is not there."""
    assets: list[Asset] = []
    for asset in reading.assets:
        path = folder / asset.path
        if asset.path.is_absolute():
            # A file of the user's: the same bytes may lie elsewhere today.
            path = originals.get(asset.sha256, asset.path)
        if not path.is_file() or path.stat().st_size != asset.size:
            return None
        assets.append(asset.model_copy(update={"path": path}))
    return reading.model_copy(update={"assets": tuple(assets)})


def _fingerprint(path: Path) -> str:
    """Return a file's SHA-256; empty when it is not there, so that its coming is noticed."""
    try:
        return hash_file(path)[0]
    except OSError:
        return ""
