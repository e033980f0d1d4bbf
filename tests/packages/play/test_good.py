"""Packages as hocvu writes them play from launch to completion, without a word."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from play_samples import write
from runtime import activities, samples

from hocvu.errors import ToolMissing
from hocvu.packages import WRITERS, verify
from hocvu.packages.play import HOST, RUNTIME, play
from hocvu.packages.play.server import Folder, serve
from hocvu.tools import chromium

PROGRAM = Path(sys.executable).with_name("hocvu")


def by_cost(standard: str) -> object:
    """SCORM is played with real materials in every run; see ``tests/acceptance``."""
    marks = [pytest.mark.long] if standard.startswith("scorm") else []
    return pytest.param(standard, marks=marks)


@pytest.mark.parametrize("standard", map(by_cost, WRITERS))
def test_a_course_plays_well(standard: str, tmp_path: Path) -> None:
    lessons = [samples.lesson("tai-lieu", "Tiếp nhận hồ sơ", samples.document(tmp_path))]
    if standard == "xapi":
        quiz = activities.quiz(questions=(activities.SINGLE,))
        lessons.append(samples.lesson("kiem-tra", "Kiểm tra", quiz))
    if standard == "scorm12":
        lessons.append(samples.lesson("trang-chieu", "Quy trình", samples.slides(tmp_path)))
    path = tmp_path / "goi"
    WRITERS[standard].write(samples.course(*lessons), path)
    found = [one.code for one in verify(path, play=True)]
    assert found == (["play.not_played_olx"] if standard == "olx" else [])


@pytest.mark.parametrize("standard", ["scorm2004-4", "cmi5"])
def test_a_course_plays_well_in_a_whole_browser(
    standard: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As teams have it: the other tests use Chromium without the machinery of windows."""
    monkeypatch.setenv(chromium.VARIABLE, "chromium")
    if chromium.ENGINE.find() is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed")
    path = tmp_path / "goi.zip"
    lesson = samples.lesson("tai-lieu", "Tiếp nhận hồ sơ", samples.document(tmp_path))
    WRITERS[standard].write(samples.course(lesson), path)
    assert list(verify(path, play=True)) == []


@pytest.mark.long
def test_every_kind_of_question_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "goi.zip"
    lesson = samples.lesson("kiem-tra", "Kiểm tra", activities.quiz())
    WRITERS["scorm2004-4"].write(samples.course(lesson), path)
    assert list(verify(path, play=True)) == []


def test_a_lesson_that_never_completes_is_found(tmp_path: Path) -> None:
    lesson = samples.lesson("tai-lieu", "Tiếp nhận hồ sơ", samples.document(tmp_path))
    whole, spoiled = tmp_path / "a.zip", tmp_path / "b.zip"
    WRITERS["scorm12"].write(samples.course(lesson), whole)
    subprocess.run([sys.executable, "-c", _SPOIL, str(whole), str(spoiled)], check=True)
    assert [one.code for one in play(spoiled, "scorm12")] == ["play.not_completed"]


_SPOIL = """
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as a, zipfile.ZipFile(sys.argv[2], "w") as b:
    for info in a.infolist():
        data = a.read(info)
        if info.filename == "player.js":
            assert b'"completed"' in data
            data = data.replace(b'"completed"', b'"incomplete"')
        b.writestr(info.filename, data)
"""


def test_the_command_tells_and_fails(tmp_path: Path) -> None:
    path = write(tmp_path / "goi.zip", [{"script": "null.hong();"}])
    done = subprocess.run(
        [PROGRAM, "verify", "--play", "--format", "json", path],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 7
    codes = {finding["code"] for finding in json.loads(done.stdout)}
    assert {"play.exception", "play.never_initialised"} <= codes


def test_no_browser_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(chromium.VARIABLE, str(tmp_path / "khong-co"))
    with pytest.raises(ToolMissing, match="Chromium"):
        play(write(tmp_path / "goi.zip", [{}]), "scorm12")


def test_a_program_that_is_no_browser_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [PROGRAM, "verify", "--play", write(tmp_path / "goi.zip", [{}])],
        env=os.environ | {chromium.VARIABLE: "/bin/false"},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 5
    assert "/bin/false" in done.stderr


def test_the_build_left_the_run_times() -> None:
    assert {path.name for path in RUNTIME.iterdir()} == {"LICENSE", "scorm12.js", "scorm2004.js"}
    assert (HOST / "host.html").is_file()


def test_the_server_gives_nothing_outside_its_folder(tmp_path: Path) -> None:
    inside = tmp_path / "goi"
    inside.mkdir()
    (tmp_path / "ngoai.txt").write_text("x")
    (inside / "trong.txt").write_text("0123456789")
    folder = Folder(inside)
    assert folder.find("../ngoai.txt") is None
    content = folder.find("trong.txt")
    assert content is not None
    with content.open() as stream:
        assert (content.size, stream.read()) == (10, b"0123456789")
    with serve({"package": folder}) as site:
        out = subprocess.run(
            [sys.executable, "-c", _ASK, site.url], capture_output=True, text=True, check=True
        ).stdout
    assert out.split() == ["234", "206", "789", "404"]
    assert [absent.path for absent in site.missing] == ["package/../ngoai.txt"]


_ASK = """
import http.client, sys, urllib.parse
host = urllib.parse.urlsplit(sys.argv[1]).netloc
def ask(path, **headers):
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.read().decode(), answer.status
text, status = ask("/package/trong.txt", Range="bytes=2-4")
end = ask("/package/trong.txt", Range="bytes=-3")[0]
print(text, status, end, ask("/package/%2e%2e/ngoai.txt")[1])
"""
