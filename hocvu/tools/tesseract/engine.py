"""Finds tesseract and its Vietnamese model: the optional package's, else the system's."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from importlib.resources import files
from pathlib import Path
from typing import Final

from hocvu.tools import process
from hocvu.tools.base import Found
from hocvu.tools.process import Limits

MINIMUM: Final = "2.8"
"""Of `tesserocr`; the program's own numbers, from 4.0, are higher."""
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
        version: Of the package or program.
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
        return Found(setup.program, setup.version) if setup else None


ENGINE: Final = Tesseract()


@cache
def find() -> Setup | None:
    """Return what recognises Vietnamese on this machine, or None."""
    models = _models()
    if models is None:
        return None
    if util.find_spec("tesserocr") is not None:
        return Setup(None, models, metadata.version("tesserocr"))
    program = shutil.which("tesseract")
    if program is None:
        return None
    limits = Limits(seconds=30)
    said = process.run([program, "--version"], limits=limits, check=False)
    version = re.search(r"\d+(?:\.\d+)+", said.stdout + said.stderr)
    return Setup(Path(program), models, version.group() if version else "")


def _models() -> Path | None:
    """Return the folder of the model that came with the package, else of the system's."""
    own = Path(str(files(__package__).joinpath("model")))
    named = os.environ.get("TESSDATA_PREFIX", "")
    for folder in (own, *([Path(named)] if named else []), *map(Path, _SYSTEM)):
        if (folder / MODEL).is_file():
            return folder
    return None
