"""A line of the catalogue: what a work is, made from its signed release and nothing else."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from pydantic import Field

from hocvu.catalog.record import record_of
from hocvu.identifiers import key_for
from hocvu.lesson import Frozen, Record
from hocvu.lesson.record import Concept, LanguageMap, Organisation, When
from hocvu.store import Live
from hocvu.store.release import State


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

    @cached_property
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
    """Return the entry of a work of a store.

    Raises:
        Damaged: Its record is none.
    """
    pointer, release = live.pointer, live.release
    return of_record(record_of(release.record, release.key)).model_copy(
        update={
            "id": release.work,
            "version": release.version,
            "state": pointer.state,
            "release": pointer.release,
            "published": release.published,
            "updated": pointer.at,
            "reason": pointer.reason,
            "superseded_by": pointer.relation.work if pointer.relation else "",
            "distributions": tuple(
                Distribution.model_validate(file.model_dump() | {"key": file.key})
                for file in release.files
            ),
        }
    )


def of_record(record: Record) -> Entry:
    """Return the entry of a work that a record describes, published or not."""
    shared = set(Entry.model_fields) & set(Record.model_fields)
    fields = {name: getattr(record, name) for name in shared if getattr(record, name) is not None}
    provinces = record.coverage.provinces if record.coverage else ()
    return Entry.model_validate(fields | {"provinces": provinces})
