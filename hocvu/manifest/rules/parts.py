"""Sections and lessons: each with a name of its own."""

from __future__ import annotations

from typing import Any

from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import Path, lessons, parts
from hocvu.written.tree import Tree


def check(tree: Tree, setting: Setting) -> None:
    """Report keys, titles and materials that stand twice."""
    keys: dict[str, int] = {}
    titles: dict[str, int] = {}
    sources: dict[str, int] = {}
    for path, part in parts(tree):
        _once(tree, (*path, "id"), part.get("id"), keys)
    for path, lesson in lessons(tree):
        _once(tree, (*path, "title"), lesson.get("title"), titles)
        if not lesson.get("options"):  # the same material may be shown in two ways
            _once(tree, (*path, "source"), lesson.get("source"), sources)


def _once(tree: Tree, path: Path, value: Any, seen: dict[str, int]) -> None:
    if not isinstance(value, str) or not value.strip():
        return
    line = seen.setdefault(value.strip(), tree.at(path).line)
    if line == tree.at(path).line:
        return
    params = {"key": shown(value), "line": line}
    if path[-1] == "id":
        tree.report("manifest.key_twice", path, params=params)
    elif path[-1] == "title":
        tree.report("manifest.title_twice", path, "warning", params=params)
    else:
        tree.report("manifest.source_twice", path, "warning", params=params)
