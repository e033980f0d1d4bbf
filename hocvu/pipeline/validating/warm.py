"""Remembers what was found in each manifest, for as long as nothing it depends on has changed.

A memory is one file for everything that decides the result beside the files themselves: the rules
and their data (the project's own files), what is asked, the day, the working folder. In it, each
manifest has the signs of the files and folders that were looked at. What was changed within two
seconds before it was read is not remembered: a second change could leave the same sign.

Nothing here needs the models, so that a run with nothing to do begins at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from hocvu import errors
from hocvu.errors import Origin
from hocvu.written.problems import Problem

_FORMAT: Final = 1
_FRESH: Final = 2_000_000_000
_KEPT: Final = 12
"""Memories that are kept of other days and other questions."""

_NO_RULES: Final = frozenset(
    {
        "__pycache__",
        "node_modules",
        "catalog",
        "cli",
        "messages",
        "packages",
        "player",
        "render",
        "store",
    }
)

Entry = dict[str, Any]


def fingerprint(parts: Mapping[str, Any]) -> str:
    """Return the name of the memory for what `parts` tell, and for the rules as they are now."""
    home = Path(errors.__file__).parent
    rules = []
    for root, folders, files in os.walk(home):
        folders[:] = sorted(
            f for f in folders if f not in ("__pycache__", "node_modules", "player")
        )
        for name in sorted(files):
            if name.endswith((".py", ".toml")):
                found = os.stat(os.path.join(root, name))  # noqa: PTH116, PTH118 - hundreds of files
                rules.append([name, found.st_size, found.st_mtime_ns])
    told = json.dumps([_FORMAT, os.fspath(Path.cwd()), rules, parts], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class Memory:
    """What is known of manifests; one that cannot be read or written is an empty one.

    Args:
        folder: Where memories are kept; None remembers nothing.
        name: The memory's name, from `fingerprint`.
    """

    def __init__(self, folder: Path | None, name: str) -> None:
        """Read the memory."""
        self._path = folder / "validate" / f"{name}.json" if folder else None
        self._known: dict[str, Entry] = {}
        self._new: dict[str, Entry] = {}
        self._signs: dict[str, list[int] | None] = {}
        with contextlib.suppress(OSError, ValueError):
            if self._path:
                found = json.loads(self._path.read_bytes())
                self._known = found if isinstance(found, dict) else {}

    def recall(self, file: str) -> Entry | None:
        """Return what is known of `file`, or None when anything it depends on has changed."""
        entry = self._known.get(file)
        if entry is None:
            return None
        for path, known in entry["signs"]:
            if self.sign(path) != known:
                return None
        self._new[file] = entry
        return entry

    def learn(self, file: str, entry: Entry, begun: int) -> None:
        """Remember `entry`, whose examination began at `begun` (nanoseconds)."""
        signs = [known for _, known in entry["signs"] if known]
        if all(known[2] + _FRESH < begun for known in signs):
            self._new[file] = entry

    def sign(self, path: str) -> list[int] | None:
        """Return the sign of what stands at `path`, asked of the disk once."""
        if path not in self._signs:
            self._signs[path] = sign(path)
        return self._signs[path]

    def keep(self) -> None:
        """Write the memory down, if it is another than it was."""
        if self._path is None or self._new == self._known:
            return
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._path.parent, suffix=".new", delete=False
            ) as stream:
                json.dump(self._new, stream, ensure_ascii=False, separators=(",", ":"))
            Path(stream.name).replace(self._path)
            others = sorted(self._path.parent.glob("*.json"), key=lambda p: -p.stat().st_mtime_ns)
            for old in others[_KEPT:]:
                old.unlink(missing_ok=True)


def sign(path: str) -> list[int] | None:
    """Return the sign of what stands at `path` now; None where nothing can be found."""
    try:
        found = os.stat(path)  # noqa: PTH116 - no error for names that no disk can hold
    except (OSError, ValueError):
        return None
    return [stat.S_IFMT(found.st_mode), found.st_size, found.st_mtime_ns, found.st_ino]


def pack(problems: tuple[Problem, ...]) -> list[list[Any]]:
    """Return problems as JSON can hold them; their file is the memory's key."""
    return [
        [p.code, p.severity, p.origin.line, p.origin.column, p.origin.field, dict(p.params)]
        for p in problems
    ]


def unpack(file: str, packed: list[list[Any]]) -> list[Problem]:
    """Return the problems of `file`."""
    return [
        Problem(code, severity, Origin(file, line, column, field), params)
        for code, severity, line, column, field, params in packed
    ]
