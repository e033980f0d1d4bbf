"""Verifies a store from its public side: every byte of it, with nothing but public keys.

Blobs are held against the digests that name them; manifests and pointers against signatures and
their one canonical form; pointers against the chain of those before them; the files of a release
against the store. What is not part of a store by its layout is told, too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from hocvu.errors import Origin, Remark, StorageError
from hocvu.progress import Progress, Step, silent
from hocvu.store import layout, signing
from hocvu.store.base import Entry, Store
from hocvu.store.release import (
    Pointer,
    Release,
    digest,
    open_envelope,
    read_pointer,
    read_release,
)
from hocvu.store.trees import read_tree

_AT_ONCE: Final = 4


@dataclass(slots=True)
class Verified:
    """What was looked at and what is wrong.

    Attributes:
        findings: What is wrong, by key; nothing of severity ``error`` when all is well.
        objects: How many objects were looked at.
        bytes: How many bytes were hashed.
        works: How many works the store offers.
        signed_by: Digests of the keys that signed.
    """

    findings: list[Remark] = field(default_factory=list)
    objects: int = 0
    bytes: int = 0
    works: int = 0
    signed_by: set[str] = field(default_factory=set)


def verify_store(
    store: Store, trusted: frozenset[str] = frozenset(), progress: Progress = silent
) -> Verified:
    """Verify everything in a store.

    Args:
        store: The store.
        trusted: Digests of the public keys of which one must have signed each document. Without
            any, the store is shown to be whole, but not whose it is.
        progress: Told of the objects that were looked at.

    Raises:
        StorageError: The store cannot be read at all.
    """
    return _Check(store, trusted, progress).everything()


def verify_work(
    store: Store, folder: str, trusted: frozenset[str] = frozenset(), progress: Progress = silent
) -> Verified:
    """Verify one work with all its releases and their content, as `verify_store` does the whole.

    Args:
        store: The store.
        folder: The work's folder, such as ``works/mot-cua-1a2b3c4d/``.
        trusted: As in `verify_store`.
        progress: Told of the objects that were looked at.
    """
    return _Check(store, trusted, progress).work(folder)


class _Check:
    def __init__(self, store: Store, trusted: frozenset[str], progress: Progress) -> None:
        self._store = store
        self._trusted = trusted
        self._progress = progress
        self._result = Verified()
        self._seen: set[str] = set()
        self._releases: dict[str, tuple[Release, str]] = {}
        self._pointers: dict[str, tuple[Pointer, str]] = {}

    def everything(self) -> Verified:
        return self._run({entry.key: entry for entry in self._store.list()}, whole=True)

    def work(self, folder: str) -> Verified:
        entries = {entry.key: entry for entry in self._store.list(folder)}
        if not any(layout.is_current(key) for key in entries):
            self._tell("store.gone", f"{folder}current.json")
        for key in [key for key in entries if "/releases/" in key]:
            self._document(entries[key])
        for release, _ in self._releases.values():
            for file in release.files:
                entry = self._store.head(file.key)
                if entry:
                    entries[file.key] = entry
        return self._run(entries, whole=False)

    def _run(self, entries: Mapping[str, Entry], whole: bool) -> Verified:
        total = len(entries)
        listed = self._trees(entries) if whole else {}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            looks = pool.map(lambda entry: self._look(entry, listed), entries.values())
            for number, _ in enumerate(looks, 1):
                self._progress(Step("verify", self._store.url, number, total))
        for key, (release, _) in self._releases.items():
            self._files(key, release, entries)
        for key in self._pointers:
            if layout.is_current(key):
                self._chain(key)
        self._orphans(entries)
        result = self._result
        result.objects = total
        result.works = sum(map(layout.is_current, entries))
        if not result.works and not any(one.severity == "error" for one in result.findings):
            self._tell("verify_store.nothing", "")  # an address that was mistyped looks like this
        if result.signed_by and not self._trusted:
            keys = ", ".join(sorted(key[:16] for key in result.signed_by))
            self._tell("verify_store.no_key", "", "info", keys=keys)
        result.findings.sort(key=lambda one: (one.origin.file or "", one.code))
        return result

    def _look(self, entry: Entry, listed: Mapping[str, str]) -> None:
        """Look at one object by itself."""
        key = entry.key
        wanted = layout.digest_of(key) or listed.get(key, "")
        if wanted:
            self._content(entry, wanted)
        elif key.startswith(layout.WORKS):
            self._document(entry)
        elif key.startswith((layout.LEASES, layout.LOCKS)) and entry.size == 0:
            return
        elif key == layout.listing(layout.CATALOG):
            return  # looked at before, for what it lists
        elif key.startswith(layout.CATALOG):
            self._tell("verify_store.unlisted", key)
        elif key.startswith(layout.PROBE):
            self._tell("verify_store.left_over", key, "info")
        else:
            self._tell("verify_store.unknown", key, "warning")

    def _content(self, entry: Entry, wanted: str) -> None:
        found = hashlib.sha256()
        try:
            for piece in self._store.read(entry.key):
                found.update(piece)
        except StorageError as error:
            self._result.findings.append(error.remark)
            return
        self._result.bytes += entry.size
        if found.hexdigest() != wanted:
            self._tell("verify_store.altered", entry.key)

    def _document(self, entry: Entry) -> None:
        """Look at a manifest or pointer; remember what it says."""
        key = entry.key
        if key in self._seen:
            return
        self._seen.add(key)
        try:
            stored = self._store.get(key)
            if stored is None:
                raise StorageError("store.gone", origin=Origin(file=key))
            envelope = open_envelope(stored.data, key)
            self._result.signed_by.update(signing.check(envelope, key, self._trusted))
            if "/releases/" in key:
                self._releases[key] = (read_release(envelope, key), digest(stored.data))
            else:
                self._pointers[key] = (read_pointer(envelope, key), digest(stored.data))
        except StorageError as error:
            self._result.findings.append(error.remark)

    def _files(self, key: str, release: Release, entries: Mapping[str, Entry]) -> None:
        """Hold a manifest against what the store has."""
        for file in release.files:
            entry = entries.get(file.key)
            if entry is None:
                self._tell("verify_store.file_gone", key, name=file.name)
            elif entry.size != file.size:
                self._tell("verify_store.altered", file.key)

    def _chain(self, key: str) -> None:
        """Follow the pointers back to the first one."""
        pointer, _ = self._pointers[key]
        self._release_of(key, pointer)
        while pointer.serial > 1:
            before = layout.history(pointer.work, pointer.serial - 1)
            found = self._pointers.get(before)
            if found is None or found[1] != pointer.previous:
                self._tell("verify_store.history", key, serial=pointer.serial - 1)
                return
            pointer = found[0]
            self._release_of(before, pointer)
        if pointer.previous:
            self._tell("verify_store.history", key, serial=pointer.serial)

    def _release_of(self, key: str, pointer: Pointer) -> None:
        found = self._releases.get(layout.release(pointer.work, pointer.version))
        if found is None or found[1] != pointer.release:
            self._tell("verify_store.release", key, version=pointer.version)

    def _orphans(self, entries: Mapping[str, Entry]) -> None:
        """Tell of history that no pointer goes on: it was taken away, or an older one put back."""
        lost = {one.origin.file for one in self._result.findings if one.code == "store.gone"}
        for key in entries:
            folder, mark, _ = key.partition("/history/")
            if not mark:
                continue
            current = f"{folder}/current.json"
            if current not in entries:
                if current not in lost:
                    self._tell("store.gone", current)
                lost.add(current)
            elif key in self._pointers and current in self._pointers:
                old, now = self._pointers[key], self._pointers[current]
                # A publisher that was killed may have kept the pointer without moving it yet.
                if old[0].serial >= now[0].serial and old[1] != now[1]:
                    self._tell("verify_store.history", current, serial=old[0].serial)

    def _trees(self, entries: Mapping[str, Entry]) -> dict[str, str]:
        """Return the digests of files under fixed names, by key; tell of those that are gone."""
        listed: dict[str, str] = {}
        try:
            tree, _ = read_tree(self._store, layout.CATALOG, self._trusted)
        except StorageError as error:
            self._result.findings.append(error.remark)
            return listed
        for name, file in tree.files.items() if tree else ():
            key = f"{layout.CATALOG}{name}"
            listed[key] = file.sha256
            if key not in entries:
                self._tell("store.gone", key)
        return listed

    def _tell(self, code: str, key: str, severity: str = "error", **params: str | int) -> None:
        remark = Remark(code, severity, Origin(file=key or self._store.url), params)  # type: ignore[arg-type]
        self._result.findings.append(remark)
