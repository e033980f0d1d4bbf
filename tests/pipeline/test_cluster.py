"""Materials read by other machines, through a real scheduler and real workers on this one."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import hocvu
from hocvu.errors import Damaged, Missing, ToolFailed
from hocvu.pipeline import cluster
from hocvu.pipeline.cluster import Cluster
from hocvu.pipeline.pack import Settings, pack_all
from hocvu.pipeline.worker import Job
from hocvu.progress import Step, silent
from hocvu.sources import READERS
from hocvu.sources.base import Source


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as machines:
        yield machines.scheduler_address


def video(path: Path, folder: Path) -> Job:
    source = Source(path, path.name, path.parent)
    return Job("video", source, READERS["video"].options(), folder, {})


def test_the_same_bytes_as_this_machine_makes(
    scheduler: str, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative paths as well: the other machine goes from the same folder."""
    folder = tmp_path / "Tài liệu"
    folder.mkdir()
    shutil.copy(next((shared / "materials/documents").glob("*.docx")), folder / "Bài 1.docx")
    (folder / "Bài 2.md").write_text("# Bài hai\n\nMột đoạn.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    steps: list[Step] = []
    far = hocvu.pack("Tài liệu", out="far", cache="a", cluster=scheduler, progress=steps.append)
    near = hocvu.pack("Tài liệu", out="near", cache="b")
    assert [one.package.sha256 for one in far] == [one.package.sha256 for one in near]
    assert {step.item for step in steps if step.stage == "read"} >= {"Tài liệu/Bài 1.docx"}
    assert list(Path("a/making").iterdir()) == []


def test_nothing_is_kept_without_a_cache(scheduler: str, tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    page.write_text("# Bài\n\nMột đoạn.\n", "utf-8")
    settings = Settings(
        out=tmp_path / "out", cache=tmp_path / "shelf", keep=False, cluster=scheduler
    )
    (packed,) = pack_all([page], settings)
    assert packed.errors == []
    assert list((tmp_path / "shelf").iterdir()) == []


def test_an_error_over_there_is_the_materials(scheduler: str, shared: Path, tmp_path: Path) -> None:
    broken = tmp_path / "hỏng.mp4"
    shutil.copy(shared / "materials/video/truncated.mp4", broken)
    with pytest.raises(Damaged) as raised:
        hocvu.pack(broken, out=tmp_path / "out", cache=tmp_path / "c", cluster=scheduler)
    assert raised.value.origin.file == str(broken)


def test_who_leaves_leaves_no_work_behind(scheduler: str, shared: Path, tmp_path: Path) -> None:
    machines = Cluster(scheduler, tmp_path)
    made = tmp_path / "making" / "x"
    made.mkdir(parents=True)
    job = video(shared / "materials/video/phone_hevc.mov", made / "entry")
    begun = threading.Event()
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            machines.seat().read(job, lambda step: begun.set(), 120)
        except BaseException as error:
            errors.append(error)

    asker = threading.Thread(target=ask)
    asker.start()
    assert begun.wait(60)
    shutil.rmtree(tmp_path / "making")
    asker.join(30)
    machines.close()
    assert not asker.is_alive()
    assert errors
    assert not [
        entry
        for entry in Path("/proc").glob("[0-9]*/cmdline")
        if entry.exists() and str(made).encode() in entry.read_bytes()
    ]


def test_a_file_that_is_not_over_there(scheduler: str, tmp_path: Path) -> None:
    machines = Cluster(scheduler, tmp_path)
    with pytest.raises(Missing) as raised:
        machines.seat().read(video(tmp_path / "none.mp4", tmp_path / "e"), silent, 60)
    machines.close()
    assert raised.value.code == "cluster.unseen"


def test_other_versions_are_refused(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = cluster.versions() | {"ffmpeg": "0.1"}
    monkeypatch.setattr(cluster, "versions", lambda: ours)
    with pytest.raises(ToolFailed) as raised:
        Cluster(scheduler, tmp_path)
    assert raised.value.code == "cluster.differs"
    assert raised.value.remark.params["name"] == "ffmpeg"


@pytest.mark.skipif(os.geteuid() != 0, reason="hides a folder by a mount, which is root's to do")
def test_a_machine_that_does_not_see_the_cache_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 2)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    with LocalCluster(
        n_workers=0, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as machines:
        with pytest.raises(ToolFailed) as raised:
            Cluster(machines.scheduler_address, shelf)
        assert raised.value.code == "cluster.empty"
        begin = 'mount -t tmpfs none "$0" && exec "$@"'
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", machines.scheduler_address]
        hidden = subprocess.Popen(
            [
                "unshare",
                "-m",
                "sh",
                "-c",
                begin,
                str(shelf),
                *worker,
                "--no-nanny",
                "--no-dashboard",
            ],
            stderr=subprocess.DEVNULL,
        )
        try:
            with Client(machines.scheduler_address, set_as_default=False) as client:
                client.wait_for_workers(1, timeout=60)
            with pytest.raises(ToolFailed) as raised:
                Cluster(machines.scheduler_address, shelf)
        finally:
            hidden.terminate()
            hidden.wait(30)
    assert raised.value.code == "cluster.not_shared"


def test_no_scheduler_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 1)
    begun = time.monotonic()
    with pytest.raises(ToolFailed) as raised:
        Cluster("tcp://127.0.0.1:9", tmp_path)
    assert raised.value.code == "cluster.unreachable"
    assert time.monotonic() - begun < 30
    with pytest.raises(ToolFailed):
        Cluster("không phải địa chỉ", tmp_path)
