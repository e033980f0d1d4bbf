"""The same input gives the same bytes on another machine: clock, zone, locale, order, place."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(sys.executable).with_name("hocvu")


def pack(folder: Path, names: list[str], out: Path, **machine: str) -> dict[str, str]:
    """Pack `names`, given from inside `folder`, and return the digest of all that it leaves."""
    environment = os.environ | {"HOCVU_CACHE": str(out.parent / f"{out.name}-cache")} | machine
    subprocess.run(
        [str(PROGRAM), "pack", *names, "--standard", "all", "--out", str(out)],
        cwd=folder,
        env=environment,
        check=True,
        timeout=280,
        capture_output=True,
    )
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())
    }


def another_clock(folder: Path) -> Path:
    """Return a folder that sets the clock of every Python process that has it on its path."""
    place = folder / "clock"
    place.mkdir()
    (place / "sitecustomize.py").write_text(
        "import time_machine\ntime_machine.travel('2031-02-03 04:05:06', tick=True).start()\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.datetime.now().year)"],
        env=os.environ | {"PYTHONPATH": str(place)},
        capture_output=True,
        check=True,
        text=True,
    )
    assert told.stdout.strip() == "2031"
    return place


@pytest.fixture(scope="module")
def course(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of each kind of material, one that must be transcoded among them."""
    materials = shared / "materials"
    folder = tmp_path_factory.mktemp("máy một") / "Khoá học"
    (folder / "Phần 2").mkdir(parents=True)
    for name in ("documents/kh-bkhcn-2025.docx", "documents/cv-bnv-2026.pdf", "video/web_vp9.webm"):
        shutil.copy(materials / name, folder)
    shutil.copy(materials / "video/th1_mo_dau.mp4", folder / "Phần 2/Bài 1.mp4")
    shutil.copy(materials / "video/th1_mo_dau.vi.srt", folder / "Phần 2/Bài 1.vi.srt")
    shutil.copy(materials / "documents/kh-bkhcn-2025.md", folder / "Phần 2")
    shutil.copy(next(materials.glob("corpus/pptx/python-pptx*.pptx")), folder / "slides.pptx")
    return folder


def test_two_machines_make_the_same_bytes(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "nơi khác" / course.name
    other.mkdir(parents=True)
    for path in sorted(course.rglob("*"), key=lambda p: p.name, reverse=True):
        target = other / path.relative_to(course)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            target.write_bytes(path.read_bytes())
            os.utime(target, (10**9, 10**9))
    here = pack(
        course.parent, [course.name], tmp_path / "a", TZ="Asia/Ho_Chi_Minh", LC_ALL="C.UTF-8"
    )
    there = pack(
        other.parent,
        [course.name],
        tmp_path / "b",
        TZ="America/Caracas",
        LC_ALL="vi_VN.UTF-8",
        HOCVU_LANG="en",
        PYTHONHASHSEED="1234",
        PYTHONPATH=str(another_clock(tmp_path)),
    )
    assert here == there
    assert len(here) >= 3


def test_a_warm_cache_changes_nothing(course: Path, tmp_path: Path) -> None:
    cache = {"HOCVU_CACHE": str(tmp_path / "cache")}
    cold = pack(course.parent, [course.name], tmp_path / "a", **cache)
    assert pack(course.parent, [course.name], tmp_path / "b", **cache) == cold
