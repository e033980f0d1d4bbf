"""Writes programmes for their authors to go on with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ManifestError, Origin
from hocvu.manifest.emit import comment, entry, item
from hocvu.messages import text

_ORDER: Final = (
    "code", "title", "field", "manifest", "course", "chosen", "requirement", "hours", "deadline",
    "requires",
)  # fmt: skip


def dump_programme(head: Mapping[str, Any], topics: Iterable[Mapping[str, Any]]) -> str:
    """Return a programme in YAML.

    Args:
        head: Fields of the programme in order.
        topics: Fields of each topic; those that are empty are not written.
    """
    lines = [
        line for part in text("programme.head", lang="vi").split("\n") for line in comment(part)
    ]
    for name, value in head.items():
        if value not in (None, "", [], {}):
            lines += entry(name, value)
    lines += ["", "topics:"]
    for topic in topics:
        known = {name: topic[name] for name in _ORDER if topic.get(name) not in (None, "", [], ())}
        lines += item(_plain(known), 1)
    return "\n".join(lines) + "\n"


def write_programme(
    path: Path, head: Mapping[str, Any], topics: Iterable[Mapping[str, Any]]
) -> None:
    """Write a programme (see `dump_programme`) to a new file.

    Raises:
        ManifestError: There is a file already; authors' work is never written over.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(dump_programme(head, topics))
    except FileExistsError:
        raise ManifestError("manifest.exists", origin=Origin(str(path)), file=path.name) from None


def _plain(value: Any) -> Any:
    """Return `value` with whole numbers of hours as such."""
    if isinstance(value, dict):
        return {key: _plain(inside) for key, inside in value.items()}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if not isinstance(value, dt.datetime) else value.date()
