"""Real documents, packed once by the installed command, and the browser to play them in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

PROGRAM = Path(sys.executable).with_name("hocvu")
DOCUMENTS = (
    "cv-bnv-2026.docx",
    "cv-bnv-2026.pdf",
    "kh-bkhcn-2025.docx",
    "kh-bkhcn-2025.md",
    "kh-bkhcn-2025.pdf",
    "legal_autonum.docx",
)
STANDARDS = ("scorm12", "scorm2004-3", "scorm2004-4")


@dataclass(frozen=True)
class Packed:
    """What one run made: its report, and every package by material and standard."""

    report: dict[str, dict[str, Any]]
    archives: dict[tuple[str, str], Path]
    folder: Path

    def unpacked(self, name: str, standard: str) -> Path:
        """Return the folder that a package unpacks to."""
        folder = self.folder / f"{name}-{standard}"
        if not folder.exists():
            with zipfile.ZipFile(self.archives[name, standard]) as archive:
                archive.extractall(folder)
        return folder


@pytest.fixture(scope="session")
def packed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """Pack every document to all standards with the command that users run."""
    folder = tmp_path_factory.mktemp("packed")
    documents = [str(shared / "materials/documents" / name) for name in DOCUMENTS]
    done = subprocess.run(
        [str(PROGRAM), "pack", *documents, "--standard", "all", "--out", str(folder / "dist"),
         "--report", str(folder / "report.json")],
        capture_output=True, text=True, env=os.environ, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads((folder / "report.json").read_text("utf-8"))
    report = {Path(entry["input"]).name: entry for entry in told["inputs"]}
    archives = {
        (name, package["standard"]): Path(package["path"])
        for name, entry in report.items()
        for package in entry["packages"]
    }
    return Packed(report, archives, folder)
