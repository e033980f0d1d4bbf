"""Terms of the vocabularies, on the day on which the course was issued."""

from __future__ import annotations

from typing import Any, Final

from hocvu.manifest.profile import vocabularies
from hocvu.manifest.setting import Setting
from hocvu.manifest.tables import Row, holds
from hocvu.manifest.times import first_day, last_day, written
from hocvu.manifest.walking import Path, at, words
from hocvu.written.tree import Tree

_FREE: Final = ("field", "content_group", "job_position")
"""Fields whose vocabularies are the organisation's alone."""


def check(tree: Tree, setting: Setting) -> None:
    """Report terms that do not hold yet, or no longer, when the course is issued."""
    issued = written(at(tree, "issued"))
    if issued is None:
        return
    for name in (*vocabularies(), *_FREE):
        value = at(tree, name)
        if isinstance(value, str):
            _term(tree, setting, name, (name,), value.strip(), issued)
        for path, term in words(tree, name):
            _term(tree, setting, name, path, term, issued)


def _term(tree: Tree, setting: Setting, name: str, path: Path, term: str, issued: Any) -> None:
    row = setting.tables.terms.get(name, {}).get(term) or _shipped(name, term)
    if row is None:
        return
    params = {"value": term, "date": issued.isoformat(), "now": row.now or "–"}
    if holds(row, last_day(issued)) < 0 and row.valid_from:
        params["from"] = row.valid_from.isoformat()
        tree.report("manifest.term_not_yet", path, params=params)
    elif holds(row, first_day(issued)) > 0 and row.valid_to:
        params["to"] = row.valid_to.isoformat()
        tree.report("manifest.term_expired", path, params=params)


def _shipped(name: str, term: str) -> Row | None:
    labels: Any = vocabularies().get(name, {}).get(term, {})
    begin, end = labels.get("valid_from"), labels.get("valid_to")
    return Row(valid_from=begin, valid_to=end) if begin or end else None
