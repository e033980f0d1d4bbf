"""The order of versions, and what may follow a pointer: decisions without any store."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from hocvu.errors import Conflict, Origin, StorageError
from hocvu.store.reading import Live
from hocvu.store.release import Action, Pointer, Relation, Release, State

_SEMVER: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")

Precedence = tuple[int, int, int, int, tuple[tuple[int, int, str], ...]]


def precedence(version: str) -> Precedence:
    """Return a key by which versions are ordered (Semantic Versioning 2.0.0, clause 11)."""
    found = _SEMVER.fullmatch(version)
    if not found:
        return (-1, 0, 0, 0, ((1, 0, version),))
    before = found[4]
    parts = tuple(
        (0, int(one), "") if one.isdecimal() else (1, 0, one)
        for one in (before.split(".") if before else ())
    )
    return (int(found[1]), int(found[2]), int(found[3]), 0 if before else 1, parts)


def is_done(now: Live | None, release: Release) -> bool:
    """Tell if readers already get `release`, or had it and got a newer one since.

    Raises:
        ObjectExists: The same version was published with other content.
        Conflict: The version is older than what readers get, or the work was withdrawn.
    """
    if now is None:
        return False
    pointer = now.pointer
    place = Origin(file=release.work)
    if pointer.version == release.version:
        if not now.release.same_content(release):
            return False  # writing its manifest will tell
        if pointer.state == "withdrawn":
            raise Conflict("publish.withdrawn", origin=place, version=release.version)
        return True
    if precedence(release.version) < precedence(pointer.version):
        raise Conflict(
            "publish.older", origin=place, version=release.version, current=pointer.version
        )
    return False


def following(
    now: Live | None,
    release: Release,
    sha256: str,
    *,
    action: Action = "publish",
    state: State = "published",
    reason: str = "",
    relation: Relation | None = None,
    at: dt.datetime,
) -> Pointer:
    """Return the pointer that comes after `now`.

    Args:
        now: What stands there; None for a new work.
        release: The version that readers shall get.
        sha256: Digest of its manifest's bytes.
        action: What is done.
        state: What the work is then.
        reason: Why.
        relation: The work that supersedes it.
        at: When.

    Raises:
        StorageError: Another work stands there.
    """
    if now is not None and now.pointer.work != release.work:
        raise StorageError("publish.other_work", origin=Origin(file=release.work))
    return Pointer(
        work=release.work,
        serial=now.pointer.serial + 1 if now else 1,
        state=state,
        action=action,
        version=release.version,
        release=sha256,
        previous=now.sha256 if now else "",
        at=at,
        reason=reason,
        relation=relation,
    )
