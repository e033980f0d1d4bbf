"""A line of the catalogue: what a work is, made from its signed release and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import Field

from hocvu.identifiers import key_for
from hocvu.lesson import Frozen
from hocvu.lesson.record import Concept, LanguageMap, Organisation, When
from hocvu.store import Live
from hocvu.store.release import State

Json = Mapping[str, Any]


class Distribution(Frozen):
    """A file of a release to download; `key` is its place in the store."""

    name: str
    key: str
    size: int
    sha256: str
    media_type: str
    standard: str = ""


class Entry(Frozen):
    """A work of the catalogue, with the profile's fields by the profile's names.

    Attributes:
        state: ``withdrawn`` entries stay, so that harvesters learn of it.
        release: SHA-256 of the signed release manifest; empty where it is not published.
        published: When this version was published.
        updated: When readers got it, or it was withdrawn.
        reason: Why it was withdrawn or set back.
        superseded_by: The work that takes its place.
        record: The master record (JSON-LD).
    """

    id: str
    code: str
    title: LanguageMap
    version: str
    state: State = "published"
    status: str = ""
    description: LanguageMap = Field(default_factory=dict)
    language: str = "vi"
    keywords: tuple[str, ...] = ()
    kind: str = ""
    programme_type: str = ""
    field: Concept | None = None
    audience: tuple[str, ...] = ()
    requirement: str = ""
    delivery_mode: str = ""
    duration: str = ""
    publisher: Organisation | None = None
    compilers: tuple[Organisation, ...] = ()
    issued: When | None = None
    modified: When | None = None
    review_by: When | None = None
    provinces: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    rights: str = ""
    distributions: tuple[Distribution, ...] = ()
    release: str = ""
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    reason: str = ""
    superseded_by: str = ""
    record: dict[str, Any] = Field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its name in file names and addresses: ASCII, from the work's identifier."""
        return key_for(self.id)

    @property
    def page(self) -> str:
        """Where its page stands below the catalogue."""
        return f"courses/{self.key}/index.html"

    @property
    def formats(self) -> tuple[str, ...]:
        """The standards in which it can be had, sorted."""
        return tuple(sorted({one.standard for one in self.distributions if one.standard}))


def published(live: Live) -> Entry:
    """Return the entry of a work of a store."""
    pointer, release = live.pointer, live.release
    return described(release.record).model_copy(
        update={
            "id": release.work,
            "code": release.code,
            "title": release.title,
            "version": release.version,
            "state": pointer.state,
            "release": pointer.release,
            "published": release.published,
            "updated": pointer.at,
            "reason": pointer.reason,
            "superseded_by": pointer.relation.work if pointer.relation else "",
            "distributions": tuple(
                Distribution(
                    name=file.name,
                    key=file.key,
                    size=file.size,
                    sha256=file.sha256,
                    media_type=file.media_type,
                    standard=file.standard,
                )
                for file in release.files
            ),
            "record": release.record,
        }
    )


def described(record: Json) -> Entry:
    """Return what a master record in JSON-LD says of a work."""
    about = next(iter(record.get("about", ())), None)
    coverage = record.get("spatialCoverage", {})
    instance = record.get("hasCourseInstance", {})
    publisher = record.get("publisher")
    return Entry(
        id=record["@id"],
        code=record.get("identifier", ""),
        title=_texts(record.get("name")),
        version=record.get("version", ""),
        status=record.get("creativeWorkStatus", ""),
        description=_texts(record.get("description")),
        language=record.get("inLanguage", "vi"),
        keywords=tuple(record.get("keywords", ())),
        kind=record.get("learningResourceType", ""),
        programme_type=record.get("hv:programmeType", ""),
        field=_concept(about) if about else None,
        audience=tuple(
            one["educationalRole"] for one in record.get("audience", ()) if "educationalRole" in one
        ),
        requirement=record.get("hv:requirement", ""),
        delivery_mode=instance.get("courseMode", ""),
        duration=record.get("timeRequired", ""),
        publisher=_organisation(publisher) if publisher else None,
        compilers=tuple(_organisation(one) for one in record.get("creator", ())),
        issued=record.get("datePublished"),
        modified=record.get("dateModified"),
        review_by=record.get("expires"),
        provinces=tuple(coverage.get("hv:provinces", ())),
        accessibility=tuple(record.get("accessibilityFeature", ())),
        rights=record.get("license", ""),
    )


def _texts(texts: Any) -> dict[str, str]:
    return {one["@language"]: one["@value"] for one in texts or ()}


def _concept(concept: Json) -> Concept:
    name = concept.get("@id") or concept.get("skos:notation", "")
    return Concept(id=name, label=_texts(concept.get("skos:prefLabel")))


def _organisation(one: Json) -> Organisation:
    return Organisation(name=one["name"], id=one.get("identifier"))
