"""Cleaning up takes what no release needs, and never what one does."""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import Any

import pytest
import seaweed
from storekit import PART, WORK, MakeDraft, write

from hocvu.errors import Conflict, StorageError
from hocvu.store import Store, layout, leases
from hocvu.store.cleaning import clean
from hocvu.store.local import LocalStore
from hocvu.store.publishing import publish_drafts
from hocvu.store.signing import FileSigner
from hocvu.store.verify import verify_store
from hocvu.store.works import find_work, roll_back, withdraw

NOW = dt.timedelta(0)


def age(store: LocalStore, key: str, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(store._path(key), (then, then))


def test_only_what_no_manifest_names_is_taken(
    store: Store, signer: FileSigner, make_draft: MakeDraft, tmp_path: Any
) -> None:
    publish_drafts(store, [make_draft("1.0.0"), make_draft("1.1.0")], signer)
    roll_back(store, find_work(store, WORK), "1.0.0", signer)
    withdraw(store, find_work(store, WORK), signer, "x")
    orphan = write(tmp_path / "orphan", 300, "orphan")
    list(store.send([orphan]))
    before = {entry.key for entry in store.list()}
    assert clean(store).blobs == ()  # too young
    found = clean(store, age=NOW, dry_run=True)
    assert [entry.key for entry in found.blobs] == [orphan.key]
    assert found.bytes == 300
    assert {entry.key for entry in store.list()} == before
    clean(store, age=NOW)
    assert {entry.key for entry in store.list()} == before - {orphan.key}
    assert verify_store(store, frozenset({signer.key})).findings == []


def test_a_release_that_is_about_to_be_pointed_at_is_kept(
    folder: LocalStore, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish_drafts(folder, [make_draft()], signer)
    folder.delete([layout.current(WORK)])  # as after a kill before the pointer
    assert clean(folder, age=NOW).blobs == ()
    [again] = publish_drafts(folder, [make_draft()], signer)
    assert (again.error, again.sent) == (None, 0)


def test_a_publisher_at_work_keeps_the_cleaner_away(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    with leases.publishing(store):
        with pytest.raises(Conflict) as told:
            clean(store, age=NOW)
        assert told.value.code == "gc.publishing"
    clean(store, age=NOW)
    assert list(store.list(layout.LEASES)) == []


def test_a_cleaner_at_work_keeps_publishers_away(
    folder: Store, signer: FileSigner, make_draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "_PATIENCE_SECONDS", 0.0)
    with leases.cleaning(folder):
        [result] = publish_drafts(folder, [make_draft()], signer)
    assert result.error is not None
    assert result.error.code == "gc.running"
    [result] = publish_drafts(folder, [make_draft()], signer)
    assert result.error is None


def test_leases_of_the_killed_lapse(folder: LocalStore) -> None:
    folder.put("leases/publish-dead", b"", "x")
    with pytest.raises(Conflict):
        clean(folder, age=NOW)
    age(folder, "leases/publish-dead", 0.5)
    assert clean(folder, age=NOW).marks == ("leases/publish-dead",)
    assert list(folder.list()) == []


def test_nothing_is_taken_where_a_manifest_cannot_be_read(
    folder: LocalStore, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish_drafts(folder, [make_draft()], signer)
    path = folder._path(layout.release(WORK, "1.0.0"))
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(StorageError):
        clean(folder, age=NOW)
    assert len(list(folder.list(layout.BLOBS))) == 2


def test_uploads_that_were_never_ended_are_ended(
    s3: Store, place: str, server: seaweed.Seaweed, root_client: Any
) -> None:
    key = f"{place.removeprefix('s3://ready/')}/{layout.blob('0' * 64)}"
    begun = root_client.create_multipart_upload(Bucket="ready", Key=key)["UploadId"]
    root_client.upload_part(Bucket="ready", Key=key, UploadId=begun, PartNumber=1, Body=b"x" * PART)
    assert [one.id for one in s3.pending()] == [begun]
    assert clean(s3).uploads == ()
    assert [one.id for one in clean(s3, age=NOW).uploads] == [begun]
    assert list(s3.pending()) == []


def test_what_broken_copies_left_is_taken(folder: LocalStore) -> None:
    folder.put("works/x", b"1", "x")
    left = folder._root / ".uploads" / "1-dead"
    left.write_bytes(b"half")
    assert list(folder.list()) != []
    assert "1-dead" not in " ".join(entry.key for entry in folder.list())
    folder.delete(["works/x"])
    assert [one.id for one in clean(folder, age=NOW).uploads] == ["1-dead"]
    assert not left.exists()
