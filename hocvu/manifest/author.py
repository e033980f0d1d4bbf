"""Writes a manifest for authors to complete, with comments on what is still missing."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ManifestError, Origin
from hocvu.lesson import Record
from hocvu.manifest import models
from hocvu.manifest.document_numbers import cited_number
from hocvu.manifest.profile import FieldInfo, fields, vocabularies
from hocvu.messages import text

_PLAIN: Final = re.compile(r"[^\W\d_](?:[\w .,;()/+–-]|:(?=[^\s:])){0,400}(?<![ :])")
_WORDS: Final = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_WIDTH: Final = 96
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
    known = _known(record)
    lines = [f"# {line}" for line in text("manifest.new.head", lang="vi").split("\n")]
    for name, info in fields().items():
        if name == "parts":
            lines += ["", *_comment(info.help_vi), "parts:"]
            for part in parts:
                lines += _item(_part(part), 1)
        elif name in known:
            note = (notes or {}).get(name)
            lines += ["", *_comment(note)] if note else [""]
            lines += _entry(name, known[name], 0)
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


def _known(record: Record) -> dict[str, Any]:
    """Return the fields of `record` that are known, in the short forms that people write."""
    known: dict[str, Any] = {}
    for name, value in record.model_dump(exclude_none=True).items():
        if value in ({}, (), "") or (name == "record" and record.record == type(record.record)()):
            continue
        known[name] = _short(name, value)
    return known


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
    return {key: inside for key, inside in value.items() if inside not in ({}, ())}


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
    yield from _comment(text(code, {"label": info.vi, "help": info.help_vi}, "vi"))
    if name in vocabularies():
        terms = "; ".join(
            f"{term} ({labels['vi']})" for term, labels in vocabularies()[name].items()
        )
        yield from _comment(text("manifest.new.terms", {"terms": terms}, "vi"))
    yield f"# {name}: {info.example}"


def _comment(words: str) -> Iterator[str]:
    line = "#"
    for word in words.split():
        if len(line) + len(word) >= _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _entry(name: str, value: Any, depth: int) -> Iterator[str]:
    before = f"{'  ' * depth}{_scalar(name)}:"
    if isinstance(value, dict) and value:
        yield before
        for key, inside in value.items():
            yield from _entry(key, inside, depth + 1)
    elif isinstance(value, list | tuple) and value:
        yield before
        for inside in value:
            yield from _item(inside, depth + 1)
    else:
        yield f"{before} {_scalar(value)}"


def _item(value: Any, depth: int) -> Iterator[str]:
    before = "  " * depth
    if not isinstance(value, dict) or not value:
        yield f"{before}- {_scalar(value)}"
        return
    lines = [line for key, inside in value.items() for line in _entry(key, inside, depth + 1)]
    yield f"{before}- {lines[0].lstrip()}"
    yield from lines[1:]


def _scalar(value: Any) -> str:
    """Return a scalar in YAML; texts that could be taken for something else are quoted."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        safe = _PLAIN.fullmatch(value) and value.casefold() not in _WORDS
        version = re.fullmatch(r"\d+\.\d+\.\d+", value)
        return value if safe or version else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)
