"""LibreOffice: turns office files into other formats, each run in a profile of its own.

A run must not reach the network, run a macro or see another run. soffice ends with status 0
on most damaged files, so the file it should have written decides.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from hocvu.errors import ToolFailed, ToolMissing, ToolTooOld
from hocvu.tools import process
from hocvu.tools.base import Found
from hocvu.tools.process import MIB, Limits

MINIMUM: Final = "7.0"
LIMITS: Final = Limits(seconds=300, memory=6144 * MIB, file_size=2048 * MIB)

Value = bool | int | str

# Path, name and value of each setting; int is written as xs:int, as the registry has it.
_SETTINGS: Final[tuple[tuple[str, str, Value], ...]] = (
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", True),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", True),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", 3),
    ("Office.Common/Misc", "FirstRun", False),
    ("Office.Common/Misc", "UseOpenCL", False),
    ("Office.Writer/Content/Update", "Link", 2),
    ("Office.Calc/Content/Update", "Link", 1),
    ("Office.Recovery/AutoSave", "Enabled", False),
    # A proxy where nobody listens, for what would still ask the network.
    ("Inet/Settings", "ooInetProxyType", 2),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", 9),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", 9),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
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
            [program, _installation(Path(folder)), "--version"],
            limits=Limits(seconds=60),
            check=False,
        )
    version = re.search(r"\d+(?:\.\d+)+", said.stdout)
    return Found(Path(program), version.group() if version else "")


@cache
def _isolation() -> tuple[str, ...]:
    """Return the words that begin a command without a network, where the system grants them."""
    program = shutil.which("unshare") if sys.platform == "linux" else None
    if program is None:
        return ()
    words = (program, "--map-root-user", "--net", "--")
    tried = process.run([*words, "true"], limits=Limits(seconds=10), check=False)
    return words if tried.status == 0 else ()


def to_pdf(
    path: Path,
    out_dir: Path,
    limits: Limits = LIMITS,
    *,
    filter_name: str = "writer_pdf_Export",
    options: Mapping[str, Value] | None = None,
) -> Path:
    """Turn the office file `path` into a PDF in `out_dir` and return it.

    Args:
        path: The file; its ending tells LibreOffice the format.
        out_dir: An existing folder.
        limits: What the engine may use.
        filter_name: LibreOffice's export filter, such as ``impress_pdf_Export``.
        options: The filter's options.

    Raises:
        ToolError: LibreOffice is missing, too old, too slow, or wrote nothing.
    """
    typed = {name: _json_value(value) for name, value in (options or {}).items()}
    target = f"pdf:{filter_name}:{json.dumps(typed)}" if typed else f"pdf:{filter_name}"
    return convert(path, out_dir, target, "pdf", limits)


def convert(
    path: Path,
    out_dir: Path,
    target: str,
    suffix: str,
    limits: Limits = LIMITS,
    *,
    source_suffix: str = "",
) -> Path:
    """Turn `path` into the format `target` (``suffix:filter:options``) in `out_dir`.

    Runs in parallel are safe: each has its own profile, deleted at its end.

    Args:
        path: The file.
        out_dir: An existing folder.
        target: The format with its export filter.
        suffix: Ending of the file that is made, without the dot.
        limits: What the engine may use.
        source_suffix: Ending that tells the engine the format of `path`, where its own does not.

    Raises:
        ToolError: LibreOffice is missing, too old, too slow, or wrote nothing.
    """
    made = convert_all([path], out_dir, target, suffix, limits, source_suffix=source_suffix)
    return made[path]


def convert_all(
    paths: Sequence[Path],
    out_dir: Path,
    target: str,
    suffix: str,
    limits: Limits = LIMITS,
    *,
    source_suffix: str = "",
) -> dict[Path, Path]:
    """Turn `paths` into the format `target` in one run, and return what each of them became.

    The arguments are those of `convert`.

    Raises:
        ToolError: LibreOffice is missing, too old, too slow, or wrote nothing at all.
    """
    program = _require()
    with tempfile.TemporaryDirectory(prefix="hocvu-") as folder:
        work = Path(folder)
        _write_profile(work / "profile")
        # Plain names of our own, so that no character of the user's names reaches the engine.
        sources = {
            path: work / f"source{number}{source_suffix or path.suffix.lower()}"
            for number, path in enumerate(paths)
        }
        for path, source in sources.items():
            shutil.copyfile(path, source)
        (work / "out").mkdir()
        outcome = process.run(
            [
                *_isolation(),
                program,
                _installation(work / "profile"),
                *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"),
                *("--convert-to", target, "--outdir", work / "out"),
                *sources.values(),
            ],
            limits=limits,
            cwd=work,
            env={"HOME": folder, "TMPDIR": folder, "SAL_USE_VCLPLUGIN": "svp"},
            check=False,
        )
        made: dict[Path, Path] = {}
        for path, source in sources.items():
            written = work / "out" / f"{source.stem}.{suffix}"
            if written.is_file() and written.stat().st_size:
                made[path] = Path(shutil.move(written, out_dir / f"{path.stem}.{suffix}"))
        if not made:
            said = " ".join((outcome.stderr or outcome.stdout).replace(folder, "").split())
            raise ToolFailed("libreoffice.no_result", tool="LibreOffice", said=said[-300:] or "-")
        return made


def _require() -> Path:
    found = _find()
    if found is None or found.path is None:
        raise ToolMissing("tool.missing", tool="LibreOffice")
    if _numbers(found.version) < _numbers(MINIMUM):
        raise ToolTooOld("tool.too_old", tool="LibreOffice", version=found.version, minimum=MINIMUM)
    return found.path


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _installation(profile: Path) -> str:
    return f"-env:UserInstallation={profile.resolve().as_uri()}"


def _write_profile(profile: Path) -> None:
    items = "".join(
        f"<item oor:path={quoteattr(f'/org.openoffice.{path}')}>"
        f'<prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{str(value).lower()}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>\n",
        encoding="utf-8",
    )


def _json_value(value: Value) -> dict[str, str]:
    match value:
        case bool():
            return {"type": "boolean", "value": str(value).lower()}
        case int():
            return {"type": "long", "value": str(value)}
        case _:
            return {"type": "string", "value": value}
