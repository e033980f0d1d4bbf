"""Finds out what a service really does: some take conditions and digests and ignore them."""

from __future__ import annotations

import contextlib
import hashlib
import http
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Final

from hocvu.errors import Conflict, ObjectExists, StorageError
from hocvu.store.base import Abilities
from hocvu.store.s3 import checksums
from hocvu.store.s3.retrying import ATTEMPTS
from hocvu.store.s3.wire import UNSIGNED, Wire, tag_of

_FIRST: Final = b"hocvu: first"
_SECOND: Final = b"hocvu: second"
_WRONG: Final = "0123456789abcdef0123456789abcdef"
_FAULT, _TROUBLE = 400, 500
_PASSING: Final = (http.HTTPStatus.REQUEST_TIMEOUT, http.HTTPStatus.TOO_MANY_REQUESTS)
_WRONG_MD5: Final = "AAAAAAAAAAAAAAAAAAAAAA=="


def probe(wire: Wire, key: str) -> Abilities:
    """Return what the service does; `wire` learns from it how to speak and what to check.

    What does not wait for each other is asked at once: the way to the service may be long.

    Args:
        wire: Sends the requests.
        key: A key that nothing else uses; nothing is left there.

    Raises:
        StorageError: The service does not keep what is written.
    """
    with ThreadPoolExecutor(3) as pool:
        try:
            tag = wire.put(key, _FIRST)
            wire.md5_tags = tag == hashlib.md5(_FIRST, usedforsecurity=False).hexdigest()
            once = pool.submit(_refused_once, wire, key)
            crc = pool.submit(_checks_crc, wire, f"{key}-crc")
            found = wire.find(key)
            if found is None or found.body != _FIRST:
                raise StorageError("s3.corrupted")
            swap = _swaps(wire, key, tag_of(found))
            wire.crc = crc.result()
            checks = wire.crc or refuses(wire, key, {"content-md5": _WRONG_MD5})
            return Abilities(once.result(), swap, checks, wire.md5_tags)
        finally:
            wait([pool.submit(_forget, wire, one) for one in (key, f"{key}-crc")])


def refuses(wire: Wire, key: str, checksum: dict[str, str], **query: str) -> bool:
    """Tell if the service refuses bytes that come with this checksum."""
    # As the last of the tries: the bytes will be as wrong the next time.
    answer = wire.request("PUT", key, query, checksum, _FIRST, UNSIGNED, ATTEMPTS - 1)
    return _FAULT <= answer.status < _TROUBLE and answer.status not in _PASSING


def wrong_crc() -> dict[str, str]:
    """Return a checksum that `refuses` must find to be wrong."""
    return {checksums.HEADER: checksums.encoded(checksums.crc64(_FIRST) ^ 1)}


def _checks_crc(wire: Wire, key: str) -> bool:
    """Tell if a wrong CRC-64/NVME is refused, and a right one taken."""
    right = {checksums.HEADER: checksums.encoded(checksums.crc64(_FIRST))}
    return refuses(wire, key, wrong_crc()) and not refuses(wire, key, right)


def _forget(wire: Wire, key: str) -> None:
    with contextlib.suppress(StorageError):
        wire.request("DELETE", key, {}, {}, b"", UNSIGNED)


def _refused_once(wire: Wire, key: str) -> bool:
    try:
        wire.put(key, _FIRST, once=True)
    except ObjectExists:
        return True
    except StorageError:  # "not implemented"
        return False
    return False


def _swaps(wire: Wire, key: str, tag: str) -> bool:
    """Tell if the right tag is taken and a wrong one refused; tags are sent as is understood."""
    for quoted in (True, False):
        wire.quoted_tags = quoted
        with contextlib.suppress(StorageError):
            tag = wire.put(key, _SECOND, match=tag)
            try:
                wire.put(key, _FIRST, match=_WRONG)
            except Conflict:
                return True
            return False
    return False
