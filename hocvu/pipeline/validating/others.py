"""Checks what authors write beside manifests: situations and programmes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hocvu.manifest.across import Identity
from hocvu.manifest.find import written_keys
from hocvu.pipeline.validating.warm import Entry, pack, sign
from hocvu.written.problems import Problem

_MARKS: Final = frozenset({"situation", "start", "scenes"})


def is_situation(path: Path) -> bool:
    """Tell if the file at `path` is meant as a situation, good or bad."""
    keys = written_keys(path)
    return "scenes" in keys and len(keys & _MARKS) >= 2


def examine_situation(path: Path) -> Entry:
    """Return what is to be known of a situation: what is wrong with how its scenes are joined."""
    from hocvu.sources.situation import check, files

    return _entry(path, check(path, str(path)), files(path))


def examine_programme(path: Path) -> Entry:
    """Return what is to be known of a programme: what is wrong with it, at its line."""
    from hocvu.programmes import check_programme, manifests_of

    return _entry(path, check_programme(path), manifests_of(path))


def _entry(path: Path, problems: tuple[Problem, ...], others: Iterable[Path]) -> Entry:
    """Return the entry of a file that names no work and depends on `others`."""
    return {
        "manifest": True,
        "problems": pack(problems),
        "identity": Identity(str(path), "", "", "", "", ((1, 1),) * 3).packed(),
        "signs": [[str(file), sign(str(file))] for file in (path, *others)],
    }
