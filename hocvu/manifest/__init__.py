"""What authors write about a course, read and checked."""

from hocvu.manifest.author import dump, write
from hocvu.manifest.check import check, load, validate
from hocvu.manifest.document_numbers import (
    Citation,
    DocumentNumber,
    find_citations,
    find_numbers,
    parse_number,
)
from hocvu.manifest.find import SUFFIXES, find_manifests, is_manifest
from hocvu.manifest.manifest import LessonPart, Manifest, SectionPart, course_slug
from hocvu.manifest.models import LessonPart as WrittenLesson
from hocvu.manifest.models import SectionPart as WrittenSection
from hocvu.manifest.problems import InvalidManifest
from hocvu.manifest.schema import schema
from hocvu.written.problems import Problem

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
