"""Provinces and communes, by the codes that hold on the date of the table."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from hocvu.identifiers import slug
from hocvu.manifest.profile import former_provinces, provinces
from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.tables import holds
from hocvu.manifest.times import first_day, written
from hocvu.manifest.walking import Path, at, items, words
from hocvu.written.tree import Plain, Tree

_COMMUNE: Final = re.compile(r"\d{5}")
_SINCE: Final = dt.date(2025, 7, 1)
"""When the present provinces came to be (Quyết định 19/2025/QĐ-TTg)."""


def check(tree: Tree, setting: Setting) -> None:
    """Report codes that name no place, or none any more."""
    if not isinstance(at(tree, "coverage"), dict):
        return
    if not items(tree, "coverage", "provinces") and not items(tree, "coverage", "communes"):
        tree.report("manifest.coverage_empty", ("coverage",), "warning")
    named = written(at(tree, "coverage", "as_of"))
    as_of = first_day(named) if named else None
    if as_of and as_of < _SINCE:
        params = {"date": as_of.isoformat(), "since": _SINCE.isoformat()}
        tree.report("manifest.coverage_before", ("coverage", "as_of"), "warning", params=params)
    known = {code for _, code in words(tree, "coverage", "provinces")}
    for path, code in words(tree, "coverage", "provinces"):
        _province(tree, path, code)
        _quoted(tree, path)
    for path, code in words(tree, "coverage", "communes"):
        _commune(tree, path, code, setting, as_of, known)
        _quoted(tree, path)


def _quoted(tree: Tree, path: Path) -> None:
    """Ask for quotes round a code, which other programs would read as a number."""
    code = at(tree, *path)
    if isinstance(code, Plain) and code.strip().isdecimal() and len(code.strip()) in (2, 5):
        params = {"value": code.strip(), "instead": code.strip()}
        tree.report("manifest.code_unquoted", path, "info", params=params)


def _province(tree: Tree, path: Path, code: str) -> None:
    if code in provinces():
        return
    params: dict[str, Any] = {"value": shown(code)}
    if old := former_provinces().get(code):
        now = f"{old['now']} ({provinces()[old['now']]})"
        tree.report(
            "manifest.province_former", path, params={**params, "name": old["name"], "now": now}
        )
    elif f"0{code}" in provinces():
        tree.report("manifest.province_zero", path, params={**params, "instead": f"0{code}"})
    elif instead := _by_name().get(_bare(code)):
        tree.report("manifest.province_name", path, params={**params, "instead": instead})
    else:
        tree.report("manifest.province_code", path, params=params)


def _commune(
    tree: Tree, path: Path, code: str, setting: Setting, as_of: dt.date | None, known: set[str]
) -> None:
    params: dict[str, Any] = {"value": shown(code)}
    if not _COMMUNE.fullmatch(code):
        if code.isdecimal() and len(code) < 5:
            params["near"] = code.zfill(5)
            tree.report("manifest.commune_zero", path, params=params)
        else:
            tree.report("manifest.commune_code", path, params=params)
        return
    table = setting.tables.communes
    row = table.get(code)
    if not table:
        return
    if row is None:
        tree.report("manifest.commune_unknown", path, params=params)
    elif holds(row, as_of or setting.checks.today):
        params |= {"name": row.name, "now": row.now or "–"}
        tree.report("manifest.commune_former", path, "warning", params=params)
    elif row.province and row.province not in known and known and known <= set(provinces()):
        params |= {"name": row.name, "province": row.province}
        tree.report("manifest.commune_elsewhere", path, "warning", params=params)


@cache
def _by_name() -> Mapping[str, str]:
    return {_bare(name): code for code, name in provinces().items()}


def _bare(name: str) -> str:
    return re.sub(r"^(?:tinh|thanh-pho|tp)-", "", slug(name))
