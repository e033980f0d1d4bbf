"""From a URL to its store."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

from hocvu.errors import Origin, StorageError, UsageError
from hocvu.store.base import Store
from hocvu.store.settings import Settings


def open_store(url: str, settings: Settings = Settings(), *, existing: bool = False) -> Store:
    """Return the store at `url`; nothing is asked of a service yet.

    Args:
        url: ``file:///folder`` or ``s3://bucket/prefix``.
        settings: How to reach it.
        existing: Refuse a folder that is not there, which writing would make. A service tells of
            a bucket that is not there when it is asked.

    Raises:
        UsageError: There is no such kind of store.
        StorageError: There is no such folder.
    """
    try:
        parts = urlsplit(url)
        numbered = parts.port is not None
    except ValueError as error:  # brackets that do not close, a port that is no number
        raise UsageError("store.url", url=_shown(url)) from error
    opener = STORES.get(parts.scheme.lower())
    if opener is None or parts.username or numbered or parts.query or parts.fragment:
        raise UsageError("store.url", url=_shown(url))
    store = opener(parts, settings)
    if existing and parts.scheme.lower() == "file" and not _folder(parts).is_dir():
        raise StorageError("store.no_folder", origin=Origin(file=store.url))
    return store


def _shown(url: str) -> str:
    """Return an address without what may be secret in it."""
    plain = re.split(r"[?#]", url, maxsplit=1)[0]
    return re.sub(r"//[^/]*@", "//", plain)


def _local(parts: SplitResult, settings: Settings) -> Store:
    from hocvu.store.local import LocalStore

    if parts.netloc not in ("", "localhost") or not parts.path.strip("/"):
        raise UsageError("store.url", url=parts.geturl())
    return LocalStore(_folder(parts), parts.geturl(), settings.limit)


def _folder(parts: SplitResult) -> Path:
    return Path(url2pathname(parts.path))


def _s3(parts: SplitResult, settings: Settings) -> Store:
    from hocvu.store.s3 import S3Store

    if not parts.hostname:
        raise UsageError("store.url", url=parts.geturl())
    return S3Store(parts.netloc, parts.path.strip("/"), settings)


STORES: Final[Mapping[str, Callable[[SplitResult, Settings], Store]]] = {
    "file": _local,
    "s3": _s3,
}
