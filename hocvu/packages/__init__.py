"""Packaging standards: a writer and, sharing no code with it, a verifier for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocvu.packages.base import Finding, Package, VerifiedPackage, Verifier, Writer
from hocvu.packages.jsonld import metadata_json
from hocvu.packages.scorm12.writer import WRITER as SCORM_12
from hocvu.packages.scorm2004.writer import EDITION_3, EDITION_4

__all__ = [
    "WRITERS",
    "Finding",
    "Package",
    "VerifiedPackage",
    "Verifier",
    "Writer",
    "metadata_json",
]

WRITERS: Final[Mapping[str, Writer]] = {
    writer.name: writer for writer in (SCORM_12, EDITION_3, EDITION_4)
}
