"""Examines many manifests, on every core when they are many."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from hocvu.manifest.find import is_manifest
from hocvu.pipeline.validating.others import (
    examine_programme,
    examine_situation,
    is_situation,
)
from hocvu.pipeline.validating.warm import Entry, pack, sign
from hocvu.programmes.load import is_programme

_MANY: Final = 300
_BATCH: Final = 75


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of manifests.

    Attributes:
        for_publish: Ask for all that publishing asks for.
        today: The day on which dates are judged.
        config: The organisation's data; None looks for ``hocvu.toml`` above each manifest.
        superseded: A table of documents that are no longer in force.
    """

    for_publish: bool = False
    today: dt.date | None = None
    config: Path | None = None
    superseded: Path | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to examine; `among` others in a folder, it may be no manifest."""

    file: Path
    among: bool


def examine_all(
    question: Question, wanted: Sequence[Wanted], jobs: int = 1
) -> Iterator[tuple[Wanted, Entry, int]]:
    """Yield what is to be known of each file, and when its examination began (nanoseconds)."""
    if jobs < 2 or len(wanted) < _MANY:
        yield from Examiner(question).examine(wanted)
        return
    batches = [wanted[at : at + _BATCH] for at in range(0, len(wanted), _BATCH)]
    # Nothing of ours runs in threads here, so a copy of this process is a good worker.
    how = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(min(jobs, len(batches)), how) as pool:
        for made in pool.map(_batch, [question] * len(batches), batches):
            yield from made


def _batch(question: Question, wanted: Sequence[Wanted]) -> list[tuple[Wanted, Entry, int]]:
    return list(Examiner(question).examine(wanted))


class Examiner:
    """Examines files one after the other; what they share is read once."""

    def __init__(self, question: Question) -> None:
        """Read nothing yet."""
        self._question = question
        self._checks: Any = None
        self._here: dict[Path, Any] = {}
        self._named = [os.fspath(p) for p in (question.config, question.superseded) if p]
        self._places: dict[Path, list[list[Any]]] = {}

    def examine(self, wanted: Sequence[Wanted]) -> Iterator[tuple[Wanted, Entry, int]]:
        """Yield what is to be known of each file, and when its examination began."""
        for one in wanted:
            begun = time.time_ns()
            yield one, self._entry(one), begun

    def _entry(self, one: Wanted) -> Entry:
        if is_situation(one.file):
            return examine_situation(one.file)
        if is_programme(one.file):
            return examine_programme(one.file)
        if one.among and not is_manifest(one.file):
            return {"manifest": False, "signs": [[str(one.file), sign(str(one.file))]]}
        from hocvu.manifest.checking import examine

        folder = one.file.parent
        found = examine(one.file, self._asked(folder))
        seen = [[path, list(known) if known else None] for path, known in found.signs]
        return {
            "manifest": True,
            "problems": pack(found.problems),
            "identity": found.identity.packed(),
            "signs": [*seen, *self._tables(folder)],
        }

    def _tables(self, folder: Path) -> list[list[Any]]:
        """Return the signs of the tables that were named, or of where they may come to be."""
        from hocvu.manifest.tables import NAME

        if folder not in self._places:
            names = list(self._named)
            if not self._question.config:
                here = Path(os.path.abspath(folder))  # noqa: PTH100 - links lead up elsewhere
                names += [os.fspath(above / NAME) for above in (here, *here.parents)]
            self._places[folder] = [[name, sign(name)] for name in names]
        return self._places[folder]

    def _asked(self, folder: Path) -> Any:
        """Return the checks for manifests in `folder`, with the tables that hold there."""
        from hocvu.manifest.tables import find_tables

        if folder not in self._here:
            checks = self._everywhere()
            self._here[folder] = replace(checks, tables=checks.tables or find_tables(folder))
        return self._here[folder]

    def _everywhere(self) -> Any:
        """Return the checks, made when the first manifest must be read."""
        if self._checks is None:
            from hocvu.manifest.setting import Checks
            from hocvu.manifest.tables import read_superseded, read_tables
            from hocvu.pipeline.materials import KnownMaterials

            asked = self._question
            self._checks = Checks(
                for_publish=asked.for_publish,
                today=asked.today,
                tables=read_tables(asked.config) if asked.config else None,
                superseded=read_superseded(asked.superseded) if asked.superseded else {},
                materials=KnownMaterials(),
            )
        return self._checks
