"""Files of a local store: their tags, and moves that survive a crash."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path

from hocvu.store.base import Entry


def from_stat(status: os.stat_result, key: str) -> Entry:
    """Return the entry of a file; every write makes a new file, so its number and time tell."""
    tag = f"{status.st_mtime_ns:x}-{status.st_size:x}-{status.st_ino:x}"
    modified = dt.datetime.fromtimestamp(status.st_mtime, dt.UTC)
    return Entry(key, status.st_size, tag, modified)


def entry_of(path: Path, key: str) -> Entry | None:
    """Return the entry of the file at `path`, or None."""
    if not path.is_file():
        return None
    try:
        return from_stat(path.stat(), key)
    except FileNotFoundError:
        return None


def walk(root: Path, prefix: str, hidden: Sequence[str]) -> Iterator[Entry]:
    """Yield the files below `root` whose key begins with `prefix`, by key; `hidden` are not told.

    Only folders that may hold such keys are looked into.
    """
    folder, slash, _ = prefix.rpartition("/")
    start = root / folder if slash else root
    yield from _below(start, f"{folder}/" if slash else "", prefix, hidden)


def _below(folder: Path, base: str, prefix: str, hidden: Sequence[str]) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as scanned:
            items = list(scanned)
    except (FileNotFoundError, NotADirectoryError):
        return
    # Keys are sorted as whole strings, where a folder's name goes on with a slash.
    named = sorted((f"{i.name}/" if i.is_dir() else i.name, i) for i in items)
    for name, item in named:
        key = base + name
        if item.name in hidden and not base:
            continue
        if name.endswith("/"):
            if key.startswith(prefix) or prefix.startswith(key):
                yield from _below(Path(item.path), key, prefix, hidden)
        elif key.startswith(prefix):
            with contextlib.suppress(FileNotFoundError):
                yield from_stat(item.stat(), key)


@contextlib.contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give a new name in `folder`; what is left under it afterwards is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{os.getpid()}-{secrets.token_hex(8)}"
    try:
        yield path
    finally:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def replace_durably(temporary: Path, target: Path, key: str) -> str:
    """Give a file its final name, on the disk before this returns; return its tag."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
        tag = from_stat(os.fstat(stream.fileno()), key).etag
    temporary.replace(target)
    _sync_folder(target.parent)
    return tag


def _sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
