"""Reads many materials at once, each in a worker process, each at most once in its life."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import ValidationError

from hocvu.errors import HocvuError, ManifestError, Missing, Origin, Value
from hocvu.lesson import Notice, Reading
from hocvu.lesson.text import undescribed
from hocvu.pipeline.accounting import differences
from hocvu.pipeline.cache import Cache, default_folder, located, writable
from hocvu.pipeline.choose import by_suffix, choose, shares
from hocvu.pipeline.cluster import Cluster, Seat
from hocvu.pipeline.parts import files_of, identity, planned, settled
from hocvu.pipeline.plan import PlannedLesson
from hocvu.pipeline.worker import Job, Worker
from hocvu.progress import Progress, Step, silent
from hocvu.sources import READERS
from hocvu.sources.base import Composite, Need, Reader, Settling, hash_file
from hocvu.tools import ENGINES, EXTRAS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one material: a reading or an error, and the file's SHA-256 and bytes."""

    lesson: PlannedLesson
    reading: Reading | None = None
    error: HocvuError | None = None
    sha256: str = ""
    size: int = 0


class ReadingRoom:
    """Workers and a cache, for as long as the block lasts.

    Args:
        jobs: How many materials are read at once; 0 for the number of cores.
        cache: The cache's folder, or None for the user's own.
        keep: Whether readings stay in the cache for later runs.
        cluster: Address of a scheduler whose machines read instead of this one.
        progress: Told of every step, from several threads.

    Raises:
        ToolError: The scheduler or its machines cannot do the work.
    """

    def __init__(
        self,
        *,
        jobs: int = 0,
        cache: Path | None = None,
        keep: bool = True,
        cluster: str = "",
        progress: Progress = silent,
    ) -> None:
        """Start nothing yet."""
        folder = cache or default_folder()
        # A cache that cannot be written is done without: it saves time and nothing else.
        apart = not keep or not writable(folder)
        # What other machines are to see cannot lie in this one's own temporary folder.
        shelf = folder if cluster and writable(folder) else None
        self._temporary = Path(tempfile.mkdtemp(prefix="hocvu-", dir=shelf)) if apart else None
        self._cache = Cache(self._temporary or folder)
        self._cluster = Cluster(cluster, self._temporary or folder) if cluster else None
        seats = self._cluster.size if self._cluster else os.cpu_count()
        self._jobs = jobs or seats or 1
        self._progress = progress
        self._idle: queue.SimpleQueue[Worker | Seat] = queue.SimpleQueue()
        self._workers = [
            self._cluster.seat() if self._cluster else Worker() for _ in range(self._jobs)
        ]
        for worker in self._workers:
            self._idle.put(worker)

    def __enter__(self) -> Self:
        """Return the room itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the workers; drop what was not to be kept."""
        for worker in self._workers:
            worker.close()
        if self._cluster:
            self._cluster.close()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                self._cache.prune()

    def read(self, lessons: Sequence[PlannedLesson]) -> list[Outcome]:
        """Read every material; one that fails does not stop the others."""
        pool = ThreadPoolExecutor(min(self._jobs, max(1, len(lessons))))
        try:
            return list(pool.map(self._outcome, lessons))
        except BaseException:
            # Interrupted: end what runs, so that the threads come back at once.
            for worker in self._workers:
                worker.close()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _outcome(self, lesson: PlannedLesson) -> Outcome:
        try:
            return Outcome(lesson, lesson.made) if lesson.made else self._read(lesson)
        except HocvuError as error:
            return Outcome(lesson, error=error)
        finally:
            self._progress(Step("read", lesson.source.name, 1, 1))

    def _read(self, lesson: PlannedLesson) -> Outcome:
        source = lesson.source
        reader = choose(source.path, source.name)
        options = _options(reader, lesson)
        if isinstance(reader, Settling):
            options = reader.settle(source, options)
        self._progress(Step("read", source.name, 0, 0))
        parts = self._parts(reader.needs(source, options) if isinstance(reader, Composite) else ())
        known = {path: _hashed(path, source.name) for path in (source.path, *source.companions)}
        originals = {digest: path for path, (digest, _) in known.items()} | files_of(parts)
        key = self._cache.key(
            {
                "reader": [reader.name, reader.version],
                "engines": _versions(reader.engines),
                "name": source.name,
                "content": known[source.path][0],
                "companions": [[path.name, known[path][0]] for path in source.companions],
                "options": options.model_dump(mode="json"),
                "parts": {name: identity(part) for name, part in parts.items()},
            }
        )
        found = self._cache.find(key, originals)
        if found:
            return Outcome(lesson, found, None, *known[source.path])
        with self._cache.making() as folder:
            worker = self._idle.get()
            try:
                job = Job(reader.name, source, options, folder, known, parts)
                reading = worker.read(job, self._progress, reader.patience)
            finally:
                self._idle.put(worker)
            reading = _accounted(reading, lesson)
            place = self._cache.keep(key, folder, reading)
        made = located(reading, place, originals)
        if made is None:
            raise Missing("source.missing", origin=source.at())
        return Outcome(lesson, made, None, *known[source.path])

    def _parts(self, needs: Sequence[Need]) -> dict[str, Reading | HocvuError]:
        """Read what a material is made of, several at once."""
        if not needs:
            return {}
        with ThreadPoolExecutor(min(self._jobs, len(needs))) as pool:
            outcomes = list(pool.map(self._outcome, map(planned, needs)))
        made: dict[str, Reading | HocvuError] = {}
        for need, outcome in zip(needs, outcomes, strict=True):
            if part := (settled(outcome.reading) if outcome.reading else outcome.error):
                made[need.key] = part
        return made


def _options(reader: Reader, lesson: PlannedLesson) -> Any:
    try:
        return reader.options.model_validate(lesson.options)
    except ValidationError as error:
        first = error.errors()[0]
        unknown = first["type"] == "extra_forbidden"
        raise ManifestError(
            "source.option_unknown" if unknown else "source.option_value",
            origin=lesson.place,
            option=".".join(str(part) for part in first["loc"]),
            value=str(first["input"])[:60],
            supported=", ".join(reader.options.model_fields) or "-",
        ) from error


def _hashed(path: Path, name: str) -> tuple[str, int]:
    try:
        return hash_file(path)
    except OSError as error:
        shown = name if path.name in name else path.name
        raise Missing("source.missing", origin=Origin(file=shown)) from error


def _versions(engines: Sequence[str]) -> dict[str, str]:
    known = ENGINES | EXTRAS
    found = {name: known[name].find() for name in engines}
    return {name: engine.version if engine else "" for name, engine in found.items()}


def _accounted(reading: Reading, lesson: PlannedLesson) -> Reading:
    """Add notices of what every kind of material can lose without its reader's telling."""
    notices = list(reading.notices)
    named = by_suffix(lesson.source.path)
    other = named and named.name != reading.reader
    if other and not shares(READERS[reading.reader], lesson.source.path):
        suffix = lesson.source.path.suffix
        params: dict[str, Value] = {"kind": reading.reader, "suffix": suffix}
        notices.append(Notice("source.other_kind", "info", lesson.source.at(), params))
    mute = undescribed(reading.body)
    if mute:
        at = lesson.source.at()
        notices.append(Notice("source.no_alternative_text", "info", at, {"count": mute}))
    notices += list(differences(reading, notices, lesson.source.at()))
    return reading.model_copy(update={"notices": tuple(notices)})
