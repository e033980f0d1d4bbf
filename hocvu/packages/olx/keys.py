"""Identifiers of a course and its blocks: made from the work and its lessons, never from titles.

Learners' progress hangs on them, so a new version or a better title must not change them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from hocvu.identifiers import digest, slug
from hocvu.lesson import Record

RUN: Final = "tu-hoc"
"""The one run of every course: self-paced. Not ``course``: Open edX looks for ``course.xml``."""
_LONGEST: Final = 24  # Studio takes 65 characters for organization, course and run together
_NOT_ORG = re.compile(r"[^a-z0-9.-]+")


@dataclass(frozen=True, slots=True)
class CourseKey:
    """The parts of Open edX's course key ``course-v1:org+course+run``."""

    org: str
    course: str

    @classmethod
    def of(cls, record: Record) -> CourseKey:
        """Return the key of a work: the host of its IRI, its code, and a digest of the IRI."""
        try:
            host = (urlsplit(record.id).hostname or "").lower()
        except ValueError:
            host = ""
        org = _NOT_ORG.sub("-", host)[-_LONGEST:].strip(".-") or "hocvu"
        code = slug(record.code, _LONGEST)
        return cls(org, "-".join(part for part in (code, digest(record.id, length=8)) if part))


def block_id(work: str, kind: str, *keys: str) -> str:
    """Return the ``url_name`` of a block, in the form that Studio itself gives."""
    return digest(work, kind, *keys, length=32)
