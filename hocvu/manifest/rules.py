"""Checks that look at more than one value: obligations, files, keys, dates, places.

They work on what was read, not on the models, so that they tell all even where a value is wrong.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Final

from pydantic_core import PydanticCustomError

from hocvu.errors import Severity
from hocvu.identifiers import nfc
from hocvu.manifest import values
from hocvu.manifest.document_numbers import parse_number
from hocvu.manifest.profile import FieldInfo, fields, provinces, vocabularies
from hocvu.manifest.tree import Step, Tree

Path_ = tuple[Step, ...]

TEMPORARY: Final = "urn:hocvu:"
"""How identifiers begin that were made without an issuer."""

_APPROVED: Final = frozenset({"phe_duyet", "ban_hanh", "het_hieu_luc"})
_ISSUED: Final = frozenset({"ban_hanh", "het_hieu_luc"})
_SEVERITIES: Final[dict[str, Severity]] = {
    "manifest.missing_recommended": "warning",
    "manifest.missing_in_draft": "warning",
}
_ORDER: Final = (("issued", "review_by"), ("issued", "modified"), ("modified", "review_by"))
_COMMUNE: Final = re.compile(r"\d{5}")


def check_rules(tree: Tree, folder: Path, for_publish: bool) -> None:
    """Report to `tree` all that is wrong between its values.

    Args:
        tree: The manifest.
        folder: The folder to which its paths are relative.
        for_publish: Ask for all that publishing asks for.
    """
    status = str(tree.value.get("status", "")).strip()
    if status not in vocabularies()["status"]:
        status = "du_thao"  # what it should be was told; the rest is not blamed for it
    _obligations(tree, status, for_publish)
    if for_publish and status not in _APPROVED:
        tree.report("manifest.not_approved", ("status",), params={"status": status})
    _identifier(tree, for_publish)
    _files(tree, folder)
    _keys(tree)
    _dates(tree)
    _approval(tree)
    _coverage(tree)
    _features(tree)


def _obligations(tree: Tree, status: str, for_publish: bool) -> None:
    misspelt = {p.params.get("near") for p in tree.problems if p.code == "manifest.field_misspelt"}
    for name, info in fields().items():
        if name in misspelt or tree.value.get(name) not in (None, "", [], {}):
            continue
        code = _missing(info, status, for_publish)
        if code:
            params = {"name": name, "label": info.vi, "example": info.example}
            tree.report(code, (name,), _SEVERITIES.get(code, "error"), at_key=True, params=params)


def _missing(info: FieldInfo, status: str, for_publish: bool) -> str:
    """Return the code of a field's absence; empty where it may be absent."""
    code = "manifest.missing"
    if info.obligation == "O":
        code = ""
    elif info.obligation == "R":
        known = not info.issued or status in _APPROVED
        code = "manifest.missing_recommended" if known and not info.conditional else ""
    elif for_publish and not info.draft:
        code = "manifest.missing_to_publish"
    elif info.obligation == "M@publish":
        code = code if status in _APPROVED else ""
    elif info.issued:
        code = code if status in _ISSUED else ""
    elif status == "du_thao" and not info.draft:
        code = "manifest.missing_in_draft"
    return code


def _identifier(tree: Tree, for_publish: bool) -> None:
    name, version = tree.value.get("id"), tree.value.get("version")
    if not isinstance(name, str):
        return
    if for_publish and name.strip().startswith(TEMPORARY):
        tree.report("manifest.id_temporary", ("id",), params={"value": values.shown(name)})
    if isinstance(version, str) and "." in version and version in name:
        tree.report("manifest.id_holds_version", ("id",), "warning", params={"version": version})


def lessons(tree: Tree) -> Iterator[tuple[Path_, dict[str, Any]]]:
    """Yield the path and value of each lesson that was written, in order."""
    for path, part in _mappings(("parts",), tree.value.get("parts")):
        if "parts" in part:
            yield from _mappings((*path, "parts"), part["parts"])
        else:
            yield path, part


def _mappings(path: Path_, items: Any) -> Iterator[tuple[Path_, dict[str, Any]]]:
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield (*path, index), item


def _files(tree: Tree, folder: Path) -> None:
    for path, lesson in lessons(tree):
        _file(tree, (*path, "source"), lesson.get("source"), folder)
        _file(tree, (*path, "transcript"), lesson.get("transcript"), folder)
        captions = lesson.get("captions")
        for index, name in enumerate(captions if isinstance(captions, list) else ()):
            _file(tree, (*path, "captions", index), name, folder)


def _file(tree: Tree, path: Path_, name: Any, folder: Path) -> None:
    if not isinstance(name, str) or not name.strip():
        return
    name = name.strip()
    if re.match(r"[a-z][a-z0-9+.-]+://", name, re.IGNORECASE):
        tree.report("manifest.source_remote", path, params={"file": values.shown(name)})
    elif "\\" in name and not PureWindowsPath(name).is_absolute():
        instead = name.replace("\\", "/")
        tree.report("manifest.source_backslash", path, params={"file": name, "instead": instead})
    elif PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive:
        tree.report("manifest.source_absolute", path, params={"file": values.shown(name)})
    elif find_file(folder, name) is None:
        if os.path.isdir(folder / name):  # noqa: PTH112
            tree.report("manifest.source_is_folder", path, params={"file": name})
            return
        near = _near_file(folder / name)
        code = "manifest.source_misspelt" if near else "manifest.source_missing"
        tree.report(code, path, params={"file": values.shown(name), "near": near})


def find_file(folder: Path, name: str) -> Path | None:
    """Return the file `name` below `folder`, whichever Unicode form the disk gave its name."""
    path = folder / name
    if os.path.isfile(path):  # noqa: PTH113 - no error for names that no disk can hold
        return path
    wanted = nfc(path.name)
    try:
        entries = sorted(path.parent.iterdir())
    except OSError:
        return None
    return next((e for e in entries if nfc(e.name) == wanted and e.is_file()), None)


def _near_file(path: Path) -> str:
    try:
        names = sorted(nfc(entry.name) for entry in path.parent.iterdir())
    except OSError:
        return ""
    return next(iter(get_close_matches(path.name, names, 1, 0.8)), "")


def _keys(tree: Tree) -> None:
    seen: dict[str, int] = {}
    for path, part in _parts(tree):
        key = part.get("id")
        if not isinstance(key, str):
            continue
        where = (*path, "id")
        if key in seen:
            tree.report("manifest.key_twice", where, params={"key": key, "line": seen[key]})
        else:
            seen[key] = tree.at(where).line


def _parts(tree: Tree) -> Iterator[tuple[Path_, dict[str, Any]]]:
    for path, part in _mappings(("parts",), tree.value.get("parts")):
        yield path, part
        yield from _mappings((*path, "parts"), part.get("parts"))


def _dates(tree: Tree) -> None:
    told: set[str] = set()
    for earlier, later in _ORDER:
        first, second = _date(tree, earlier), _date(tree, later)
        if first and second and second < first and later not in told:
            told.add(later)
            params = {"earlier": earlier, "later": later}
            tree.report("manifest.dates_swapped", (later,), params=params)


def _date(tree: Tree, name: str) -> dt.date | None:
    try:
        return values.date(tree.value.get(name))
    except PydanticCustomError:
        return None


def _approval(tree: Tree) -> None:
    approval = tree.value.get("approval")
    number = approval.get("number") if isinstance(approval, dict) else None
    if isinstance(number, str) and number.strip() and not parse_number(number):
        shown = values.shown(number)
        tree.report(
            "manifest.document_number", ("approval", "number"), "warning", params={"value": shown}
        )


def _coverage(tree: Tree) -> None:
    coverage = tree.value.get("coverage")
    if not isinstance(coverage, dict):
        return
    for name in ("provinces", "communes"):
        codes = coverage.get(name)
        for index, code in enumerate(codes if isinstance(codes, list) else ()):
            path = ("coverage", name, index)
            if not isinstance(code, str):
                continue
            if name == "communes" and not _COMMUNE.fullmatch(code.strip()):
                tree.report("manifest.commune_code", path, params={"value": values.shown(code)})
            elif name == "provinces" and code.strip() not in provinces():
                tree.report("manifest.province_code", path, params={"value": values.shown(code)})


def _features(tree: Tree) -> None:
    features = tree.value.get("accessibility")
    for index, feature in enumerate(features if isinstance(features, list) else ()):
        try:
            values.term("accessibility")(feature)
        except PydanticCustomError as error:
            if error.type in ("manifest.term_misspelt", "manifest.term_unknown"):
                params = {k: v for k, v in (error.context or {}).items() if k != "code"}
                tree.report(error.type, ("accessibility", index), "warning", params=params)
