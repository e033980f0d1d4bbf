"""The legal basis: numbers that are right in themselves, and documents that are in force."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, Final

from hocvu.identifiers import nfc, slug
from hocvu.manifest.document_numbers import Citation, find_citations, parse_number
from hocvu.manifest.profile import document_types
from hocvu.manifest.refusal import shown
from hocvu.manifest.setting import Setting
from hocvu.manifest.tables import Row
from hocvu.manifest.times import last_day, written
from hocvu.manifest.walking import Path, at, items
from hocvu.written.tree import Tree

_DATED: Final = re.compile(r"ngày\s+(\d{1,2}(?:/|\s+tháng\s+)\d{1,2}(?:/|\s+năm\s+)\d{4})")
_NUMBERED: Final = re.compile(r"\d+\s*/")
_SOON: Final = dt.timedelta(days=90)


def check(tree: Tree, setting: Setting) -> None:
    """Report document numbers and citations that cannot be right, or hold no longer."""
    number = at(tree, "approval", "number")
    if isinstance(number, str) and number.strip():
        _approving(tree, number)
    seen: dict[str, int] = {}
    for index, one in enumerate(items(tree, "legal_basis")):
        path: Path = ("legal_basis", index)
        if isinstance(one, dict):
            _given(tree, path, one)
        text = one.get("text") if isinstance(one, dict) else one
        if isinstance(text, str):
            where = (*path, "text") if isinstance(one, dict) else path
            _cited(tree, where, nfc(text), seen, setting)


def _approving(tree: Tree, number: str) -> None:
    path, params = ("approval", "number"), {"value": shown(number)}
    found = parse_number(number)
    if found is None:
        tree.report("manifest.document_number", path, "warning", params=params)
    elif found.draft:
        tree.report("manifest.document_unnumbered", path, params=params)


def _given(tree: Tree, path: Path, one: dict[str, Any]) -> None:
    number, words = one.get("number"), one.get("text")
    if not isinstance(number, str) or not isinstance(words, str):
        return
    found, cited = parse_number(number), find_citations(words)
    params = {"value": shown(number)}
    if found is None:
        tree.report("manifest.citation_number", (*path, "number"), "warning", params=params)
    elif cited and found.text not in {one.number.text for one in cited}:
        params["cited"] = cited[0].number.text
        tree.report("manifest.citation_differs", (*path, "number"), "warning", params=params)


def _cited(tree: Tree, path: Path, words: str, seen: dict[str, int], setting: Setting) -> None:
    found = find_citations(words)
    if not found and _NUMBERED.search(words) and not _DATED.search(words):
        tree.report("manifest.citation_unread", path, "warning", params={"value": shown(words)})
    if (dated := _DATED.search(words)) and found and not found[0].date:
        tree.report("manifest.citation_date", path, "warning", params={"value": dated[1]})
    for one in found:
        number = one.number
        cited = " ".join(filter(None, (number.text, one.article, one.clause, one.point)))
        line = seen.setdefault(cited, tree.at(path).line)
        if line != tree.at(path).line:
            params = {"value": number.text, "line": line}
            tree.report("manifest.citation_twice", path, "warning", params=params)
        _consistent(tree, path, one)
        issued = written(at(tree, "issued"))
        if issued and one.date and one.date > last_day(issued):
            params = {"value": number.text, "date": one.date.isoformat()}
            tree.report("manifest.citation_after_issue", path, "warning", params=params)
        row = {**setting.tables.superseded, **setting.checks.superseded}.get(number.text)
        if row:
            _in_force(tree, path, number.text, row, setting.checks.today)


def _consistent(tree: Tree, path: Path, one: Citation) -> None:
    number = one.number
    if number.year and one.date and one.date.year != number.year:
        params = {"value": number.text, "date": one.date.isoformat()}
        tree.report("manifest.citation_year", path, "warning", params=params)
    said = slug(one.text.partition(number.text)[0])
    name = next((name for key, name in _types() if f"-{key}-" in f"-{said}-"), "")
    law = not number.type and name in ("Luật", "Bộ luật", "Nghị quyết", "Pháp lệnh")
    if name and number.type_name and name != number.type_name and not law:
        params = {"value": number.text, "name": name, "type": number.type_name}
        tree.report("manifest.citation_type", path, "warning", params=params)


@cache
def _types() -> list[tuple[str, str]]:
    """Return the types of documents with their slugs, the longest first."""
    names = {*document_types().values(), "Luật", "Bộ luật"}
    return sorted(((slug(name), name) for name in names), key=lambda pair: (-len(pair[0]), pair))


def _in_force(tree: Tree, path: Path, number: str, row: Row, today: dt.date | None) -> None:
    since = row.valid_from or row.valid_to
    params = {"value": number, "now": row.now or "–", "date": since.isoformat() if since else "–"}
    if since is None or today is None or since <= today:
        tree.report("manifest.citation_superseded", path, "warning", params=params)
    elif since - _SOON <= today:
        tree.report("manifest.citation_ending", path, "info", params=params)
