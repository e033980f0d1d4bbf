"""LibreOffice, the engine: where it is, which version, and what holds it apart."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from hocvu.errors import ToolMissing, ToolTooOld
from hocvu.tools import process
from hocvu.tools.base import Found
from hocvu.tools.libreoffice.profile import installation
from hocvu.tools.process import MIB, Limits

MINIMUM: Final = "7.0"
LIMITS: Final = Limits(seconds=300, memory=6144 * MIB, file_size=2048 * MIB)

_MAC: Final = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
_WINDOWS: Final = r"C:\Program Files\LibreOffice\program\soffice.com"


class LibreOffice:
    """The engine's probe."""

    name = "libreoffice"
    purpose = "libreoffice.purpose"
    minimum = MINIMUM

    def find(self) -> Found | None:
        """Return soffice and its version, or None when it is not installed."""
        return _find()


ENGINE: Final = LibreOffice()


@cache
def _find() -> Found | None:
    names = ("soffice", "libreoffice", _MAC, _WINDOWS)
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        return None
    # The version needs a profile folder too: the user's own must not be touched.
    with tempfile.TemporaryDirectory(prefix="hocvu-") as folder:
        said = process.run(
            [program, installation(Path(folder)), "--version"],
            limits=Limits(seconds=60),
            check=False,
        )
    version = re.search(r"\d+(?:\.\d+)+", said.stdout)
    return Found(Path(program), version.group() if version else "")


@cache
def isolation() -> tuple[str, ...]:
    """Return the words that begin a command without a network, where the system grants them."""
    program = shutil.which("unshare") if sys.platform == "linux" else None
    if program is None:
        return ()
    words = (program, "--map-root-user", "--net", "--")
    tried = process.run([*words, "true"], limits=Limits(seconds=10), check=False)
    return words if tried.status == 0 else ()


def require() -> Path:
    """Return the program.

    Raises:
        ToolMissing: It is not installed.
        ToolTooOld: It is older than `MINIMUM`.
    """
    found = _find()
    if found is None or found.path is None:
        raise ToolMissing("tool.missing", tool="LibreOffice")
    if _numbers(found.version) < _numbers(MINIMUM):
        raise ToolTooOld("tool.too_old", tool="LibreOffice", version=found.version, minimum=MINIMUM)
    return found.path


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
