"""Tells of a package whose standard cannot be recognised why that is so."""

from __future__ import annotations

from pathlib import Path

from hocvu.packages.base import Finding
from hocvu.packages.checks.container import opened
from hocvu.packages.checks.flavour import MANIFEST
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.scorm import check_place
from hocvu.packages.checks.xml import line, parsed, space


def check_unknown(path: Path) -> tuple[Finding, ...]:
    """Return at least one error: broken archive, no manifest, broken or foreign manifest."""
    report = Report(str(path), "SCORM CAM")
    with opened(path, report) as container:
        if container is not None and check_place(container):
            root = parsed(container, MANIFEST)
            if root is not None:
                report.add(
                    "unknown_standard",
                    "/, <manifest>",
                    member=MANIFEST,
                    line=line(root),
                    namespace=space(root),
                )
    return tuple(report.findings)
