"""Who issues, writes and appraises, by the organisation's own table of identifiers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import PydanticCustomError

from hocvu.identifiers import slug
from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.tables import holds
from hocvu.manifest.times import first_day, written
from hocvu.manifest.values import organisation_code
from hocvu.manifest.walking import Path, at, items
from hocvu.written.tree import Tree


def check(tree: Tree, setting: Setting) -> None:
    """Report identifiers that the table does not know, and appraisers of their own work."""
    appraiser = _name(at(tree, "appraiser"))
    writers = {_name(one) for one in items(tree, "compilers")}
    if appraiser and appraiser in writers:
        tree.report("manifest.appraises_own", ("appraiser",), "warning")
    if setting.tables.organisations:
        issued = written(at(tree, "issued"))
        day = first_day(issued) if issued else setting.checks.today
        for path, one in _organisations(tree):
            _known(tree, path, one, setting, day)


def _known(tree: Tree, path: Path, one: dict[str, Any], setting: Setting, day: Any) -> None:
    code, name = one.get("id"), one.get("name")
    if not isinstance(code, str):
        return
    params: dict[str, Any] = {"value": shown(code)}
    try:
        row = setting.tables.organisations.get(organisation_code(code))
    except PydanticCustomError:
        return  # that it is no code at all was told
    if row is None:
        tree.report("manifest.organisation_unknown", (*path, "id"), "warning", params=params)
    elif (held := holds(row, day)) and day:
        params |= {"name": row.name, "date": day.isoformat(), "now": row.now or "–"}
        code = "manifest.organisation_not_yet" if held < 0 else "manifest.organisation_former"
        tree.report(code, (*path, "id"), "warning", params=params)
    elif row.name and isinstance(name, str) and slug(name) != slug(row.name):
        params |= {"name": row.name, "written": shown(name)}
        tree.report("manifest.organisation_name", (*path, "name"), "warning", params=params)


def _organisations(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in (("publisher",), ("appraiser",)):
        if isinstance(one := at(tree, *path), dict):
            yield path, one
    for index, one in enumerate(items(tree, "compilers")):
        if isinstance(one, dict):
            yield ("compilers", index), one


def _name(one: Any) -> str:
    name = one.get("name") if isinstance(one, dict) else one
    return slug(name) if isinstance(name, str) else ""
