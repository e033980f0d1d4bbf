"""A publisher that is killed at any point: readers have the old release or the new one, whole."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import publisher
import pytest
import seaweed

from hocvu.store import Store, live, open_store
from hocvu.store.settings import Settings
from hocvu.store.signing import FileSigner, make_key
from hocvu.store.verify import verify_store

SCRIPT = Path(publisher.__file__)
MEBI = 2**20
_KILLS_EACH = 3


@dataclass
class Releases:
    """Versions on disk, and the command that publishes one."""

    root: Path
    url: str
    endpoint: str
    part: int

    def make(self, version: str, sizes: tuple[int, ...]) -> None:
        folder = self.root / version
        folder.mkdir(parents=True)
        for number, size in enumerate(sizes):
            data = random.Random(f"{version}{number}").randbytes(size)
            digest = hashlib.sha256(data).hexdigest()
            (folder / f"{number}.mp4--{digest}").write_bytes(data)

    def start(self, version: str) -> subprocess.Popen[str]:
        arguments = [
            sys.executable, str(SCRIPT), self.url, self.endpoint, str(self.root / version),
            version, str(self.root / "key.pem"), str(self.part),
        ]  # fmt: skip
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, env=os.environ)


def _look(store: Store, key: FileSigner, allowed: tuple[str, str]) -> str:
    """Return the version that readers have, every byte of which is held to its digest."""
    [found] = live(store, frozenset({key.key}))
    assert found.pointer.version in allowed
    for file in found.release.files:
        got = hashlib.sha256(b"".join(store.read(file.key))).hexdigest()
        assert got == file.sha256
    return found.pointer.version


def _finish(releases: Releases, version: str) -> str:
    """Publish to the end; return what was said."""
    process = releases.start(version)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said.split("\n")[1]


def _kill_and_look(
    releases: Releases, store: Store, key: FileSigner, kills: int, sizes: tuple[int, ...], seed: int
) -> dict[str, int]:
    releases.make("0.0.0", sizes)
    begun = time.monotonic()
    _finish(releases, "0.0.0")
    longest = 0.8 * (time.monotonic() - begun)
    chance = random.Random(seed)
    counts = {"old": 0, "new": 0, "resumed": 0}
    now = "0.0.0"
    killed, number = 0, 0
    while killed < kills and number < kills:
        number += 1
        version = f"0.0.{number}"
        releases.make(version, sizes)
        for _ in range(_KILLS_EACH):
            process = releases.start(version)
            assert process.stdout
            assert process.stdout.readline() == "begun\n"
            try:
                process.wait(chance.uniform(0, longest))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            process.wait(10)
            process.stdout.close()
            got = _look(store, key, (now, version))
            counts["new" if got == version else "old"] += 1
            print(killed, version, got, flush=True)
            if process.returncode == 0 or got == version or killed >= kills:
                break
        said = _finish(releases, version)
        counts["resumed"] += int(said.split()[1]) < sum(sizes)
        now = _look(store, key, (version, version))
        for file in (releases.root / version).iterdir():
            file.unlink()
    findings = [
        f for f in verify_store(store, frozenset({key.key})).findings if f.severity == "error"
    ]
    assert findings == []
    if releases.endpoint:  # a folder's half copies are for cleaning up; they are not resumed
        assert list(store.pending()) == []
    return counts


@pytest.mark.parametrize("where", ["folder", "s3"])
def test_a_few_kills(where: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(where)
    endpoint = request.getfixturevalue("server").endpoint if where == "s3" else ""
    releases = Releases(tmp_path / "kills", store.url, endpoint, 5 * MEBI)
    key = make_key(tmp_path / "kills" / "key.pem")
    sizes = (11 * MEBI, 100_000, 50_000)
    kills = 1 if where == "folder" else 2
    counts = _kill_and_look(releases, store, key, kills, sizes, seed=6)
    assert counts["old"] + counts["new"] >= kills


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_two_hundred_kills(server: seaweed.Seaweed, place: str, tmp_path: Path) -> None:
    """200 kills over releases of 256 MiB; ``HOCVU_KILLS`` says another number."""
    releases = Releases(tmp_path / "kills", place, server.endpoint, 6 * MEBI)
    key = make_key(tmp_path / "kills" / "key.pem")
    store = open_store(place, Settings(endpoint=server.endpoint))
    kills = int(os.environ.get("HOCVU_KILLS", "200"))
    sizes = (160 * MEBI, 64 * MEBI, 20 * MEBI, *([MEBI] * 12))
    counts = _kill_and_look(releases, store, key, kills, sizes, seed=1)
    print(counts)
