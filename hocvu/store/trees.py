"""Files under fixed names, such as a catalogue's pages, with a signed list of them all.

Pages must keep their addresses, so they cannot be named by content as blobs are. Their list is
written last; by it only what has changed is sent, and every byte is verified as blobs are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from hocvu.errors import Origin, StorageError
from hocvu.lesson.nodes import Frozen
from hocvu.progress import Progress, silent
from hocvu.store import layout, leases, signing
from hocvu.store.base import Store, Upload
from hocvu.store.publishing import reporting
from hocvu.store.release import Sha256, open_envelope
from hocvu.store.signing import Signer
from hocvu.store.writing import swap


class TreeFile(Frozen):
    """A file of a tree: bytes and digest."""

    size: Annotated[int, Field(ge=0)]
    sha256: Sha256


class Tree(Frozen):
    """The list of the files below a prefix.

    Attributes:
        prefix: What their keys begin with, such as ``catalog/``.
        at: When it was written, in UTC.
        files: The files by the rest of their keys.
    """

    type: Literal["hocvu-files/1"] = "hocvu-files/1"
    prefix: str
    at: dt.datetime
    files: dict[str, TreeFile]


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a tree: files sent, files taken away, bytes sent."""

    sent: int
    deleted: int
    bytes: int


def read_tree(
    store: Store, prefix: str, trusted: frozenset[str] = frozenset()
) -> tuple[Tree | None, str]:
    """Return the list of the files below `prefix` and its entity tag; None where none is.

    Raises:
        StorageError: It is damaged, or by a stranger.
    """
    key = layout.listing(prefix)
    stored = store.get(key)
    if stored is None:
        return None, ""
    envelope = open_envelope(stored.data, key)
    signing.check(envelope, key, trusted)
    try:
        tree = Tree.model_validate(envelope.signed)
    except ValidationError as error:
        raise StorageError("store.document", origin=Origin(file=key)) from error
    if tree.prefix != prefix:
        raise StorageError("store.document", origin=Origin(file=key))
    return tree, stored.etag


def publish_tree(
    store: Store,
    prefix: str,
    files: Mapping[str, Upload],
    signer: Signer,
    progress: Progress = silent,
) -> Written:
    """Make the files below `prefix` those of `files`; send only what has changed.

    Args:
        store: Where to.
        prefix: What the keys begin with, such as ``catalog/``.
        files: The files by the rest of their keys; each upload's key is `prefix` with that rest.
        signer: Signs the list.
        progress: Told of the bytes of each file.

    Raises:
        Conflict: Somebody else has published them meanwhile.
        StorageError: The store did not take them.
    """
    before, etag = read_tree(store, prefix)
    known = before.files if before else {}
    listed = {name: TreeFile(size=up.size, sha256=up.sha256) for name, up in files.items()}
    if before and listed == known:
        return Written(0, 0, 0)
    changed = [up for name, up in sorted(files.items()) if known.get(name) != listed[name]]
    with leases.publishing(store):
        for sent in store.send(changed, reporting(progress)):
            if sent.error:
                raise sent.error
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        tree = Tree(prefix=prefix, at=now, files=listed)
        key = layout.listing(prefix)
        swap(store, key, signing.seal(tree.model_dump(mode="json"), signer), etag)
        gone = [f"{prefix}{name}" for name in known.keys() - listed.keys()]
        store.delete(gone)
    return Written(len(changed), len(gone), sum(up.size for up in changed))
