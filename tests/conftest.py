"""What every test may use: the project's root, the test materials, and engines that must be there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    """Speak Vietnamese and keep conversions out of the user's own cache."""
    os.environ["HOCVU_LANG"] = "vi"
    os.environ.setdefault("HOCVU_CACHE", str(ROOT / ".cache" / "readings"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the project's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of test materials; only CI must have it."""
    if not SHARED.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the test materials are missing")
        pytest.skip("the test materials are not here")
    return SHARED
