"""Verifies what is published, from its URL and public keys alone."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hocvu.pipeline.publishing.keys import find_trusted
from hocvu.progress import Progress, silent
from hocvu.store import open_store
from hocvu.store.layout import WORKS
from hocvu.store.settings import Settings
from hocvu.store.verify import Verified, verify_store, verify_work


def verify_url(
    url: str,
    endpoint: str = "",
    *,
    public_keys: Iterable[str | Path] = (),
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Verified:
    """Verify a store, or one work of it, to the last byte.

    Args:
        url: A store's, or that of a work in it: ``…/works/<work>`` and anything below.
        endpoint: Address of the S3 service.
        public_keys: Files of public keys or certificates, one of which must have signed each
            document; by default ``HOCVU_PUBLIC_KEY``. Without any it is shown that the store is
            whole, but not whose it is.
        settings: How else to reach the store.
        progress: Told of the objects that were looked at.

    Raises:
        UsageError: The address or a key cannot be used.
        StorageError: The store cannot be read, or its folder is not there.
    """
    root, mark, rest = url.partition(f"/{WORKS}")
    store = open_store(root, settings or Settings(endpoint=endpoint), existing=True)
    trusted = find_trusted(tuple(public_keys))
    if not mark:
        return verify_store(store, trusted, progress)
    return verify_work(store, f"{WORKS}{rest.split('/')[0]}/", trusted, progress)
