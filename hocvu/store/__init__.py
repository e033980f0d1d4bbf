"""Stores that releases are published to, and the protocol on top of them.

The names are loaded when first used: signing needs a library that help texts can do without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hocvu.store.base import Abilities, Entry, Pending, Sent, Store, Stored, Upload
    from hocvu.store.opening import open_store
    from hocvu.store.reading import Live, live, pointers, read_history, read_live
    from hocvu.store.release import Pointer, Relation, Release, ReleaseFile

_HOMES = {
    "base": ("Abilities", "Entry", "Pending", "Sent", "Store", "Stored", "Upload"),
    "reading": ("Live", "live", "pointers", "read_history", "read_live"),
    "opening": ("open_store",),
    "release": ("Pointer", "Relation", "Release", "ReleaseFile"),
}

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


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"hocvu.store.{home}"), name)
    raise AttributeError(f"module 'hocvu.store' has no attribute {name!r}")
