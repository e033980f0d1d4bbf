"""Sizes as people read them."""

from __future__ import annotations


def shown_size(count: int) -> str:
    """Return a number of bytes in the unit that suits it."""
    shown = float(count)
    for unit in ("B", "KB", "MB"):
        if shown < 1000:
            return f"{shown:.0f} {unit}" if unit == "B" else f"{shown:.1f} {unit}"
        shown /= 1000
    return f"{shown:.1f} GB"
