"""Presentations made for the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pptx
import pytest

from hocvu.lesson import Reading
from hocvu.sources.base import Source, Workspace
from hocvu.sources.slides import READER, SlidesOptions

Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a presentation."""

    def run(path: Path, **options: Any) -> Reading:
        workspace = Workspace(tmp_path / "workspace")
        source = Source(path, path.name, path.parent)
        return READER.read(source, workspace, SlidesOptions(**options))

    return run


@pytest.fixture
def deck() -> Any:
    """Return an empty presentation of the library's own template."""
    return pptx.Presentation()
