"""Reads what a store offers: the live pointers and the manifests behind them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Origin, StorageError
from hocvu.store import layout, signing
from hocvu.store.base import Entry, Store
from hocvu.store.release import Pointer, Release, digest, open_envelope, read_pointer, read_release

_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class Live:
    """A work as readers see it.

    Attributes:
        pointer: Its pointer; a withdrawn work's is a tombstone.
        release: The manifest of the version that the pointer names.
        etag: The pointer's entity tag, by which it is replaced.
        sha256: Digest of the pointer's bytes, which the next pointer names as the one before.
        signed_by: Digests of the keys that signed the pointer.
        data: The pointer's bytes.
    """

    pointer: Pointer
    release: Release
    etag: str
    sha256: str
    signed_by: tuple[str, ...]
    data: bytes


def pointers(store: Store) -> list[Entry]:
    """Return the entry of each work's pointer, by key; one listing of the works.

    A pointer whose entity tag is the same has not moved: what was built from it still holds.
    """
    found = [entry for entry in store.list(layout.WORKS) if layout.is_current(entry.key)]
    return sorted(found, key=lambda entry: entry.key)


def live(store: Store, trusted: frozenset[str] = frozenset()) -> Iterator[Live]:
    """Yield every work of a store, withdrawn ones too, in the order of their keys.

    Args:
        store: The store.
        trusted: Digests of public keys, one of which must have signed; as in `signing.check`.

    Raises:
        StorageError: A pointer or a manifest is damaged, missing or by a stranger.
    """
    keys = [entry.key for entry in pointers(store)]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda key: read_live(store, key, trusted), keys)
        yield from (one for one in found if one is not None)


def read_live(store: Store, key: str, trusted: frozenset[str] = frozenset()) -> Live | None:
    """Return the work whose pointer stands at `key`; None when there is none.

    Raises:
        StorageError: The pointer or its manifest is damaged, missing or by a stranger.
    """
    stored = store.get(key)
    if stored is None:
        return None
    envelope = open_envelope(stored.data, key)
    signed_by = signing.check(envelope, key, trusted)
    pointer = read_pointer(envelope, key)
    release = load_release(store, pointer, trusted)
    return Live(pointer, release, stored.etag, digest(stored.data), signed_by, stored.data)


def read_before(store: Store, work: str) -> Live | None:
    """Return what readers get of a work that is about to be published; None for a new one.

    Raises:
        StorageError: As of `read_live`, or the pointer was lost: what stands in the history could
            not be gone on from, so that the work could never be changed again.
    """
    key = layout.current(work)
    found = read_live(store, key)
    if found or store.head(layout.history(work, 1)) is None:
        return found
    found = read_live(store, key)  # perhaps somebody published it just now, twice
    if found is None:
        raise StorageError(
            "publish.pointer_lost", origin=Origin(file=key), folder=layout.history(work)
        )
    return found


def load_release(store: Store, pointer: Pointer, trusted: frozenset[str] = frozenset()) -> Release:
    """Return the release manifest that a pointer names, checked against the pointer's digest.

    Raises:
        StorageError: It is missing, damaged, or by a stranger.
    """
    key = layout.release(pointer.work, pointer.version)
    stored = store.get(key)
    if stored is None:
        raise StorageError("store.gone", origin=Origin(file=key))
    if digest(stored.data) != pointer.release:
        raise StorageError("store.document", origin=Origin(file=key))
    envelope = open_envelope(stored.data, key)
    signing.check(envelope, key, trusted)
    return read_release(envelope, key)


def read_history(store: Store, live: Live) -> tuple[Pointer, ...]:
    """Return every pointer that was set, the newest first.

    Raises:
        StorageError: One is missing or damaged.
    """
    pointers = [live.pointer]
    while pointers[-1].serial > 1:
        newer = pointers[-1]
        key = layout.history(newer.work, newer.serial - 1)
        stored = store.get(key)
        if stored is None:
            raise StorageError("store.gone", origin=Origin(file=key))
        if digest(stored.data) != newer.previous:
            raise StorageError("store.document", origin=Origin(file=key))
        envelope = open_envelope(stored.data, key)
        signing.check(envelope, key)
        pointers.append(read_pointer(envelope, key))
    return tuple(pointers)
