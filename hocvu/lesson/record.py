"""The metadata record of a course, by the application profile hocvu-AP.

Field names are the profile's. One master record; IEEE LOM, the catalogue line and the
harvesters' records are made from it. What is mandatory only to publish may be empty here.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

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
    """A legal basis: as cited, and the document's number when one was read from it."""

    text: str
    number: str | None = None


class Revision(Frozen):
    """What this version does to an earlier work."""

    kind: RevisionKind
    of: str


class Assessment(Frozen):
    """How learning is assessed; `pass_score` in percent."""

    description: str
    pass_score: int | None = Field(default=None, ge=0, le=100)


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
    issued: dt.date | None = None
    modified: dt.date | None = None
    review_by: dt.date | None = None
    coverage: Coverage | None = None
    accessibility: tuple[str, ...] = ()
    rights: str | None = None
    access: str | None = None
    quality: Quality | None = None
    record: RecordInfo = RecordInfo()
