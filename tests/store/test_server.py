"""A server that dies in the middle of a release, or whose disk is full."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest
import seaweed
from storekit import PART, MakeDraft

from hocvu.store import Store, live, open_store
from hocvu.store.publishing import Draft, publish_drafts
from hocvu.store.settings import Settings
from hocvu.store.signing import FileSigner
from hocvu.store.verify import verify_store

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not seaweed.binary(), reason="there is no S3 server here"),
]
SIZES = (3 * PART + 1, *range(2000, 2020))


def reached(server: seaweed.Seaweed, tmp_path: Path) -> Store:
    settings = Settings(endpoint=server.endpoint, journal=tmp_path / "journal", timeout=20)
    return open_store("s3://ready/hoc-lieu", settings)


def version_of(store: Store) -> str:
    """Return the version that readers have, of which nothing is missing or altered."""
    assert [one for one in verify_store(store).findings if one.severity == "error"] == []
    [found] = live(store)
    return found.pointer.version


def test_a_server_that_is_killed_in_the_middle(
    tmp_path: Path, make_draft: MakeDraft, signer: FileSigner
) -> None:
    chance = random.Random(6)
    server = seaweed.start(tmp_path / "server")
    now = "0.0.0"
    broken = 0
    try:
        publish_drafts(reached(server, tmp_path), [make_draft(now, SIZES)], signer)
        begun = time.monotonic()
        publish_drafts(reached(server, tmp_path), [make_draft("0.1.0", SIZES)], signer)
        longest, now = time.monotonic() - begun, "0.1.0"
        for number in range(2, 8):
            draft = make_draft(f"0.{number}.0", SIZES)
            store = reached(server, tmp_path)

            def publish(store: Store = store, draft: Draft = draft) -> None:
                publish_drafts(store, [draft], signer)

            publisher = threading.Thread(target=publish)
            publisher.start()
            time.sleep(chance.uniform(0, longest))
            server.stop()
            publisher.join(60)
            assert not publisher.is_alive()
            server = seaweed.start(tmp_path / "server", server.port)
            store = reached(server, tmp_path)
            got = version_of(store)
            assert got in (now, draft.version)
            broken += got == now
            [again] = publish_drafts(store, [draft], signer)
            assert again.error is None
            now = version_of(store)
            assert now == draft.version
    finally:
        server.stop()
    assert broken


def test_a_disk_that_is_full_on_the_server(
    tmp_path: Path, make_draft: MakeDraft, signer: FileSigner
) -> None:
    server = seaweed.start(tmp_path / "server")
    try:
        publish_drafts(reached(server, tmp_path), [make_draft("0.9.0", SIZES)], signer)
        server.stop()
        server = seaweed.start(tmp_path / "server", server.port, full=True)
        store = reached(server, tmp_path)
        draft = make_draft("1.0.0", SIZES)
        [refused] = publish_drafts(store, [draft], signer)
        assert refused.error is not None
        assert refused.error.code in ("store.no_space", "s3.busy")
        assert version_of(store) == "0.9.0"
        server.stop()
        server = seaweed.start(tmp_path / "server", server.port)
        store = reached(server, tmp_path)
        [again] = publish_drafts(store, [draft], signer)
        assert again.error is None
        assert version_of(store) == "1.0.0"
    finally:
        server.stop()
