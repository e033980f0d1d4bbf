"""The metadata record of a course, by the application profile hocvu-AP.

Field names are the profile's. One master record; IEEE LOM, the catalogue line and the
harvesters' records are made from it. What is mandatory only to publish may be empty here.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from hocvu.lesson.nodes import Frozen

LanguageMap = dict[str, str]
Kind = Literal[
    "khoa_hoc", "chuyen_de", "bai_hoc", "video_huong_dan", "tinh_huong", "tai_lieu", "bai_kiem_tra"
]
ProgrammeType = Literal[
    "tap_huan_nghiep_vu",
    "chuyen_mon_nghiep_vu",
    "chuyen_nganh_3_thang",
    "ky_nang_bo_tro",
    "theo_van_de",
    "xu_ly_tinh_huong",
]
Audience = Literal["can_bo", "cong_chuc", "vien_chuc"]
Requirement = Literal["bat_buoc", "tu_chon"]
DeliveryMode = Literal["truc_tiep", "truc_tuyen", "ket_hop"]
Status = Literal["du_thao", "tham_dinh", "phe_duyet", "ban_hanh", "het_hieu_luc"]
RevisionKind = Literal["sua_doi", "bo_sung", "cap_nhat", "thay_the"]


class Month(str):
    """A date of which only the month is known, written ``2026-06`` (ISO 8601, month precision)."""

    __slots__ = ()

    @classmethod
    def of(cls, year: int, month: int) -> Self:
        """Return a month of a year, which must be in the calendar."""
        return cls(f"{dt.date(year, month, 1):%Y-%m}")

    def isoformat(self) -> str:
        """Return ``2026-06``, as `datetime.date.isoformat` returns a day."""
        return str(self)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Take a month from its text."""
        pattern = core_schema.str_schema(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
        return core_schema.no_info_after_validator_function(cls, pattern)


When = Annotated[dt.date | Month, Field(union_mode="left_to_right")]
"""A day, or a month where no day is known."""


class Concept(Frozen):
    """A term of a vocabulary: its key or IRI and, where the vocabulary is not ours, its label."""

    id: str
    label: LanguageMap = Field(default_factory=dict)


class Organisation(Frozen):
    """An organisation by name and, where known, identifier."""

    name: str
    id: str | None = None


class Approval(Frozen):
    """The document that approves the course."""

    number: str
    date: dt.date
    signer: str


class Citation(Frozen):
    """A legal basis: as cited, and what was read from it.

    Attributes:
        text: As cited.
        number: The document's number.
        article: ``Điều``; empty when none is cited, as are the next two.
        clause: ``khoản``.
        point: ``điểm``.
        date: The document's date.
    """

    text: str
    number: str | None = None
    article: str = ""
    clause: str = ""
    point: str = ""
    date: dt.date | None = None


class Revision(Frozen):
    """What this version does to an earlier work."""

    kind: RevisionKind
    of: str


class Assessment(Frozen):
    """How learning is assessed; `pass_score` in percent, `outcomes` by their numbers from 1."""

    description: str
    pass_score: int | None = Field(default=None, ge=0, le=100)
    outcomes: tuple[int, ...] = ()


class Coverage(Frozen):
    """Where the course applies: province and commune codes as of a date."""

    provinces: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    as_of: dt.date | None = None


class Quality(Frozen):
    """Learners' rating, 1 to 10, and how many gave one."""

    score: float = Field(ge=1, le=10)
    count: int = Field(ge=0)


class RecordInfo(Frozen):
    """Who made the metadata record and when."""

    by: str | None = None
    date: dt.date | None = None
    schema_version: str = "1.0"


class Record(Frozen):
    """The master record of one version of a course."""

    id: str
    code: str
    title: LanguageMap
    description: LanguageMap = Field(default_factory=dict)
    language: str = "vi"
    keywords: tuple[str, ...] = ()
    kind: Kind | None = None
    programme_type: ProgrammeType | None = None
    field: Concept | None = None
    content_group: str | None = None
    audience: tuple[Audience, ...] = ()
    job_position: tuple[Concept, ...] = ()
    outcomes: tuple[str, ...] = ()
    prerequisites: tuple[str, ...] = ()
    duration: str | None = None
    requirement: Requirement | None = None
    delivery_mode: DeliveryMode | None = None
    assessment: Assessment | None = None
    publisher: Organisation | None = None
    compilers: tuple[Organisation, ...] = ()
    appraiser: Organisation | None = None
    approval: Approval | None = None
    legal_basis: tuple[Citation, ...] = ()
    version: str = "0.1.0"
    status: Status = "du_thao"
    revision: Revision | None = None
    issued: When | None = None
    modified: When | None = None
    review_by: When | None = None
    coverage: Coverage | None = None
    accessibility: tuple[str, ...] = ()
    rights: str | None = None
    access: str | None = None
    quality: Quality | None = None
    record: RecordInfo = RecordInfo()
