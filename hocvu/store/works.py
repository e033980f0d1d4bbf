"""A work's versions: its history, and what is done to it without publishing anything new."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Origin, StorageError
from hocvu.store import layout, signing
from hocvu.store.base import Store
from hocvu.store.publishing import move
from hocvu.store.reading import Live, read_history, read_live
from hocvu.store.reading import live as every
from hocvu.store.release import (
    Action,
    Pointer,
    Relation,
    Release,
    State,
    digest,
    open_envelope,
    read_release,
)
from hocvu.store.signing import Signer, check_hand
from hocvu.store.versions import following
from hocvu.store.writing import exclusive

_SHOWN: Final = 5
_FOLDER: Final = re.compile(r"[a-z0-9-]{1,100}")


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions: names of files, and top-level terms of the record."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    record: tuple[str, ...]


def find_work(store: Store, work: str) -> Live:
    """Return the work with this identifier, or with this folder's name, or of this course's code.

    Raises:
        StorageError: The store has no such work, or several of this code.
    """
    folder = (f"{layout.WORKS}{work}/current.json",) if _FOLDER.fullmatch(work) else ()
    for key in (layout.current(work), *folder):
        found = read_live(store, key)
        if found:
            return found
    code = work.casefold()
    same = [one for one in every(store) if one.release.code.casefold() == code]
    if len(same) > 1:
        works = ", ".join(one.pointer.work for one in same[:_SHOWN])
        raise StorageError("releases.same_code", origin=Origin(file=store.url), works=works)
    if not same:
        raise StorageError("releases.no_work", origin=Origin(file=store.url), work=work)
    return same[0]


def with_titles(
    store: Store, history: Sequence[Pointer]
) -> list[tuple[Pointer, Mapping[str, str]]]:
    """Return each pointer of a work's history with the title of the version that it names."""
    titles = {
        one.version: read_version(store, one.work, one.version)[0].title
        for one in {pointer.version: pointer for pointer in history}.values()
    }
    return [(pointer, titles[pointer.version]) for pointer in history]


def read_version(store: Store, work: str, version: str) -> tuple[Release, str]:
    """Return a version's manifest and the digest of its bytes.

    Raises:
        StorageError: It was not published, or is damaged.
    """
    key = layout.release(work, version)
    stored = store.get(key)
    if stored is None:
        raise StorageError("releases.no_version", origin=Origin(file=work), version=version)
    envelope = open_envelope(stored.data, key)
    signing.check(envelope, key)
    return read_release(envelope, key), digest(stored.data)


def compare(old: Release, new: Release) -> Difference:
    """Return what `new` has that `old` had not, and the other way."""
    before = {_plain(file.name, old.version): file.sha256 for file in old.files}
    after = {_plain(file.name, new.version): file.sha256 for file in new.files}
    both = sorted(before.keys() & after.keys())
    terms = sorted(old.record.keys() | new.record.keys())
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(name for name in both if before[name] != after[name]),
        same=tuple(name for name in both if before[name] == after[name]),
        record=tuple(term for term in terms if old.record.get(term) != new.record.get(term)),
    )


def roll_back(store: Store, live: Live, version: str, signer: Signer, reason: str = "") -> Pointer:
    """Let readers get an earlier version again; also brings back a work that was withdrawn.

    Where readers get that version, nothing is changed.

    Raises:
        StorageError: The version was never offered to readers.
        Conflict: Another publisher was first.
    """
    if (live.pointer.state, live.pointer.version) == ("published", version):
        return live.pointer
    offered = {one.version for one in read_history(store, live) if one.state != "withdrawn"}
    if version not in offered:
        raise StorageError(
            "releases.no_version", origin=Origin(file=live.pointer.work), version=version
        )
    release, sha256 = read_version(store, live.pointer.work, version)
    return _move(store, live, release, sha256, signer, "rollback", "published", reason)


def withdraw(store: Store, live: Live, signer: Signer, reason: str) -> Pointer:
    """Put a tombstone in a work's place; its versions stay in the store.

    Where there is one, nothing is changed.

    Raises:
        Conflict: Another publisher was first.
    """
    if live.pointer.state == "withdrawn":
        return live.pointer
    return _move(
        store,
        live,
        live.release,
        live.pointer.release,
        signer,
        "withdraw",
        "withdrawn",
        reason,
        live.pointer.relation,
    )


def supersede(
    store: Store, live: Live, relation: Relation, signer: Signer, reason: str = ""
) -> Pointer:
    """Tell readers of a work that another one changes or replaces it.

    Where they are told so, nothing is changed.

    Raises:
        StorageError: The other work is not in the store.
        Conflict: Another publisher was first.
    """
    other = find_work(store, relation.work)
    if other.pointer.work == live.pointer.work:
        raise StorageError("releases.itself", origin=Origin(file=live.pointer.work))
    full = Relation(kind=relation.kind, work=other.pointer.work)
    if (live.pointer.state, live.pointer.relation) == ("superseded", full):
        return live.pointer
    return _move(
        store,
        live,
        live.release,
        live.pointer.release,
        signer,
        "supersede",
        "superseded",
        reason,
        full,
    )


def _move(  # noqa: PLR0913, PLR0917 - what a pointer consists of
    store: Store,
    live: Live,
    release: Release,
    sha256: str,
    signer: Signer,
    action: Action,
    state: State,
    reason: str,
    relation: Relation | None = None,
) -> Pointer:
    pointer = following(
        live,
        release,
        sha256,
        action=action,
        state=state,
        reason=reason,
        relation=relation,
        at=dt.datetime.now(dt.UTC).replace(microsecond=0),
    )
    check_hand(live.signed_by, signer, release.work)
    with exclusive(store, release.work):
        return move(store, live, pointer, signer)


def _plain(name: str, version: str) -> str:
    """Return a file's name without its version, so that versions can be compared."""
    return name.replace(f"-{version}", "", 1)
