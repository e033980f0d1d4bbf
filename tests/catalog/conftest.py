"""What the tests of the catalogue share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """Return the script that looks for what keeps people out of a page."""
    script = root / "hocvu" / "player" / "node_modules" / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8")
