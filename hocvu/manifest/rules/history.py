"""The steps of approval: in the workflow's order, each with its document, the content unchanged."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hocvu.manifest.document_numbers import parse_number
from hocvu.manifest.refusal import shown
from hocvu.manifest.seal import seal
from hocvu.manifest.setting import Setting
from hocvu.manifest.times import last_day, written
from hocvu.manifest.walking import Path, at, mappings
from hocvu.written.tree import Tree

_ABSENT: Final = {
    "number": "approval.no_number",
    "date": "approval.no_date",
    "signer": "approval.no_signer",
}

Step = tuple[Path, dict[str, Any]]


def check(tree: Tree, setting: Setting) -> None:
    """Report steps that the workflow does not have or allow, and content changed since."""
    flow = setting.tables.workflow
    steps = list(mappings(("history",), tree.value.get("history")))
    if not steps:
        if flow.strict and setting.status != flow.first.status:
            params = {"status": setting.status}
            tree.report("approval.no_history", ("status",), params=params)
        return
    now, before = flow.first.key, None
    for path, step in steps:
        key = _word(step, "to")
        stage = flow.stages.get(key)
        if stage is None:
            if key:
                params = {"value": shown(key), "supported": ", ".join(flow.stages)}
                tree.report("approval.step_unknown", (*path, "to"), params=params)
            return
        if not flow.may_follow(now, key):
            params = {"now": flow.stages[now].label, "then": stage.label}
            params["next"] = ", ".join(flow.stages[now].next) or "–"
            tree.report("approval.step_order", (*path, "to"), params=params)
        for name in stage.needs:
            if step.get(name) in (None, ""):
                params = {"step": stage.label, "name": name}
                tree.report(_ABSENT[name], path, params=params)
        _document(tree, path, step)
        before = _dated(tree, path, step, before)
        now = key
    _last(tree, setting, steps, now)
    _approval(tree, setting, steps)


def _document(tree: Tree, path: Path, step: dict[str, Any]) -> None:
    number = _word(step, "number")
    found = parse_number(number) if number else None
    if number and (found is None or found.draft):
        code = "manifest.document_unnumbered" if found else "approval.document_number"
        params = {"value": shown(number)}
        tree.report(code, (*path, "number"), "error" if found else "warning", params=params)


def _dated(tree: Tree, path: Path, step: dict[str, Any], before: dt.date | None) -> dt.date | None:
    day = written(step.get("date"))
    if day is None:
        return before
    if before and last_day(day) < before:
        params = {"date": day.isoformat(), "before": before.isoformat()}
        tree.report("approval.step_dates", (*path, "date"), params=params)
    return last_day(day)


def _last(tree: Tree, setting: Setting, steps: list[Step], now: str) -> None:
    flow = setting.tables.workflow
    path, _ = steps[-1]
    if flow.stages[now].status != setting.status:
        params = {"status": setting.status, "step": flow.stages[now].label}
        params["instead"] = flow.stages[now].status
        tree.report("approval.status_differs", ("status",), params=params)
    if setting.status == flow.first.status:
        return  # it is being written again; a new approval will seal it
    for path, step in reversed(steps):
        stage = flow.stages[_word(step, "to")]
        if stage.status == flow.first.status:
            return
        if stage.seals:
            _sealed(tree, setting, path, step)
            return


def _sealed(tree: Tree, setting: Setting, path: Path, step: dict[str, Any]) -> None:
    """Hold what was approved against what is there."""
    content = _word(step, "content")
    if not content:
        tree.report("approval.not_sealed", path, "warning")
    elif setting.fields and content.startswith("sha256:"):
        found = seal(setting.fields, setting.folder, setting.disk)
        if found != content:
            params = {
                "number": shown(step.get("number", "–")),
                "date": shown(step.get("date", "–")),
            }
            tree.report("approval.content_changed", (*path, "content"), params=params)


def _approval(tree: Tree, setting: Setting, steps: list[Step]) -> None:
    """Hold the field `approval` against the last step that approves."""
    approving = [s for _, s in steps if setting.tables.workflow.stages[_word(s, "to")].seals]
    if not approving or not isinstance(at(tree, "approval"), dict):
        return
    for name in ("number", "date", "signer"):
        written_, step = at(tree, "approval", name), approving[-1].get(name)
        if step and written_ and str(step).strip() != str(written_).strip():
            params = {"name": name, "step": shown(step), "value": shown(written_)}
            tree.report("approval.differs", ("approval", name), params=params)


def _word(step: dict[str, Any], name: str) -> str:
    value = step.get(name)
    return value.strip() if isinstance(value, str) else ""
