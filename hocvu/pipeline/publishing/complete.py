"""What a record must say before its course is published; the rules of ``validate --for-publish``.

Packages are published from the record beside them (JSON-LD), perhaps long after their manifest
was read and on another machine, so the rules are asked of the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from hocvu.errors import Origin, Remark, Value
from hocvu.manifest import InvalidManifest
from hocvu.manifest.profile import FieldInfo, fields
from hocvu.manifest.rules.identity import TEMPORARY
from hocvu.manifest.rules.obligations import APPROVED
from hocvu.messages import language
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


class Incomplete(InvalidManifest):
    """A package that was made before its manifest said what publishing asks for.

    All of it is one remark: whoever packed before the approval has one thing to do, to pack again.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Name what is missing; keep all problems."""
        super().__init__(problems)
        names = ", ".join(_called(problem) for problem in self.problems)
        place = Origin(file=self.problems[0].file)
        params: dict[str, Value] = {"count": len(self.problems), "names": names}
        self.remark = Remark("publish.incomplete", "error", place, params)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The one remark, and for who wants to know how each thing is written, the problems."""
        return (self.remark, *(replace(problem, severity="info") for problem in self.problems))


def _called(problem: Problem) -> str:
    """Return what a problem is about, such as ``approval (Văn bản phê duyệt)``."""
    label = problem.params.get("label") if language() == "vi" else ""
    more = label or problem.params.get("status") or problem.params.get("value")
    return f"{problem.field} ({more})" if more else str(problem.field)


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
        yield Problem("publish.not_approved", "error", place, {"status": str(status)})
    work = str(record.get("@id", ""))
    if work.startswith(TEMPORARY):
        place = Origin(file=file, field="id")
        yield Problem("publish.id_temporary", "error", place, {"value": work[:100]})


def _missing(name: str, info: FieldInfo, file: str) -> Problem:
    params = {"name": name, "label": info.vi, "example": info.example}
    return Problem("publish.missing", "error", Origin(file=file, field=name), params)
