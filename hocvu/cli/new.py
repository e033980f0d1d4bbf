"""``hocvu new``: a manifest for a folder of materials."""

from __future__ import annotations


def command() -> int:
    """Write a manifest."""
    raise NotImplementedError
