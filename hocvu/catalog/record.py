"""Reads a master record back from its JSON-LD, as it stands in a signed release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from hocvu.errors import Damaged, Origin
from hocvu.lesson import Course, DocumentBody, Lesson, Record, Section
from hocvu.render import RenderedCourse, RenderedFile

Json = Mapping[str, Any]


def record_of(json: Json, name: str = "") -> Record:
    """Return the record that `json` was made of.

    Args:
        json: A master record in JSON-LD.
        name: Where it stands, for messages.

    Raises:
        Damaged: It is no master record.
    """
    try:
        return Record.model_validate(_known(_fields(json)))
    except (ValidationError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("catalog.record", origin=Origin(name or None)) from error


def outline_of(record: Record, json: Json, slug: str) -> tuple[Course, RenderedCourse]:
    """Return the course and its files as far as a record tells of them: names, no content."""
    lessons = tuple(_lessons(json.get("hasPart", ())))
    sections = (Section(id="noi-dung", title="", lessons=lessons),) if lessons else ()
    files = tuple(
        RenderedFile(one["name"], b"", one["encodingFormat"], int(one["contentSize"]))
        for one in json.get("encoding", ())
        if one.get("@type") == "MediaObject"
    )
    return Course(slug=slug, record=record, sections=sections), RenderedCourse(files, ())


def _lessons(parts: Any) -> list[Lesson]:
    lessons: list[Lesson] = []
    for part in parts:
        if "hasPart" in part:
            lessons += _lessons(part["hasPart"])
        else:
            body = DocumentBody(blocks=())
            lessons.append(Lesson(id=part["identifier"], title=part.get("name", ""), body=body))
    return lessons


def _fields(json: Json) -> dict[str, Any]:
    concepts = [_concept(one) for one in json.get("about", ())]
    audience = json.get("audience", ())
    positions = [one["audienceType"] for one in audience if "audienceType" in one]
    coverage = json.get("spatialCoverage")
    assessment = json.get("assesses")
    approval = json.get("hv:approval")
    replaces = json.get("hv:replaces")
    rating = json.get("aggregateRating")
    contributor = json.get("contributor")
    return {
        "id": json["@id"],
        "code": json["identifier"],
        "title": _texts(json["name"]),
        "description": _texts(json.get("description")),
        "language": json.get("inLanguage"),
        "keywords": json.get("keywords"),
        "kind": json.get("learningResourceType"),
        "programme_type": json.get("hv:programmeType"),
        "field": concepts[0] if concepts else None,
        "content_group": concepts[1]["id"] if len(concepts) > 1 else None,
        "audience": [one["educationalRole"] for one in audience if "educationalRole" in one],
        "job_position": [_concept(one) for one in positions],
        "outcomes": json.get("teaches"),
        "prerequisites": json.get("competencyRequired"),
        "duration": json.get("timeRequired"),
        "requirement": json.get("hv:requirement"),
        "delivery_mode": json.get("hasCourseInstance", {}).get("courseMode"),
        "assessment": assessment
        and _known(
            {
                "description": assessment.get("hv:description", ""),
                "pass_score": assessment.get("hv:passScore"),
                "outcomes": assessment.get("hv:outcomes"),
            }
        ),
        "publisher": _organisation(json.get("publisher")),
        "compilers": [_organisation(one) for one in json.get("creator", ())],
        "appraiser": _organisation(contributor),
        "approval": approval
        and {
            "number": approval["identifier"],
            "date": approval["dateCreated"],
            "signer": approval["author"],
        },
        "legal_basis": [_citation(one) for one in json.get("citation", ())],
        "version": json.get("version"),
        "status": json.get("creativeWorkStatus"),
        "revision": replaces and {"kind": replaces["hv:kind"], "of": replaces["@id"]},
        "issued": json.get("datePublished"),
        "modified": json.get("dateModified"),
        "review_by": json.get("expires"),
        "coverage": coverage
        and _known(
            {
                "provinces": coverage.get("hv:provinces"),
                "communes": coverage.get("hv:communes"),
                "as_of": coverage.get("hv:asOf"),
            }
        ),
        "accessibility": json.get("accessibilityFeature"),
        "rights": json.get("license"),
        "access": json.get("conditionsOfAccess"),
        "quality": rating and {"score": rating["ratingValue"], "count": rating["ratingCount"]},
        "record": _known(
            {
                "by": json.get("sdPublisher"),
                "date": json.get("sdDatePublished"),
                "schema_version": json.get("hv:schemaVersion"),
            }
        ),
    }


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}


def _texts(texts: Any) -> dict[str, str]:
    return {one["@language"]: one["@value"] for one in texts or ()}


def _concept(concept: Json) -> dict[str, Any]:
    name = concept.get("@id") or concept["skos:notation"]
    return {"id": name, "label": _texts(concept.get("skos:prefLabel"))}


def _organisation(one: Json | None) -> dict[str, Any] | None:
    return {"name": one["name"], "id": one.get("identifier")} if one else None


def _citation(one: Json) -> dict[str, Any]:
    return _known(
        {
            "text": one["name"],
            "number": one.get("legislationIdentifier"),
            "date": one.get("legislationDate"),
            "article": one.get("hv:article"),
            "clause": one.get("hv:clause"),
            "point": one.get("hv:point"),
        }
    )
