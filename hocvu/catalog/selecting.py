"""Chooses topics of a catalogue for a programme, and tells when a chosen one was changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvu.catalog.entry import Entry
from hocvu.catalog.reading import Found
from hocvu.errors import ManifestError, Origin
from hocvu.identifiers import nfc, slug
from hocvu.manifest import Problem
from hocvu.manifest.times import seconds
from hocvu.programmes import Programme, Topic, dump_programme


@dataclass(frozen=True, slots=True)
class Choice:
    """Which topics to choose.

    Attributes:
        topics: Codes or identifiers, in the order that they shall have; empty for all that fit.
        field: A field's identifier or label; empty for any.
        publisher: A publisher's name or part of it; empty for any.
        compulsory: Codes of those that this programme makes compulsory.
        elective: Codes of those that this programme makes elective.
    """

    topics: Sequence[str] = ()
    field: str = ""
    publisher: str = ""
    compulsory: Sequence[str] = ()
    elective: Sequence[str] = ()


def select(
    found: Iterable[Found],
    choice: Choice,
    head: Mapping[str, Any],
    catalogue: str,
    folder: Path,
    page: str = "",
) -> str:
    """Return a programme in YAML of the topics that are chosen, each with its provenance.

    A topic of a folder of manifests is taken in by its manifest; one of a catalogue by its
    identifier, with the version and the digest of the release as they are now.

    Args:
        found: The catalogue's entries.
        choice: Which of them.
        head: The programme's own fields in order.
        catalogue: Where the catalogue is, as it shall stand in the programme.
        folder: Where the programme will be.
        page: Where the catalogue's pages are, for links; empty where it has none.

    Raises:
        ManifestError: A topic that was asked for is not there or withdrawn, or nothing fits.
    """
    there = [one for one in found if one.entry.state != "withdrawn"]
    chosen = _named(there, choice.topics, catalogue) if choice.topics else _fitting(there, choice)
    if not chosen:
        raise ManifestError("select.nothing", origin=Origin(catalogue))
    topics = [_topic(one, choice, catalogue, folder, page) for one in chosen]
    return dump_programme(head, topics)


def compare(programme: Programme, found: Iterable[Found], catalogue: str) -> tuple[Problem, ...]:
    """Return what changed in a catalogue since the topics of a programme were chosen from it."""
    entries = {one.entry.id: one.entry for one in found}
    problems: list[Problem] = []
    for topic in programme.topics:
        if topic.chosen and topic.course:
            problems += _changes(topic, entries.get(topic.course), catalogue)
    return tuple(problems)


def _changes(topic: Topic, entry: Entry | None, catalogue: str) -> Iterable[Problem]:
    chosen = topic.chosen
    assert chosen is not None
    params = {"code": topic.code, "old": chosen.version, "catalogue": catalogue}
    if entry is None:
        yield Problem("select.gone", "error", topic.origin, params)
        return
    params |= {"new": entry.version, "reason": entry.reason or "-", "by": entry.superseded_by}
    if entry.state == "withdrawn":
        yield Problem("select.withdrawn", "error", topic.origin, params)
    elif entry.superseded_by:
        yield Problem("select.superseded", "warning", topic.origin, params)
    elif entry.version != chosen.version:
        yield Problem("select.revised", "warning", topic.origin, params)
    elif chosen.sha256 and entry.release and chosen.sha256 != entry.release:
        yield Problem("select.altered", "error", topic.origin, params)


def _named(there: Sequence[Found], names: Sequence[str], catalogue: str) -> list[Found]:
    known = {name: one for one in there for name in (one.entry.id, slug(one.entry.code))}
    missing = [name for name in names if not (known.get(name) or known.get(slug(name)))]
    if missing:
        place = Origin(catalogue)
        raise ManifestError("select.unknown", origin=place, topics=", ".join(missing))
    chosen = [known.get(name) or known[slug(name)] for name in names]
    return list({one.entry.id: one for one in chosen}.values())


def _fitting(there: Sequence[Found], choice: Choice) -> list[Found]:
    wanted = slug(choice.publisher)
    return [
        one
        for one in there
        if (not choice.field or choice.field in _names_of_field(one.entry))
        and (not wanted or (one.entry.publisher and wanted in slug(one.entry.publisher.name)))
    ]


def _names_of_field(entry: Entry) -> set[str]:
    return {entry.field.id, *map(nfc, entry.field.label.values())} if entry.field else set()


def _topic(one: Found, choice: Choice, catalogue: str, folder: Path, page: str) -> dict[str, Any]:
    entry = one.entry
    topic: dict[str, Any] = {
        "code": entry.code,
        "title": entry.title["vi"],
        "field": entry.field.label.get("vi") if entry.field else None,
        "requirement": _requirement(entry, choice),
        "hours": round(seconds(entry.duration) / 3600, 2) if entry.duration else None,
    }
    if one.manifest:
        return topic | {"manifest": nfc(Path(os.path.relpath(one.manifest, folder)).as_posix())}
    chosen = {"catalogue": catalogue, "version": entry.version}
    if entry.release:
        chosen["sha256"] = entry.release
    if page:
        chosen["url"] = f"{page.rstrip('/')}/{entry.page}"
    return topic | {"course": entry.id, "chosen": chosen}


def _requirement(entry: Entry, choice: Choice) -> str:
    if slug(entry.code) in map(slug, choice.compulsory):
        return "bat_buoc"
    if slug(entry.code) in map(slug, choice.elective):
        return "tu_chon"
    return entry.requirement or "tu_chon"
