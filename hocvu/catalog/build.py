"""Builds the catalogue of a store in a folder: only what has changed since the last time.

A pointer's entity tag tells whether a work has moved; what was made of it is kept as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from hocvu import __version__
from hocvu.catalog.entry import Entry
from hocvu.catalog.entry import published as entry_of
from hocvu.catalog.folder import Folder, facts_of
from hocvu.catalog.pages import course_files
from hocvu.catalog.reading import read_catalog, write_catalog
from hocvu.catalog.site import home_page, list_page, search_data
from hocvu.catalog.sitemap import web_files
from hocvu.errors import HocvuError, Origin, UsageError
from hocvu.progress import Progress, Step, silent
from hocvu.store import Entry as Listed
from hocvu.store import Store, pointers, read_live

STATE: Final = ".built.json"
"""What the folder was built from; it is not published."""

CATALOG: Final = "catalog.jsonl"
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
        UsageError: The folder holds files of the catalogue's names that are not its own.
        StorageError: The store cannot be read, or what it holds is damaged.
    """
    listed = pointers(store)
    _claim(folder)
    before = _read(folder)
    recipe = _recipe(base, preview, trusted)
    known = before.works if before.recipe == recipe else {}
    kept, moved = _divide(listed, folder, before, known)
    made = Folder(folder, _files_of(before, {entry.key for entry in kept.values()}))
    works = {key: [known[key][0], entry.id] for key, entry in kept.items()}
    entries = {entry.id: entry for entry in kept.values()}
    changed: list[str] = []
    for number, pointer in enumerate(moved, 1):
        live = read_live(store, pointer.key, trusted)
        if live is None:  # gone since it was listed
            continue
        entry = entry_of(live)
        for name, data in course_files(store, live, entry, base, preview=preview):
            made.put(name, data)
        works[pointer.key] = [pointer.etag, entry.id]
        entries[entry.id] = entry
        changed.append(entry.id)
        progress(Step("write", entry.code, number, len(moved)))
    ordered = tuple(entries[work] for work in sorted(entries))
    for name, data in _lists(ordered, base).items():
        made.put(name, data)
    made.sweep(before.files)
    state = {"recipe": recipe, "works": works, "files": made.files}
    made.keep(STATE, json.dumps(state, sort_keys=True).encode())
    return Built(folder, ordered, tuple(changed))


def built_files(folder: Path) -> Mapping[str, tuple[int, str]]:
    """Return size in bytes and SHA-256 of each file of a built catalogue, by its name."""
    return {name: (size, digest) for name, (size, digest) in _read(folder).files.items()}


def _claim(folder: Path) -> None:
    """Mark a folder as ours; one where files of our names are somebody else's is refused."""
    if (folder / STATE).exists():
        return
    others = [name for name in _lists((), "") if (folder / name).exists()]
    if others:
        place = Origin(str(folder))
        raise UsageError("catalog.not_ours", origin=place, names=", ".join(others))
    Folder(folder, {}).keep(STATE, b"{}")


def _divide(
    listed: Iterable[Listed], folder: Path, before: _State, known: Mapping[str, list[str]]
) -> tuple[dict[str, Entry], list[Listed]]:
    """Return the entries of the works that stay as they were built, by pointer, and the rest."""
    entries = _entries(folder, before) if known else {}
    spoilt = _spoilt(folder, before) if known else set()
    kept: dict[str, Entry] = {}
    moved: list[Listed] = []
    for pointer in listed:
        tag, work = known.get(pointer.key, ["", ""])
        entry = entries.get(work)
        if entry and tag == pointer.etag and entry.key not in spoilt:
            kept[pointer.key] = entry
        else:
            moved.append(pointer)
    return kept, moved


def _lists(entries: Sequence[Entry], base: str) -> dict[str, bytes]:
    """Return the files that speak of all courses, by their names."""
    live = [entry for entry in entries if entry.state != "withdrawn"]
    return {
        CATALOG: write_catalog(entries),
        "data/search.js": search_data(live),
        **{f"assets/{name}": _asset(name) for name in _ASSETS},
        "index.html": home_page(live, "vi"),
        "en/index.html": home_page(live, "en"),
        "all.html": list_page(live, "vi"),
        "en/all.html": list_page(live, "en"),
        **web_files(entries, base),
    }


@cache
def _asset(name: str) -> bytes:
    return (files("hocvu.catalog.site") / "assets" / name).read_bytes()


def _recipe(base: str, preview: bool, trusted: Iterable[str]) -> str:
    """Return what decides the pages besides the works: a change of it makes all anew."""
    assets = (_asset(name).hex() for name in _ASSETS)
    parts = [__version__, base, str(preview), *assets, *sorted(trusted)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read(folder: Path) -> _State:
    try:
        return _State(**json.loads((folder / STATE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return _State()


def _entries(folder: Path, before: _State) -> dict[str, Entry]:
    """Return the entries of the last time; none where their list was changed meanwhile."""
    path = folder / CATALOG
    try:
        facts = facts_of(path.read_bytes())
        found = read_catalog(str(path)) if before.files.get(CATALOG) == facts else ()
        return {one.entry.id: one.entry for one in found}
    except (HocvuError, OSError):
        return {}


def _files_of(before: _State, keys: Collection[str]) -> dict[str, list[Any]]:
    """Return the files of the last time that belong to the courses `keys`."""
    return {name: facts for name, facts in before.files.items() if _key(name) in keys}


def _spoilt(folder: Path, before: _State) -> set[str]:
    """Return the keys of the courses of which a file is gone or was written since the build.

    Only size and time are looked at: reading every page would take longer than making them.
    """
    since = (folder / STATE).stat().st_mtime_ns
    root = f"{folder}{os.sep}"
    return {
        key
        for name, (size, _) in before.files.items()
        if (key := _key(name)) and not _untouched(root + name, size, since)
    }


def _untouched(path: str, size: int, since: int) -> bool:
    try:
        found = os.stat(path)  # noqa: PTH116 - a Path takes several times as long
    except OSError:
        return False
    return found.st_size == size and found.st_mtime_ns <= since


def _key(name: str) -> str:
    """Return the key of the course that a file belongs to; empty for those of all courses."""
    folder, _, rest = name.removeprefix("en/").partition("/")
    return rest.partition("/")[0] if folder == "courses" else ""
