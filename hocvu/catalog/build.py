"""Builds the catalogue of a store in a folder: only what has changed since the last time.

A pointer's entity tag tells whether a work has moved; what was made of it is kept as it was.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hocvu import __version__
from hocvu.catalog.entry import Entry
from hocvu.catalog.entry import published as entry_of
from hocvu.catalog.folder import Folder
from hocvu.catalog.pages import course_files
from hocvu.catalog.reading import read_catalog, write_catalog
from hocvu.catalog.site import home_page, list_page, search_data
from hocvu.catalog.sitemap import resource_sync, sitemap
from hocvu.errors import HocvuError
from hocvu.progress import Progress, Step, silent
from hocvu.store import Store, pointers, read_live

STATE: Final = ".built.json"
"""What the folder was built from; it is not published."""

_ASSETS: Final = ("catalog.css", "catalog.js")


@dataclass(frozen=True, slots=True)
class Built:
    """A catalogue: its entries, and the identifiers of the works that are new or changed."""

    folder: Path
    entries: tuple[Entry, ...]
    changed: tuple[str, ...]


@dataclass(slots=True)
class _State:
    """What was built before: by pointer its tag and work, by file its size and digest."""

    recipe: str = ""
    works: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Any]] = field(default_factory=dict)


def build(
    store: Store,
    folder: Path,
    base: str = "",
    *,
    trusted: frozenset[str] = frozenset(),
    preview: bool = True,
    progress: Progress = silent,
) -> Built:
    """Build the catalogue of `store` in `folder`.

    Args:
        store: The store.
        folder: Where to; made where it is not there.
        base: The catalogue's address on the web, which ends in ``/``; for sitemap and records.
        trusted: Digests of public keys, one of which must have signed.
        preview: Whether web packages are unpacked for readers to try.
        progress: Told of each work that is made anew.

    Raises:
        StorageError: The store cannot be read, or what it holds is damaged.
    """
    before = _read(folder)
    recipe = _recipe(base, preview)
    known = {} if before.recipe != recipe else before.works
    if before.recipe != recipe:
        shutil.rmtree(folder / "courses", ignore_errors=True)
        shutil.rmtree(folder / "en", ignore_errors=True)
    kept = _kept(folder, known)
    made = Folder(folder, before.files if known else {})
    works: dict[str, list[str]] = {}
    entries: dict[str, Entry] = {}
    changed: list[str] = []
    moved = []
    for pointer in pointers(store):
        tag, work = known.get(pointer.key, ["", ""])
        if tag == pointer.etag and work in kept:
            works[pointer.key] = [tag, work]
            entries[work] = kept[work]
        else:
            moved.append(pointer)
    for number, pointer in enumerate(moved, 1):
        live = read_live(store, pointer.key, trusted)
        if live is None:  # gone since it was listed
            continue
        entry = entry_of(live)
        made.drop(f"courses/{entry.key}/", f"en/courses/{entry.key}/")
        for name, data in course_files(store, live, entry, base, preview=preview):
            made.put(name, data)
        works[pointer.key] = [pointer.etag, entry.id]
        entries[entry.id] = entry
        changed.append(entry.id)
        progress(Step("write", entry.code, number, len(moved)))
    for gone in kept.keys() - entries.keys():
        made.drop(f"courses/{kept[gone].key}/", f"en/courses/{kept[gone].key}/")
    _write_lists(made, [entries[work] for work in sorted(entries)], base)
    state = {"recipe": recipe, "works": works, "files": made.files}
    made.keep(STATE, json.dumps(state, sort_keys=True).encode())
    ordered = tuple(entries[work] for work in sorted(entries))
    return Built(folder, ordered, tuple(changed))


def built_files(folder: Path) -> Mapping[str, tuple[int, str]]:
    """Return size in bytes and SHA-256 of each file of a built catalogue, by its name."""
    return {name: (size, digest) for name, (size, digest) in _read(folder).files.items()}


def _write_lists(made: Folder, entries: list[Entry], base: str) -> None:
    live = [entry for entry in entries if entry.state != "withdrawn"]
    made.put("catalog.jsonl", write_catalog(entries))
    made.put("data/search.js", search_data(live))
    for name in _ASSETS:
        made.put(f"assets/{name}", _asset(name))
    made.put("index.html", home_page(live, "vi"))
    made.put("en/index.html", home_page(live, "en"))
    made.put("all.html", list_page(live, "vi"))
    made.put("en/all.html", list_page(live, "en"))
    made.put("sitemap.xml", sitemap(entries, base))
    for name, data in resource_sync(entries, base).items():
        made.put(name, data)


@cache
def _asset(name: str) -> bytes:
    return (files("hocvu.catalog.site") / "assets" / name).read_bytes()


def _recipe(base: str, preview: bool) -> str:
    """Return what decides the pages besides the works: a change of it makes all anew."""
    parts = [__version__, base, str(preview), *(_asset(name).hex() for name in _ASSETS)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read(folder: Path) -> _State:
    try:
        return _State(**json.loads((folder / STATE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return _State()


def _kept(folder: Path, known: Mapping[str, Iterable[str]]) -> dict[str, Entry]:
    """Return the entries of the last time; none where their list was damaged meanwhile."""
    if not known:
        return {}
    try:
        found = read_catalog(str(folder / "catalog.jsonl"))
        return {one.entry.id: one.entry for one in found}
    except HocvuError:
        return {}
