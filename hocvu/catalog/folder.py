"""Writes files below a folder, only where they changed, and remembers what is there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Folder:
    """A folder of made files.

    Attributes:
        files: Size in bytes and SHA-256 of each file, by its name.
    """

    def __init__(self, root: Path, files: Mapping[str, list[Any]]) -> None:
        """Take up the folder at `root`, in which `files` were written before."""
        self._root = root
        self.files = dict(files)
        root.mkdir(parents=True, exist_ok=True)

    def put(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all; one that is the same is left alone."""
        facts = [len(data), hashlib.sha256(data).hexdigest()]
        path = self._root / name
        if self.files.get(name) == facts and path.is_file():
            return
        self.keep(name, data)
        self.files[name] = facts

    def keep(self, name: str, data: bytes) -> None:
        """Write a file that is none of those that are remembered."""
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        partial.write_bytes(data)
        partial.replace(path)

    def drop(self, *prefixes: str) -> None:
        """Delete the folders `prefixes`, each with its final slash."""
        for prefix in prefixes:
            if (self._root / prefix).is_dir():
                shutil.rmtree(self._root / prefix)
                gone = [name for name in self.files if name.startswith(prefix)]
                for name in gone:
                    del self.files[name]
