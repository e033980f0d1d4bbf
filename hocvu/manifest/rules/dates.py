"""The dates of a course, held against each other and against today."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hocvu.errors import Severity
from hocvu.manifest.rules.obligations import APPROVED
from hocvu.manifest.setting import Setting
from hocvu.manifest.times import first_day, last_day, written
from hocvu.manifest.walking import at
from hocvu.written.tree import Tree

_ORDER: Final = (("issued", "review_by"), ("issued", "modified"), ("modified", "review_by"))
_SOON: Final = dt.timedelta(days=60)


def check(tree: Tree, setting: Setting) -> None:
    """Report dates in the wrong order, reviews that are due, and what has not happened yet."""
    told: set[str] = set()
    for earlier, later in _ORDER:
        first, second = written(at(tree, earlier)), written(at(tree, later))
        if first and second and last_day(second) < first_day(first) and later not in told:
            told.add(later)
            params = {"earlier": earlier, "later": later}
            tree.report("manifest.dates_swapped", (later,), params=params)
    approved, issued = written(at(tree, "approval", "date")), written(at(tree, "issued"))
    if approved and issued and first_day(approved) > last_day(issued):
        path = ("approval", "date")
        params = {"date": approved.isoformat(), "issued": issued.isoformat()}
        tree.report("manifest.approved_after_issue", path, "warning", params=params)
    if setting.checks.today:
        _review(tree, setting, setting.checks.today)
        _future(tree, setting, setting.checks.today)


def _review(tree: Tree, setting: Setting, today: dt.date) -> None:
    review = written(at(tree, "review_by"))
    if not review or setting.status == "het_hieu_luc":
        return
    params = {"date": review.isoformat()}
    if last_day(review) < today:
        severity: Severity = "error" if setting.checks.for_publish else "warning"
        tree.report("manifest.review_passed", ("review_by",), severity, params=params)
    elif last_day(review) - _SOON < today:
        tree.report("manifest.review_soon", ("review_by",), "info", params=params)


def _future(tree: Tree, setting: Setting, today: dt.date) -> None:
    if setting.status not in APPROVED:
        return
    for path in (("approval", "date"), ("issued",), ("modified",), ("record", "date")):
        day = written(at(tree, *path))
        if day and first_day(day) > today:
            params = {"date": day.isoformat(), "today": today.isoformat()}
            tree.report("manifest.date_in_future", path, "warning", params=params)
