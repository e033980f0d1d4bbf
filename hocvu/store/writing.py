"""Writes that hold against lost replies, other publishers, and stores that ignore conditions."""

from __future__ import annotations

import contextlib
import random
import secrets
import time
from collections.abc import Iterator
from typing import Final

from hocvu.errors import Conflict, ObjectExists, Origin
from hocvu.store import layout
from hocvu.store.base import Entry, Store
from hocvu.store.release import MEDIA_TYPE

_LOCK_SECONDS: Final = 120
_PATIENCE_SECONDS: Final = 30.0


def put_once(store: Store, key: str, data: bytes) -> None:
    """Write a document that is never written over; one with the same bytes is as good.

    Raises:
        ObjectExists: There is another one.
    """
    try:
        if store.probe().once:
            store.put(key, data, MEDIA_TYPE, once=True)
            return
        if store.head(key) is None:
            store.put(key, data, MEDIA_TYPE)
            return
    except ObjectExists:
        pass  # perhaps our own, whose reply was lost
    there = store.get(key)
    if there is None or there.data != data:
        raise ObjectExists("store.exists", origin=Origin(file=key))


def swap(store: Store, key: str, data: bytes, etag: str) -> None:
    """Write a document over the one with this entity tag, or with an empty one where none is.

    Raises:
        Conflict: Somebody else has written there since.
    """
    try:
        if store.probe().conditional:
            store.put(key, data, MEDIA_TYPE, once=not etag, match=etag)
            return
        there = store.head(key)
        if (there.etag if there else "") == etag:
            store.put(key, data, MEDIA_TYPE)
            return
    except (Conflict, ObjectExists):
        pass  # perhaps our own, whose reply was lost
    found = store.get(key)
    if found is None or found.data != data:
        raise Conflict("store.conflict", origin=Origin(file=key))


@contextlib.contextmanager
def exclusive(store: Store, work: str) -> Iterator[None]:
    """Hold a work against other publishers, where the store's own conditions do not.

    A lock is an empty object. Who finds another's beside his own takes his away and waits: a lock
    that stood alone when it was listed, and no later one, is held. The locks of publishers that
    were killed are passed over after two minutes, by the store's clock.

    Raises:
        Conflict: Somebody else holds it for too long.
    """
    if store.probe().conditional:
        yield
        return
    folder = layout.locks(work)
    end = time.monotonic() + _PATIENCE_SECONDS
    while True:
        key = f"{folder}{secrets.token_hex(16)}"
        store.put(key, b"", "application/octet-stream")
        try:
            if _alone(list(store.list(folder)), key):
                yield
                return
        finally:
            store.delete([key])
        if time.monotonic() > end:
            raise Conflict("store.locked", origin=Origin(file=folder))
        time.sleep(random.uniform(0.05, 1.0))  # noqa: S311 - no secret


def _alone(locks: list[Entry], key: str) -> bool:
    own = next((one for one in locks if one.key == key), None)
    if own is None:
        return False
    others = (one for one in locks if one.key != key)
    return all((own.modified - one.modified).total_seconds() > _LOCK_SECONDS for one in others)
