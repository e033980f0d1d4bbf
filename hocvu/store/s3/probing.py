"""Finds out what a service really does: some take conditions and digests and ignore them."""

from __future__ import annotations

import contextlib
import hashlib
import http.client
from typing import Final

from hocvu.errors import Conflict, ObjectExists, StorageError
from hocvu.store.base import Abilities
from hocvu.store.s3.errors import telling
from hocvu.store.s3.retrying import ATTEMPTS
from hocvu.store.s3.session import Access
from hocvu.store.s3.wire import Wire

_FIRST: Final = b"hocvu: first"
_SECOND: Final = b"hocvu: second"
_WRONG: Final = "0123456789abcdef0123456789abcdef"


def probe(wire: Wire, access: Access, key: str) -> Abilities:
    """Return what the service does; `wire` learns from it how to speak and what to check.

    Args:
        wire: Sends the requests.
        access: Reaches the bucket.
        key: A key that nothing else uses; nothing is left there.

    Raises:
        StorageError: The service does not keep what is written.
    """
    try:
        tag = wire.put(key, _FIRST)
        if _read(access, key) != _FIRST:
            raise StorageError("s3.corrupted")
        wire.md5_tags = tag == hashlib.md5(_FIRST, usedforsecurity=False).hexdigest()
        once = _refused_once(wire, key)
        swap = _swaps(wire, access, key)
        return Abilities(once, swap, _checks(wire, key), wire.md5_tags)
    finally:
        with contextlib.suppress(StorageError), telling(key):
            access.client.delete_object(Bucket=access.bucket, Key=key)


def _refused_once(wire: Wire, key: str) -> bool:
    try:
        wire.put(key, _SECOND, once=True)
    except ObjectExists:
        return True
    except StorageError:  # "not implemented"
        return False
    return False


def _swaps(wire: Wire, access: Access, key: str) -> bool:
    """Tell if the right tag is taken and a wrong one refused; tags are sent as is understood."""
    for quoted in (True, False):
        wire.quoted_tags = quoted
        with contextlib.suppress(StorageError):
            with telling(key):
                tag = access.client.head_object(Bucket=access.bucket, Key=key)["ETag"].strip('"')
            wire.put(key, _SECOND, match=tag)
            try:
                wire.put(key, _FIRST, match=_WRONG)
            except Conflict:
                return True
            return False
    return False


def _checks(wire: Wire, key: str) -> bool:
    """Tell if bytes are refused that do not have the digest that came with them."""
    wrong = {"content-md5": "AAAAAAAAAAAAAAAAAAAAAA=="}
    digest = hashlib.sha256(_FIRST).hexdigest()
    # As the last of the tries: the bytes will be as wrong the next time.
    reply = wire.request("PUT", key, {}, wrong, _FIRST, digest, ATTEMPTS - 1)
    return reply.status != http.client.OK


def _read(access: Access, key: str) -> bytes:
    with telling(key):
        reply = access.client.get_object(Bucket=access.bucket, Key=key)
        data: bytes = reply["Body"].read()
        return data
