"""Faults between client and server: success or a clear error, and nothing half-visible."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from pathlib import Path
from typing import Any

import pytest
import seaweed
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from storekit import PART, WORK, MakeDraft, Proxy, write

from hocvu.errors import AccessDenied, StorageError, Unreachable
from hocvu.store import Store, layout, live, open_store, read_live
from hocvu.store.publishing import publish_drafts
from hocvu.store.s3 import S3Store, probing
from hocvu.store.settings import Settings
from hocvu.store.signing import FileSigner
from hocvu.store.verify import verify_store

NOBODY = FileSigner(Ed25519PrivateKey.generate())
BIG = 2 * PART + 1
PART_NUMBER = re.compile(r"partNumber=(\d+)")
SECOND = "PUT", "partNumber=2"
BLOB = "PUT", r"blobs/sha256/../[0-9a-f]+(\?|$)(?!partNumber)"
MANIFEST = "PUT", r"releases/"
POINTER = "PUT", r"current\.json"
HISTORY = "PUT", r"history/"
COMPLETE = "POST", r"\?uploadId="
LIST = "GET", "list-type=2"
READ = "GET", r"current\.json"


def fault(where: tuple[str, str], do: str, **more: Any) -> dict[str, Any]:
    return {"method": where[0], "match": where[1], "do": do, **more}


@pytest.mark.parametrize(
    ("where", "do", "more"),
    [
        (SECOND, "503", {"times": 2}),
        (SECOND, "500", {}),
        (SECOND, "reset_body", {}),
        (SECOND, "reset_reply", {}),
        (SECOND, "flip", {}),
        (SECOND, "bad_etag", {}),
        (SECOND, "403expired", {}),
        (BLOB, "reset_reply", {}),
        (BLOB, "flip", {}),
        (MANIFEST, "reset_reply", {}),
        (MANIFEST, "flip", {}),
        (MANIFEST, "bad_etag", {}),
        (MANIFEST, "503", {"times": 3}),
        (HISTORY, "reset_reply", {}),
        (POINTER, "reset_reply", {}),
        (POINTER, "reset_body", {}),
        (POINTER, "bad_etag", {}),
        (POINTER, "flip", {}),
        (COMPLETE, "503", {}),
        (COMPLETE, "reset_reply", {}),
        (COMPLETE, "200error", {}),
        (READ, "truncate_reply", {}),
        (LIST, "reset_reply", {}),
    ],
)
def test_what_passes_is_survived(
    where: tuple[str, str],
    do: str,
    more: dict[str, Any],
    faulty: Store,
    s3: Store,
    proxy: Proxy,
    signer: FileSigner,
    make_draft: MakeDraft,
) -> None:
    publish_drafts(s3, [make_draft("0.9.0", (50,))], signer)
    proxy.rules(fault(where, do, **more))
    sizes = (BIG, 1000) if where in (SECOND, COMPLETE) else tuple(range(1000, 1010))
    [result] = publish_drafts(faulty, [make_draft("1.0.0", sizes)], signer)
    assert proxy.hits() >= 1
    assert result.error is None
    [found] = live(s3)
    assert (found.pointer.version, found.pointer.serial) == ("1.0.0", 2)
    assert [f for f in verify_store(s3).findings if f.severity != "info"] == []
    assert list(s3.pending()) == []


@pytest.mark.parametrize("knows", ["crc", "md5"])
def test_an_altered_bit_is_found_by_the_checksum_that_the_service_knows(
    knows: str, faulty: S3Store, proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if knows == "md5":
        monkeypatch.setattr(probing, "_checks_crc", lambda *_: False)
    uploads = [write(tmp_path / "big", BIG, 1), write(tmp_path / "small", 1000, 2)]
    assert faulty.probe().checks
    proxy.rules(fault(SECOND, "flip"), fault(BLOB, "flip"))
    assert [sent.error for sent in faulty.send(uploads)] == [None, None]
    assert proxy.hits() == 2
    wire = faulty._wire
    assert (wire.crc, wire.crc_of_parts) == ((True, True) if knows == "crc" else (False, False))
    for upload in uploads:
        assert b"".join(faulty.read(upload.key)) == upload.path.read_bytes()


@pytest.mark.parametrize(
    ("where", "do", "error", "code"),
    [
        (SECOND, "503", Unreachable, "s3.busy"),
        (SECOND, "flip", StorageError, "s3.corrupted"),
        (BLOB, "reset_body", Unreachable, "s3.unreachable"),
        (MANIFEST, "500", Unreachable, "s3.busy"),
        (POINTER, "503", Unreachable, "s3.busy"),
        (POINTER, "403expired", AccessDenied, "s3.expired"),
        (BLOB, "403expired", AccessDenied, "s3.expired"),
    ],
)
def test_what_does_not_pass_is_told_and_readers_keep_what_they_had(
    where: tuple[str, str],
    do: str,
    error: type[StorageError],
    code: str,
    faulty: Store,
    s3: Store,
    proxy: Proxy,
    make_draft: MakeDraft,
) -> None:
    signer = NOBODY
    publish_drafts(s3, [make_draft("0.9.0", (50,))], signer)
    proxy.rules(fault(where, do, times=10_000))
    draft = make_draft("1.0.0", (BIG, 1000) if where == SECOND else (1000, 1001))
    [result] = publish_drafts(faulty, [draft], signer)
    assert type(result.error) is error
    assert result.error.code == code
    assert seaweed.SECRET not in str(result.error)
    [found] = live(s3)
    assert found.pointer.version == "0.9.0"
    assert [f for f in verify_store(s3).findings if f.severity != "info"] == []
    proxy.rules()
    [again] = publish_drafts(faulty, [draft], signer)
    assert again.error is None
    assert [one.pointer.version for one in live(s3)] == ["1.0.0"]


def test_a_completed_upload_whose_reply_lies_for_ever_is_found(
    faulty: Store, proxy: Proxy, tmp_path: Path
) -> None:
    upload = write(tmp_path / "big", BIG, 1)
    proxy.rules(fault(COMPLETE, "200error", times=100))
    [sent] = faulty.send([upload])
    assert sent.error is None
    assert hashlib.sha256(b"".join(faulty.read(upload.key))).hexdigest() == upload.sha256


def test_a_server_that_hangs_is_left(proxy: Proxy, place: str, tmp_path: Path) -> None:
    store = open_store(place, Settings(endpoint=proxy.endpoint, timeout=0.4))
    proxy.rules(fault(("PUT", "a/key"), "stall", secs=3, times=1))
    assert store.put("a/key", b"x", "text/plain")
    assert proxy.hits() == 1


def test_reading_goes_on_where_it_was_cut(faulty: Store, proxy: Proxy, tmp_path: Path) -> None:
    upload = write(tmp_path / "file", 3_000_000, 1)
    assert not any(sent.error for sent in faulty.send([upload]))
    proxy.rules(fault(("GET", "blobs/"), "truncate_reply", times=2))
    assert b"".join(faulty.read(upload.key)) == upload.path.read_bytes()
    assert proxy.hits() == 2


def test_only_what_is_missing_is_sent_after_a_failure(
    faulty: Store, proxy: Proxy, tmp_path: Path, place: str, root_client: Any
) -> None:
    upload = write(tmp_path / "big", 5 * PART + 5, 1)
    proxy.rules(fault(("PUT", "partNumber=3"), "503", times=1000))
    [failed] = faulty.send([upload])
    assert failed.error is not None
    [pending] = faulty.pending()
    listed = root_client.list_parts(
        Bucket="ready", Key=f"{place.removeprefix('s3://ready/')}/{upload.key}", UploadId=pending.id
    )["Parts"]
    there = {part["PartNumber"] for part in listed}
    assert there
    assert 3 not in there
    proxy.rules()
    [sent] = faulty.send([upload])
    assert sent.error is None
    again = {int(found[1]) for _, path, _ in proxy.log() if (found := PART_NUMBER.search(path))}
    tried = 10_000  # with a wrong checksum, to see if it is refused
    assert again - {tried} == {1, 2, 3, 4, 5, 6} - there
    assert sent.sent == upload.size - sum(part["Size"] for part in listed)
    assert list(faulty.pending()) == []


def test_an_upload_is_gone_on_with_from_another_machine(
    faulty: Store, proxy: Proxy, place: str, tmp_path: Path
) -> None:
    upload = write(tmp_path / "big", 3 * PART, 1)
    proxy.rules(fault(("PUT", "partNumber=3"), "503", times=1000))
    [failed] = faulty.send([upload])
    assert failed.error is not None
    elsewhere = Settings(endpoint=proxy.endpoint, journal=tmp_path / "another")
    proxy.rules()
    [sent] = open_store(place, elsewhere).send([upload])
    assert (sent.error, sent.sent) == (None, PART)


def test_a_part_that_went_wrong_is_sent_again(
    s3: Store, place: str, tmp_path: Path, root_client: Any
) -> None:
    upload = write(tmp_path / "big", 2 * PART, 1)
    key = f"{place.removeprefix('s3://ready/')}/{upload.key}"
    begun = root_client.create_multipart_upload(Bucket="ready", Key=key)["UploadId"]
    for number, body in ((1, b"\0" * PART), (2, upload.path.read_bytes()[PART:])):
        root_client.upload_part(
            Bucket="ready", Key=key, UploadId=begun, PartNumber=number, Body=body
        )
    [sent] = s3.send([upload])
    assert (sent.error, sent.sent) == (None, PART)
    assert hashlib.sha256(b"".join(s3.read(upload.key))).hexdigest() == upload.sha256


def test_an_upload_that_was_cleaned_away_is_begun_anew(
    faulty: Store, proxy: Proxy, tmp_path: Path
) -> None:
    upload = write(tmp_path / "big", 2 * PART, 1)
    proxy.rules(fault(("PUT", "partNumber=2"), "503", times=1000))
    list(faulty.send([upload]))
    [pending] = faulty.pending()
    faulty.abandon(pending)
    faulty.abandon(pending)
    proxy.rules()
    [sent] = faulty.send([upload])
    assert (sent.error, sent.sent) == (None, upload.size)


@pytest.mark.parametrize(
    ("variables", "bucket_name", "error", "code"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "falsch"}, "", AccessDenied, "s3.credentials"),
        ({"AWS_ACCESS_KEY_ID": "nobody"}, "", AccessDenied, "s3.credentials"),
        (
            {"AWS_ACCESS_KEY_ID": seaweed.READER, "AWS_SECRET_ACCESS_KEY": seaweed.READER_SECRET},
            "",
            AccessDenied,
            "store.denied",
        ),
        ({}, "there-is-none", StorageError, "s3.no_bucket"),
        ({}, "NO", StorageError, "s3.no_bucket"),
        (
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
            "",
            AccessDenied,
            "s3.no_credentials",
        ),
        ({"AWS_PROFILE": "nobody"}, "", AccessDenied, "s3.profile"),
    ],
)
def test_what_is_wrong_is_told_before_anything_is_sent(
    variables: dict[str, str],
    bucket_name: str,
    error: type[StorageError],
    code: str,
    server: seaweed.Seaweed,
    place: str,
    make_draft: MakeDraft,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    store = open_store(
        f"s3://{bucket_name}/x" if bucket_name else place,
        Settings(endpoint=server.endpoint, timeout=5),
    )
    [result] = publish_drafts(store, [make_draft()], NOBODY)
    assert type(result.error) is error
    assert result.error.code == code


def test_nobody_answers() -> None:
    port = seaweed.free_port()
    store = open_store("s3://bucket/x", Settings(endpoint=f"http://127.0.0.1:{port}"))
    with pytest.raises(Unreachable):
        store.put("a", b"x", "text/plain")


def test_a_clock_that_is_wrong_is_told(server: seaweed.Seaweed, place: str) -> None:
    store = open_store(place, Settings(endpoint=server.endpoint))
    with (
        time_machine.travel("2031-01-01T00:00:00Z", tick=True),
        pytest.raises(AccessDenied) as told,
    ):
        store.put("a", b"x", "text/plain")
    assert told.value.code == "s3.clock"


def test_a_full_disk_is_told(
    signer: FileSigner, make_draft: MakeDraft, folder: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    publish_drafts(folder, [make_draft("0.9.0")], signer)
    monkeypatch.setattr(os, "fsync", full)
    [result] = publish_drafts(folder, [make_draft("1.0.0")], signer)
    monkeypatch.undo()
    assert result.error is not None
    assert result.error.code == "store.no_space"
    found = read_live(folder, layout.current(WORK))
    assert found is not None
    assert found.pointer.version == "0.9.0"
    [again] = publish_drafts(folder, [make_draft("1.0.0")], signer)
    assert again.error is None
