"""What authors write: the profile's fields and the parts of the course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
)

from hocvu.lesson import Order
from hocvu.lesson.record import (
    Audience,
    DeliveryMode,
    Kind,
    ProgrammeType,
    Requirement,
    RevisionKind,
    Status,
    When,
)
from hocvu.manifest import values


def _read(how: Callable[[Any], Any], written: Any = str) -> BeforeValidator:
    return BeforeValidator(how, json_schema_input_type=written)


def _written(pattern: str, example: str) -> Any:
    return Annotated[str, Field(pattern=pattern, examples=[example])]


Text = Annotated[str, _read(values.text, Annotated[str, Field(min_length=1)])]
Iri = Annotated[str, _read(values.iri, _written(r"^(https?://|urn:)\S+$", "https://a.example/b"))]
Version = Annotated[str, _read(values.version, _written(r"^\d+\.\d+\.\d+([-+].+)?$", "1.0.0"))]
Tongue = Annotated[str, _read(values.language, _written(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$", "vi"))]
Key = Annotated[str, _read(values.key, _written(r"^[a-z0-9]+(-[a-z0-9]+)*$", "bai-1"))]
Span = Annotated[str, _read(values.duration, _written(r"^P(\d|T\d)[0-9YMWDTHS.]*$", "PT45M"))]
Date = Annotated[dt.date, _read(values.date, Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")])]
DateOrMonth = Annotated[
    When,
    _read(
        values.when,
        _written(r"^(\d{4}-\d{2}(-\d{2})?|[Tt]háng \d{1,2} năm \d{4})$", "2026-03-20"),
    ),
]
Digest = Annotated[str, _read(values.digest, _written(r"^sha256:[0-9a-f]{64}$", "sha256:…"))]
Percent = Annotated[int, Field(ge=0, le=100), BeforeValidator(values.integer)]
Count = Annotated[int, Field(ge=0), BeforeValidator(values.integer)]
Ordinal = Annotated[int, Field(ge=1), BeforeValidator(values.integer)]
Score = Annotated[float, Field(ge=1, le=10), BeforeValidator(values.number)]
Truth = Annotated[bool, BeforeValidator(values.truth)]
OrganisationCode = Annotated[
    str, _read(values.organisation_code, _written(r"^[0-9A-Z][0-9A-Z.]{0,34}$", "H01"))
]
Feature = Text


class Written(BaseModel):
    """Base of what authors write: closed, and nothing is guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Organisation(Written):
    """An organisation by its name and, where known, its identifier."""

    name: Text
    id: OrganisationCode | None = None


Languages = Annotated[dict[Tongue, Text], _read(values.language_map, str | dict[str, str])]
Issuer = Annotated[Organisation, _read(values.organisation, str | Organisation)]


class Concept(Written):
    """A term of a vocabulary: its key or IRI and its label."""

    id: Text
    label: Languages = Field(default_factory=dict)


Term = Annotated[Concept, _read(values.concept, str | Concept)]


class Approval(Written):
    """The document that approves the course."""

    number: Text
    date: Date
    signer: Text


class Citation(Written):
    """A legal basis, as it is cited."""

    text: Text
    number: Text | None = None
    article: Text | None = None
    clause: Text | None = None
    point: Text | None = None
    date: Date | None = None


class Revision(Written):
    """What this course does to an earlier one."""

    kind: Annotated[RevisionKind, BeforeValidator(values.term("revision_kind"))]
    of: Iri


class Assessment(Written):
    """How learning is assessed."""

    description: Text
    pass_score: Percent | None = None
    outcomes: tuple[Ordinal, ...] = ()


class Coverage(Written):
    """Where the course applies."""

    provinces: tuple[Text, ...] = ()
    communes: tuple[Text, ...] = ()
    as_of: Date | None = None


class Quality(Written):
    """Learners' rating."""

    score: Score
    count: Count


class HistoryStep(Written):
    """A step of the approval: which, by which document, and the digest of what was approved."""

    to: Text
    number: Text | None = None
    date: Date | None = None
    signer: Text | None = None
    content: Digest | None = None


class RecordInfo(Written):
    """Who made the record and when."""

    by: Text | None = None
    date: Date | None = None
    schema_version: Text = "1.0"


class Sequencing(Written):
    """How the lessons follow each other."""

    order: Annotated[Order, BeforeValidator(values.term("order"))]


class LessonPart(Written):
    """A lesson: one material with what belongs to it."""

    source: Text
    id: Key | None = None
    title: Text | None = None
    captions: tuple[Text, ...] = ()
    transcript: Text | None = None
    required: Truth = True
    requires: tuple[Key, ...] = ()
    mastery: Percent | None = None
    options: Annotated[dict[str, Any], _read(values.free, dict[str, Any])] = Field(
        default_factory=dict
    )


class SectionPart(Written):
    """Lessons under one title."""

    title: Text
    parts: Annotated[tuple[LessonPart, ...], AfterValidator(values.filled)]
    id: Key | None = None
    requires: tuple[Key, ...] = ()


def _kind_of_part(value: Any) -> str:
    inside = value if isinstance(value, dict) else getattr(value, "__dict__", {})
    return "<section>" if "parts" in inside else "<lesson>"


Part = Annotated[
    Annotated[LessonPart, Tag("<lesson>")] | Annotated[SectionPart, Tag("<section>")],
    Discriminator(_kind_of_part),
]


class ManifestFields(Written):
    """A manifest: the fields of the profile hocvu-AP and the parts of the course.

    What is mandatory depends on the status; `hocvu.manifest.rules` says so.
    """

    id: Iri | None = None
    code: Text | None = None
    title: Languages | None = None
    description: Languages = Field(default_factory=dict)
    language: Tongue = "vi"
    keywords: tuple[Text, ...] = ()
    kind: Annotated[Kind, BeforeValidator(values.term("kind"))] | None = None
    programme_type: (
        Annotated[ProgrammeType, BeforeValidator(values.term("programme_type"))] | None
    ) = None
    field: Term | None = None
    content_group: Text | None = None
    audience: tuple[Annotated[Audience, BeforeValidator(values.term("audience"))], ...] = ()
    job_position: tuple[Term, ...] = ()
    outcomes: tuple[Text, ...] = ()
    prerequisites: tuple[Text, ...] = ()
    duration: Span | None = None
    requirement: Annotated[Requirement, BeforeValidator(values.term("requirement"))] | None = None
    delivery_mode: Annotated[DeliveryMode, BeforeValidator(values.term("delivery_mode"))] | None = (
        None
    )
    parts: Annotated[tuple[Part, ...], AfterValidator(values.filled)] = ()
    sequencing: Annotated[Sequencing, _read(values.sequencing, str | Sequencing)] | None = None
    assessment: Annotated[Assessment, _read(values.assessment, str | Assessment)] | None = None
    publisher: Issuer | None = None
    compilers: tuple[Issuer, ...] = ()
    appraiser: Issuer | None = None
    approval: Approval | None = None
    history: tuple[HistoryStep, ...] = ()
    legal_basis: tuple[Annotated[Citation, _read(values.citation, str | Citation)], ...] = ()
    version: Version = "0.1.0"
    status: Annotated[Status, BeforeValidator(values.term("status"))] = "du_thao"
    revision: Revision | None = None
    issued: DateOrMonth | None = None
    modified: DateOrMonth | None = None
    review_by: DateOrMonth | None = None
    coverage: Coverage | None = None
    accessibility: tuple[Feature, ...] = ()
    rights: Text | None = None
    access: Text | None = None
    quality: Quality | None = None
    record: RecordInfo = RecordInfo()
