"""The release protocol: content first, then the manifest, then the pointer.

A reader follows the pointer, so it sees the old release or the new one, whole; a run that is
killed at any point leaves the old one, and the next run goes on where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hocvu.errors import Conflict, HocvuError, ObjectExists, Origin, StorageError, UsageError
from hocvu.progress import Progress, Step, silent
from hocvu.store import layout, leases, signing
from hocvu.store.base import Moved, Store, Upload
from hocvu.store.reading import Live, read_before, read_history, read_live
from hocvu.store.release import (
    Pointer,
    Release,
    ReleaseFile,
    digest,
    open_envelope,
    read_release,
)
from hocvu.store.sending import hashed_pieces
from hocvu.store.signing import Signer
from hocvu.store.versions import following, is_done, precedence
from hocvu.store.writing import exclusive, put_once, swap

_FEW: Final = 8
_PIECE: Final = 2**20
_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Draft:
    """A release to be published.

    Attributes:
        work: Identifier of the work.
        version: Its version.
        code: The course's code.
        title: The course's title by language.
        files: What it consists of, by name, with the digests that were verified.
        paths: Where each of them lies, by name.
        record: The master record (JSON-LD).
    """

    work: str
    version: str
    code: str
    title: Mapping[str, str]
    files: tuple[ReleaseFile, ...]
    paths: Mapping[str, Path]
    record: Mapping[str, Any]

    def release(self, at: dt.datetime) -> Release:
        """Return its manifest, published `at`."""
        return Release(
            work=self.work,
            version=self.version,
            code=self.code,
            title=dict(self.title),
            published=at,
            files=tuple(sorted(self.files, key=lambda file: file.name)),
            record=dict(self.record),
        )


@dataclass(slots=True)
class Published:
    """What became of one draft.

    Attributes:
        draft: What was asked.
        pointer: The pointer that readers follow now; None after an error and in a dry run.
        unchanged: Whether everything was there already.
        sent: Bytes that went to the store.
        to_send: Bytes that the store lacked when it was looked at.
        error: Why it is not published; what readers got before, they still get.
    """

    draft: Draft
    pointer: Pointer | None = None
    unchanged: bool = False
    sent: int = 0
    to_send: int = 0
    error: HocvuError | None = None
    before: Live | None = field(default=None, repr=False)


def publish_drafts(
    store: Store,
    drafts: Sequence[Draft],
    signer: Signer,
    *,
    dry_run: bool = False,
    progress: Progress = silent,
) -> list[Published]:
    """Publish releases; one that fails does not stop the others.

    Versions of one work are published from the oldest to the newest.

    Args:
        store: Where to.
        drafts: What; their order is that of the result.
        signer: Signs manifests and pointers.
        dry_run: Look, and write nothing.
        progress: Told of the bytes of each file, from several threads.
    """
    results = [Published(draft) for draft in drafts]
    newest = _newest(drafts)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda one: _look(store, one, newest[one.draft.work], signer), results))
    waiting = [one for one in results if not one.error]
    try:
        _publish(store, waiting, signer, dry_run, progress)
    except StorageError as error:  # of what all of them need: the listing, the lease
        for one in waiting:
            one.error = one.error or error
    return results


def _publish(
    store: Store, waiting: Sequence[Published], signer: Signer, dry_run: bool, progress: Progress
) -> None:
    if not waiting:
        return
    owners = _owners(waiting)
    lacking = _lacking(store, waiting)
    for upload in lacking:
        for one in owners[upload.key]:
            one.to_send += upload.size
    if dry_run or all(one.unchanged for one in waiting):
        _unchanged(waiting, {upload.key for upload in lacking} if not dry_run else set())
    if dry_run or (not lacking and all(one.unchanged for one in waiting)):
        return
    with ThreadPoolExecutor(1) as aside:
        trying = aside.submit(store.probe)  # meanwhile: the way to the store may be long
        with leases.publishing(store) as lease:
            # Looked at again: before the lease, cleaning up could have taken what was there.
            lacking = _lacking(store, waiting)
            trying.result()
            _transfer(store, owners, lacking, progress)
            _unchanged(waiting, {upload.key for upload in lacking})
            if lease.lapsed:
                _transfer(store, owners, _lacking(store, waiting), progress)
            _commit(store, waiting, signer)


def _commit(store: Store, waiting: Iterable[Published], signer: Signer) -> None:
    """Make what is whole in the store visible, several works at once."""
    works: dict[str, list[Published]] = {}
    for one in sorted(waiting, key=lambda each: precedence(each.draft.version)):
        if not one.error and not one.unchanged:
            works.setdefault(one.draft.work, []).append(one)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda versions: _commit_all(store, versions, signer), works.values()))


def _newest(drafts: Iterable[Draft]) -> dict[str, str]:
    newest: dict[str, str] = {}
    for draft in drafts:
        before = newest.setdefault(draft.work, draft.version)
        newest[draft.work] = max(before, draft.version, key=precedence)
    return newest


def _look(store: Store, one: Published, newest: str, signer: Signer) -> None:
    """See what readers get now."""
    draft = one.draft
    try:
        one.before = read_before(store, draft.work)
        release = draft.release(_now())
        key = release.key
        older = one.before is not None and precedence(draft.version) < precedence(
            one.before.pointer.version
        )
        if older and newest != draft.version and _same(store, key, release):
            one.unchanged = True  # beside its successor in one folder: it had its time
        else:
            one.unchanged = is_done(one.before, release)
            _refuse_taken_back(store, one, release)
        if one.before and not one.unchanged:
            signing.check_hand(one.before.signed_by, signer, draft.work)
        if one.unchanged and one.before:
            one.pointer = one.before.pointer
    except (StorageError, UsageError) as error:
        one.error = error


def _refuse_taken_back(store: Store, one: Published, release: Release) -> None:
    """Refuse a version that readers had and that was taken from them on purpose.

    Raises:
        Conflict: So it was; a folder that is published again must not bring it back.
    """
    if one.unchanged or one.before is None or not _same(store, release.key, release):
        return
    if any(had.version == release.version for had in read_history(store, one.before)):
        withdrawn = one.before.pointer.state == "withdrawn"
        raise Conflict(
            "publish.withdrawn" if withdrawn else "publish.rolled_back",
            origin=Origin(file=release.work),
            version=release.version,
        )


def _same(store: Store, key: str, release: Release) -> bool:
    there = store.get(key)
    if there is None:
        return False
    return read_release(open_envelope(there.data, key), key).same_content(release)


def _lacking(store: Store, waiting: Iterable[Published]) -> list[Upload]:
    """Return what the store lacks, each content once; seen by one listing where it is much."""
    wanted: dict[str, Upload] = {}
    for one in waiting:
        for file in one.draft.files:
            path = one.draft.paths[file.name]
            wanted[file.key] = Upload(file.key, path, file.size, file.sha256, file.media_type)
    if len(wanted) > _FEW:
        sizes = {entry.key: entry.size for entry in store.list(layout.BLOBS)}
    else:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = pool.map(store.head, wanted)
            sizes = {entry.key: entry.size for entry in found if entry}
    return [upload for key, upload in wanted.items() if sizes.get(key) != upload.size]


def _transfer(
    store: Store,
    owners: Mapping[str, Sequence[Published]],
    lacking: Sequence[Upload],
    progress: Progress,
) -> None:
    """Send what is lacking; tell each draft what became of its own."""
    for sent in store.send(lacking, reporting(progress)):
        for one in owners[sent.upload.key]:
            one.sent += sent.sent
            one.error = one.error or sent.error


def _unchanged(waiting: Iterable[Published], sent: set[str]) -> None:
    """Hash the files that were not sent: what was sent was hashed on its way."""

    def look(one: Published) -> None:
        for file in one.draft.files:
            if file.key in sent or one.error:
                continue
            path = one.draft.paths[file.name]
            upload = Upload(file.key, path, file.size, file.sha256)
            try:
                for _ in hashed_pieces(upload, _PIECE):
                    pass
            except StorageError as error:
                one.error = error

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(look, waiting))


def reporting(progress: Progress) -> Moved:
    """Return what tells `progress` of the bytes of each file that is sent."""

    def moved(upload: Upload, done: int) -> None:
        progress(Step("publish", upload.path.name, done, upload.size))

    return moved


def _owners(waiting: Iterable[Published]) -> dict[str, list[Published]]:
    """Return the drafts that need each content, by its key."""
    owners: dict[str, list[Published]] = {}
    for one in waiting:
        for key in {file.key for file in one.draft.files}:
            owners.setdefault(key, []).append(one)
    return owners


def _commit_all(store: Store, versions: Sequence[Published], signer: Signer) -> None:
    """Make versions of one work visible, one after the other, whose content is in the store."""
    moved = False
    for one in versions:
        try:
            with exclusive(store, one.draft.work):
                if moved:
                    one.before = read_live(store, layout.current(one.draft.work))
                release = one.draft.release(_now())
                sha256 = _write_release(store, release, signer)
                pointer = following(one.before, release, sha256, at=_now())
                one.pointer = move(store, one.before, pointer, signer)
            moved = True
        except StorageError as error:
            one.error = error


def _write_release(store: Store, release: Release, signer: Signer) -> str:
    """Write a manifest, or take the one of an earlier run; return the digest of its bytes.

    Raises:
        ObjectExists: The version was published with other content.
    """
    key = release.key
    data = signing.seal(release.model_dump(mode="json"), signer)
    try:
        put_once(store, key, data)
    except ObjectExists:
        there = store.get(key)
        if there is None:
            raise
        envelope = open_envelope(there.data, key)
        signing.check(envelope, key)
        if not read_release(envelope, key).same_content(release):
            raise ObjectExists(
                "publish.exists", origin=Origin(file=release.work), version=release.version
            ) from None
        return digest(there.data)
    return digest(data)


def move(store: Store, now: Live | None, pointer: Pointer, signer: Signer) -> Pointer:
    """Keep the pointer of `now` in the history, then put the next one in its place.

    Raises:
        Conflict: Another publisher was first.
    """
    if now is not None:
        put_once(store, layout.history(pointer.work, now.pointer.serial), now.data)
    data = signing.seal(pointer.model_dump(mode="json"), signer)
    swap(store, layout.current(pointer.work), data, now.etag if now else "")
    return pointer


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
