"""Writes a manifest for each topic of a list in a spreadsheet, and the programme of them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvu.errors import Origin, UsageError
from hocvu.identifiers import natural_key, nfc, slug
from hocvu.lesson import Notice, Record
from hocvu.manifest import WrittenLesson, course_slug, write
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.rules import find_file
from hocvu.manifest.times import iso
from hocvu.manifest.values import iri
from hocvu.pipeline.draft import captions_beside, materials
from hocvu.pipeline.propose import relative
from hocvu.programmes import PlannedTopic, TopicList, read_topics, write_programme

PROGRAMME = "chuong-trinh.yaml"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: a manifest for each topic in order, the programme, and what is to tell.

    A manifest that was there already was left as its authors made it.
    """

    manifests: tuple[Path, ...]
    programme: Path
    notices: tuple[Notice, ...]


def write_topics(workbook: Path, name: str, folder: Path, base: str = "") -> Written:
    """Write the manifests of a list of topics and their programme into `folder`.

    Args:
        workbook: The spreadsheet; materials are looked for beside it.
        name: The spreadsheet as the user named it.
        folder: Where to write; made where it is not there.
        base: How identifiers begin (an IRI that ends in ``/``); empty for temporary ones.

    Raises:
        UsageError: No identifier can begin with `base`.
        SourceError: The workbook cannot be read.
        ManifestError: It holds no list of topics, or there is a programme in `folder` already.
    """
    _check_base(base)
    topics = read_topics(workbook, name)
    notices = list(topics.notices)
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, Path] = {}
    kept: list[PlannedTopic] = []
    for topic in topics.topics:
        key = course_slug(topic.code)
        if key in written:
            place = {"code": topic.code}
            notices.append(Notice("topics.code_twice", "error", topic.origin, place))
            continue
        path = written[key] = folder / f"{key}.yaml"
        kept.append(topic)
        lessons = _lessons(topic, workbook.parent, folder, notices)
        if path.exists():
            notices.append(Notice("topics.manifest_kept", "info", Origin(str(path))))
        else:
            write(path, _record(topic, _id(base, key)), lessons)
    programme = folder / PROGRAMME
    key = slug(workbook.stem) or "chuong-trinh"
    write_programme(programme, _head(topics, _id(base, key), key), _entries(kept, written))
    return Written(tuple(written.values()), programme, tuple(notices))


def _check_base(base: str) -> None:
    try:
        iri(_id(base, "x"))
    except ValueError:
        raise UsageError("topics.bad_base", base=base) from None


def _id(base: str, key: str) -> str:
    return f"{base.rstrip('/')}/{key}" if base else f"urn:hocvu:{key}"


def _head(topics: TopicList, name: str, key: str) -> Mapping[str, Any]:
    publishers = [topic.fields.get("publisher") for topic in topics.topics]
    one = publishers[0] if len(set(publishers)) == 1 else None
    years = {topic.deadline.year for topic in topics.topics if topic.deadline}
    return {
        "id": name,
        "code": key.upper(),
        "title": topics.title,
        "year": max(years, default=None),
        "publisher": one,
        "version": "1.0.0",
    }


def _entries(topics: list[PlannedTopic], written: Mapping[str, Path]) -> Iterator[dict[str, Any]]:
    for topic in topics:
        yield {
            "code": topic.code,
            "title": topic.fields["title"],
            "field": topic.fields.get("field"),
            "manifest": written[course_slug(topic.code)].name,
            "requirement": topic.fields.get("requirement"),
            "hours": topic.hours,
            "deadline": topic.deadline,
            "requires": list(topic.requires),
        }


def _record(topic: PlannedTopic, name: str) -> Record:
    fields = ManifestFields.model_validate(
        {
            "id": name,
            "code": topic.code,
            "version": "1.0.0",
            "kind": "chuyen_de",
            **topic.fields,
            **({"duration": iso(round(topic.hours * 60))} if topic.hours else {}),
        }
    )
    return Record.model_validate(fields.model_dump(exclude={"parts"}, exclude_unset=True))


def _lessons(
    topic: PlannedTopic, beside: Path, folder: Path, notices: list[Notice]
) -> list[WrittenLesson]:
    """Return a lesson for each material: those that the list names, or that bear the code."""
    found: list[Path] = []
    for name in topic.materials:
        path = beside / name
        file = path if path.is_dir() else find_file(beside, name)
        if file is None:
            params = {"code": topic.code, "name": name}
            notices.append(Notice("topics.material_missing", "warning", topic.origin, params))
        else:
            found += materials(file) if file.is_dir() else [file]
    if not topic.materials:
        found = _of_code(topic.code, beside)
        if not found:
            params = {"code": topic.code, "folder": topic.code}
            notices.append(Notice("topics.no_material", "info", topic.origin, params))
    return [
        WrittenLesson(
            id=f"bai-{number}",
            source=relative(path, folder),
            captions=tuple(relative(one, folder) for one in captions_beside(path)),
        )
        for number, path in enumerate(found, 1)
    ]


def _of_code(code: str, beside: Path) -> list[Path]:
    """Return the materials in the folder, or of the files, whose name is or begins with a code."""
    wanted = slug(code)
    for entry in sorted(beside.iterdir(), key=lambda path: natural_key(path.name)):
        name = slug(nfc(entry.stem if entry.is_file() else entry.name), 200)
        if entry.is_dir() and (name == wanted or name.startswith(f"{wanted}-")):
            return materials(entry)
    return [
        path
        for path in materials(beside)
        if path.parent == beside and f"{slug(nfc(path.stem), 200)}-".startswith(f"{wanted}-")
    ]
