"""Stores that releases are published to, and the protocol on top of them."""

from hocvu.store.base import Abilities, Entry, Pending, Sent, Store, Stored, Upload
from hocvu.store.live import Live, live, pointers, read_history, read_live
from hocvu.store.opening import open_store
from hocvu.store.release import Pointer, Relation, Release, ReleaseFile

__all__ = [
    "Abilities",
    "Entry",
    "Live",
    "Pending",
    "Pointer",
    "Relation",
    "Release",
    "ReleaseFile",
    "Sent",
    "Store",
    "Stored",
    "Upload",
    "live",
    "open_store",
    "pointers",
    "read_history",
    "read_live",
]
