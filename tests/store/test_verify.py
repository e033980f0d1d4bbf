"""Any byte of a store that is altered, anything that is missing, is found from the public side."""

from __future__ import annotations

import dataclasses
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storekit import WORK, MakeDraft, write

from hocvu.errors import UsageError
from hocvu.pipeline.publishing.verifying import verify_url
from hocvu.store import Relation, Store, layout, open_store
from hocvu.store.local import LocalStore
from hocvu.store.publishing import publish_drafts
from hocvu.store.signing import FileSigner, public_path
from hocvu.store.trees import publish_tree
from hocvu.store.verify import verify_store, verify_work
from hocvu.store.works import find_work, roll_back, supersede, withdraw

OTHER = "urn:x:other"


def fill(store: Store, signer: FileSigner, make_draft: MakeDraft, tmp_path: Path) -> None:
    """Make a store in which every kind of object stands."""
    publish_drafts(store, [make_draft("1.0.0"), make_draft("1.1.0")], signer)
    publish_drafts(store, [make_draft("1.0.0", (500, 0), OTHER)], signer)
    roll_back(store, find_work(store, WORK), "1.0.0", signer)
    supersede(store, find_work(store, WORK), Relation(kind="sua_doi", work=OTHER), signer, "Sửa")
    withdraw(store, find_work(store, OTHER), signer, "Thu hồi")
    page = write(tmp_path / "page", 700, "page")
    tree = {"index.html": dataclasses.replace(page, key="catalog/index.html")}
    publish_tree(store, "catalog/", tree, signer)


@pytest.fixture
def filled(
    folder: LocalStore, signer: FileSigner, make_draft: MakeDraft, tmp_path: Path
) -> LocalStore:
    fill(folder, signer, make_draft, tmp_path)
    return folder


def errors(store: Store, signer: FileSigner) -> list[str]:
    found = verify_store(store, frozenset({signer.key})).findings
    return [f"{f.code} {f.origin.file}" for f in found if f.severity == "error"]


def file_of(store: LocalStore, key: str) -> Path:
    return store._path(key)


def test_a_whole_store_is_found_whole(
    store: Store, signer: FileSigner, make_draft: MakeDraft, tmp_path: Path
) -> None:
    fill(store, signer, make_draft, tmp_path)
    steps: list[Any] = []
    verified = verify_store(store, frozenset({signer.key}), steps.append)
    assert verified.findings == []
    assert verified.works == 2
    assert verified.signed_by == {signer.key}
    assert verified.objects == len(list(store.list())) == steps[-1].done
    assert verified.bytes == 2 * 2100 + 500 + 0 + 700


def test_every_object_is_looked_at(filled: LocalStore, signer: FileSigner) -> None:
    for entry in list(filled.list()):
        path = file_of(filled, entry.key)
        before = path.read_bytes()
        if before:
            for place in (0, len(before) // 2, len(before) - 1):
                altered = bytearray(before)
                altered[place] ^= 0x20
                path.write_bytes(altered)
                assert errors(filled, signer), (entry.key, place)
        path.write_bytes(before + b"\n")
        assert errors(filled, signer), entry.key
        path.unlink()
        assert errors(filled, signer), entry.key
        path.write_bytes(before)
    assert errors(filled, signer) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chance=st.randoms(use_true_random=False), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(
    chance: random.Random, bit: int, filled: LocalStore, signer: FileSigner
) -> None:
    entries = sorted((e for e in filled.list() if e.size), key=lambda entry: entry.key)
    entry = chance.choice(entries)
    path = file_of(filled, entry.key)
    before = path.read_bytes()
    altered = bytearray(before)
    altered[chance.randrange(len(before))] ^= 1 << bit
    try:
        path.write_bytes(altered)
        # Without a trusted key, too: what came with the documents is enough to see damage.
        found = [f for f in verify_store(filled).findings if f.severity == "error"]
        assert found
        assert any(
            entry.key == f.origin.file or (f.origin.file or "").startswith("works/") for f in found
        )
    finally:
        path.write_bytes(before)


def test_a_flipped_byte_in_a_bucket_is_found(
    s3: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish_drafts(s3, [make_draft()], signer)
    for entry in list(s3.list()):
        data = bytearray(b"".join(s3.read(entry.key)))
        data[len(data) // 3] ^= 1
        s3.put(entry.key, bytes(data), "text/plain")
        assert errors(s3, signer), entry.key
        data[len(data) // 3] ^= 1
        s3.put(entry.key, bytes(data), "text/plain")
    assert errors(s3, signer) == []


def replace_history(store: LocalStore) -> None:
    first = file_of(store, layout.history(WORK, 1))
    shutil.copy(file_of(store, layout.history(WORK, 2)), first)


def old_pointer(store: LocalStore) -> None:
    shutil.copy(file_of(store, layout.history(WORK, 1)), file_of(store, layout.current(WORK)))


def swap_blobs(store: LocalStore) -> None:
    blobs = sorted(e.key for e in store.list(layout.BLOBS) if e.size == 2000)[:2]
    one, two = (file_of(store, key).read_bytes() for key in blobs)
    file_of(store, blobs[0]).write_bytes(two)
    file_of(store, blobs[1]).write_bytes(one)


def other_works_pointer(store: LocalStore) -> None:
    shutil.copy(file_of(store, layout.current(OTHER)), file_of(store, layout.current(WORK)))


def manifest_under_another_version(store: LocalStore) -> None:
    one = file_of(store, layout.release(WORK, "1.0.0"))
    shutil.copy(one, one.with_name("1.1.0.json"))


@pytest.mark.parametrize(
    "attack",
    [replace_history, swap_blobs, other_works_pointer, manifest_under_another_version],
)
def test_what_is_right_by_itself_is_found_in_a_wrong_place(
    attack: Callable[[LocalStore], None], filled: LocalStore, signer: FileSigner
) -> None:
    attack(filled)
    assert errors(filled, signer)


def test_an_old_pointer_put_back_leaves_history_that_is_newer(
    filled: LocalStore, signer: FileSigner
) -> None:
    old_pointer(filled)
    assert errors(filled, signer)


def test_one_work_is_verified_by_itself(filled: LocalStore, signer: FileSigner) -> None:
    folder, other = layout.work_folder(WORK), layout.work_folder(OTHER)
    assert verify_work(filled, folder, frozenset({signer.key})).findings == []
    release = next(e for e in filled.list(layout.BLOBS) if e.size == 2000)
    file_of(filled, release.key).write_bytes(b"\0" * 2000)
    found = verify_work(filled, folder).findings
    assert [f.code for f in found if f.severity == "error"] == ["verify_store.altered"]
    assert verify_work(filled, other, frozenset({signer.key})).findings == []
    assert [f.code for f in verify_work(filled, "works/nothing/").findings] == ["store.gone"]
    [manifest] = [e for e in filled.list(folder) if "/releases/1.0.0" in e.key]
    file_of(filled, manifest.key).write_bytes(b"{}")
    told = [f.code for f in verify_work(filled, folder).findings if f.origin.file == manifest.key]
    assert told == ["store.document"]


def test_what_is_no_part_of_a_store_is_told(filled: LocalStore, signer: FileSigner) -> None:
    filled.put("ghi-chu.txt", b"x", "text/plain")
    filled.put("probe/0123", b"hocvu: first", "text/plain")
    found = verify_store(filled, frozenset({signer.key})).findings
    assert [(f.code, f.severity) for f in found] == [
        ("verify_store.unknown", "warning"),
        ("verify_store.left_over", "info"),
    ]


def test_a_url_and_a_public_key_are_enough(
    filled: LocalStore, signer: FileSigner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = public_path(tmp_path / "khoa.pem")
    public.write_text(signer.public)
    assert verify_url(filled.url, public_keys=[public]).findings == []
    below = f"{filled.url}/{layout.current(WORK)}"
    assert verify_url(below, public_keys=[public]).findings == []
    unnamed = verify_url(filled.url).findings
    assert [(f.code, f.severity) for f in unnamed] == [("verify_store.no_key", "info")]
    monkeypatch.setenv("HOCVU_PUBLIC_KEY", str(public))
    assert verify_url(filled.url).findings == []
    public.write_text("x")
    with pytest.raises(UsageError):
        verify_url(open_store(filled.url).url)
