"""Where things stand in a store.

::

    blobs/sha256/ab/abcdef…                 content, named by its digest, written once
    works/<work>/releases/<version>.json    what a version consists of, signed, written once
    works/<work>/current.json               the pointer, signed, the last write
    works/<work>/history/00000001.json      the pointers that stood there before
    catalog/…                               what is built from the pointers
    leases/…, locks/…                       publishers at work; empty objects, gone afterwards
    probe/…                                 tries of what the store does; gone afterwards
"""

from __future__ import annotations

import re
from typing import Final

from hocvu.errors import StorageError
from hocvu.identifiers import key_for

BLOBS: Final = "blobs/sha256/"
WORKS: Final = "works/"
CATALOG: Final = "catalog/"
LEASES: Final = "leases/"
LOCKS: Final = "locks/"
PROBE: Final = "probe/"

_VERSION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,99}")
_BLOB: Final = re.compile(r"blobs/sha256/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_CURRENT: Final = re.compile(r"works/([^/]+)/current\.json")


def blob(sha256: str) -> str:
    """Return the key of the content with this digest."""
    return f"{BLOBS}{sha256[:2]}/{sha256}"


def digest_of(key: str) -> str:
    """Return the digest that a blob's key promises; empty for any other key."""
    found = _BLOB.fullmatch(key)
    return found[2] if found else ""


def work_folder(work: str) -> str:
    """Return the folder of the work with this identifier, with its final slash."""
    return f"{WORKS}{key_for(work)}/"


def current(work: str) -> str:
    """Return the key of a work's pointer."""
    return f"{work_folder(work)}current.json"


def release(work: str, version: str) -> str:
    """Return the key of the manifest of one version.

    Raises:
        StorageError: The version is not one that can stand in a key.
    """
    if not _VERSION.fullmatch(version):
        raise StorageError("store.version", version=version[:100])
    return f"{work_folder(work)}releases/{version}.json"


def history(work: str, serial: int = 0) -> str:
    """Return the key of a work's pointer number `serial`; without one, the folder of them all."""
    return f"{work_folder(work)}history/" + (f"{serial:08}.json" if serial else "")


def locks(work: str) -> str:
    """Return the folder of a work's locks, for stores that ignore conditions."""
    return f"{LOCKS}{key_for(work)}/"


def listing(prefix: str) -> str:
    """Return the key of the signed list of the files below `prefix`, such as ``catalog/``."""
    return f"{prefix}.files.json"


def is_current(key: str) -> bool:
    """Tell if `key` is that of a pointer that readers follow."""
    return _CURRENT.fullmatch(key) is not None
