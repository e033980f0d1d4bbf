"""The data that the search runs on: a classic script, so that it works from a file too."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any, Final

from hocvu.catalog.entry import Entry
from hocvu.manifest.profile import label

_ESCAPES: Final = str.maketrans({"<": "\\u003c", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def folded(text: str) -> str:
    """Return `text` without marks, in lower case: what a search without marks is held against."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def search_data(entries: Sequence[Entry]) -> bytes:
    """Return the script: tables of what filters offer, and a row for each course.

    A row holds key, code, title in Vietnamese and in English, the numbers of its publisher, field,
    programme type and kind in their tables (-1 for none), and other words that find it.
    """
    tables: list[dict[tuple[str, str], int]] = [{}, {}, {}, {}]
    rows = []
    for entry in entries:
        places = [
            -1 if name is None else table.setdefault(name, len(table))
            for name, table in zip(_names(entry), tables, strict=True)
        ]
        title = entry.title.get("vi", "")
        words = " ".join(entry.keywords)
        rows.append([entry.key, entry.code, title, entry.title.get("en", ""), *places, words])
    data = {"tables": [list(map(list, table)) for table in tables], "rows": rows}
    made = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return f"var catalog={made};\n".encode()


def _names(entry: Entry) -> tuple[tuple[str, str] | None, ...]:
    """Return the names of what an entry is filtered by, each in Vietnamese and English."""
    publisher = (entry.publisher.name, entry.publisher.name) if entry.publisher else None
    return publisher, field_names(entry), _term("programme_type", entry), _term("kind", entry)


def field_names(entry: Entry) -> tuple[str, str] | None:
    """Return the names of an entry's field in Vietnamese and English."""
    if entry.field is None:
        return None
    vi = entry.field.label.get("vi", entry.field.id)
    return vi, entry.field.label.get("en", vi)


def _term(name: str, entry: Entry) -> tuple[str, str] | None:
    value: Any = getattr(entry, name)
    return (label(name, value), label(name, value, "en")) if value else None
