"""Writes files below a folder, only where they changed, and remembers what is there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


class Folder:
    """A folder of made files, which may hold files of others as well.

    Attributes:
        files: Size in bytes and SHA-256 of each file, by its name.
    """

    def __init__(self, root: Path, files: Mapping[str, list[Any]]) -> None:
        """Take up the folder at `root`, in which `files` were written before and stay."""
        self._root = root
        self.files = dict(files)
        root.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all; one that is the same is left alone."""
        self.files[name] = facts_of(data)
        if not _holds(self._root / name, data):
            self.keep(name, data)

    def keep(self, name: str, data: bytes) -> None:
        """Write a file that is none of those that are remembered."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        partial.write_bytes(data)
        partial.replace(path)

    def sweep(self, before: Iterable[str]) -> None:
        """Delete those of the files of the last time that are none now, and emptied folders.

        Nothing else is deleted: the folder may hold what its owner put there.
        """
        root = self._root.resolve()
        for name in before:
            path = self._root / name
            if name in self.files or not path.parent.resolve().is_relative_to(root):
                continue
            if path.is_file():
                path.unlink()
            _prune(path.parent, self._root)


def facts_of(data: bytes) -> list[Any]:
    """Return what is remembered of a file: its size in bytes and its SHA-256."""
    return [len(data), hashlib.sha256(data).hexdigest()]


def _holds(path: Path, data: bytes) -> bool:
    """Tell if a file is there as it should be; what is remembered of it may be no longer so."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _prune(folder: Path, root: Path) -> None:
    """Delete `folder` and those around it, up to `root`, as far as they are empty."""
    while folder != root:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError:
            return
        folder = folder.parent
