"""What every store promises, asked of each of them."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import CredentialRetrievalError
from storekit import PART, Proxy, write

from hocvu.errors import AccessDenied, Conflict, ObjectExists, StorageError, UsageError
from hocvu.store import Store, open_store
from hocvu.store.base import nothing_moved
from hocvu.store.s3 import S3Store, multipart
from hocvu.store.s3.journal import Journal
from hocvu.store.s3.transfer import Transfer
from hocvu.store.settings import Settings


def test_what_was_put_is_read_back(store: Store) -> None:
    tag = store.put("works/mot/a.json", b"{}", "application/json")
    found = store.get("works/mot/a.json")
    assert found is not None
    assert (found.data, found.etag) == (b"{}", tag)
    entry = store.head("works/mot/a.json")
    assert entry is not None
    assert (entry.size, entry.etag) == (2, tag)
    assert abs(dt.datetime.now(dt.UTC) - entry.modified) < dt.timedelta(minutes=1)
    assert [(e.key, e.size, e.etag) for e in store.list()] == [(entry.key, 2, tag)]


def test_what_is_not_there_is_none_or_told(store: Store) -> None:
    assert store.head("a/b") is None
    assert store.get("a/b") is None
    assert list(store.list("a/")) == []
    with pytest.raises(StorageError) as told:
        list(store.read("a/b"))
    assert told.value.code == "store.gone"
    store.delete(["a/b"])


def test_keys_are_listed_by_prefix(store: Store) -> None:
    keys = ["a-b/c", "a.txt", "a/b.json", "a/b/c", "ab", "b/c d+e%20e"]
    for key in reversed(keys):
        store.put(key, key.encode(), "text/plain")
    assert sorted(entry.key for entry in store.list()) == keys
    for prefix in ("a", "a/", "a/b", "a-", "b/c d+", "zz"):
        wanted = [key for key in keys if key.startswith(prefix)]
        assert sorted(entry.key for entry in store.list(prefix)) == wanted
    found = store.get("b/c d+e%20e")
    assert found is not None
    assert found.data == b"b/c d+e%20e"
    store.delete(keys)
    assert list(store.list()) == []


def test_more_than_a_page_is_listed(store: Store, tmp_path: Path) -> None:
    one = write(tmp_path / "one", 10, 1)
    uploads = [type(one)(f"many/{n:04}", one.path, 10, one.sha256) for n in range(1030)]
    assert not any(sent.error for sent in store.send(uploads))
    assert sorted(entry.key for entry in store.list("many/")) == [up.key for up in uploads]
    store.delete(upload.key for upload in uploads)
    assert list(store.list("many/")) == []


def test_once_is_once(store: Store) -> None:
    assert store.probe().once
    store.put("k", b"first", "text/plain", once=True)
    with pytest.raises(ObjectExists):
        store.put("k", b"second", "text/plain", once=True)
    found = store.get("k")
    assert found is not None
    assert found.data == b"first"


def test_only_what_was_read_is_replaced(store: Store) -> None:
    assert store.probe().swap
    tag = store.put("k", b"one", "text/plain")
    newer = store.put("k", b"two", "text/plain", match=tag)
    for stale in (tag, "0" * 32):
        with pytest.raises(Conflict):
            store.put("k", b"three", "text/plain", match=stale)
    with pytest.raises(Conflict):
        store.put("nothing", b"three", "text/plain", match=newer)
    found = store.get("k")
    assert found is not None
    assert (found.data, found.etag) == (b"two", newer)


def test_of_many_at_once_one_wins(store: Store) -> None:
    won: list[int] = []
    tag = store.put("swap", b"-", "text/plain")

    def write_both(number: int) -> None:
        for key, condition in (("once", {"once": True}), ("swap", {"match": tag})):
            try:
                store.put(key, b"%d" % number, "text/plain", **condition)
                won.append(number if key == "once" else 100 + number)
            except (ObjectExists, Conflict):
                pass

    threads = [threading.Thread(target=write_both, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 2
    first, second = sorted(won)
    once, swapped = store.get("once"), store.get("swap")
    assert once is not None
    assert swapped is not None
    assert (once.data, swapped.data) == (b"%d" % first, b"%d" % (second - 100))


@pytest.mark.parametrize("size", [0, 1, PART, 2 * PART + 7])
def test_files_are_sent_whole(store: Store, tmp_path: Path, size: int) -> None:
    upload = write(tmp_path / "file", size, size)
    moved: list[int] = []
    [sent] = store.send([upload], lambda _, done: moved.append(done))
    assert (sent.error, sent.sent) == (None, size)
    assert b"".join(store.read(upload.key)) == upload.path.read_bytes()
    assert (max(moved) if moved else 0) == size
    assert list(store.pending()) == []


def test_a_file_that_changed_is_not_sent(store: Store, tmp_path: Path) -> None:
    small, large = write(tmp_path / "a", 1000, 1), write(tmp_path / "b", 2 * PART + 1, 2)
    good = write(tmp_path / "c", 1000, 3)
    for upload in (small, large):
        with upload.path.open("r+b") as stream:
            stream.seek(-1, os.SEEK_END)
            last = stream.read(1)[0]
            stream.seek(-1, os.SEEK_END)
            stream.write(bytes([last ^ 1]))
    gone = type(good)("blobs/x", tmp_path / "nothing", 5, "0" * 64)
    sent = {one.upload.key: one for one in store.send([small, large, good, gone])}
    assert [sent[u.key].error.code for u in (small, large)] == ["store.changed"] * 2  # type: ignore[union-attr]
    assert sent[gone.key].error.code == "store.unreadable"  # type: ignore[union-attr]
    assert [entry.key for entry in store.list()] == [good.key]
    assert list(store.pending()) == []


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_a_limit_on_bandwidth_is_kept(
    where: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue(where).url
    endpoint = request.getfixturevalue("server").endpoint if where == "s3" else ""
    limited = open_store(url, Settings(endpoint=endpoint, limit=2_000_000))
    uploads = [write(tmp_path / str(n), 400_000, n) for n in range(4)]
    limited.probe()
    begun = time.monotonic()
    assert not any(sent.error for sent in limited.send(uploads))
    assert time.monotonic() - begun > 0.5


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x/y",
        "file://host/x",
        "s3://user:geheim@bucket/x",
        "s3://user:geheim@bucket:ten/x",
        "s3://bucket:ten/x",
        "s3://bucket:1/x",
        "s3://[b/x",
        "s3:///x",
        "x",
        "file:///",
    ],
)
def test_addresses_that_mean_no_store(url: str) -> None:
    with pytest.raises(UsageError) as told:
        open_store(url)
    assert told.value.code == "store.url"
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("how", ["setting", "variable"])
def test_a_password_in_the_services_address_is_refused_and_not_shown(
    how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://minio:geheim@127.0.0.1:1"
    if how == "variable":
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
    store = open_store("s3://bucket/x", Settings(endpoint=address if how == "setting" else ""))
    with pytest.raises(UsageError) as told:
        store.get("a")
    assert told.value.code == "store.url"
    assert "geheim" not in str(told.value)
    assert "http://127.0.0.1:1" in str(told.value)


def test_a_key_with_a_letter_that_no_key_has_is_told(
    s3: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "“hocvu”")
    with pytest.raises(AccessDenied) as told:
        s3.get("a")
    assert told.value.code == "s3.credentials"


def test_credentials_that_cannot_be_renewed_are_told(
    s3: S3Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = write(tmp_path / "a", 10, 1)
    s3.probe()

    def refused() -> None:
        raise CredentialRetrievalError(provider="process", error_msg="x")

    monkeypatch.setattr(s3._access.credentials, "get_frozen_credentials", refused)
    with pytest.raises(AccessDenied) as told:
        s3.get("a")
    assert told.value.code == "s3.expired"
    [sent] = s3.send([upload])
    assert sent.error is not None
    assert sent.error.code == "s3.expired"


@pytest.mark.parametrize("key", ["../x", "a/../x", "a//b", "/etc/passwd", "a\\b", ""])
def test_keys_do_not_lead_out_of_a_folder(folder: Store, key: str) -> None:
    with pytest.raises(StorageError):
        folder.put(key, b"x", "text/plain")


def test_a_part_is_as_large_as_the_file_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    mebi = 2**20
    assert multipart.part_size(1) == 6 * mebi
    assert multipart.part_size(60_000 * mebi) == 6 * mebi
    assert multipart.part_size(60_001 * mebi) == 7 * mebi
    largest = 5 * 2**40
    assert -(-largest // multipart.part_size(largest)) <= 10_000


def test_parts_are_listed_page_after_page(
    s3: S3Store, place: str, root_client: Any, tmp_path: Path
) -> None:
    key = f"{place.removeprefix('s3://ready/')}/many"
    begun = root_client.create_multipart_upload(Bucket="ready", Key=key)["UploadId"]

    def send(number: int) -> None:
        s3._wire.put(key, b"%d" % number, query={"partNumber": str(number), "uploadId": begun})

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(send, range(1, 1006)))
        transfer = Transfer(s3._access, s3._wire, "", Journal(None, ""), nothing_moved)
        sender = multipart.Multipart(
            s3._access, s3._wire, "", Journal(None, ""), transfer._buffers, pool
        )
        listed = sender._listed(key, begun)
    assert listed is not None
    assert sorted(listed) == list(range(1, 1006))
    assert listed[1005] == (4, hashlib.md5(b"1005").hexdigest())
    [pending] = s3.pending()
    s3.abandon(pending)


def test_a_journal_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "host/s3://bucket")
    journal.begin("ab", "old", crc=False)
    journal.part("ab", 1, 1, "t")
    journal.begin("ab", "new", crc=True)
    journal.part("ab", 2, 2, "t2")
    [path] = tmp_path.rglob("*.jsonl")
    with path.open("ab") as stream:
        stream.write(b'{"part": 3, "md')
    note = Journal(tmp_path, "host/s3://bucket").read("ab")
    assert (note.upload, note.crc, note.tags) == ("new", True, {2: (2, "t2")})
    assert Journal(tmp_path, "elsewhere").read("ab").upload == ""
    journal.end("ab")
    assert journal.read("ab").upload == ""


def test_a_service_in_trouble_is_not_taken_for_one_that_checks(
    faulty: S3Store, proxy: Proxy
) -> None:
    proxy.rules({"method": "PUT", "match": r"probe/[0-9a-f]+-crc", "do": "503", "times": 1})
    assert faulty.probe().checks
    assert not faulty._wire.crc


def test_a_try_of_the_service_does_not_wait(s3: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[int] = []
    for module in ("hocvu.store.s3.wire", "hocvu.store.s3.store"):
        monkeypatch.setattr(f"{module}.pause", pauses.append)
    assert s3.probe().checks
    assert pauses == []
    assert list(s3.list()) == []
