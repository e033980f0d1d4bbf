"""The master record as JSON-LD, in the terms of schema.org and LRMI."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from hocvu.lesson import Asset, Course, Record, VideoBody
from hocvu.lesson.record import Concept, Organisation
from hocvu.packages.base import Package

CONTEXT: Final = (
    "https://schema.org/",
    {"hv": "urn:hocvu:terms:", "skos": "http://www.w3.org/2004/02/skos/core#"},
)

Json = dict[str, Any]


def metadata_json(course: Course, packages: Sequence[Package] = ()) -> bytes:
    """Return the record of `course` as JSON-LD, the same bytes for the same record.

    Args:
        course: The course; its files are the assets of its lessons.
        packages: What was made of it; a package cannot tell its own digest, so the copy inside
            one is made without.
    """
    document = {
        "@context": CONTEXT,
        "@type": ["Course", "LearningResource"],
        "@id": course.record.id,
        **_described(course.record),
        **_issued(course.record),
        "hasPart": _parts(course),
        "encoding": [*_files(course), *(_distribution(package) for package in packages)],
    }
    text = json.dumps(_filled(document), ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _described(record: Record) -> Json:
    """Return what the course is about and for whom."""
    coverage = record.coverage
    about = [_concept(record.field)] if record.field else []
    if record.content_group:
        about.append(_concept(Concept(id=record.content_group)))
    return {
        "identifier": record.code,
        "name": _texts(record.title),
        "description": _texts(record.description),
        "inLanguage": record.language,
        "keywords": record.keywords,
        "learningResourceType": record.kind,
        "hv:programmeType": record.programme_type,
        "about": about,
        "audience": _audience(record),
        "teaches": record.outcomes,
        "competencyRequired": record.prerequisites,
        "timeRequired": record.duration,
        "hv:requirement": record.requirement,
        "hasCourseInstance": record.delivery_mode
        and {"@type": "CourseInstance", "courseMode": record.delivery_mode},
        "assesses": record.assessment
        and {
            "hv:description": record.assessment.description,
            "hv:passScore": record.assessment.pass_score,
            "hv:outcomes": record.assessment.outcomes,
        },
        "spatialCoverage": coverage
        and {
            "hv:provinces": coverage.provinces,
            "hv:communes": coverage.communes,
            "hv:asOf": coverage.as_of,
        },
        "accessibilityFeature": record.accessibility,
        "aggregateRating": record.quality
        and {
            "@type": "AggregateRating",
            "bestRating": 10,
            "worstRating": 1,
            "ratingValue": record.quality.score,
            "ratingCount": record.quality.count,
        },
    }


def _audience(record: Record) -> list[Json]:
    """Return who should learn: by rank, and by position."""
    kind = {"@type": "EducationalAudience"}
    ranks = [{**kind, "educationalRole": rank} for rank in record.audience]
    return [*ranks, *({**kind, "audienceType": _concept(one)} for one in record.job_position)]


def _issued(record: Record) -> Json:
    """Return who issued the course, on which ground, when and under which terms."""
    approval, revision, info = record.approval, record.revision, record.record
    return {
        "publisher": record.publisher and _organisation(record.publisher),
        "creator": [_organisation(one) for one in record.compilers],
        "contributor": record.appraiser and _organisation(record.appraiser),
        "hv:approval": approval
        and {
            "identifier": approval.number,
            "dateCreated": approval.date,
            "author": approval.signer,
        },
        "citation": [
            {
                "@type": "Legislation",
                "name": one.text,
                "legislationIdentifier": one.number,
                "legislationDate": one.date,
                "hv:article": one.article,
                "hv:clause": one.clause,
                "hv:point": one.point,
            }
            for one in record.legal_basis
        ],
        "version": record.version,
        "creativeWorkStatus": record.status,
        "hv:replaces": revision and {"hv:kind": revision.kind, "@id": revision.of},
        "datePublished": record.issued,
        "dateModified": record.modified,
        "expires": record.review_by,
        "license": record.rights,
        "conditionsOfAccess": record.access,
        "sdPublisher": info.by,
        "sdDatePublished": info.date,
        "hv:schemaVersion": info.schema_version,
    }


def _parts(course: Course) -> list[Json]:
    """Return sections and lessons in order; lessons without a section stand by themselves."""
    parts: list[Json] = []
    for section in course.sections:
        lessons = [
            {"@type": "LearningResource", "identifier": one.id, "name": one.title}
            for one in section.lessons
        ]
        if section.title:
            parts.append(
                {
                    "@type": "LearningResource",
                    "identifier": section.id,
                    "name": section.title,
                    "hasPart": lessons,
                }
            )
        else:
            parts += lessons
    return parts


def _files(course: Course) -> list[Json]:
    """Return the course's files by name, each once, with the length of its media."""
    assets: dict[str, Asset] = {}
    seconds: dict[str, float] = {}
    for lesson in course.lessons:
        assets.update((asset.id, asset) for asset in lesson.assets)
        if isinstance(lesson.body, VideoBody):
            seconds[lesson.body.media] = lesson.body.duration
    return [
        {
            "@type": "MediaObject",
            "name": name,
            "encodingFormat": asset.media_type,
            "contentSize": asset.size,
            "sha256": asset.sha256,
            "duration": f"PT{round(seconds[name])}S" if name in seconds else None,
        }
        for name, asset in sorted(assets.items())
    ]


def _distribution(package: Package) -> Json:
    return {
        "@type": "DataDownload",
        "name": package.path.name,
        "contentUrl": package.path.name,
        "hv:standard": package.standard,
        "contentSize": package.size,
        "sha256": package.sha256,
    }


def _texts(texts: Mapping[str, str]) -> list[Json]:
    return [{"@language": language, "@value": text} for language, text in texts.items()]


def _concept(concept: Concept) -> Json:
    """Return a concept; a key that is no IRI is a notation, for it would not be a global name."""
    name = "@id" if ":" in concept.id else "skos:notation"
    return {"@type": "skos:Concept", name: concept.id, "skos:prefLabel": _texts(concept.label)}


def _organisation(one: Organisation) -> Json:
    return {"@type": "Organization", "name": one.name, "identifier": one.id}


def _filled(value: Any) -> Any:
    """Return `value` without what is empty, dates as ISO 8601."""
    match value:
        case dict():
            filled = {key: _filled(item) for key, item in value.items()}
            return {key: item for key, item in filled.items() if item not in (None, "", [], {})}
        case list() | tuple():
            return [_filled(item) for item in value]
        case _:
            return value.isoformat() if hasattr(value, "isoformat") else value
