"""Finds tesseract and its Vietnamese model: the optional package's, else the system's."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib import util
from importlib.resources import files
from pathlib import Path
from typing import Final

from hocvu.tools import process
from hocvu.tools.base import Found
from hocvu.tools.process import Limits

MINIMUM: Final = "4.0"
"""Of tesseract itself, whether the program or the Python package holds it."""
MODEL: Final = "vie.traineddata"
_SYSTEM: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    r"C:\Program Files\Tesseract-OCR\tessdata",
)


@dataclass(frozen=True, slots=True)
class Setup:
    """What recognises: `program` is None when the Python package `tesserocr` does it.

    Attributes:
        program: The command-line program.
        models: The folder of the Vietnamese model.
        version: Of tesseract; empty where the package was not asked yet.
    """

    program: Path | None
    models: Path
    version: str


class Tesseract:
    """The engine's probe."""

    name = "tesseract"
    purpose = "tesseract.purpose"
    minimum = MINIMUM

    def find(self) -> Found | None:
        """Return the engine, or None when it or its Vietnamese model is not there."""
        setup = find()
        if setup is None:
            return None
        version = setup.version or _inside()
        return Found(setup.program, version) if version or setup.program else None


ENGINE: Final = Tesseract()


@cache
def find() -> Setup | None:
    """Return what recognises Vietnamese on this machine, or None."""
    models = _models()
    if models is None:
        return None
    if util.find_spec("tesserocr") is not None:
        return Setup(None, models, "")
    program = shutil.which("tesseract")
    if program is None:
        return None
    limits = Limits(seconds=30)
    said = process.run([program, "--version"], limits=limits, check=False)
    version = re.search(r"\d+(?:\.\d+)+", said.stdout + said.stderr)
    return Setup(Path(program), models, version.group() if version else "")


@cache
def _inside() -> str:
    """Return the version of the tesseract inside `tesserocr`; empty where it cannot be loaded.

    It is asked in a process of its own, as it is loaded nowhere else.
    """
    words = "import tesserocr; print(tesserocr.tesseract_version())"
    where = {"PYTHONPATH": os.pathsep.join(folder for folder in sys.path if folder)}
    asked = [sys.executable, "-P", "-c", words]
    said = process.run(asked, limits=Limits(seconds=30), env=where, check=False)
    version = re.search(r"tesseract (\d+(?:\.\d+)+)", said.stdout)
    return version.group(1) if version else ""


def _models() -> Path | None:
    """Return the folder of the model that came with the package, else of the system's."""
    own = Path(str(files(__package__).joinpath("model")))
    named = os.environ.get("TESSDATA_PREFIX", "")
    for folder in (own, *([Path(named)] if named else []), *map(Path, _SYSTEM)):
        if (folder / MODEL).is_file():
            return folder
    return None
