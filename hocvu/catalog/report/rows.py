"""One row for each topic: its plan, its manifest and its publication brought together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from hocvu.catalog.entry import Entry
from hocvu.catalog.reading import Found
from hocvu.identifiers import course_slug
from hocvu.lesson.record import When
from hocvu.manifest.times import last_day, seconds
from hocvu.programmes import Programme, Topic

Stage = Literal["planned", "drafted", "appraised", "approved", "issued", "published", "withdrawn"]
_BY_STATUS: Final[dict[str, Stage]] = {
    "du_thao": "drafted",
    "tham_dinh": "appraised",
    "phe_duyet": "approved",
    "ban_hanh": "issued",
    "het_hieu_luc": "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A topic, whether planned, made or published.

    Attributes:
        code: Its code.
        title: Its title in Vietnamese.
        id: The work's identifier; empty where it is only planned.
        stage: How far it is.
        programme: Codes of the programmes that plan it.
        year: The year it is planned for, else that of its publication; 0 where unknown.
        publisher: Who issues it.
        field: The field's label in Vietnamese.
        required: Whether it is compulsory; None where nothing says so.
        hours: How long it takes.
        deadline: When it should be published.
        published: When it was.
        version: The version that readers get, else that of the manifest.
        formats: Standards in which it can be had.
        accessibility: Features that it declares.
        review_by: When it must be looked over.
        size: Bytes of all that can be downloaded.
    """

    code: str
    title: str
    id: str = ""
    stage: Stage = "planned"
    programme: tuple[str, ...] = ()
    year: int = 0
    publisher: str = ""
    field: str = ""
    required: bool | None = None
    hours: float = 0.0
    deadline: dt.date | None = None
    published: dt.date | None = None
    version: str = ""
    formats: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    review_by: dt.date | None = None
    size: int = 0

    def late(self, today: dt.date) -> int:
        """Return by how many days its publication came, or is by now, after its deadline."""
        if self.deadline is None:
            return 0
        return max(0, ((self.published or today) - self.deadline).days)

    def age(self, today: dt.date) -> int | None:
        """Return the days since its publication; None before it."""
        return (today - self.published).days if self.published else None


def gather(
    programmes: Iterable[Programme], manifests: Iterable[Found], catalogue: Iterable[Found]
) -> tuple[Row, ...]:
    """Return a row for each topic, by code.

    A topic of several programmes is one row, as is one that a programme, a manifest and the
    catalogue know: they are brought together by the work's identifier, or by the code where one
    of them has no identifier. Two works that share a code stay two.
    """
    rows: dict[str, Row] = {}
    keys: dict[str, str] = {}
    for one in manifests:
        _add(rows, keys, _of_entry(one.entry, _BY_STATUS.get(one.entry.status, "drafted")))
    for one in catalogue:
        gone = one.entry.state == "withdrawn"
        _add(rows, keys, _of_entry(one.entry, "withdrawn" if gone else "published"))
    for programme in programmes:
        for topic in programme.topics:
            _plan(rows, keys, programme, topic)
    return tuple(sorted(rows.values(), key=lambda row: (row.code, row.id)))


def _add(rows: dict[str, Row], keys: dict[str, str], row: Row) -> None:
    """Put in `row`; what is published is the newer truth of what a manifest said."""
    key = _key(rows, keys, row.id, row.code)
    rows[key] = row
    keys[row.id] = key
    holder = keys.setdefault(course_slug(row.code), key)
    # Of works that share a code, a plan means the one that readers can get.
    if row.stage == "published" or rows[holder].stage == "withdrawn":
        keys[course_slug(row.code)] = key


def _key(rows: dict[str, Row], keys: dict[str, str], work: str, code: str) -> str:
    """Return the key of the row that a work or a plan belongs to, or of a new one."""
    if work in keys:
        return keys[work]
    same = keys.get(course_slug(code))
    if same and (not work or rows[same].id in ("", work)):
        return same
    return work or course_slug(code)


def _plan(rows: dict[str, Row], keys: dict[str, str], programme: Programme, topic: Topic) -> None:
    key = _key(rows, keys, topic.course or "", topic.code)
    keys.setdefault(course_slug(topic.code), key)
    known = rows.get(key) or Row(topic.code, topic.title)
    publisher = programme.record.publisher
    rows[key] = replace(
        known,
        programme=(*known.programme, programme.record.code),
        year=programme.year or known.year,
        publisher=known.publisher or (publisher.name if publisher else ""),
        field=known.field or topic.field,
        required=topic.required or bool(known.required and known.programme),
        hours=topic.hours or known.hours,
        deadline=_sooner(known.deadline, topic.deadline),
    )


def _sooner(known: dt.date | None, deadline: str | None) -> dt.date | None:
    dates = [known] if known else []
    if deadline:
        dates.append(dt.date.fromisoformat(deadline))
    return min(dates, default=None)


def _of_entry(entry: Entry, stage: Stage) -> Row:
    published = entry.published.date() if entry.published else None
    return Row(
        code=entry.code,
        title=entry.title.get("vi", ""),
        id=entry.id,
        stage=stage,
        year=published.year if published else 0,
        publisher=entry.publisher.name if entry.publisher else "",
        field=_label(entry),
        required={"bat_buoc": True, "tu_chon": False}.get(entry.requirement),
        hours=round(seconds(entry.duration) / 3600, 2),
        published=published,
        version=entry.version,
        formats=entry.formats,
        accessibility=tuple(one for one in entry.accessibility if one != "none"),
        review_by=_day(entry.review_by),
        size=sum(one.size for one in entry.distributions),
    )


def _label(entry: Entry) -> str:
    return entry.field.label.get("vi", entry.field.id) if entry.field else ""


def _day(value: When | None) -> dt.date | None:
    return last_day(value) if value else None
