"""Turns office files into other formats.

soffice ends with status 0 on most damaged files, so the file it should have written decides.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from hocvu.errors import ToolFailed
from hocvu.tools.libreoffice import office
from hocvu.tools.libreoffice.engine import LIMITS, require
from hocvu.tools.libreoffice.profile import Value
from hocvu.tools.process import Limits, Outcome


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

    Runs in parallel are safe: each has its own profile.

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
    program = require()
    with tempfile.TemporaryDirectory(prefix="hocvu-") as folder:
        work = Path(folder)
        # Plain names of our own, so that no character of the user's names reaches the engine.
        sources = {
            path: work / f"source{number}{source_suffix or path.suffix.lower()}"
            for number, path in enumerate(paths)
        }
        for path, source in sources.items():
            shutil.copyfile(path, source)
        words: list[str | Path] = [
            "--convert-to",
            target,
            "--outdir",
            work / "out",
            *sources.values(),
        ]
        kept = office.waiting()
        outcome = kept.run(program, words, limits) if kept else None
        made = _made(sources, work / "out", out_dir, suffix)
        if kept and outcome and not made:
            kept.close()  # who knows what state the file has left it in
        if not made:
            outcome = office.run(program, words, limits, work)
            made = _made(sources, work / "out", out_dir, suffix)
        if not made:
            said = _said(outcome).replace(folder, "")
            raise ToolFailed("libreoffice.no_result", tool="LibreOffice", said=said[-300:] or "-")
        return made


def _made(sources: Mapping[Path, Path], out: Path, out_dir: Path, suffix: str) -> dict[Path, Path]:
    """Move what was written to `out_dir`; return what each path became."""
    made: dict[Path, Path] = {}
    for path, source in sources.items():
        written = out / f"{source.stem}.{suffix}"
        if written.is_file() and written.stat().st_size:
            made[path] = Path(shutil.move(written, out_dir / f"{path.stem}.{suffix}"))
    return made


def _said(outcome: Outcome | None) -> str:
    return " ".join((outcome.stderr or outcome.stdout).split()) if outcome else ""


def _json_value(value: Value) -> dict[str, str]:
    match value:
        case bool():
            return {"type": "boolean", "value": str(value).lower()}
        case int():
            return {"type": "long", "value": str(value)}
        case _:
            return {"type": "string", "value": value}
