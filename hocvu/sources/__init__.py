"""Readers: one module for each kind of material.

A reader takes a file and gives a `Reading`: content, assets, notices and counts. A new kind of
material is one module, one line in `READERS` and its test.
"""

from __future__ import annotations

from hocvu.sources.base import Reader

READERS: dict[str, Reader] = {}
