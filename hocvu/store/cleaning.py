"""Takes away what no release needs: left-overs of runs that were killed, never what was published.

Every manifest in the store counts, whether a pointer names it, named it once, or is about to: so
neither a live release nor the history nor a publisher at work loses anything. What is young is
left alone besides, by the store's own clock.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Conflict
from hocvu.store import layout, leases, signing
from hocvu.store.base import Entry, Pending, Store
from hocvu.store.release import open_envelope, read_release

AGE: Final = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Garbage:
    """What may be taken away, or was.

    Attributes:
        blobs: Content that no manifest names.
        uploads: Uploads in parts that were begun and not ended.
        marks: What killed runs left: leases, locks and tries.
    """

    blobs: tuple[Entry, ...]
    uploads: tuple[Pending, ...]
    marks: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """Bytes of the content."""
        return sum(entry.size for entry in self.blobs)


def clean(store: Store, *, age: dt.timedelta = AGE, dry_run: bool = False) -> Garbage:
    """Find what no release needs and take it away.

    Args:
        store: The store.
        age: How old it must be.
        dry_run: Only find it; nothing is written, not even a lease, so that the clock is that of
            this machine and somebody may be publishing.

    Raises:
        Conflict: Somebody is publishing.
        StorageError: A manifest cannot be read: then nothing is taken away at all.
    """
    if dry_run:
        return _find(store, dt.datetime.now(dt.UTC), age)
    with leases.cleaning(store) as lease:
        garbage = _find(store, _clock(store, lease.key), age)
        if lease.lapsed:
            raise Conflict("gc.publishing")
        store.delete(entry.key for entry in garbage.blobs)
        for upload in garbage.uploads:
            store.abandon(upload)
        store.delete(garbage.marks)
    return garbage


def _find(store: Store, now: dt.datetime, age: dt.timedelta) -> Garbage:
    needed = _needed(store)
    blobs = tuple(
        entry
        for entry in store.list(layout.BLOBS)
        if entry.key not in needed and now - entry.modified >= age
    )
    uploads = tuple(one for one in store.pending() if now - one.begun >= age)
    marks = [
        entry.key
        for prefix in (layout.LOCKS, layout.PROBE)
        for entry in store.list(prefix)
        if now - entry.modified >= age
    ]
    return Garbage(blobs, uploads, (*leases.expired(store, now), *marks))


def _needed(store: Store) -> set[str]:
    """Return the keys of all content that any manifest names."""
    needed: set[str] = set()
    for entry in store.list(layout.WORKS):
        if "/releases/" not in entry.key:
            continue
        stored = store.get(entry.key)
        if stored is not None:
            envelope = open_envelope(stored.data, entry.key)
            signing.check(envelope, entry.key)
            needed.update(file.key for file in read_release(envelope, entry.key).files)
    return needed


def _clock(store: Store, key: str) -> dt.datetime:
    """Return the store's own time: that of the lease that was just written."""
    entry = store.head(key)
    return entry.modified if entry else dt.datetime.now(dt.UTC)
