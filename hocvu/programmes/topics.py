"""Reads the lists of topics that ministries keep in spreadsheets."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from hocvu.errors import ManifestError, Origin
from hocvu.identifiers import nfc
from hocvu.lesson import Notice
from hocvu.manifest.values import nearest
from hocvu.programmes import values
from hocvu.programmes.columns import find_table, unknown
from hocvu.tools.workbooks import Cell, Sheet, read_workbook

_PARTS: Final = re.compile(r"\s*(?:[;\n]|^[-+•]\s*|\s[-+•]\s)\s*", re.MULTILINE)
_TERMS: Final = ("programme_type", "requirement", "delivery_mode")
_TEXTS: Final = ("code", "title", "description", "field", "publisher", "appraiser")
_LISTS: Final = ("outcomes", "keywords", "compilers", "legal_basis", "materials", "job_position")


@dataclass(frozen=True, slots=True)
class PlannedTopic:
    """A row of the list.

    Attributes:
        code: As written, or made from its number.
        fields: Other fields of the profile as authors write them.
        hours: How long it takes.
        deadline: When it should be published.
        requires: Codes of the topics before it.
        materials: Names of files or folders.
        origin: The row's first cell.
    """

    code: str
    fields: Mapping[str, Any]
    hours: float | None = None
    deadline: dt.date | None = None
    requires: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class TopicList:
    """The topics of a workbook in order, the title above them, and what could not be understood."""

    title: str
    topics: tuple[PlannedTopic, ...]
    notices: tuple[Notice, ...] = ()


@dataclass(slots=True)
class _Row:
    """A row while it is read; tells of what it cannot understand."""

    file: str
    sheet: Sheet
    cells: Mapping[str, Cell]
    notices: list[Notice] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.cells[name].text if name in self.cells else ""

    def tell(self, name: str, code: str, **params: str) -> None:
        place = Origin(self.file, sheet=self.sheet.name, cell=self.cells[name].place)
        self.notices.append(Notice(code, "warning", place, params))

    def understood(self, name: str, read: Callable[[str], Any]) -> Any:
        """Return what `read` makes of a cell; None where it is empty or makes no sense."""
        text = self.text(name)
        value = read(text) if text else None
        if text and value is None:
            self.tell(name, "topics.not_understood", value=text)
        return value


def read_topics(path: Path, name: str) -> TopicList:
    """Read every list of topics in a workbook.

    Args:
        path: The workbook.
        name: How the user knows it, for messages.

    Raises:
        SourceError: The workbook cannot be read.
        ManifestError: No sheet has a column of titles.
    """
    topics: list[PlannedTopic] = []
    notices: list[Notice] = []
    title = ""
    for sheet in read_workbook(path, Origin(name)):
        table = find_table(sheet)
        if table is None or sheet.hidden:
            if any(cell.text for row in sheet.rows for cell in row):
                place = Origin(name, sheet=sheet.name)
                notices.append(Notice("topics.sheet_left_out", "warning", place))
            continue
        head, columns = table
        title = title or _title(sheet, head)
        for cell in unknown(sheet.rows[head], columns):
            place = Origin(name, sheet=sheet.name, cell=cell.place)
            notices.append(Notice("topics.column_left_out", "warning", place, {"name": cell.text}))
        for cells in sheet.rows[head + 1 :]:
            row = _Row(name, sheet, {key: cells[at] for key, at in columns.items()}, notices)
            if topic := _topic(row, len(topics) + 1):
                topics.append(topic)
    if not topics:
        raise ManifestError("topics.none", origin=Origin(name))
    codes = {topic.code for topic in topics}
    for at, topic in enumerate(topics):
        for code in sorted(set(topic.requires) - codes):
            params = {"code": topic.code, "requires": code}
            notices.append(Notice("topics.requires_unknown", "warning", topic.origin, params))
        topics[at] = replace(topic, requires=tuple(c for c in topic.requires if c in codes))
    return TopicList(title, tuple(topics), tuple(notices))


def _title(sheet: Sheet, head: int) -> str:
    """Return the longest line above the table that is written in capitals, or the sheet's name."""
    lines = [cell.text for row in sheet.rows[:head] for cell in row if cell.text]
    capitals = [line for line in lines if line.isupper() and len(line.split()) > 3]
    return max(capitals, key=len).capitalize() if capitals else sheet.name


def _topic(row: _Row, number: int) -> PlannedTopic | None:
    title = row.text("title")
    if not title:
        rest = [name for name in row.cells if row.text(name) and name != "number"]
        if rest:
            row.tell(rest[0], "topics.no_title")
        return None
    if len([name for name in row.cells if row.text(name)]) == 1 and title.isupper():
        return None  # a heading of a group inside the table
    fields: dict[str, Any] = {
        name: text for name in _TEXTS if (text := row.text(name)) and name != "code"
    }
    for name in _LISTS:
        if text := str(row.cells[name].value or "") if name in row.cells else "":
            fields[name] = [" ".join(part.split()) for part in _PARTS.split(text) if part.strip()]
    for name in _TERMS:
        if value := row.understood(name, partial(_term, name)):
            fields[name] = value
    if audience := row.understood("audience", values.audience):
        fields["audience"] = audience
    hours = row.understood("hours", values.hours) or row.understood("periods", values.periods)
    first = next(iter(row.cells.values()))
    return PlannedTopic(
        code=row.text("code") or f"CD-{number:02d}",
        fields={key: value for key, value in fields.items() if key != "materials"},
        hours=hours,
        deadline=row.understood("deadline", values.date),
        requires=tuple(re.split(r"[;,\s]+", row.text("requires"))) if row.text("requires") else (),
        materials=tuple(map(nfc, fields.get("materials", ()))),
        origin=Origin(row.file, sheet=row.sheet.name, cell=first.place),
    )


def _term(vocabulary: str, text: str) -> str | None:
    return nearest(text, vocabulary)
