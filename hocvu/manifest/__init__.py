"""What authors write about a course, read and checked."""

from hocvu.manifest.check import (
    SUFFIXES,
    check,
    find_manifests,
    is_manifest,
    load,
    validate,
)
from hocvu.manifest.manifest import LessonPart, Manifest, SectionPart, course_slug
from hocvu.manifest.problems import InvalidManifest, Problem
from hocvu.manifest.schema import schema

__all__ = [
    "SUFFIXES",
    "InvalidManifest",
    "LessonPart",
    "Manifest",
    "Problem",
    "SectionPart",
    "check",
    "course_slug",
    "find_manifests",
    "is_manifest",
    "load",
    "schema",
    "validate",
]
