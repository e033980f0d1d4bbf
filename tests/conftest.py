"""What every test may use: the project's root, the test materials, a cache of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from runtime.fixtures import browser, driver
from runtime.published import manifest_schema, metadata_schema, schemas

__all__ = [
    "browser",
    "driver",
    "manifest_schema",
    "metadata_schema",
    "root",
    "schemas",
    "shared",
]

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
_CACHE = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Speak Vietnamese and keep conversions out of the user's own cache.

    The workers of one run share a cache; another run begins with an empty one.
    """
    os.environ["HOCVU_LANG"] = "vi"
    if "HOCVU_CACHE" not in os.environ:
        os.environ["HOCVU_CACHE"] = tempfile.mkdtemp(prefix="hocvu-tests-")
        config.stash[_CACHE] = os.environ["HOCVU_CACHE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the run's cache."""
    if folder := config.stash.get(_CACHE, ""):
        shutil.rmtree(folder, ignore_errors=True)


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
