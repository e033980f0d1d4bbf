"""The sample courses, as the README packs them: nothing lost, nothing doubled, and they play."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from matrix import edx_errors
from playwright.sync_api import Browser
from runtime.play import play

PROGRAM = Path(sys.executable).with_name("hocvu")
STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.completion_status"}
COURSES = ("chu-ky-so", "chung-thuc", "mot-cua")


@pytest.fixture(scope="module")
def report(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run(
        [str(PROGRAM), "pack", "manifests", "--standard", "all", "--strict",
         "--out", str(folder / "dist"), "--report", str(folder / "report.json")],
        cwd=root, check=True, capture_output=True, timeout=280, env=os.environ,
    )  # fmt: skip
    told = json.loads((folder / "report.json").read_text("utf-8"))
    return {Path(entry["input"]).stem: entry for entry in told["inputs"]}


@pytest.mark.parametrize("name", COURSES)
def test_the_accounts_agree(name: str, report: dict[str, Any]) -> None:
    for source in report[name]["sources"]:
        read, kept = source["read"], source["kept"]
        assert source["error"] is None
        assert 0.995 * read["words"] <= kept["words"] <= 1.005 * read["words"], source["file"]
        # A PDF does not say where its tables are.
        told = ("notes", "slides", "seconds", *(["tables"] if source["reader"] != "pdf" else []))
        for what in told:
            assert kept[what] == pytest.approx(read[what], abs=0.1), (source["file"], what)
    assert all(package["findings"] == [] for package in report[name]["packages"])


@pytest.mark.parametrize("name", COURSES)
def test_edx_own_checker_finds_no_fault(name: str, report: dict[str, Any], tmp_path: Path) -> None:
    (path,) = (p["path"] for p in report[name]["packages"] if p["standard"] == "olx")
    assert edx_errors(Path(path), tmp_path) == []


@pytest.mark.parametrize("name", COURSES)
def test_every_lesson_opens_and_reading_lessons_complete(
    name: str, report: dict[str, Any], browser: Browser, tmp_path: Path
) -> None:
    """In both versions of SCORM: one lesson in the one, the next in the other."""
    paths = {p["standard"]: p["path"] for p in report[name]["packages"]}
    for standard in ("scorm12", "scorm2004-4"):
        with zipfile.ZipFile(paths[standard]) as archive:
            archive.extractall(tmp_path / standard)
    root = etree.parse(tmp_path / "scorm12" / "imsmanifest.xml").getroot()
    pages = [str(href) for href in root.xpath("//*[local-name()='resource']/@href")]
    assert len(pages) == len(report[name]["sources"])
    for page, standard in zip(pages, cycle(("scorm12", "scorm2004-4")), strict=False):
        api = standard.partition("-")[0]
        folder = tmp_path / standard
        with play(folder, page, browser=browser, standard=api, runtime="again") as lesson:
            assert lesson.last(STATUS[api]) == "incomplete"
            # Watching and answering are tested apart; here lessons to read are read.
            if lesson.frame.locator("body[data-hocvu-kind=document]").count():
                lesson.read_through()
                assert lesson.held()[api][STATUS[api]] == "completed"
            lesson.exit()
            assert lesson.refused() == []
            lesson.clean()
