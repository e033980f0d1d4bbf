"""Mends manifests for ``hocvu validate --fix`` and shows what ``--diff`` would mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from hocvu.cli.console import result, say
from hocvu.manifest.find import find_manifests
from hocvu.manifest.mend import Mended, mend
from hocvu.manifest.setting import Checks
from hocvu.manifest.tables import read_tables
from hocvu.pipeline.validating.examining import Question
from hocvu.written.replacing import replace


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


def difference(path: Path, mended: Mended) -> str:
    """Return what was mended, as patches show it."""
    before, after = (
        data.decode("utf-8", "replace").splitlines() for data in (mended.before, mended.after)
    )
    lines = difflib.unified_diff(before, after, str(path), str(path), lineterm="")
    return "\n".join(lines)
