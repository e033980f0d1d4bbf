"""Plans the course that a manifest describes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.lesson import Notice
from hocvu.manifest import LessonPart, Manifest, load
from hocvu.pipeline.draft import captions_beside
from hocvu.pipeline.plan import Plan, PlannedLesson, PlannedSection
from hocvu.sources.base import Source

_UNFINISHED: Final = frozenset({"manifest.missing_in_draft", "manifest.missing_recommended"})


def plan_manifest(path: Path, name: str) -> Plan:
    """Return the plan of the manifest at `path`, called `name` in messages.

    Raises:
        ManifestError: It has errors.
    """
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
