"""The report of a run: what was read, kept and lost, and what was made, as data."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationInfo, field_validator

from hocvu.errors import Origin, Remark
from hocvu.lesson import Counts, Frozen
from hocvu.packages import Finding, VerifiedPackage
from hocvu.pipeline.reading import Outcome


class Said(Frozen):
    """A notice, finding or error, in both languages, with its place in words and in numbers."""

    code: str
    severity: str
    message: dict[str, str]
    hint: dict[str, str]
    place: str
    origin: Origin
    clause: str = ""


class SourceReport(Frozen):
    """What became of one material: counts of the file, of the lesson, and every notice.

    Of one that could not be read, nothing is known of its words, which is not all of them kept.
    """

    file: str
    reader: str = ""
    title: str = ""
    sha256: str = ""
    bytes: int = 0
    read: Counts = Counts()
    kept: Counts = Counts()
    words_kept_percent: float | None = None
    notices: tuple[Said, ...] = ()
    error: Said | None = None


class PackageReport(Frozen):
    """One package: where, how big, what its standard cannot say, what its verification found."""

    path: str
    standard: str
    bytes: int
    sha256: str
    files: int
    notices: tuple[Said, ...] = ()
    findings: tuple[Said, ...] = ()


class InputReport(Frozen):
    """What became of one input."""

    input: str
    course: str = ""
    title: str = ""
    version: str = ""
    metadata: str = ""
    sources: tuple[SourceReport, ...] = ()
    packages: tuple[PackageReport, ...] = ()
    notices: tuple[Said, ...] = ()
    errors: tuple[Said, ...] = ()
    seconds: float = 0.0

    @field_validator("notices")
    @classmethod
    def _of_what_was_made(cls, notices: tuple[Said, ...], info: ValidationInfo) -> tuple[Said, ...]:
        """Leave out that a draft was packed where nothing was; packages stand before for this."""
        if info.data.get("packages"):
            return notices
        return tuple(notice for notice in notices if notice.code != "draft.not_publishable")


class RunReport(Frozen):
    """A whole run."""

    hocvu: str
    exit_code: int
    seconds: float
    inputs: tuple[InputReport, ...]

    def to_json(self) -> str:
        """Return the report as indented JSON."""
        return self.model_dump_json(indent=2) + "\n"


def said(remark: Remark) -> Said:
    """Return `remark` in both languages."""
    return Said(
        code=remark.code,
        severity=remark.severity,
        message={"vi": remark.message_in("vi"), "en": remark.message_in("en")},
        hint={"vi": remark.hint_in("vi"), "en": remark.hint_in("en")},
        place=remark.origin.describe(),
        origin=remark.origin,
        clause=remark.clause if isinstance(remark, Finding) else "",
    )


def all_said(remarks: Iterable[Remark]) -> tuple[Said, ...]:
    """Return each of `remarks` in both languages."""
    return tuple(said(remark) for remark in remarks)


def source_report(outcome: Outcome) -> SourceReport:
    """Return what became of one material."""
    name = outcome.lesson.source.name
    if outcome.error:
        return SourceReport(file=name, error=said(outcome.error.remark))
    reading = outcome.reading
    assert reading
    words = reading.read.words
    percent = min(100.0, 100.0 * reading.kept.words / words) if words else 100.0
    return SourceReport(
        file=name,
        reader=reading.reader,
        title=reading.title,
        sha256=outcome.sha256,
        bytes=outcome.size,
        read=reading.read,
        kept=reading.kept,
        words_kept_percent=round(percent, 2),
        notices=all_said(reading.notices),
    )


def package_report(verified: VerifiedPackage) -> PackageReport:
    """Return what is to be told of one package."""
    package = verified.package
    return PackageReport(
        path=str(package.path),
        standard=package.standard,
        bytes=package.size,
        sha256=package.sha256,
        files=package.files,
        notices=all_said(package.notices),
        findings=all_said(verified.findings),
    )
