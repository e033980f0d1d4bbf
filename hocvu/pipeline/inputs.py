"""Tells what an input is: a manifest, a programme, a material or a folder of them."""

from __future__ import annotations

from pathlib import Path

from hocvu.errors import Missing, Origin, UsageError
from hocvu.manifest import find_manifests, is_manifest
from hocvu.pipeline.draft import plan_file, plan_folder
from hocvu.pipeline.from_package import described, unfold
from hocvu.pipeline.manifest import plan_manifest
from hocvu.pipeline.plan import Plan
from hocvu.pipeline.programme import plan_programme
from hocvu.programmes import is_programme


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
        ManifestError: It is a manifest or a programme that has errors.
        SourceError: There is nothing to read.
    """
    path = Path(given)
    if path.is_dir():
        return described(plan_folder(path, given))
    if not path.exists():
        raise Missing("input.missing", origin=Origin(file=given))
    if is_manifest(path):
        return plan_manifest(path, given)
    if is_programme(path):
        return plan_programme(path, given)
    return unfold(plan_file(path, given))
