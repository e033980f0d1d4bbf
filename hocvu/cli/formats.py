"""Tells problems and findings in the forms that people, scripts and CI read.

Pure functions from remarks to text; the same remarks give the same bytes. Places without a file
are left out where a form cannot do without one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from hocvu import __version__
from hocvu.errors import Origin, Remark, Severity

_INDENT: Final = 2
_LEVELS: Final[dict[Severity, str]] = {"info": "note", "warning": "warning", "error": "error"}
_COMMANDS: Final[dict[Severity, str]] = {"info": "notice", "warning": "warning", "error": "error"}
_SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_NOT_XML: Final = {c: " " for c in range(32) if chr(c) not in "\t\n\r"}


def render(remarks: Iterable[Remark], form: str) -> str:
    """Return `remarks` in `form`: ``text``, ``json``, ``github``, ``sarif`` or ``junit``.

    Raises:
        KeyError: There is no such form.
    """
    return FORMS[form](tuple(remarks))


def clause(remark: Remark) -> str:
    """Return the clause of a standard that a finding cites; empty for other remarks."""
    return str(getattr(remark, "clause", ""))


def as_text(remarks: Sequence[Remark]) -> str:
    """Return a line for each remark, as compilers write them, its hint under it."""
    lines: list[str] = []
    for remark in remarks:
        cited = f" ({clause(remark)})" if clause(remark) else ""
        place = _place(remark.origin)
        severity = remark.severity
        lines.append(f"{place}{severity}: {remark.message}{cited} [{remark.code}]")
        if remark.hint:
            lines.append(f"  → {remark.hint}")
    return _lines(lines)


def as_json(remarks: Sequence[Remark]) -> str:
    """Return a JSON list, with message and hint in both languages."""
    return json.dumps([as_record(r) for r in remarks], ensure_ascii=False, indent=_INDENT) + "\n"


def as_record(remark: Remark) -> dict[str, Any]:
    """Return one remark as JSON's values; of its place, only what is known."""
    origin = remark.origin
    place = {
        part.name: value
        for part in fields(Origin)
        if (value := getattr(origin, part.name)) is not None
    }
    record: dict[str, Any] = {
        "code": remark.code,
        "severity": remark.severity,
        **place,
        "message": remark.message,
        "hint": remark.hint,
        "messages": {lang: remark.message_in(lang) for lang in ("vi", "en")},
        "hints": {lang: remark.hint_in(lang) for lang in ("vi", "en")},
    }
    if clause(remark):
        record["clause"] = clause(remark)
    return record


def as_github(remarks: Sequence[Remark]) -> str:
    """Return workflow commands, which GitHub shows at their lines."""
    return _lines([_workflow_command(remark) for remark in remarks])


def _workflow_command(remark: Remark) -> str:
    origin = remark.origin
    names = {
        "file": origin.file,
        "line": origin.line,
        "col": origin.column,
        "title": remark.code,
    }
    properties = ",".join(
        f"{name}={_escaped(str(value), in_property=True)}"
        for name, value in names.items()
        if value is not None
    )
    words = "\n".join(filter(None, (_sentence(remark), remark.hint)))
    return f"::{_COMMANDS[remark.severity]} {properties}::{_escaped(words)}"


def _escaped(words: str, in_property: bool = False) -> str:
    words = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return words.replace(":", "%3A").replace(",", "%2C") if in_property else words


def as_sarif(remarks: Sequence[Remark]) -> str:
    """Return a log of SARIF 2.1.0 (OASIS) with one run."""
    codes = sorted({remark.code for remark in remarks})
    run = {
        "tool": {
            "driver": {
                "name": "hocvu",
                "semanticVersion": __version__,
                "rules": [{"id": code} for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(remark, codes.index(remark.code)) for remark in remarks],
    }
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=_INDENT) + "\n"


def _sarif_result(remark: Remark, rule: int) -> dict[str, Any]:
    words = " ".join(filter(None, (_sentence(remark), remark.hint)))
    found: dict[str, Any] = {
        "ruleId": remark.code,
        "ruleIndex": rule,
        "level": _LEVELS[remark.severity],
        "message": {"text": words},
    }
    if location := _sarif_location(remark.origin):
        found["locations"] = [location]
    if clause(remark):
        found["properties"] = {"clause": clause(remark)}
    return found


def _sarif_location(origin: Origin) -> dict[str, Any]:
    location: dict[str, Any] = {}
    if origin.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(origin.file)}}
        if origin.line and not origin.member:
            region = {"startLine": origin.line}
            physical["region"] = region | ({"startColumn": origin.column} if origin.column else {})
        location["physicalLocation"] = physical
    if name := origin.field or origin.member:
        location["logicalLocations"] = [{"fullyQualifiedName": name}]
    return location


def _uri(file: str) -> str:
    path = quote(file.replace("\\", "/"), safe="/:~@!$&'()*+,;=")
    return f"file://{path}" if path.startswith("/") else path


def as_junit(remarks: Sequence[Remark]) -> str:
    """Return JUnit XML: a suite for each file, a case for each remark; errors alone fail."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    failed = sum(remark.severity == "error" for remark in remarks)
    counts = f'tests="{len(remarks)}" failures="{failed}" errors="0"'
    lines.append(f'<testsuites name="hocvu" {counts}>')
    by_file = sorted(remarks, key=lambda remark: remark.origin.file or "")
    for file, group in groupby(by_file, key=lambda remark: remark.origin.file or ""):
        inside = list(group)
        failed = sum(remark.severity == "error" for remark in inside)
        counts = f'tests="{len(inside)}" failures="{failed}" errors="0"'
        lines.append(f"  <testsuite name={_attribute(file or 'hocvu')} {counts}>")
        for remark in inside:
            lines += _junit_case(remark)
        lines.append("  </testsuite>")
    return _lines([*lines, "</testsuites>"])


def _junit_case(remark: Remark) -> list[str]:
    origin = remark.origin
    name = " ".join(filter(None, (remark.code, origin.describe())))
    opened = f"    <testcase classname={_attribute(remark.code)} name={_attribute(name)}"
    if origin.file:
        opened += f" file={_attribute(origin.file)}"
    if origin.line:
        opened += f' line="{origin.line}"'
    words = _xml("\n".join(filter(None, (_sentence(remark), remark.hint))))
    if remark.severity == "error":
        message = _attribute(remark.message)
        inside = (
            f"      <failure type={_attribute(remark.code)} message={message}>{words}</failure>"
        )
    else:
        inside = f"      <system-out>{remark.severity}: {words}</system-out>"
    return [f"{opened}>", inside, "    </testcase>"]


def _sentence(remark: Remark) -> str:
    """Return the message with what a line and column cannot say: member, page, clause."""
    origin = remark.origin
    rest = Origin(None, None, None, None, *(getattr(origin, f.name) for f in fields(Origin)[4:]))
    place = rest.describe()
    cited = f" ({clause(remark)})" if clause(remark) else ""
    return f"{place}: {remark.message}{cited}" if place else f"{remark.message}{cited}"


def _place(origin: Origin) -> str:
    """Return ``file:line:column: `` for places in text, and the place in words for others."""
    known = {part.name for part in fields(Origin) if getattr(origin, part.name) is not None}
    if origin.file and known <= {"file", "line", "column", "field"}:
        spot = ":".join(str(v) for v in (origin.file, origin.line, origin.column) if v is not None)
        return f"{spot}: " + (f"{origin.field}: " if origin.field else "")
    words = origin.describe()
    return f"{words}: " if words else ""


def _xml(words: str) -> str:
    return escape(words.translate(_NOT_XML))


def _attribute(words: str) -> str:
    return quoteattr(words.translate(_NOT_XML))


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


FORMS: Final[dict[str, Callable[[Sequence[Remark]], str]]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "sarif": as_sarif,
    "junit": as_junit,
}
"""The forms by their names on the command line."""
