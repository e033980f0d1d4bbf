"""Tells whether a built catalogue is whole and still that of its store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from hocvu.catalog.build import built_files
from hocvu.catalog.entry import Entry
from hocvu.catalog.entry import published as entry_of
from hocvu.catalog.reading import read_catalog
from hocvu.errors import Missing, Origin, Remark
from hocvu.store import Store, live


def check(store: Store, folder: Path, trusted: frozenset[str] = frozenset()) -> tuple[Remark, ...]:
    """Return what is wrong with the catalogue in `folder`; nothing when it is as it should be.

    Raises:
        Missing: There is no catalogue.
        StorageError: The store cannot be read.
    """
    return (*_files(folder), *_entries(store, folder, trusted))


def _files(folder: Path) -> Iterator[Remark]:
    known = built_files(folder)
    if not known:
        raise Missing("source.missing", origin=Origin(str(folder / "catalog.jsonl")))
    for name, (size, digest) in sorted(known.items()):
        path = folder / name
        params = {"name": name}
        if not path.is_file():
            yield Remark("catalog.missing", "error", Origin(str(path)), params)
            continue
        data = path.read_bytes()
        if len(data) != size or hashlib.sha256(data).hexdigest() != digest:
            yield Remark("catalog.altered", "error", Origin(str(path)), params)


def _entries(store: Store, folder: Path, trusted: frozenset[str]) -> Iterator[Remark]:
    path = folder / "catalog.jsonl"
    built = {found.entry.id: found.entry for found in read_catalog(str(path))}
    there: dict[str, Entry] = {one.id: one for one in map(entry_of, live(store, trusted))}
    for work in sorted(built.keys() | there.keys()):
        if built.get(work) != there.get(work):
            one = there.get(work) or built[work]
            yield Remark("catalog.stale", "error", Origin(str(path)), {"code": one.code})
