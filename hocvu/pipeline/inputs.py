"""Tells what an input is: a manifest, a folder of manifests, a material or a folder of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Missing, Origin, UsageError
from hocvu.lesson import Notice
from hocvu.manifest import LessonPart, Manifest, find_manifests, is_manifest, load
from hocvu.pipeline.draft import captions_beside, plan_file, plan_folder
from hocvu.pipeline.plan import Plan, PlannedLesson, PlannedSection
from hocvu.sources.base import Source

_UNFINISHED: Final = frozenset({"manifest.missing_in_draft", "manifest.missing_recommended"})


def expand(given: str) -> list[str]:
    """Return the inputs that `given` stands for: its manifests where it is a folder of them.

    Raises:
        UsageError: It is empty, as a variable without a value in a script is.
    """
    if not given.strip():
        raise UsageError("input.empty")
    path = Path(given)
    manifests = find_manifests(path) if path.is_dir() else ()
    return [str(manifest) for manifest in manifests] or [given]


def plan_input(given: str) -> Plan:
    """Return the plan that one input asks for.

    Raises:
        Missing: There is no such file or folder.
        ManifestError: It is a manifest that has errors.
        SourceError: There is nothing to read.
    """
    path = Path(given)
    if path.is_dir():
        return plan_folder(path, given)
    if not path.exists():
        raise Missing("input.missing", origin=Origin(file=given))
    if is_manifest(path):
        return _plan_manifest(path, given)
    return plan_file(path, given)


def _plan_manifest(path: Path, name: str) -> Plan:
    manifest = load(path)
    return Plan(
        input=name,
        path=path,
        slug=manifest.slug,
        record=manifest.record,
        sections=tuple(
            PlannedSection(part.id, part.title, tuple(_lesson(p) for p in part.parts))
            for part in manifest.parts
        ),
        notices=tuple(_notices(manifest, name)),
        order=manifest.order,
    )


def _notices(manifest: Manifest, name: str) -> Iterator[Notice]:
    """Yield what is to be told of a good manifest; fields still to fill in are told in one."""
    for problem in manifest.problems:
        if problem.code not in _UNFINISHED:
            yield Notice(problem.code, problem.severity, problem.origin, problem.params)
    missing = sum(problem.code in _UNFINISHED for problem in manifest.problems)
    if missing:
        place = Origin(file=name)
        yield Notice("input.unfinished", "warning", place, {"count": missing, "path": name})


def _lesson(part: LessonPart) -> PlannedLesson:
    captions = part.captions or captions_beside(part.source)
    companions = (*captions, *([part.transcript] if part.transcript else []))
    source = Source(part.source, os.path.normpath(part.source), part.source.parent, companions)
    return PlannedLesson(
        id=part.id,
        title=part.title,
        source=source,
        options=part.options,
        place=part.origin,
        required=part.required,
        requires=part.requires,
        mastery=part.mastery,
    )
