"""What authors set for a reader, held against what that reader knows."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from hocvu.manifest.numbers import free
from hocvu.manifest.refusal import shown
from hocvu.manifest.rules.files import ending
from hocvu.manifest.setting import Setting
from hocvu.manifest.walking import at, lessons
from hocvu.written.tree import Tree


def check(tree: Tree, setting: Setting) -> None:
    """Report options that the material's reader does not know, or would not take."""
    materials = setting.checks.materials
    if materials is None:
        return
    for path, lesson in lessons(tree):
        written = lesson.get("options")
        known = materials.options(ending(lesson.get("source"))) if written else None
        if not isinstance(written, Mapping) or known is None:
            continue
        supported = ", ".join(known) or "–"
        for name in written:
            if name in known:
                continue
            near = next(iter(get_close_matches(str(name), known, 1, 0.7)), "")
            code = "manifest.option_misspelt" if near else "manifest.option_unknown"
            params = {"name": shown(name), "near": near, "supported": supported}
            tree.report(code, (*path, "options", name), at_key=True, params=params)
        good = {name: free(value) for name, value in written.items() if name in known}
        for inside in materials.refused(ending(lesson.get("source")), good):
            where = tree.trim((*path, "options", *inside))
            params = {"name": ".".join(inside), "value": shown(at(tree, *where))}
            tree.report("manifest.option_value", where, params=params)
