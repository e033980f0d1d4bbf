"""The files that a manifest names."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from functools import cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from hocvu.identifiers import nfc
from hocvu.manifest.disk import Disk
from hocvu.manifest.profile import table
from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import Path as Path_
from hocvu.manifest.walking import items, lessons
from hocvu.written.tree import Tree

_REMOTE: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_DRIVE: Final = re.compile(r"[A-Za-z]:|\\\\")
_FORMATS: Final = {
    "captions": "manifest.captions_format",
    "transcript": "manifest.transcript_format",
}


@cache
def kinds() -> dict[str, Any]:
    """Return what the endings of file names tell."""
    return table("materials")


def ending(name: Any) -> str:
    """Return the ending of a file name, lower case, with the dot."""
    return os.path.splitext(name.strip())[1].lower() if isinstance(name, str) else ""  # noqa: PTH122


def check(tree: Tree, setting: Setting) -> None:
    """Report files that are not there, cannot be what they stand for, or hold nothing."""
    known = setting.checks.materials.kinds() if setting.checks.materials else frozenset()
    for path, lesson in lessons(tree):
        source: Any = lesson.get("source")
        if _there(tree, (*path, "source"), source, setting) and known:
            _read(tree, (*path, "source"), source, known)
        _there(tree, (*path, "transcript"), lesson.get("transcript"), setting)
        _kind(tree, (*path, "transcript"), lesson.get("transcript"), "transcript")
        for index, name in enumerate(items(tree, *path, "captions")):
            _there(tree, (*path, "captions", index), name, setting)
            _kind(tree, (*path, "captions", index), name, "captions")


def _read(tree: Tree, path: Path_, name: str, known: frozenset[str]) -> None:
    if ending(name) not in known:
        params = {"file": shown(name), "supported": ", ".join(sorted(known))}
        tree.report("manifest.source_unsupported", path, params=params)


def _kind(tree: Tree, path: Path_, name: Any, kind: str) -> None:
    supported = kinds()[kind]
    if isinstance(name, str) and name.strip() and ending(name) not in supported:
        params = {"file": shown(name), "supported": ", ".join(supported)}
        tree.report(_FORMATS[kind], path, params=params)


def _there(tree: Tree, path: Path_, name: Any, setting: Setting) -> bool:
    """Tell whether the file `name` can be read; report why not."""
    if not isinstance(name, str) or not name.strip():
        return False
    name, disk = name.strip(), setting.disk
    if "://" in name and _REMOTE.match(name):
        tree.report("manifest.source_remote", path, params={"file": shown(name)})
    elif "\\" in name and not PureWindowsPath(name).is_absolute():
        instead = name.replace("\\", "/")
        tree.report("manifest.source_backslash", path, params={"file": name, "instead": instead})
    elif name.startswith("/") or _DRIVE.match(name):
        tree.report("manifest.source_absolute", path, params={"file": shown(name)})
    elif "~$" in name and PurePosixPath(name).name.startswith("~$"):
        tree.report("manifest.source_lock", path, params={"file": shown(name)})
    elif found := disk.find(setting.folder, name):
        if not disk.size(found):
            params = {"file": shown(name)}
            tree.report("manifest.source_empty", path, "warning", params=params)
        return True
    elif disk.is_folder(setting.folder / name):
        tree.report("manifest.source_is_folder", path, params={"file": name})
    else:
        _absent(tree, path, name, setting)
    return False


def _absent(tree: Tree, path: Path_, name: str, setting: Setting) -> None:
    wanted = setting.folder / name
    names = [nfc(other) for other in setting.disk.names(wanted.parent)]
    alike = next((other for other in names if other.casefold() == wanted.name.casefold()), "")
    near = alike or next(iter(get_close_matches(wanted.name, names, 1, 0.8)), "")
    code = "manifest.source_misspelt" if near else "manifest.source_missing"
    params = {"file": shown(name), "near": near}
    if alike:
        code = "manifest.source_capitals"
        params["instead"] = str(PurePosixPath(name).with_name(alike))
    tree.report(code, path, params=params)


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file `name` below `folder`, whichever Unicode form the disk gave its name."""
    return Disk().find(folder, name)
