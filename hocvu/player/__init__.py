"""The player: the script and the style that every package carries, built from ``src``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from hocvu.errors import PackageError


def script() -> bytes:
    """Return ``player.js``.

    Raises:
        PackageError: The player was not built.
    """
    return _built("player.js")


def style() -> bytes:
    """Return ``player.css``.

    Raises:
        PackageError: The player was not built.
    """
    return _built("player.css")


@cache
def _built(name: str) -> bytes:
    try:
        return (files(__package__) / "dist" / name).read_bytes()
    except FileNotFoundError:
        raise PackageError("player.not_built", file=name) from None
