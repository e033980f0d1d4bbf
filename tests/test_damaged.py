"""A thousand damaged files: each is read or refused with a clear error, and nothing stays behind.

What is damaged, and how, follows from a seed alone, so that any failure can be made again:
``damaged(SEED, ...)`` gives the file.
"""

from __future__ import annotations

import io
import os
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hocvu.errors import Origin
from hocvu.pipeline.plan import PlannedLesson
from hocvu.pipeline.reading import Outcome, ReadingRoom
from hocvu.pipeline.worker import MEMORY
from hocvu.sources.base import Source

ALL = 1000
SHARD = 25
LARGEST = 260_000
SLOWEST = 180.0
"""Seconds for one file: engines have limits of their own, this one tells a hang on any machine."""

CHEAP = {".docx", ".pdf", ".md", ".txt", ".mp3", ".xlsx"}
KINDS = CHEAP | {".doc", ".odt", ".rtf", ".pptx", ".ppt", ".odp", ".mp4", ".xls", ".html", ".png"}
# A file of these that was not understood is no clear answer but an accident of the reader's.
ACCIDENTS = {"source.bug", "source.crashed", "source.timed_out", "source.out_of_memory"}


@dataclass(frozen=True)
class Result:
    """What became of one damaged file, and after how many seconds."""

    seed: int
    name: str
    outcome: Outcome
    seconds: float

    @property
    def accident(self) -> str:
        """What went wrong, empty when nothing did."""
        error = self.outcome.error
        if error and error.code in ACCIDENTS:
            return f"{self.seed} {self.name}: {error.code} {dict(error.remark.params)}"
        if error and not (error.message and 4 <= error.exit_code <= 5):
            return f"{self.seed} {self.name}: {error.code} is no answer"
        if self.seconds > SLOWEST:
            return f"{self.seed} {self.name}: {self.seconds:.0f} s"
        return ""


def corpus(shared: Path, kinds: set[str], largest: int = LARGEST) -> list[Path]:
    """Return the materials to damage: those that are small, so that a thousand take an hour."""
    files = sorted(path for path in (shared / "materials").rglob("*") if path.is_file())
    return [
        path for path in files if path.suffix.lower() in kinds and path.stat().st_size <= largest
    ]


def damaged(seed: int, files: list[Path]) -> tuple[str, bytes]:
    """Return the name and the bytes of the damaged file of `seed`."""
    chance = random.Random(seed)
    # A kind first: else the many documents leave no room for the others.
    kind = chance.choice(sorted({path.suffix.lower() for path in files}))
    path = chance.choice([path for path in files if path.suffix.lower() == kind])
    data = path.read_bytes()
    ways = [_truncated, _flipped, _flipped_at_an_end, _blanked]
    if data.startswith(b"PK"):
        ways += [_inside, _inside]
    way = chance.choice(ways)
    return f"{way.__name__[1:]}-{path.name}", way(data, chance)


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(1, max(2, len(data)))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    return _flip(data, chance, 0, len(data))


def _flipped_at_an_end(data: bytes, chance: random.Random) -> bytes:
    """Spoil what formats keep their order in: the first bytes or the last."""
    most = min(len(data), 2048)
    start = chance.choice([0, len(data) - most])
    return _flip(data, chance, start, start + most)


def _blanked(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    length = min(chance.choice([16, 512, 4096]), len(data) - start)
    return data[:start] + bytes(length) + data[start + length :]


def _inside(data: bytes, chance: random.Random) -> bytes:
    """Spoil one member of a zip and zip it again: flips outside are caught by its checksums."""
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
            members = [name for name in old.namelist() if not name.endswith("/")]
            victim = chance.choice(members)
            for name in members:
                content = old.read(name)
                if name == victim and content:
                    content = chance.choice([_truncated, _flipped])(content, chance)
                new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, OSError, ValueError):
        return _truncated(data, chance)
    return made.getvalue()


def _flip(data: bytes, chance: random.Random, start: int, end: int) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.choice([1, 4, 16, 64, 256])):
        spoiled[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
    return bytes(spoiled)


def read_damaged(seeds: range, files: list[Path], folder: Path) -> Iterator[Result]:
    """Read the damaged files of `seeds`, one after the other by one worker, without a cache."""
    with ReadingRoom(jobs=1, keep=False) as room:
        for seed in seeds:
            name, data = damaged(seed, files)
            path = folder / f"{seed}-{name}"
            path.write_bytes(data)
            lesson = PlannedLesson(
                str(seed), "", Source(path, path.name, folder), place=Origin(file=path.name)
            )
            began = time.monotonic()
            (outcome,) = room.read([lesson])
            yield Result(seed, name, outcome, time.monotonic() - began)
            path.unlink()


def processes_of(temporary: Path) -> list[int]:
    """Return the processes that were given `temporary` as their folder, but this one."""
    mark = f"TMPDIR={temporary}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the only folder in which this process and its children make temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def hold(seeds: range, files: list[Path], tmp_path: Path, temporary: Path) -> list[Result]:
    """Read the damaged files of `seeds` and see that nothing went wrong, nor stayed."""
    place = tmp_path / "damaged"
    place.mkdir()
    results = list(read_damaged(seeds, files, place))
    assert not [result.accident for result in results if result.accident]
    assert not sorted(temporary.iterdir())
    assert not list(place.iterdir())
    if sys.platform == "linux":
        import resource

        assert not processes_of(temporary)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
        assert peak < MEMORY
    return results


def test_a_few_damaged_files(shared: Path, tmp_path: Path, temporary: Path) -> None:
    results = hold(range(7000, 7012), corpus(shared, CHEAP, 60_000), tmp_path, temporary)
    assert any(result.outcome.error for result in results)
    assert any(result.outcome.reading for result in results)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("first", range(0, ALL, SHARD))
def test_a_thousand_damaged_files(
    first: int, shared: Path, tmp_path: Path, temporary: Path
) -> None:
    results = hold(range(first, first + SHARD), corpus(shared, KINDS), tmp_path, temporary)
    assert len(results) == SHARD
