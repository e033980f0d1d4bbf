"""A folder as a store."""

from hocvu.store.local.store import LocalStore

__all__ = ["LocalStore"]
