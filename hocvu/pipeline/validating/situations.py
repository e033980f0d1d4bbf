"""Checks how the scenes of situations are joined, beside the manifests that name them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from hocvu.manifest.across import Identity
from hocvu.manifest.find import written_keys
from hocvu.pipeline.validating.warm import Entry, pack, sign

_MARKS: Final = frozenset({"situation", "start", "scenes"})


def is_situation(path: Path) -> bool:
    """Tell if the file at `path` is meant as a situation, good or bad."""
    keys = written_keys(path)
    return "scenes" in keys and len(keys & _MARKS) >= 2


def examine_situation(path: Path) -> Entry:
    """Return what is to be known of a situation: what is wrong with it, and no name of a work."""
    from hocvu.sources.situation import check, files

    seen = [path, *files(path)]
    return {
        "manifest": True,
        "problems": pack(check(path, str(path))),
        "identity": Identity(str(path), "", "", "", "", ((1, 1),) * 3).packed(),
        "signs": [[str(file), sign(str(file))] for file in seen],
    }
