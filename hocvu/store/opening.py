"""From a URL to its store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import url2pathname

from hocvu.errors import UsageError
from hocvu.store.base import Store
from hocvu.store.settings import Settings


def open_store(url: str, settings: Settings = Settings()) -> Store:
    """Return the store at `url`; nothing is asked of it yet.

    Args:
        url: ``file:///folder`` or ``s3://bucket/prefix``.
        settings: How to reach it.

    Raises:
        UsageError: There is no such kind of store.
    """
    parts = urlsplit(url)
    opener = STORES.get(parts.scheme.lower())
    if opener is None or parts.username or parts.query or parts.fragment:
        raise UsageError("store.url", url=_shown(parts))
    return opener(parts, settings)


def _shown(parts: SplitResult) -> str:
    """Return an address without what may be secret in it."""
    if not parts.scheme:
        return parts.path
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _local(parts: SplitResult, settings: Settings) -> Store:
    from hocvu.store.local import LocalStore

    if parts.netloc not in ("", "localhost") or not parts.path.strip("/"):
        raise UsageError("store.url", url=parts.geturl())
    return LocalStore(Path(url2pathname(parts.path)), parts.geturl(), settings.limit)


def _s3(parts: SplitResult, settings: Settings) -> Store:
    from hocvu.store.s3 import S3Store

    if not parts.hostname or parts.port:
        raise UsageError("store.url", url=parts.geturl())
    return S3Store(parts.netloc, parts.path.strip("/"), settings)


STORES: Final[Mapping[str, Callable[[SplitResult, Settings], Store]]] = {
    "file": _local,
    "s3": _s3,
}
