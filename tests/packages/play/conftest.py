"""Lets the tests of playing find their samples."""

import sys
from pathlib import Path

import pytest

from hocvu.packages.play import learner

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(autouse=True)
def _short_of_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less for samples that stay silent: here they do so from the beginning."""
    monkeypatch.setattr(learner, "PATIENCE", 2.5)
