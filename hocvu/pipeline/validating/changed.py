"""Which files git knows to have changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from hocvu.errors import ToolError, UsageError
from hocvu.tools.process import Limits, run

_LIMITS: Final = Limits(seconds=60)


def changed_since(revision: str, paths: Iterable[str | os.PathLike[str]]) -> frozenset[str]:
    """Return the real paths of the files that changed since `revision`, new and deleted ones too.

    Where `revision` is on another branch, what counts is since the two parted.

    Raises:
        UsageError: `paths` stand in no repository, or there is no such revision.
    """
    found: set[str] = set()
    for root in {_root(Path(path), revision) for path in paths}:
        base = _git(root, "merge-base", "--end-of-options", revision, "HEAD") or revision
        names = _asked(
            root, revision, "diff", "--name-only", "-z", "--end-of-options", base.strip()
        )
        names += _asked(root, revision, "ls-files", "--others", "--exclude-standard", "-z")
        found |= {os.path.realpath(root / name) for name in names.split("\0") if name}
    return frozenset(found)


def _root(path: Path, revision: str) -> Path:
    folder = path if path.is_dir() else path.parent
    root = _asked(folder, revision, "rev-parse", "--show-toplevel").strip()
    _asked(folder, revision, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    return Path(root)


def _asked(folder: Path, revision: str, *arguments: str) -> str:
    told = _git(folder, *arguments)
    if told is None:
        raise UsageError("validate.since", revision=revision, path=str(folder))
    return told


def _git(folder: Path, *arguments: str) -> str | None:
    try:
        command = ["git", "-C", str(folder), "-c", "core.quotepath=off", *arguments]
        outcome = run(command, limits=_LIMITS, check=False)
    except ToolError:
        return None
    return outcome.stdout if outcome.status == 0 else None
