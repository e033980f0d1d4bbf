"""Mends manifests for ``hocvu validate --fix`` and shows what ``--diff`` would mend."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hocvu.cli.console import result, say
from hocvu.manifest.find import find_manifests
from hocvu.manifest.mend import Mended, mend
from hocvu.manifest.setting import Checks
from hocvu.manifest.tables import read_tables
from hocvu.pipeline.validating.examining import Question


def mend_all(paths: Iterable[str], question: Question, *, write: bool) -> int:
    """Mend the manifests that `paths` name, or show how; return how many there were to mend.

    Raises:
        ManifestError: The organisation's data are faulty.
    """
    tables = read_tables(question.config) if question.config else None
    checks = Checks(today=question.today, tables=tables)
    changed = 0
    for path in find_manifests(paths):
        mended = mend(path, checks)
        if not mended.changed:
            continue
        changed += 1
        if write:
            replace(path, mended.after)
            say("cli.validate.fixed", path=str(path))
        else:
            result(difference(path, mended))
    if not changed:
        say("cli.validate.nothing_to_fix")
    return changed


def replace(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file at once, with its permissions; links stay links."""
    target = Path(os.path.realpath(path))
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def difference(path: Path, mended: Mended) -> str:
    """Return what was mended, as patches show it."""
    before, after = (
        data.decode("utf-8", "replace").splitlines() for data in (mended.before, mended.after)
    )
    lines = difflib.unified_diff(before, after, str(path), str(path), lineterm="")
    return "\n".join(lines)
