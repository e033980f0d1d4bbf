"""The release protocol: one pointer, moved last, by one publisher at a time."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path
from typing import Any

import pytest
from storekit import WORK, MakeDraft, write

from hocvu.errors import Conflict, ObjectExists, StorageError
from hocvu.store import (
    Abilities,
    Relation,
    Store,
    layout,
    live,
    read_history,
    read_live,
)
from hocvu.store.local import LocalStore
from hocvu.store.publishing import Draft, Published, publish_drafts
from hocvu.store.signing import FileSigner
from hocvu.store.trees import publish_tree, read_tree
from hocvu.store.verify import verify_store
from hocvu.store.versions import precedence
from hocvu.store.works import compare, find_work, read_version, roll_back, supersede, withdraw


def publish(store: Store, signer: FileSigner, *drafts: Draft, **options: Any) -> list[Published]:
    return publish_drafts(store, drafts, signer, **options)


def version_of(store: Store, work: str = WORK) -> str:
    found = read_live(store, layout.current(work))
    return found.pointer.version if found else ""


def wrong(store: Store) -> list[str]:
    findings = verify_store(store).findings
    return [f"{f.code} {f.origin.file}" for f in findings if f.severity != "info"]


def test_a_release_is_published_and_again_changes_nothing(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    draft = make_draft()
    [first] = publish(store, signer, draft)
    assert first.error is None
    assert (first.sent, first.unchanged) == (2100, False)
    before = {entry.key: entry.etag for entry in store.list()}
    assert len(before) == 4
    [again] = publish(store, signer, make_draft())
    assert (again.error, again.unchanged, again.sent) == (None, True, 0)
    assert {entry.key: entry.etag for entry in store.list()} == before
    [found] = live(store, frozenset({signer.key}))
    assert (found.pointer.work, found.pointer.version, found.pointer.serial) == (WORK, "1.0.0", 1)
    assert [file.name for file in found.release.files] == sorted(draft.paths)
    assert found.release.record == draft.record
    assert wrong(store) == []


def test_content_is_there_before_the_manifest_and_that_before_the_pointer(
    folder: LocalStore, signer: FileSigner, make_draft: MakeDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    put, send = folder.put, folder._send

    def putting(key: str, *rest: Any, **options: Any) -> str:
        parts = key.split("/")
        written.append(parts[-2] if parts[0] == "works" else parts[0])
        return put(key, *rest, **options)

    def sending(upload: Any, moved: Any) -> Any:
        written.append("blob")
        return send(upload, moved)

    monkeypatch.setattr(folder, "put", putting)
    monkeypatch.setattr(folder, "_send", sending)
    publish(folder, signer, make_draft("1.0.0"))
    publish(folder, signer, make_draft("1.1.0"))
    work = layout.work_folder(WORK).split("/")[1]
    one = ["leases", "blob", "blob", "releases"]
    assert written == [*one, work, *one, "history", work]


def test_history_keeps_every_pointer(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    for version in ("1.0.0", "1.1.0", "2.0.0"):
        publish(store, signer, make_draft(version))
    found = find_work(store, WORK)
    roll_back(store, found, "1.1.0", signer, "Bản 2 có lỗi")
    withdraw(store, find_work(store, WORK), signer, "Hết hiệu lực")
    history = read_history(store, find_work(store, WORK))
    assert [(p.serial, p.version, p.state, p.action) for p in history] == [
        (5, "1.1.0", "withdrawn", "withdraw"),
        (4, "1.1.0", "published", "rollback"),
        (3, "2.0.0", "published", "publish"),
        (2, "1.1.0", "published", "publish"),
        (1, "1.0.0", "published", "publish"),
    ]
    assert [p.reason for p in history[:2]] == ["Hết hiệu lực", "Bản 2 có lỗi"]
    assert wrong(store) == []
    with pytest.raises(Conflict):  # what was read before has moved since
        roll_back(store, found, "1.0.0", signer)


def test_what_was_taken_back_does_not_return_by_itself(
    folder: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    drafts = [make_draft("1.0.0"), make_draft("1.1.0")]
    publish(folder, signer, *drafts)
    roll_back(folder, find_work(folder, WORK), "1.0.0", signer)
    codes = [r.error.code if r.error else "" for r in publish(folder, signer, *drafts)]
    assert codes == ["", "publish.rolled_back"]
    withdraw(folder, find_work(folder, WORK), signer, "x")
    codes = [r.error.code if r.error else "" for r in publish(folder, signer, *drafts)]
    assert codes == ["publish.withdrawn"] * 2
    assert find_work(folder, WORK).pointer.state == "withdrawn"
    with pytest.raises(StorageError) as told:
        roll_back(folder, find_work(folder, WORK), "9.9.9", signer)
    assert told.value.code == "releases.no_version"
    [newer] = publish(folder, signer, make_draft("1.2.0"))
    assert newer.error is None
    assert find_work(folder, WORK).pointer.state == "published"


def test_a_lost_pointer_is_told_and_put_back_from_the_history(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish(store, signer, make_draft("1.0.0"), make_draft("1.1.0"), make_draft("1.2.0"))
    store.delete([layout.current(WORK)])
    before = {entry.key: entry.etag for entry in store.list()}
    [refused] = publish(store, signer, make_draft("1.3.0", (10,)))
    assert refused.error is not None
    assert refused.error.code == "publish.pointer_lost"
    assert {entry.key: entry.etag for entry in store.list()} == before
    lost = [f for f in verify_store(store).findings if f.severity == "error"]
    assert [(f.code, f.origin.file) for f in lost] == [("store.gone", layout.current(WORK))]
    newest = store.get(layout.history(WORK, 2))
    assert newest is not None
    store.put(layout.current(WORK), newest.data, "application/json")
    assert wrong(store) == []
    [again] = publish(store, signer, make_draft("1.3.0", (10,)))
    assert (again.error, version_of(store)) == (None, "1.3.0")
    assert wrong(store) == []


def test_several_versions_of_one_folder_end_with_the_newest(
    folder: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    drafts = [make_draft(version) for version in ("1.10.0", "1.2.0", "1.2.0-rc.1")]
    assert [one.error for one in publish(folder, signer, *drafts)] == [None] * 3
    found = find_work(folder, WORK)
    versions = [p.version for p in read_history(folder, found)]
    assert versions == ["1.10.0", "1.2.0", "1.2.0-rc.1"]
    assert all(one.unchanged for one in publish(folder, signer, *drafts))
    [alone] = publish(folder, signer, drafts[1])
    assert alone.error is not None
    assert alone.error.code == "publish.older"


def test_a_version_is_published_with_one_content(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish(store, signer, make_draft())
    [other] = publish(store, signer, make_draft(seed=1))
    assert isinstance(other.error, ObjectExists)
    assert other.error.code == "publish.exists"
    assert wrong(store) == []


def test_one_work_that_fails_does_not_stop_another(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    good, bad = make_draft(), make_draft(work="urn:x:other")
    path = next(iter(bad.paths.values()))
    path.write_bytes(path.read_bytes()[:-1])
    results = publish(store, signer, bad, good)
    assert [one.error.code if one.error else "" for one in results] == ["store.changed", ""]
    assert [found.pointer.work for found in live(store)] == [WORK]


def test_a_file_that_changed_is_refused_though_its_content_is_there(
    folder: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish(folder, signer, make_draft())
    again = make_draft()
    next(iter(again.paths.values())).write_bytes(b"x")
    [result] = publish(folder, signer, again)
    assert result.error is not None
    assert result.error.code == "store.changed"


def test_a_dry_run_writes_nothing(store: Store, signer: FileSigner, make_draft: MakeDraft) -> None:
    [result] = publish(store, signer, make_draft(), dry_run=True)
    assert (result.error, result.to_send, result.pointer) == (None, 2100, None)
    assert list(store.list()) == []


def test_of_ten_publishers_one_wins_and_the_others_are_told(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish(store, signer, make_draft("0.1.0"))
    drafts = [make_draft(f"1.{n}.0") for n in range(10)]
    results: list[Published] = []
    together = threading.Barrier(10)

    def run(draft: Draft) -> None:
        together.wait()
        results.extend(publish(store, signer, draft))

    threads = [threading.Thread(target=run, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    errors = [one.error for one in results if one.error]
    assert all(isinstance(error, Conflict) for error in errors)
    won = sorted(
        (o.pointer.serial, o.pointer.version) for o in results if o.pointer and not o.error
    )
    history = read_history(store, find_work(store, WORK))
    told = [(p.serial, p.version) for p in reversed(history)]
    assert told == [(1, "0.1.0"), *won]
    assert len(won) + len(errors) == 10
    assert won
    assert wrong(store) == []


class Forgetful(LocalStore):
    """A store that takes conditions and ignores them, as some do."""

    def put(
        self, key: str, data: bytes, media_type: str, *, once: bool = False, match: str = ""
    ) -> str:
        return super().put(key, data, media_type)

    def probe(self) -> Abilities:
        return Abilities(once=False, swap=False, checks=False, md5_tags=False)


def test_a_lock_stands_for_conditions_that_are_ignored(
    tmp_path: Path, signer: FileSigner, make_draft: MakeDraft
) -> None:
    store = Forgetful(tmp_path / "kho")
    drafts = [make_draft(f"1.{n}.0") for n in range(4)]
    results: list[Published] = []

    def run(draft: Draft) -> None:
        results.extend(publish(store, signer, draft))

    threads = [threading.Thread(target=run, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won = sum(one.error is None for one in results)
    history = read_history(store, find_work(store, WORK))
    assert won == len(history) >= 1
    assert all(isinstance(one.error, Conflict) for one in results if one.error)
    assert list(store.list(layout.LOCKS)) == []
    assert wrong(store) == []


def test_a_work_is_superseded_by_another(
    store: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    other = "https://hoclieu.example/hv/mot-cua-moi"
    publish(store, signer, make_draft(), make_draft(work=other))
    for kind in ("sua_doi", "bo_sung", "cap_nhat", "thay_the"):
        relation = Relation(kind=kind, work=other)
        supersede(store, find_work(store, WORK), relation, signer, "QĐ 12")
        pointer = find_work(store, WORK).pointer
        assert (pointer.state, pointer.relation) == ("superseded", relation)
        assert pointer.version == "1.0.0"
    for unfit in (WORK, "urn:nothing"):
        with pytest.raises(StorageError):
            supersede(store, find_work(store, WORK), Relation(kind="thay_the", work=unfit), signer)
    assert wrong(store) == []


def test_versions_are_compared(folder: Store, signer: FileSigner, make_draft: MakeDraft) -> None:
    old, new = make_draft("1.0.0", (10, 20)), make_draft("1.1.0", (10, 20, 30))
    publish(folder, signer, old, new)
    found = compare(read_version(folder, WORK, "1.0.0")[0], read_version(folder, WORK, "1.1.0")[0])
    assert found.added == ("khoa-2.zip",)
    assert (found.removed, found.same) == ((), ())
    assert found.changed == ("khoa-0.zip", "khoa-1.zip")
    assert found.record == ("version",)


def test_works_are_found_by_id_and_by_folder(
    folder: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish(folder, signer, make_draft())
    name = layout.work_folder(WORK).split("/")[1]
    assert find_work(folder, name).pointer == find_work(folder, WORK).pointer
    with pytest.raises(StorageError) as told:
        find_work(folder, "urn:nothing")
    assert told.value.code == "releases.no_work"


def test_the_order_of_versions() -> None:
    told = "x 0.9.9 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11"
    ordered = f"{told} 1.0.0-rc.1 1.0.0 1.0.1 1.2.0 1.10.0 2.0.0".split()
    assert sorted(set(ordered), key=precedence) == ordered


def test_documents_of_another_place_are_not_followed(
    folder: Store, signer: FileSigner, make_draft: MakeDraft
) -> None:
    publish(folder, signer, make_draft(), make_draft(work="urn:x:2"))
    found = folder.get(layout.current("urn:x:2"))
    assert found is not None
    folder.put(layout.current(WORK), found.data, "application/json")
    with pytest.raises(StorageError) as told:
        version_of(folder)
    assert told.value.code == "store.document"


def test_a_tree_sends_what_changed_and_takes_away_what_is_gone(
    store: Store, signer: FileSigner, tmp_path: Path
) -> None:
    def files(**sizes: int) -> dict[str, Any]:
        return {
            f"{name}.html": dataclasses.replace(
                write(tmp_path / "tree" / name, size, f"{name}{size}"), key=f"catalog/{name}.html"
            )
            for name, size in sizes.items()
        }

    assert publish_tree(store, "catalog/", files(a=10, b=20, c=30), signer).sent == 3
    assert publish_tree(store, "catalog/", files(a=10, b=20, c=30), signer).sent == 0
    done = publish_tree(store, "catalog/", files(a=10, b=21), signer)
    assert (done.sent, done.deleted, done.bytes) == (1, 1, 21)
    keys = sorted(entry.key for entry in store.list("catalog/"))
    assert keys == ["catalog/.files.json", "catalog/a.html", "catalog/b.html"]
    tree, _ = read_tree(store, "catalog/", frozenset({signer.key}))
    assert tree is not None
    assert sorted(tree.files) == ["a.html", "b.html"]
    assert wrong(store) == [f"verify_store.nothing {store.url}"]
    store.put("catalog/d.html", b"x", "text/html")
    assert wrong(store) == ["verify_store.unlisted catalog/d.html"]


def test_strangers_are_told(folder: Store, signer: FileSigner, make_draft: MakeDraft) -> None:
    publish(folder, signer, make_draft())
    assert list(live(folder, frozenset({signer.key})))
    with pytest.raises(StorageError) as told:
        list(live(folder, frozenset({"0" * 64})))
    assert told.value.code == "store.stranger"
