"""What the authors of a programme write."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from hocvu.lesson.record import Audience, Requirement, Status
from hocvu.manifest import models, values

Hours = Annotated[float, Field(gt=0, le=1000), BeforeValidator(values.number)]
Year = Annotated[int, Field(ge=1990, le=2100), BeforeValidator(values.integer)]
Digest = Annotated[str, BeforeValidator(values.text), Field(pattern=r"^[0-9a-f]{64}$")]


class Provenance(models.Written):
    """Where a topic was chosen: the catalogue, and the version as it was then."""

    catalogue: models.Text
    version: models.Version
    sha256: Digest | None = None
    url: models.Text | None = None


class TopicFields(models.Written):
    """One topic (chuyên đề): a manifest of ours, a course of a catalogue, or only planned yet."""

    code: models.Text
    title: models.Languages | None = None
    field: models.Text | None = None
    manifest: models.Text | None = None
    course: models.Iri | None = None
    chosen: Provenance | None = None
    requirement: Annotated[Requirement, BeforeValidator(values.term("requirement"))] | None = None
    hours: Hours | None = None
    deadline: models.Date | None = None
    requires: tuple[models.Text, ...] = ()


class ProgrammeFields(models.Written):
    """A programme: who issues it, and its topics in order."""

    id: models.Iri
    code: models.Text
    title: models.Languages
    topics: Annotated[tuple[TopicFields, ...], AfterValidator(values.filled)]
    description: models.Languages = Field(default_factory=dict)
    language: models.Tongue = "vi"
    year: Year | None = None
    field: models.Term | None = None
    audience: tuple[Annotated[Audience, BeforeValidator(values.term("audience"))], ...] = ()
    publisher: models.Issuer | None = None
    version: models.Version = "0.1.0"
    status: Annotated[Status, BeforeValidator(values.term("status"))] = "du_thao"
    approval: models.Approval | None = None
    issued: models.Date | None = None
    coverage: models.Coverage | None = None
