"""Writes a manifest for each topic of a list in a spreadsheet, and the programme of them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvu.errors import ManifestError, Origin, UsageError
from hocvu.identifiers import natural_key, nfc, slug
from hocvu.lesson import Notice, Record
from hocvu.manifest import WrittenLesson, course_slug, write
from hocvu.manifest.mend.fields import with_item
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.rules import find_file
from hocvu.manifest.times import iso
from hocvu.manifest.values import iri
from hocvu.pipeline.draft import captions_beside, materials
from hocvu.pipeline.propose import relative
from hocvu.programmes import PlannedTopic, TopicList, read_topics, write_programme
from hocvu.programmes.load import MARK
from hocvu.written.reader import parse
from hocvu.written.replacing import replace

PROGRAMME = "chuong-trinh.yaml"


@dataclass(frozen=True, slots=True)
class Written:
    """What there is now: a manifest for each topic in order, the programme, and what is to tell.

    A manifest that was there already was left as its authors made it; `new` tells how many were
    not. A programme that was there got the topics that it had not, and is else as it was.
    """

    manifests: tuple[Path, ...]
    programme: Path
    notices: tuple[Notice, ...]
    new: int


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
        ManifestError: It holds no list of topics, or the programme in `folder` cannot be added to;
            nothing is written then.
    """
    _check_base(base)
    topics = read_topics(workbook, name)
    notices = list(topics.notices)
    kept: dict[str, PlannedTopic] = {}
    for topic in topics.topics:
        key = course_slug(topic.code)
        if key in kept:
            place = {"code": topic.code}
            notices.append(Notice("topics.code_twice", "error", topic.origin, place))
        else:
            kept[key] = topic
    programme = folder / PROGRAMME
    entries = {key: _entry(topic, f"{key}.yaml") for key, topic in kept.items()}
    extended = _extended(programme, entries, notices) if programme.exists() else None
    folder.mkdir(parents=True, exist_ok=True)
    new = 0
    for key, topic in kept.items():
        path = folder / f"{key}.yaml"
        lessons = _lessons(topic, workbook.parent, folder, notices)
        if path.exists():
            notices.append(Notice("topics.manifest_kept", "info", Origin(str(path))))
        else:
            write(path, _record(topic, _id(base, key)), lessons)
            new += 1
    if extended is None:
        key = slug(workbook.stem) or "chuong-trinh"
        write_programme(programme, _head(topics, _id(base, key), key), entries.values())
    elif extended:
        replace(programme, extended)
    return Written(tuple(folder / f"{key}.yaml" for key in kept), programme, tuple(notices), new)


def _extended(path: Path, entries: Mapping[str, dict[str, Any]], notices: list[Notice]) -> bytes:
    """Return a programme with the topics that it has not, each told; nothing if it has them all.

    Raises:
        ManifestError: It is not written so that a line can be added; what to add is told.
    """
    data = path.read_bytes()
    tree = parse(data, str(path))
    written = tree.value.get(MARK)
    topics = [one for one in written if isinstance(one, dict)] if isinstance(written, list) else []
    known = {course_slug(one["code"]) for one in topics if isinstance(one.get("code"), str)}
    missing = [entry for key, entry in entries.items() if key not in known]
    if not missing:
        return b""
    refusal = ManifestError(
        "topics.programme_not_extended",
        origin=Origin(str(path)),
        codes=", ".join(str(entry["code"]) for entry in missing),
        lines="\n".join(f"  - {{code: {e['code']}, manifest: {e['manifest']}}}" for e in missing),
    )
    if not topics or any(problem.severity == "error" for problem in tree.problems):
        raise refusal
    text = data.decode()
    try:
        for entry in missing:
            tree = parse(text.encode(), str(path))
            text = with_item(text, tree, MARK, {k: v for k, v in entry.items() if v})
            place = {"code": str(entry["code"])}
            notices.append(Notice("topics.programme_extended", "warning", Origin(str(path)), place))
    except ManifestError:
        raise refusal from None
    return text.encode()


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


def _entry(topic: PlannedTopic, manifest: str) -> dict[str, Any]:
    """Return the fields of a topic as a programme has them."""
    whole = topic.hours is not None and topic.hours.is_integer()
    return {
        "code": topic.code,
        "title": topic.fields["title"],
        "field": topic.fields.get("field"),
        "manifest": manifest,
        "requirement": topic.fields.get("requirement"),
        "hours": int(topic.hours) if whole and topic.hours else topic.hours,
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
