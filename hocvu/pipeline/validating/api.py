"""Checks manifests with all that the project knows: their rules, readers, tables and yesterday."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

from hocvu.manifest.across import Identity, check_across
from hocvu.manifest.find import PathLike, find_unread, walk
from hocvu.pipeline.validating.examining import Question, Wanted, examine_all
from hocvu.pipeline.validating.warm import Entry, Memory, fingerprint, unpack
from hocvu.written.problems import Problem, in_order


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

    In a folder, files that are not manifests are passed over, but for YAML that is empty or broken:
    it may have been meant as one. Works that share an `id` or
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
        jobs: How many processes examine manifests, when they are many.

    Attributes:
        known: How many manifests there are.
        files: Those that are told of: all, or what changed.
    """

    def __init__(self, question: Question, cache: Path | None = None, jobs: int = 1) -> None:
        """Read what is remembered."""
        self._question, self._jobs = question, jobs
        asked = [question.for_publish, question.today, question.config, question.superseded]
        self._memory = Memory(cache, fingerprint({"asked": asked}) if cache else "")
        self.known = 0
        self.files: list[str] = []

    def problems(self, paths: Iterable[PathLike], since: str | None = None) -> list[Problem]:
        """Return everything that is to be told, in order of place."""
        given = list(paths)
        changed = None
        if since:
            from hocvu.pipeline.validating.changed import changed_since

            changed = changed_since(since, given)
        entries = self._entries(_wanted(given))
        told = [
            file
            for file, entry in entries.items()
            if changed is None or any(os.path.realpath(p) in changed for p, _ in entry["signs"])
        ]
        self.known, self.files = len(entries), told
        found = [problem for file in told for problem in unpack(file, entries[file]["problems"])]
        across = check_across(Identity.unpacked(f, e["identity"]) for f, e in entries.items())
        files = set(told)
        found += (p for p in across if p.file in files or _names(p, files))
        unread = find_unread(given, entries)
        found += (p for p in unread if changed is None or os.path.realpath(p.file or "") in changed)
        return list(in_order(found))

    def _entries(self, wanted: list[Wanted]) -> dict[str, Entry]:
        """Return what is known of each manifest, from memory or by examining it."""
        known: dict[Wanted, Entry] = {}
        for one in wanted:
            entry = self._memory.recall(str(one.file))
            if entry and (entry["manifest"] or one.among):
                known[one] = entry
        unknown = [one for one in wanted if one not in known]
        for one, entry, begun in examine_all(self._question, unknown, self._jobs):
            known[one] = entry
            self._memory.learn(str(one.file), entry, begun)
        self._memory.keep()
        return {str(one.file): known[one] for one in wanted if known[one]["manifest"]}


def _wanted(paths: Iterable[PathLike]) -> list[Wanted]:
    """Return the files that `paths` name, and those in the folders that they name, none twice."""
    found: dict[Path, Wanted] = {}
    for path in map(Path, paths):
        among = path.is_dir()
        for file in walk(path) if among else (path,):
            found.setdefault(file, Wanted(file, among))
    return list(found.values())


def _names(problem: Problem, files: set[str]) -> bool:
    """Tell whether a problem between manifests names one of `files`."""
    return str(problem.params.get("file", "")) in files
