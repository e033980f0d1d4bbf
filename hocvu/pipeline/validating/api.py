"""Checks manifests with all that the project knows: their rules, readers, tables and yesterday."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvu.manifest.across import Identity, check_across
from hocvu.manifest.find import PathLike, is_manifest, walk
from hocvu.pipeline.validating.changed import changed_since
from hocvu.pipeline.validating.warm import Entry, Memory, fingerprint, pack, unpack
from hocvu.written.problems import Problem, in_order


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


def validate(
    paths: PathLike | Iterable[PathLike],
    for_publish: bool = False,
    *,
    today: dt.date | None = None,
    config: str | Path | None = None,
    superseded: str | Path | None = None,
    since: str | None = None,
    cache: str | Path | None = None,
) -> list[Problem]:
    """Return everything that is to be told of manifests, in files and in folders.

    In a folder, files that are not manifests are passed over. Works that share an `id` or
    a `code` are told of, also when they stand in different folders.

    Args:
        paths: Files and folders.
        for_publish: Ask for all that publishing asks for.
        today: The day on which dates are judged; today by default.
        config: The organisation's data; ``hocvu.toml`` above each manifest by default.
        superseded: A table (CSV) of documents that are no longer in force.
        since: A revision of git; only what changed since, and what depends on it, is told of.
        cache: Folder in which results are remembered; None for none.

    Raises:
        ManifestError: The organisation's data are faulty.
        UsageError: There is no such revision.
    """
    question = Question(
        for_publish,
        today or dt.date.today(),
        Path(config) if config else None,
        Path(superseded) if superseded else None,
    )
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    return Run(question, Path(cache) if cache else None).problems(given, since)


class Run:
    """One run over a tree.

    Args:
        question: What is asked.
        cache: Folder in which results are remembered; None for none.

    Attributes:
        known: How many manifests there are.
        files: Those that are told of: all, or what changed.
    """

    def __init__(self, question: Question, cache: Path | None = None) -> None:
        """Read what is remembered."""
        self._question = question
        asked = [question.for_publish, question.today, question.config, question.superseded]
        named = [path for path in (question.config, question.superseded) if path]
        self._memory = Memory(cache, fingerprint({"asked": asked}) if cache else "")
        self._named = [(os.fspath(path), self._memory.sign(os.fspath(path))) for path in named]
        self._checks: Any = None
        self._above: dict[str, tuple[str, ...]] = {}
        self.known = 0
        self.files: list[str] = []

    def problems(self, paths: Iterable[PathLike], since: str | None = None) -> list[Problem]:
        """Return everything that is to be told, in order of place."""
        given = list(paths)
        changed = changed_since(since, given) if since else None
        entries = {str(path): entry for path, entry in self._examined(given)}
        self._memory.keep()
        told = [
            file
            for file, entry in entries.items()
            if changed is None or any(os.path.realpath(p) in changed for p, _ in entry["signs"])
        ]
        self.known, self.files = len(entries), told
        found = [problem for file in told for problem in unpack(file, entries[file]["problems"])]
        across = check_across(Identity.unpacked(f, e["identity"]) for f, e in entries.items())
        wanted = set(told)
        return list(
            in_order([*found, *(p for p in across if p.file in wanted or _names(p, wanted))])
        )

    def _examined(self, paths: Iterable[PathLike]) -> Iterator[tuple[Path, Entry]]:
        seen: set[Path] = set()
        for path in map(Path, paths):
            folder = path.is_dir()
            for file in walk(path) if folder else (path,):
                if file not in seen:
                    seen.add(file)
                    entry = self._entry(file, folder)
                    if entry["manifest"]:
                        yield file, entry

    def _entry(self, file: Path, among: bool) -> Entry:
        """Return what is to be known of a file; `among` others, it may be no manifest."""
        known = self._memory.recall(str(file))
        if known and (known["manifest"] or among):
            return known
        begun = time.time_ns()
        entry: Entry = {"manifest": not among or is_manifest(file), "signs": []}
        if entry["manifest"]:
            from hocvu.manifest.checking import examine

            found = examine(file, self._asked())
            entry |= {
                "problems": pack(found.problems),
                "identity": found.identity.packed(),
                "signs": [[p, list(s) if s else None] for p, s in found.signs] + self._tables(file),
            }
        else:
            entry["signs"] = [[str(file), self._memory.sign(str(file))]]
        self._memory.learn(str(file), entry, begun)
        return entry

    def _tables(self, file: Path) -> list[list[Any]]:
        """Return the signs of the tables that were named, or of where they may come to be."""
        named = [[path, sign] for path, sign in self._named]
        if self._question.config:
            return named
        folder = os.path.abspath(file.parent)  # noqa: PTH100
        if folder not in self._above:
            from hocvu.manifest.tables import NAME

            above = (Path(folder), *Path(folder).parents)
            self._above[folder] = tuple(os.fspath(one / NAME) for one in above)
        return named + [[path, self._memory.sign(path)] for path in self._above[folder]]

    def _asked(self) -> Any:
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


def _names(problem: Problem, files: set[str]) -> bool:
    """Tell whether a problem between manifests names one of `files`."""
    return str(problem.params.get("file", "")) in files
