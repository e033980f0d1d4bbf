"""Many small files from one thread: what does not go well at once is tried again with care."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import seaweed
from storekit import Proxy, write

from hocvu.errors import StorageError, Unreachable
from hocvu.store import Store, Upload, open_store
from hocvu.store.s3 import S3Store, lanes, probing
from hocvu.store.s3.retrying import ATTEMPTS
from hocvu.store.settings import Settings

BLOB = {"method": "PUT", "match": r"blobs/sha256/"}
COUNT = 3 * lanes.FEW


@pytest.fixture
def many(tmp_path: Path) -> list[Upload]:
    """Return small files of every size up to the largest, and an empty one."""
    sizes = [0, 1, lanes.LARGEST, *range(1000, 1000 + COUNT - 3)]
    return [write(tmp_path / f"{size}", size, size) for size in sizes]


def in_store(store: Store, uploads: list[Upload]) -> bool:
    return all(b"".join(store.read(one.key)) == one.path.read_bytes() for one in uploads)


@pytest.mark.parametrize("knows", ["crc", "md5"])
def test_each_is_sent_once_and_told_once(
    knows: str,
    faulty: S3Store,
    proxy: Proxy,
    many: list[Upload],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if knows == "md5":
        monkeypatch.setattr(probing, "_checks_crc", lambda *_: False)
    moved: list[tuple[str, int]] = []
    sent = list(faulty.send(many, lambda upload, done: moved.append((upload.key, done))))
    assert {(one.upload.key, one.sent, one.error) for one in sent} == {
        (one.key, one.size, None) for one in many
    }
    assert sorted(moved) == sorted((one.key, one.size) for one in many)
    asked = [path for method, path, _ in proxy.log() if method == "PUT" and "blobs/" in path]
    assert len(asked) == len(set(asked)) == len(many)
    assert in_store(faulty, many)


@pytest.mark.parametrize(
    "rule",
    [
        {"do": "503", "times": 5},
        {"do": "reset_body", "times": 3},
        {"do": "reset_reply", "times": 3},
        {"do": "truncate_reply", "times": 3},
        {"do": "flip", "times": 3},
        {"do": "403expired", "times": 2},
        {"do": "503", "times": COUNT},
    ],
)
def test_what_passes_is_survived(
    rule: dict[str, Any], faulty: Store, proxy: Proxy, many: list[Upload]
) -> None:
    proxy.rules({**BLOB, **rule})
    assert [sent.error for sent in faulty.send(many)] == [None] * COUNT
    assert proxy.hits() == rule["times"]
    assert in_store(faulty, many)


def test_who_does_not_answer_is_given_up_and_asked_again(
    proxy: Proxy, place: str, many: list[Upload]
) -> None:
    store = open_store(place, Settings(endpoint=proxy.endpoint, timeout=0.5))
    store.probe()
    proxy.rules({**BLOB, "do": "stall", "secs": 3, "times": 2})
    assert [sent.error for sent in store.send(many)] == [None] * COUNT
    assert proxy.hits() == 2
    assert in_store(store, many)


def test_a_service_in_trouble_is_not_asked_by_all_lanes_again(
    faulty: Store, proxy: Proxy, many: list[Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_LANES", 4)
    faulty.probe()
    with_care = {}
    proxy.rules({**BLOB, "do": "503", "times": 4})
    for sent in faulty.send(many):
        assert sent.error is None
        with_care[sent.upload.key] = True
    asked = [path for method, path, _ in proxy.log() if method == "PUT" and "blobs/" in path]
    assert len(asked) == COUNT + 4
    assert len(with_care) == COUNT


def test_one_that_changed_stops_no_other(faulty: Store, many: list[Upload]) -> None:
    many[5].path.write_bytes(b"altered")
    many[6].path.unlink()
    errors = {sent.upload.path.name: sent.error for sent in faulty.send(many) if sent.error}
    assert {name: error.code for name, error in errors.items()} == {
        many[5].path.name: "store.changed",
        many[6].path.name: "store.unreadable",
    }
    assert in_store(faulty, many[:5] + many[7:])
    assert faulty.head(many[5].key) is None


def test_a_service_that_is_gone_is_told_for_each(
    proxy: Proxy, place: str, many: list[Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hocvu.store.s3.wire.pause", lambda _: None)
    store = open_store(place, Settings(endpoint=proxy.endpoint, timeout=2))
    store.probe()
    proxy.rules({**BLOB, "do": "503", "times": 10_000})
    assert [type(sent.error) for sent in store.send(many)] == [Unreachable] * COUNT
    assert proxy.hits() < COUNT * ATTEMPTS  # the last ones are not tried so often any more


def test_leaving_early_begins_no_further_file(
    faulty: S3Store, proxy: Proxy, many: list[Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_LANES", 1)
    faulty.probe()
    sending = faulty.send(many)
    assert len(list(itertools.islice(sending, 3))) == 3
    sending.close()  # type: ignore[attr-defined]
    asked = [path for method, path, _ in proxy.log() if method == "PUT" and "blobs/" in path]
    assert 3 <= len(asked) < COUNT


def test_refused_credentials_are_told_for_each(
    server: seaweed.Seaweed, place: str, many: list[Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(place, Settings(endpoint=server.endpoint))
    store.probe()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", seaweed.READER)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", seaweed.READER_SECRET)
    denied = open_store(place, Settings(endpoint=server.endpoint))
    monkeypatch.setattr(denied, "_abilities", store.probe())
    errors = [sent.error for sent in denied.send(many)]
    assert len(errors) == COUNT
    assert {error.code for error in errors if isinstance(error, StorageError)} == {"store.denied"}
