"""What a record must say before its course is published; the rules of ``validate --for-publish``.

Packages are published from the record beside them (JSON-LD), perhaps long after their manifest
was read and on another machine, so the rules are asked of the record itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hocvu.errors import Origin
from hocvu.manifest.profile import FieldInfo, fields
from hocvu.manifest.rules.identity import TEMPORARY
from hocvu.manifest.rules.obligations import APPROVED
from hocvu.written.problems import Problem

TERMS: Final[Mapping[str, str]] = {
    "id": "@id",
    "code": "identifier",
    "title": "name",
    "description": "description",
    "language": "inLanguage",
    "kind": "learningResourceType",
    "programme_type": "hv:programmeType",
    "field": "about",
    "audience": "audience",
    "outcomes": "teaches",
    "duration": "timeRequired",
    "delivery_mode": "hasCourseInstance",
    "parts": "hasPart",
    "publisher": "publisher",
    "compilers": "creator",
    "approval": "hv:approval",
    "version": "version",
    "status": "creativeWorkStatus",
    "issued": "datePublished",
    "modified": "dateModified",
    "review_by": "expires",
    "accessibility": "accessibilityFeature",
    "rights": "license",
    "access": "conditionsOfAccess",
}
"""The term of the record under which each mandatory field of the profile stands."""

_APPROVAL: Final = {"number": "identifier", "date": "dateCreated", "signer": "author"}


def check_complete(record: Mapping[str, Any], file: str) -> tuple[Problem, ...]:
    """Return what `record` lacks to be published, in the profile's order.

    Args:
        record: The master record.
        file: Where it stands.
    """
    return tuple(_problems(record, file))


def _problems(record: Mapping[str, Any], file: str) -> Iterator[Problem]:
    for name, info in fields().items():
        if info.obligation in ("M", "M@publish") and not record.get(TERMS[name]):
            yield _missing(name, info, file)
    approval = record.get("hv:approval")
    if approval:
        for name, term in _APPROVAL.items():
            if not isinstance(approval, dict) or not approval.get(term):
                yield _missing(f"approval.{name}", fields()["approval"], file)
    status = record.get("creativeWorkStatus")
    if status and status not in APPROVED:
        place = Origin(file=file, field="status")
        yield Problem("manifest.not_approved", "error", place, {"status": str(status)})
    work = str(record.get("@id", ""))
    if work.startswith(TEMPORARY):
        place = Origin(file=file, field="id")
        yield Problem("manifest.id_temporary", "error", place, {"value": work[:100]})


def _missing(name: str, info: FieldInfo, file: str) -> Problem:
    params = {"name": name, "label": info.vi, "example": info.example}
    return Problem("manifest.missing_to_publish", "error", Origin(file=file, field=name), params)
