"""A worker reads, reports, and never takes its parent with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hocvu.errors import Damaged, TooLarge
from hocvu.pipeline.worker import Job, Worker
from hocvu.progress import Step, silent
from hocvu.sources import READERS
from hocvu.sources.base import Source


def job(path: Path, folder: Path, reader: str = "video") -> Job:
    source = Source(path, path.name, path.parent)
    return Job(reader, source, READERS[reader].options(), folder, {})


@pytest.fixture
def worker():
    worker = Worker()
    yield worker
    worker.close()


def test_it_reads_and_tells_how_far_it_is(worker: Worker, shared: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    reading = worker.read(
        job(shared / "materials/video/old_mpeg4.avi", tmp_path / "a"), steps.append, 120
    )
    assert reading.kept.seconds > 1
    assert steps
    assert all(step.stage == "read" for step in steps)


def test_an_error_comes_through_and_the_worker_lives_on(
    worker: Worker, shared: Path, tmp_path: Path
) -> None:
    with pytest.raises(Damaged) as raised:
        worker.read(job(shared / "materials/video/truncated.mp4", tmp_path / "a"), silent, 60)
    assert raised.value.origin.file == "truncated.mp4"
    reading = worker.read(job(shared / "materials/video/silent.mp4", tmp_path / "b"), silent, 60)
    assert reading.assets


def test_a_crash_is_an_error_of_the_material(worker: Worker, shared: Path, tmp_path: Path) -> None:
    def crash(step: Step) -> None:
        assert worker._process
        os.kill(worker._process.pid, signal.SIGKILL)

    with pytest.raises(Damaged) as raised:
        worker.read(job(shared / "materials/video/old_mpeg4.avi", tmp_path / "a"), crash, 60)
    assert raised.value.code == "source.crashed"
    assert worker.read(
        job(shared / "materials/video/silent.mp4", tmp_path / "b"), silent, 60
    ).assets


def test_one_that_takes_too_long_is_ended_with_its_engine(
    worker: Worker, shared: Path, tmp_path: Path
) -> None:
    begun = time.monotonic()
    with pytest.raises(TooLarge) as raised:
        worker.read(job(shared / "materials/video/phone_hevc.mov", tmp_path / "a"), silent, 0.6)
    assert raised.value.code == "source.timed_out"
    assert time.monotonic() - begun < 8
    running = [
        Path(entry, "cmdline").read_bytes()
        for entry in map(str, Path("/proc").glob("[0-9]*"))
        if Path(entry, "cmdline").exists()
    ]
    assert not [line for line in running if str(tmp_path).encode() in line]


def test_a_worker_does_not_outlive_a_killed_parent(shared: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from hocvu.pipeline.worker import Worker, Job\n"
        "from hocvu.sources import READERS; from hocvu.sources.base import Source\n"
        "w = Worker(); p = Path(sys.argv[1]); f = Path(sys.argv[2])\n"
        "w.read(Job('video', Source(p, p.name, p.parent), READERS['video'].options(), f, {}),"
        " lambda s: None, 60)\n"
        "print(w._process.pid, flush=True); import time; time.sleep(60)\n"
    )
    arguments = [str(shared / "materials/video/silent.mp4"), str(tmp_path / "a")]
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
    for _ in range(100):
        if (
            not Path(f"/proc/{worker}").exists()
            or "State:\tZ" in Path(f"/proc/{worker}/status").read_text()
        ):
            return
        time.sleep(0.1)
    pytest.fail("the worker lives on")
