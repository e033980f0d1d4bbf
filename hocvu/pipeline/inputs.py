"""Tells what an input is: a manifest, a folder of manifests, a material or a folder of them."""

from __future__ import annotations

from pathlib import Path

from hocvu.errors import Missing, Origin
from hocvu.manifest import Manifest, find_manifests, is_manifest, load
from hocvu.manifest import Part as ManifestPart
from hocvu.pipeline.draft import plan_file, plan_folder
from hocvu.pipeline.plan import Plan, PlannedLesson, PlannedSection
from hocvu.sources.base import Source


def plan_input(given: str) -> list[Plan]:
    """Return the plans that one input asks for: one, or one for each manifest in a folder.

    Raises:
        Missing: There is no such file or folder.
        ManifestError: A manifest cannot be used.
        SourceError: There is nothing to read.
    """
    path = Path(given)
    if path.is_dir():
        manifests = find_manifests(path)
        if manifests:
            return [plan_manifest(manifest, str(manifest)) for manifest in manifests]
        return [plan_folder(path, given)]
    if not path.exists():
        raise Missing("input.missing", origin=Origin(file=given))
    if is_manifest(path):
        return [plan_manifest(path, given)]
    return [plan_file(path, given)]


def plan_manifest(path: Path, name: str) -> Plan:
    """Return the plan that a manifest states.

    Raises:
        ManifestError: It has errors.
    """
    raise NotImplementedError
