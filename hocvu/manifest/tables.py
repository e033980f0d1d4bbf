"""The organisation's own data: ``hocvu.toml`` and the tables that it names.

Codes change and vocabularies grow, so what is true of them is data with ``valid_from`` and
``valid_to``, which an organisation replaces without changing the program.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ManifestError, Origin
from hocvu.identifiers import nfc, slug
from hocvu.manifest.disk import Sign, sign, unchanged
from hocvu.manifest.workflow import Workflow, read_workflow

NAME: Final = "hocvu.toml"
_LARGEST: Final = 16 << 20
_COLUMNS: Final = {
    **dict.fromkeys(("code", "ma", "number", "so-ky-hieu", "so", "term"), "code"),
    **dict.fromkeys(("name", "ten", "title"), "name"),
    **dict.fromkeys(("valid-from", "tu-ngay", "hieu-luc-tu"), "valid_from"),
    **dict.fromkeys(("valid-to", "den-ngay", "het-hieu-luc"), "valid_to"),
    **dict.fromkeys(("now", "replaced-by", "thay-bang", "thay-the-boi"), "now"),
    **dict.fromkeys(("province", "tinh", "ma-tinh"), "province"),
    **dict.fromkeys(("vocabulary", "danh-muc"), "vocabulary"),
}
_TABLES: Final = ("organisations", "communes", "superseded", "terms")


@dataclass(frozen=True, slots=True)
class Row:
    """What a table says of a code.

    Attributes:
        name: What bears the code.
        valid_from: First day on which it holds; None for ever.
        valid_to: Last day on which it holds; None for ever.
        now: What stands for it today, where it no longer holds.
        province: Code of the province of a commune.
    """

    name: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    now: str = ""
    province: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """What an organisation says of itself; empty tables ask nothing.

    Attributes:
        organisations: Organisations by their identifiers.
        communes: Communes by their five-digit codes.
        superseded: Documents that are no longer in force, by their numbers.
        terms: When terms of vocabularies hold, by vocabulary and term.
        workflow: The steps of approval.
        sources: The files that all this was read from, with their signs.
    """

    organisations: Mapping[str, Row] = field(default_factory=dict)
    communes: Mapping[str, Row] = field(default_factory=dict)
    superseded: Mapping[str, Row] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, Row]] = field(default_factory=dict)
    workflow: Workflow = field(default_factory=read_workflow)
    sources: tuple[tuple[str, Sign | None], ...] = ()


def find_tables(folder: Path) -> Tables:
    """Return what the nearest ``hocvu.toml`` in `folder` or above it says; the defaults else.

    Raises:
        ManifestError: The file or a table that it names is faulty.
    """
    for above in (folder := Path(os.path.abspath(folder)), *folder.parents):  # noqa: PTH100
        known = sign(os.fspath(above / NAME))
        if known:
            return _kept(above / NAME)
    return _defaults()


@cache
def _defaults() -> Tables:
    return Tables()


def _kept(path: Path) -> Tables:
    """Return the tables that were read from `path` before, unless they changed since."""
    tables = _READ.get(path)
    if tables is None or not unchanged(tables.sources):
        tables = _READ[path] = read_tables(path)
    return tables


_READ: Final[dict[Path, Tables]] = {}


def read_tables(path: Path) -> Tables:
    """Return what the file at `path` says, in the form of ``hocvu.toml``.

    Raises:
        ManifestError: The file or a table that it names is faulty.
    """
    try:
        told = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = Origin(str(path), int(line[1]) if line else None)
        raise ManifestError("config.syntax", origin=place) from error
    unknown = sorted(set(told) - {*_TABLES, "workflow"})
    if unknown:
        supported = ", ".join((*_TABLES, "workflow"))
        raise ManifestError(
            "config.unknown", origin=Origin(str(path)), name=unknown[0], supported=supported
        )
    named = {name: path.parent / str(told[name]) for name in _TABLES if name in told}
    read = {name: read_table(file) for name, file in named.items()}
    steps = told.get("workflow")
    workflow = read_workflow(steps, str(path)) if isinstance(steps, dict) else read_workflow()
    terms: dict[str, dict[str, Row]] = {}
    for (vocabulary, code), row in read.get("terms", {}).items():
        terms.setdefault(vocabulary, {})[code] = row
    sources = tuple((os.fspath(file), sign(os.fspath(file))) for file in (path, *named.values()))
    plain = {
        name: {code: row for (_, code), row in read.get(name, {}).items()} for name in _TABLES[:3]
    }
    return Tables(**plain, terms=terms, workflow=workflow, sources=sources)


def read_superseded(path: Path) -> Mapping[str, Row]:
    """Return the documents that a table tells to be no longer in force, by their numbers.

    Raises:
        ManifestError: The table is faulty.
    """
    return {code: row for (_, code), row in read_table(path).items()}


def read_table(path: Path) -> dict[tuple[str, str], Row]:
    """Read a table (CSV with a line of names) by vocabulary, mostly empty, and code.

    Raises:
        ManifestError: There is no such file, it is no table, or a date in it is none.
    """
    text = _text(path).replace("\r\n", "\n").replace("\r", "\n")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
    names = [_COLUMNS.get(slug(name), "") for name in next(rows, [])]
    if "code" not in names:
        raise ManifestError("config.no_code", origin=Origin(str(path), 1))
    table: dict[tuple[str, str], Row] = {}
    for cells in rows:
        row = dict(zip(names, (nfc(cell.strip()) for cell in cells), strict=False))
        code, vocabulary = row.pop("code", ""), row.pop("vocabulary", "")
        if code:
            place = Origin(str(path), rows.line_num)
            begin, end = (_date(row.get(name, ""), place) for name in ("valid_from", "valid_to"))
            name, now, province = (row.get(key, "") for key in ("name", "now", "province"))
            table[vocabulary, code] = Row(name, begin, end, now, province)
    return table


def _date(words: str, place: Origin) -> dt.date | None:
    if not words:
        return None
    day = "-".join(reversed(words.split("/"))) if "/" in words else words
    try:
        return dt.date.fromisoformat("-".join(part.zfill(2) for part in day.split("-")))
    except ValueError:
        raise ManifestError("config.date", origin=place, value=words[:40]) from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) <= _LARGEST:
            return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError("config.unreadable", origin=Origin(str(path))) from error
    raise ManifestError("config.unreadable", origin=Origin(str(path)))


def holds(row: Any, day: dt.date | None) -> int:
    """Tell whether a row holds on `day`: 0 yes, -1 not yet, 1 no longer."""
    if day and row.valid_from and day < row.valid_from:
        return -1
    return 1 if day and row.valid_to and day > row.valid_to else 0
