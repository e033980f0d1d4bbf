"""Moves a manifest on by one step of its approval."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ManifestError, Origin
from hocvu.manifest.checking import examine_tree
from hocvu.manifest.mend.fields import with_field, with_item
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.problems import InvalidManifest
from hocvu.manifest.reader import parse
from hocvu.manifest.seal import seal
from hocvu.manifest.setting import Checks
from hocvu.manifest.structure import read_fields
from hocvu.manifest.tables import find_tables
from hocvu.manifest.times import last_day, written
from hocvu.manifest.walking import items
from hocvu.manifest.workflow import Stage, Workflow
from hocvu.written.problems import Problem, in_order
from hocvu.written.reader import LARGEST
from hocvu.written.tree import Tree

_NEEDS: Final = {
    "number": "approval.needs.number",
    "date": "approval.needs.date",
    "signer": "approval.needs.signer",
}


@dataclass(frozen=True, slots=True)
class Document:
    """The document on which a step rests; what is not known is empty."""

    number: str = ""
    date: dt.date | None = None
    signer: str = ""


def advance(path: Path, to: str, document: Document, checks: Checks | None = None) -> bytes:
    """Return the manifest at `path` moved on to step `to`; nothing is written.

    Status, the step with its document and, where the step seals, the digest of the content are
    written into the text; everything else stays byte for byte.

    Raises:
        ManifestError: The workflow does not allow the step, its document lacks something, or the
            file is not written so that it can be changed.
        InvalidManifest: The manifest, or what would become of it, has errors.
    """
    asked = checks or Checks()
    flow = (asked.tables or find_tables(path.parent)).workflow
    text = _text(path)
    tree = _read(text, path)
    known = {problem.code for problem in _errors(tree, path, asked)}
    stage = _allowed(flow, _now(tree, flow), to, document, path)
    text = _moved(text, path, stage, document)
    left = [
        p for p in _errors(_read(text, path), path, asked) if p.code not in known or not _old(p)
    ]
    if left:
        raise InvalidManifest(left)
    return text.encode()


def _old(problem: Problem) -> bool:
    """Tell whether an error may stay: content that changed is approved anew later."""
    return problem.code.startswith("approval.")


def _now(tree: Tree, flow: Workflow) -> str:
    steps = [one for one in items(tree, "history") if isinstance(one, dict)]
    last = str(steps[-1].get("to", "")).strip() if steps else ""
    if last in flow.stages:
        return last
    return flow.with_status(str(tree.value.get("status", "")).strip()).key


def _allowed(flow: Workflow, now: str, to: str, document: Document, path: Path) -> Stage:
    place = Origin(str(path))
    stage = flow.stages.get(to)
    if stage is None:
        supported = ", ".join(flow.stages)
        raise ManifestError("approval.unknown", origin=place, step=to, supported=supported)
    if not flow.may_follow(now, to):
        following = ", ".join(flow.stages[now].next) or "–"
        raise ManifestError("approval.cannot", origin=place, now=now, then=to, next=following)
    for name in stage.needs:
        if not getattr(document, name):
            raise ManifestError(_NEEDS[name], origin=place, step=stage.label)
    return stage


def _moved(text: str, path: Path, stage: Stage, document: Document) -> str:
    step: dict[str, Any] = {"to": stage.key}
    told = {"number": document.number, "date": document.date, "signer": document.signer}
    step |= {name: value for name, value in told.items() if value}
    if stage.seals:
        step["content"] = _seal(_read(text, path), path)
    text = with_field(text, _read(text, path), "status", stage.status)
    if stage.seals and all(told.values()):
        text = with_field(text, _read(text, path), "approval", told)
    if stage.status == "ban_hanh" and document.date:
        for name in ("issued", "modified"):
            tree = _read(text, path)
            known = written(tree.value.get(name))
            if known is None or last_day(known) < document.date:
                text = with_field(text, tree, name, document.date)
    return with_item(text, _read(text, path), "history", step)


def _seal(tree: Tree, path: Path) -> str:
    fields = read_fields(tree, ManifestFields)
    if fields is None:
        raise InvalidManifest(in_order(tree.problems))
    return seal(fields, path.parent)


def _errors(tree: Tree, path: Path, checks: Checks) -> tuple[Problem, ...]:
    problems = examine_tree(tree, path.parent, replace(checks, for_publish=False))
    return tuple(p for p in in_order(problems) if p.severity == "error")


def _read(text: str, path: Path) -> Tree:
    return parse(text.encode(), str(path))


def _text(path: Path) -> str:
    place = Origin(str(path))
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        text = data.decode()
    except FileNotFoundError:
        raise ManifestError("manifest.not_found", origin=place, file=str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise ManifestError("manifest.unreadable", origin=place, file=str(path)) from None
    if path.suffix.lower() == ".json" or len(data) > LARGEST:
        raise ManifestError("approval.not_editable", origin=place)
    return text
