"""Publishers at work, so that cleaning up takes nothing that they are about to need.

A lease is an empty object, renewed while its publisher works. Publisher and cleaner each write
their own before they look for the other's, so that at least one of them sees the other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
import threading
import time
from collections.abc import Iterator
from typing import Final

from hocvu.errors import Conflict, StorageError
from hocvu.store import layout
from hocvu.store.base import Store

_RENEWED_SECONDS: Final = 180.0
_VALID: Final = dt.timedelta(minutes=15)
_PATIENCE_SECONDS: Final = 60.0
_CLEANER: Final = f"{layout.LEASES}gc-"
_PUBLISHER: Final = f"{layout.LEASES}publish-"


class Lease:
    """A lease that is held.

    Attributes:
        lapsed: Whether it could not be renewed in time, so that it did not protect all the while.
    """

    def __init__(self, store: Store, begin: str) -> None:
        self.key = f"{begin}{secrets.token_hex(8)}"
        self._store = store
        self._renewed = time.time()
        self._ended = threading.Event()
        self._late = False
        self.renew()

    @property
    def lapsed(self) -> bool:
        """Whether there was a time in which it was not valid."""
        # By the clock on the wall: the other one stands still while a laptop sleeps.
        return self._late or time.time() - self._renewed > _VALID.total_seconds()

    def renew(self) -> None:
        """Write the lease again, with the store's time of now."""
        self._store.put(self.key, b"", "application/octet-stream")
        self._late = self.lapsed
        self._renewed = time.time()

    def keep(self) -> None:
        """Renew until it is ended."""
        while not self._ended.wait(_RENEWED_SECONDS):
            with contextlib.suppress(StorageError):
                self.renew()

    def end(self) -> None:
        """Take the lease away; one that cannot be lapses by itself."""
        self._ended.set()
        with contextlib.suppress(StorageError):
            self._store.delete([self.key])


@contextlib.contextmanager
def publishing(store: Store) -> Iterator[Lease]:
    """Hold a publisher's lease; wait for a cleaner that is at work.

    Raises:
        Conflict: The cleaner does not come to an end.
    """
    with _held(store, _PUBLISHER) as lease:
        end = time.monotonic() + _PATIENCE_SECONDS
        while _others(store, lease, _CLEANER):
            if time.monotonic() > end:
                raise Conflict("gc.running")
            time.sleep(0.5)
        yield lease


@contextlib.contextmanager
def cleaning(store: Store) -> Iterator[Lease]:
    """Hold a cleaner's lease.

    Raises:
        Conflict: Somebody is publishing, or cleaning already.
    """
    with _held(store, _CLEANER) as lease:
        if _others(store, lease, layout.LEASES):
            raise Conflict("gc.publishing")
        yield lease


def expired(store: Store, now: dt.datetime) -> list[str]:
    """Return the leases of publishers that were killed, by the time that it is."""
    return [one.key for one in store.list(layout.LEASES) if now - one.modified > _VALID]


def _others(store: Store, lease: Lease, prefix: str) -> bool:
    """Tell if another lease is valid, by the store's own clock: that of our own lease."""
    entries = {entry.key: entry.modified for entry in store.list(layout.LEASES)}
    now = entries.get(lease.key)
    return any(
        key.startswith(prefix) and key != lease.key and (now is None or now - at <= _VALID)
        for key, at in entries.items()
    )


@contextlib.contextmanager
def _held(store: Store, begin: str) -> Iterator[Lease]:
    lease = Lease(store, begin)
    threading.Thread(target=lease.keep, daemon=True).start()
    try:
        yield lease
    finally:
        lease.end()
