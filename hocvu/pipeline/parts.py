"""Materials that are made of other materials: what they need, and what becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hocvu.errors import HocvuError
from hocvu.lesson import Reading
from hocvu.pipeline.draft import CAPTIONS, captions_beside
from hocvu.pipeline.plan import PlannedLesson
from hocvu.sources.base import Need

Parts = Mapping[str, Reading | HocvuError]


def planned(need: Need) -> PlannedLesson:
    """Return what is needed as something to read, with the captions that lie beside a video."""
    source = need.source
    if not any(path.suffix.lower() in CAPTIONS for path in source.companions):
        beside = captions_beside(source.path)
        source = replace(source, companions=(*beside, *source.companions))
    return PlannedLesson("", "", source, need.options, need.place)


def settled(reading: Reading) -> Reading:
    """Return `reading` with paths that hold wherever another is kept that takes its files."""
    assets = (a.model_copy(update={"path": a.path.resolve()}) for a in reading.assets)
    return reading.model_copy(update={"assets": tuple(assets)})


def files_of(parts: Parts) -> dict[str, Path]:
    """Return the files of all `parts` by their SHA-256."""
    readings = [part for part in parts.values() if isinstance(part, Reading)]
    return {asset.sha256: asset.path for reading in readings for asset in reading.assets}


def identity(part: Reading | HocvuError) -> str:
    """Return what tells one reading from another, wherever its files lie."""
    if isinstance(part, HocvuError):
        return f"{part.code} {part}"
    bare = tuple(asset.model_copy(update={"path": Path(asset.id)}) for asset in part.assets)
    told = part.model_copy(update={"assets": bare, "dependencies": ()}).model_dump_json()
    return hashlib.sha256(told.encode()).hexdigest()
