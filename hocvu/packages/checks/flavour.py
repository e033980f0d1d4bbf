"""What tells the SCORM versions apart when a manifest is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from hocvu.packages.checks.container import opened
from hocvu.packages.checks.report import Report
from hocvu.packages.checks.xml import local, parsed, space, text

MANIFEST: Final = "imsmanifest.xml"


@dataclass(frozen=True, slots=True)
class Flavour:
    """One version of SCORM as its verifier knows it.

    Attributes:
        name: The standard's name; its schema files are kept under the same.
        specification: Title of the book that has the rules.
        imscp: Name space of content packaging.
        adlcp: Name space of ADL's extensions.
        schemas: Name spaces of a manifest and the files that define them.
        metadata: The same for inline or separate metadata; empty where none is shipped.
        versions: What ``schemaversion`` may say.
        scorm_type: Local name of the attribute that tells a SCO from an asset.
        single_launch: Only an item without items may launch something.
        manifest_rules: Checks that only this version has.
    """

    name: str
    specification: str
    imscp: str
    adlcp: str
    schemas: tuple[tuple[str, str], ...]
    metadata: tuple[tuple[str, str], ...]
    versions: tuple[str, ...]
    scorm_type: str
    single_launch: bool
    manifest_rules: Callable[[etree._Element, Report], None]


@dataclass(frozen=True, slots=True)
class Said:
    """What a manifest says of itself; empty where it says nothing."""

    imscp: str
    version: str


def said_by(path: Path) -> Said | None:
    """Return what the manifest of the package at `path` says, or None when it has none."""
    with opened(path, Report(str(path))) as container:
        if container is None or MANIFEST not in container.files:
            return None
        root = parsed(container, MANIFEST)
    if root is None:
        return Said("", "")
    return Said(space(root), schemaversion(root))


def schemaversion(root: etree._Element) -> str:
    """Return the manifest's ``schemaversion``; empty when it has none."""
    for metadata in root:
        if local(metadata) == "metadata":
            for child in metadata:
                if local(child) == "schemaversion":
                    return text(child)
    return ""
