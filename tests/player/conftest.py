"""Packages of sample lessons, rendered once, and the browser to play them in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from runtime import samples
from runtime.fixtures import browser

__all__ = ["browser", "folder"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives the unpacked sample course for a standard."""
    root = tmp_path_factory.mktemp("samples")
    made = samples.course(
        samples.lesson("tai-lieu", "Tiếp nhận hồ sơ", samples.document(root)),
        samples.lesson("trang-chieu", "Quy trình một cửa", samples.slides(root)),
        samples.lesson("video", "Video hướng dẫn", samples.video(root)),
        samples.lesson("video-khoa", "Video không tua", samples.video(root, no_skip=True)),
    )
    done: dict[str, Path] = {}

    def give(standard: str) -> Path:
        if standard not in done:
            done[standard] = samples.unpack(made, standard, root / standard)  # type: ignore[arg-type]
        return done[standard]

    return give
