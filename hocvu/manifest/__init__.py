"""What authors write about a course, read and checked.

The names are loaded when first used: finding manifests, and remembering what was found in them,
needs none of the models.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hocvu.identifiers import course_slug
    from hocvu.manifest.author import dump, write
    from hocvu.manifest.checking import check, load, validate
    from hocvu.manifest.document_numbers import (
        Citation,
        DocumentNumber,
        find_citations,
        find_numbers,
        parse_number,
    )
    from hocvu.manifest.find import SUFFIXES, find_manifests, is_manifest
    from hocvu.manifest.json_schema import schema
    from hocvu.manifest.manifest import LessonPart, Manifest, SectionPart
    from hocvu.manifest.models import LessonPart as WrittenLesson
    from hocvu.manifest.models import SectionPart as WrittenSection
    from hocvu.manifest.problems import InvalidManifest
    from hocvu.written.problems import Problem

_HOMES = {
    "SUFFIXES": "find",
    "Citation": "document_numbers",
    "DocumentNumber": "document_numbers",
    "InvalidManifest": "problems",
    "LessonPart": "manifest",
    "Manifest": "manifest",
    "Problem": "problems",
    "SectionPart": "manifest",
    "check": "checking",
    "course_slug": "manifest",
    "dump": "author",
    "find_citations": "document_numbers",
    "find_manifests": "find",
    "find_numbers": "document_numbers",
    "is_manifest": "find",
    "load": "checking",
    "parse_number": "document_numbers",
    "schema": "json_schema",
    "validate": "checking",
    "write": "author",
}
_OTHER_NAMES = {"WrittenLesson": "LessonPart", "WrittenSection": "SectionPart"}

__all__ = [
    "SUFFIXES",
    "Citation",
    "DocumentNumber",
    "InvalidManifest",
    "LessonPart",
    "Manifest",
    "Problem",
    "SectionPart",
    "WrittenLesson",
    "WrittenSection",
    "check",
    "course_slug",
    "dump",
    "find_citations",
    "find_manifests",
    "find_numbers",
    "is_manifest",
    "load",
    "parse_number",
    "schema",
    "validate",
    "write",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name in _HOMES:
        return getattr(import_module(f"hocvu.manifest.{_HOMES[name]}"), name)
    if name in _OTHER_NAMES:
        return getattr(import_module("hocvu.manifest.models"), _OTHER_NAMES[name])
    raise AttributeError(f"module 'hocvu.manifest' has no attribute {name!r}")
