"""Writes a manifest for authors to complete, with comments on what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ManifestError, Origin
from hocvu.lesson import Record
from hocvu.manifest import models
from hocvu.manifest.document_numbers import cited_number
from hocvu.manifest.emit import comment, entry, item
from hocvu.manifest.profile import FieldInfo, fields, vocabularies
from hocvu.messages import text

_ALONE: Final = {
    "title": "vi",
    "description": "vi",
    "publisher": "name",
    "compilers": "name",
    "appraiser": "name",
    "assessment": "description",
    "legal_basis": "text",
}
"""What stands alone for a group when the group holds nothing else."""

Part = models.LessonPart | models.SectionPart


def dump(record: Record, parts: Sequence[Part], notes: Mapping[str, str] | None = None) -> str:
    """Return a manifest in YAML, its fields in the profile's order.

    Fields that are not known stand as comments with what to write and an example, so that what is
    returned is a good draft.

    Args:
        record: What is known.
        parts: Lessons and sections, with paths relative to where the manifest will be.
        notes: What to tell authors of a field that is known, such as where it was read.
    """
    values = known(record)
    lines = [f"# {line}" for line in text("manifest.new.head", lang="vi").split("\n")]
    for name, info in fields().items():
        if name == "parts" and parts:
            lines += ["", *comment(info.help_vi), "parts:"]
            for part in parts:
                lines += item(_part(part), 1)
        elif name in values:
            note = (notes or {}).get(name)
            lines += ["", *comment(note)] if note else [""]
            lines += entry(name, values[name])
        elif info.obligation != "O":
            lines += ["", *_missing(name, info)]
    return "\n".join(lines) + "\n"


def write(
    path: Path, record: Record, parts: Sequence[Part], notes: Mapping[str, str] | None = None
) -> None:
    """Write a manifest (see `dump`) to a new file.

    Raises:
        ManifestError: There is a file already; authors' work is never written over.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(dump(record, parts, notes))
    except FileExistsError:
        raise ManifestError("manifest.exists", origin=Origin(str(path)), file=path.name) from None


def known(record: Record) -> dict[str, Any]:
    """Return the fields of `record` that are known, in the short forms that people write."""
    found: dict[str, Any] = {}
    for name, value in record.model_dump(exclude_none=True).items():
        if value in ({}, (), "") or (name == "record" and record.record == type(record.record)()):
            continue
        found[name] = _short(name, value)
    return found


def _short(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return [_short(name, item) for item in value]
    if not isinstance(value, dict):
        return value
    alone = _ALONE.get(name)
    if name == "legal_basis" and value.get("number") == cited_number(value["text"]):
        return value["text"]
    if alone and set(value) == {alone}:
        return value[alone]
    return {key: inside for key, inside in value.items() if inside not in ({}, (), "")}


def _part(part: Part) -> dict[str, Any]:
    written = part.model_dump(exclude_defaults=True, exclude={"parts"})
    order = ("id", "title", "source", "captions", "transcript", "required", "requires", "mastery",
             "options")  # fmt: skip
    value = {name: written[name] for name in order if name in written}
    if isinstance(part, models.SectionPart):
        value["parts"] = [_part(lesson) for lesson in part.parts]
    return value


def _missing(name: str, info: FieldInfo) -> Iterator[str]:
    code = "manifest.new.recommended" if info.obligation == "R" else "manifest.new.needed"
    if info.obligation == "M@publish" or info.issued:
        code = "manifest.new.later"
    yield from comment(text(code, {"label": info.vi, "help": info.help_vi}, "vi"))
    if name in vocabularies():
        terms = "; ".join(
            f"{term} ({labels['vi']})" for term, labels in vocabularies()[name].items()
        )
        yield from comment(text("manifest.new.terms", {"terms": terms}, "vi"))
    yield f"# {name}: {info.example}"
