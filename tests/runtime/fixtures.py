"""Fixtures for tests that need a browser; a conftest takes them in by importing them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from runtime.play import ARGS, CHROMIUM


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Return what drives browsers; a process can have only one."""
    if not Path(CHROMIUM).is_file():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """Return Chromium, once for all tests."""
    started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    yield started
    started.close()
