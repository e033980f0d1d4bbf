"""Reads documents of older word processors, and keeps count of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hocvu.lesson import Reading
from hocvu.pipeline.choose import choose
from hocvu.sources.base import Source, Workspace
from hocvu.tools import libreoffice

Read = Callable[..., Reading]


@pytest.fixture(autouse=True)
def engine() -> None:
    """Skip without LibreOffice, but never in CI."""
    if libreoffice.ENGINE.find() is None and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed")


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a file with the reader that its content asks for."""

    def run(path: Path, **options: Any) -> Reading:
        reader = choose(path, path.name)
        source = Source(path, path.name, path.parent)
        chosen = reader.options.model_validate(options)
        return reader.read(source, Workspace(tmp_path / "workspace"), chosen)

    return run
